import type { Ctx } from '../../bot/context.ts';
import { Conflict, InvalidInput, NotFound } from '../../bot/errors.ts';
import { moment, rich } from '../../bot/text.ts';
import { resolveGroup } from '../groups/lookup.ts';
import { getMeeting, listMeetingsById, type MeetingFacts } from '../meetings/lookup.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The meeting named on the command line: by its id, or as group+date (its local day). Cancelled ones are passed over.
 * Throws NotFound, InvalidInput, and Conflict where the group has several that day, naming their ids.
 */
export async function getNamedMeeting(ctx: Ctx, typed: string): Promise<MeetingFacts> {
  if (UUID.test(typed)) return getMeeting(ctx, typed.toLowerCase());
  const [, group, date] = /^(.+)\+(\d{4}-\d{2}-\d{2})$/.exec(typed) ?? [];
  if (group === undefined || date === undefined)
    throw new InvalidInput({ meeting: 'Name the meeting by its id, or by group and date, such as circularity+2026-12-08.' });
  const { id: groupId, name } = await resolveGroup(ctx, group, { press: 'attendance.open-roll' });
  const where = {
    bodyId: ctx.body.id,
    groupId,
    localStart: { startsWith: date },
    state: { notIn: ['draft' as const, 'cancelled' as const] },
  };
  const rows = await ctx.db.meeting.findMany({ where, select: { id: true } });
  const meetings = await listMeetingsById(
    ctx,
    rows.map((row) => row.id),
  );
  const [only] = meetings;
  if (!only) throw new NotFound(`${name} has no meeting on ${date}.`);
  if (meetings.length === 1) return only;
  const each = meetings.map((one) => rich`${one.id}: ${one.subTopic}, ${moment(one.startsAt)}`);
  throw new Conflict(
    rich`${name} has several meetings on ${date}. Name one by its id: ${each.flatMap((one, i) => (i > 0 ? ['; ', one] : [one]))}`,
  );
}
