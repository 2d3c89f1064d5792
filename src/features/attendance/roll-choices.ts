import { z } from 'zod';
import type { Ctx } from '../../bot/context.ts';
import type { PresenceWhat } from '../../db/generated/client.ts';
import { MeetingId } from './check-in.ts';
import { ROLL_STATUSES, type RollStatus } from './layers.ts';
import { toRow } from './presence.ts';
import { othersField, personField } from './roll-page.ts';
import type { Sheet, SheetRow } from './sheet.ts';

const wholeNumber = z.coerce.number('This form is out of date; open the roll again.').int().min(0);

/** The fields for people are named after them, so they can't be listed here; `toChoices` reads those the sheet knows. */
export const RollInput = z.object({ meeting: MeetingId, version: wholeNumber, page: wholeNumber.default(0) }).catchall(z.unknown());

export type NewPresence = ReturnType<typeof toRow>;

export interface RunBy {
  readonly id: string;
  readonly name: string;
  readonly source: 'chair' | 'secretariat';
}

/** What was chosen for the people of the sheet; anybody else's name in the form is ignored. */
export function toChoices(sheet: Sheet, input: Readonly<Record<string, unknown>>): Map<string, RollStatus> {
  const choices = new Map<string, RollStatus>();
  for (const row of [...sheet.rows, ...sheet.others]) {
    const chosen = ROLL_STATUSES.find((status) => status === input[personField(row.personId)]);
    if (chosen) choices.set(row.personId, chosen);
  }
  // By the prefix: somebody ticked may have answered since the form was opened, and then stands elsewhere on the sheet.
  const ticked = new Set(Object.entries(input).flatMap(([name, value]) => (name.startsWith(othersField('')) ? listOf(value) : [])));
  for (const row of [...sheet.rows, ...sheet.others])
    if (ticked.has(row.personId) && !choices.has(row.personId)) choices.set(row.personId, 'here');
  return choices;
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);

/** A layer for everybody who was judged, unless the chair or Secretariat said the same before. */
export function judgedLayers(
  ctx: Ctx,
  sheet: Sheet,
  choices: ReadonlyMap<string, RollStatus>,
  by: RunBy,
  reason: string | null,
): NewPresence[] {
  return [...sheet.rows, ...sheet.others].flatMap((row) => {
    const status = choices.get(row.personId);
    if (!status) return [];
    if (row.standing?.said === 'roll' && row.standing.status === status && !row.standing.contested) return [];
    return [judgedLayer(ctx, sheet, row, status, by, reason)];
  });
}

function judgedLayer(ctx: Ctx, sheet: Sheet, row: SheetRow, status: RollStatus, by: RunBy, reason: string | null): NewPresence {
  const { name, organisation, membershipClass, role, standing } = row;
  const what: PresenceWhat = status === 'here' && row.standsInFor ? 'alternate' : whatOf[status];
  const arrivedAt = standing?.arrivedAt ?? row.seen?.from ?? sheet.meeting.startsAt;
  const at = status === 'left_early' ? (standing?.leftAt ?? row.seen?.until ?? earlier(ctx.now, sheet.meeting.endsAt)) : arrivedAt;
  return toRow(ctx, {
    ...{ name, organisation, membershipClass, role },
    meetingId: sheet.meeting.id,
    personId: row.personId,
    source: by.source,
    what,
    at,
    byId: by.id,
    forPersonId: what === 'alternate' ? (row.standsInFor?.id ?? null) : null,
    replacesId: standing && standing.status !== status ? (standing.layers.at(-1) ?? null) : null,
    reason,
  });
}

const whatOf = { here: 'present', left_early: 'left', not_here: 'absent', apologies: 'apologies' } as const satisfies Record<
  RollStatus,
  PresenceWhat
>;

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
