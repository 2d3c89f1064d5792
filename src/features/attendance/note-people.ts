import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { markStale } from '../../bot/posted.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { assertReported, CallInput, findCallMeeting } from './call-meeting.ts';
import { CallPerson, identify, type Attending } from './call-people.ts';
import { listSightings } from './lookup.ts';
import { copiedOf } from './own-claim.ts';
import { lockSightings, toRow } from './presence.ts';
import { seenIn, whoKey } from './sightings.ts';

export const CallPeopleInput = CallInput.extend({ people: z.array(CallPerson).max(1_000) });

export interface Noted {
  /** Null when the call is no meeting of ours. */
  readonly meetingId: string | null;
  /** How many rows were changed or added; 0 when it was all known. */
  readonly noted: number;
}

/**
 * A platform reports who joined a call: a layer of attendance beside what people say, which it never overrides
 * (`resolve` in layers.ts). People the directory does not know are kept with their name. The same person, moment
 * and event twice is one row. Throws NotAllowed unless the program itself acts.
 */
export const notePeopleJoined = verb('attendance.notePeopleJoined', CallPeopleInput, (ctx, input) =>
  notePeople(ctx, 'attendance.notePeopleJoined', input, 'arrived'),
);

/** A platform reports who left a call. Kept as `notePeopleJoined` keeps who joined; throws as it does. */
export const notePeopleLeft = verb('attendance.notePeopleLeft', CallPeopleInput, (ctx, input) =>
  notePeople(ctx, 'attendance.notePeopleLeft', input, 'left'),
);

async function notePeople(ctx: Ctx, action: string, input: z.output<typeof CallPeopleInput>, what: 'arrived' | 'left'): Promise<Noted> {
  assertReported(ctx);
  return inTransaction(ctx, async (ctx) => {
    const meeting = await findCallMeeting(ctx, input);
    if (!meeting) return { meetingId: null, noted: 0 };
    const people = await identify(ctx, meeting, input.workspaceId, input.people);
    return writeSightings(ctx, action, meeting, people, what, input.at);
  });
}

/** Appends what is not known yet, in the open transaction, one report of a meeting after the other. */
export async function writeSightings(
  ctx: Ctx,
  action: string,
  meeting: MeetingFacts,
  people: readonly Attending[],
  what: 'arrived' | 'left',
  at: Date,
): Promise<Noted> {
  await lockSightings(ctx, meeting.id);
  const live = (await listSightings(ctx, meeting.id)).filter((one) => one.source === 'teams');
  const same = live.filter((one) => one.what === what && one.at.getTime() === at.getTime());
  const known = new Set(same.map(whoKey));
  const fresh = [...new Map(people.map((one) => [whoKey(one), one])).values()].filter((one) => !known.has(whoKey(one)));
  if (fresh.length === 0) return { meetingId: meeting.id, noted: 0 };
  const rows = fresh.map((one) => toRow(ctx, { ...one, meetingId: meeting.id, source: 'teams', what, at, byId: null }));
  await ctx.db.presence.createMany({ data: rows });
  const presenceIds = rows.map((row) => row.id);
  recordAudit(ctx, action, `meeting:${meeting.id}`, { meetingId: meeting.id, presenceIds });
  await markStale(ctx, 'attendance.roll', meeting.id);
  return { meetingId: meeting.id, noted: rows.length };
}

/** Who joined by then and was not seen leaving since. */
export async function listStillIn(ctx: Ctx, meetingId: string, at: Date): Promise<Attending[]> {
  const sightings = (await listSightings(ctx, meetingId)).filter((one) => one.at <= at);
  const byWho = Map.groupBy(sightings, whoKey);
  return [...byWho.values()].flatMap((own): Attending[] => {
    const [first] = own;
    return first && seenIn(own)?.until === null ? [{ personId: first.personId, ...copiedOf(first) }] : [];
  });
}
