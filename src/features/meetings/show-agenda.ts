import { z } from 'zod';
import { actingPersonId } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { isChair } from '../groups/lookup.ts';
import type { AgendaItem } from './agenda-text.ts';
import { getAgenda } from './agenda-versions.ts';
import { getCarried, type Carried } from './carried.ts';
import * as inputs from './inputs.ts';
import { getMeeting, isInvited, listUpcoming, type MeetingFacts } from './lookup.ts';
import { chooseGroups, GroupChoice } from './which-groups.ts';

export interface AgendaPage {
  readonly meeting: MeetingFacts;
  /** May suggest an item and read the documents. */
  readonly takesPart: boolean;
  readonly mayEdit: boolean;
  /** With the text of lines that wait, for those who may see it. */
  readonly items: readonly AgendaItem[];
  /** For those who take part. */
  readonly carried: Carried;
}

/** The agenda of one meeting. Documents and suggestions are for those who take part. */
export const showAgenda = verb('meetings.showAgenda', z.object({ meeting: inputs.meetingId }), async (ctx, input) =>
  toPage(ctx, await getMeeting(ctx, input.meeting)),
);

export const NEXT_AGENDA_PRESS = 'meetings.next-agenda';

/** The agenda of the next meeting of the named group, or of the person's own groups; null when none is planned. */
export const showNextAgenda = verb('meetings.showNextAgenda', GroupChoice, async (ctx, { group }): Promise<AgendaPage | null> => {
  const next = await findNext(ctx, group, NEXT_AGENDA_PRESS);
  return next ? toPage(ctx, next) : null;
});

/** The next meeting of the named group, or of the person's own groups. */
export async function findNext(ctx: Ctx, group: string | null | undefined, press: string): Promise<MeetingFacts | null> {
  const groups = await chooseGroups(ctx, group, press);
  const [next] = await listUpcoming(ctx, { groupIds: groups.map((one) => one.id), limit: 1 });
  return next ?? null;
}

async function toPage(ctx: Ctx, meeting: MeetingFacts): Promise<AgendaPage> {
  const personId = actingPersonId(ctx);
  const runs = await isChair(ctx, meeting.groupId);
  return {
    meeting,
    takesPart: runs || (personId !== null && (await isInvited(ctx, meeting, personId))),
    mayEdit: runs && !meeting.isOver,
    items: runs ? (await getAgenda(ctx, meeting.id)).items : meeting.agenda.items,
    carried: await getCarried(ctx, meeting),
  };
}
