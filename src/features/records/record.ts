import { z } from 'zod';
import { actingPerson, assertSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { NotFound } from '../../bot/errors.ts';
import { resolveGroup } from '../groups/lookup.ts';
import { getOwnRecord, ownRecordCsv, type OwnRecord } from './lookup.ts';
import { getMeetingRecord, type MeetingRecord } from './meeting-record.ts';

const page = z.coerce.number('This button no longer works. Please ask for the record again.').int().min(0).default(0);

export const RecordInput = z.object({
  /** A group whose latest meeting's record is wanted; the person's own record without it. */
  meetingOf: z.string().trim().max(100, 'Name the group in fewer words.').optional(),
});

export type Recorded = { readonly of: 'person'; readonly record: OwnRecord } | { readonly of: 'meeting'; readonly record: MeetingRecord };

/** The acting person's participation, or for the Secretariat the record of a group's latest meeting. */
export const record = verb('records.record', RecordInput, async (ctx, { meetingOf }): Promise<Recorded> => {
  if (meetingOf === undefined) return { of: 'person', record: await getOwnRecord(ctx) };
  assertSecretariat(ctx);
  const group = await resolveGroup(ctx, meetingOf, { press: 'records.meeting-of' });
  return { of: 'meeting', record: await getMeetingRecord(ctx, await getLatestMeetingId(ctx, group)) };
});

async function getLatestMeetingId(ctx: Ctx, group: { readonly id: string; readonly name: string }): Promise<string> {
  const latest = await ctx.db.meeting.findFirst({
    where: { bodyId: ctx.body.id, groupId: group.id, state: { notIn: ['draft', 'cancelled'] }, startsAt: { lte: ctx.now } },
    orderBy: { startsAt: 'desc' },
    select: { id: true },
  });
  if (!latest) throw new NotFound(`${group.name} has not met yet, so there is no record.`);
  return latest.id;
}

/** The record of the latest meeting of the chosen group. */
export const recordOfGroup = verb('records.recordOfGroup', z.object({ group: z.string() }), (ctx, { group }) =>
  record(ctx, { meetingOf: group }),
);

/** The acting person's record, to be shown from a page counted from 0. */
export const ownDetails = verb('records.ownDetails', z.object({ page }), async (ctx, input) => ({
  record: await getOwnRecord(ctx),
  page: input.page,
}));

/** The acting person's record as CSV. */
export const ownExport = verb('records.ownExport', z.object({}), (ctx) => {
  actingPerson(ctx);
  return ownRecordCsv(ctx);
});

export const MeetingRecordInput = z.object({ meeting: z.uuid('This button no longer works. Please ask for the records again.'), page });

/** The record of one meeting, for the Secretariat. */
export const meetingRecord = verb('records.meeting', MeetingRecordInput, async (ctx, input) => {
  assertSecretariat(ctx);
  return { record: await getMeetingRecord(ctx, input.meeting), page: input.page };
});
