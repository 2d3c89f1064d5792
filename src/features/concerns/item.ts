import type { Ctx } from '../../bot/context.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { toShownItems, type MeetingFacts } from '../meetings/lookup.ts';

/** Choices beside the items of the agenda. */
export const OFF_AGENDA = 'off-agenda';
export const CHAT = 'chat';

export interface Item {
  readonly itemNumber: number | null;
  readonly item: string | null;
}

export const NO_ITEM: Item = { itemNumber: null, item: null };

/**
 * The item chosen from the agenda that the form showed: its number counted from 1, with its title as it was.
 * Throws InvalidInput for a number that agenda does not have.
 */
export async function getItem(ctx: Ctx, meeting: MeetingFacts, agenda: number, chosen: string): Promise<Item> {
  if (chosen === OFF_AGENDA) return NO_ITEM;
  const titles = meeting.agenda.n === agenda ? meeting.agenda.items : await listTitles(ctx, meeting.id, agenda);
  const itemNumber = Number(chosen);
  const item = titles[itemNumber - 1]?.title;
  if (item === undefined) throw new InvalidInput({ item: 'This item is not on the agenda any more. Choose another one.' });
  return { itemNumber, item };
}

async function listTitles(ctx: Ctx, meetingId: string, n: number): Promise<readonly { title: string }[]> {
  const row = await ctx.db.agendaVersion.findFirst({ where: { bodyId: ctx.body.id, meetingId, n }, select: { items: true } });
  return toShownItems(row?.items ?? []);
}
