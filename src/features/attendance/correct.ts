import { z } from 'zod';
import { actingPerson, readerZone } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { markStale } from '../../bot/posted.ts';
import type { PresenceWhat } from '../../db/generated/client.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { wasThereButtons } from './buttons.ts';
import { MeetingId } from './check-in.ts';
import { resolve, wasThere, type Layer, type Standing } from './layers.ts';
import { listOwnPresences } from './lookup.ts';
import { instantBetween } from './local-time.ts';
import { copiedOf } from './own-claim.ts';
import { lockAttendance, writeLayer } from './presence.ts';
import { tellSecretariat } from './tell-secretariat.ts';
import { assertCorrectionOpen, assertNotCancelled, checkInOpensAt, isClosed } from './window.ts';

export const CORRECTIONS = ['not-there', 'arrived-at', 'left-at', 'stayed', 'affiliation'] as const;

const NOTE_LIMIT = 1_000;

export const CorrectInput = z.object({
  meeting: MeetingId,
  what: z.enum(CORRECTIONS, 'Choose what is right.'),
  time: z
    .string()
    .trim()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give the time as hours and minutes, such as 11:20.')
    .nullish(),
  note: z
    .string()
    .trim()
    .max(NOTE_LIMIT, `Keep it under ${String(NOTE_LIMIT)} characters.`)
    .nullish(),
});

type Corrected = Pick<Layer, 'what' | 'at' | 'reason'>;

/**
 * "This is wrong": appends what the person says is right; what was recorded stays (rule 12). Once the roll
 * is confirmed, or when the affiliation is wrong, the Secretariat is told, since only they can change it.
 * Throws Conflict when nothing is recorded or corrections are closed, InvalidInput for an impossible time.
 */
export const correct = verb('attendance.correct', CorrectInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<{ meeting: MeetingFacts; told: boolean }> => {
    const person = actingPerson(ctx);
    const meeting = await getMeeting(ctx, input.meeting);
    assertNotCancelled(meeting);
    assertCorrectionOpen(ctx, meeting);
    await lockAttendance(ctx, meeting.id, person.id);
    const layers = await listOwnPresences(ctx, meeting.id, person.id);
    const standing = resolve(layers);
    const [first] = layers;
    const latest = layers.at(-1);
    if (!standing || !first || !latest) throw nothingRecorded(ctx, meeting);
    const right = corrected(ctx, meeting, standing, input);
    const told = isClosed(meeting) || input.what === 'affiliation';
    if (latest.source === 'self' && isSame(latest, right)) return { meeting, told };
    const layer = { ...copiedOf(first), meetingId: meeting.id, personId: person.id, source: 'self' as const, byId: person.id };
    const presenceId = await writeLayer(ctx, { ...layer, ...right, replacesId: latest.id });
    const personal = { values: right.reason === null ? {} : { reason: right.reason }, personId: person.id };
    recordAudit(ctx, 'attendance.correct', `meeting:${meeting.id}`, { meetingId: meeting.id, presenceId, what: input.what }, personal);
    if (told) await tellSecretariat(ctx, meeting.id, presenceId);
    await markStale(ctx, 'attendance.opening', meeting.id);
    return { meeting, told };
  }),
);

const isSame = (layer: Layer, right: Corrected): boolean =>
  layer.what === right.what && layer.at.getTime() === right.at.getTime() && layer.reason === right.reason;

/** What somebody hears of whom nothing is recorded at the meeting. */
export function nothingRecorded(ctx: Ctx, meeting: MeetingFacts): Conflict {
  const isOver = ctx.now > meeting.endsAt;
  const words = `Nothing is recorded about you at ${meeting.subTopic}, so there is nothing to put right.`;
  return isOver ? new Conflict(`${words} Were you there?`, wasThereButtons(meeting.id)) : new Conflict(words);
}

function corrected(ctx: Ctx, meeting: MeetingFacts, standing: Standing, input: z.output<typeof CorrectInput>): Corrected {
  const note = input.note ?? '';
  const reason = note === '' ? null : note;
  switch (input.what) {
    case 'not-there':
      return { what: 'absent', at: meeting.startsAt, reason };
    case 'arrived-at':
      return { what: 'arrived', at: timeOf(ctx, meeting, input.time), reason };
    case 'left-at':
      return { what: 'left', at: timeOf(ctx, meeting, input.time), reason };
    case 'stayed':
      return { what: 'arrived', at: standing.arrivedAt ?? meeting.startsAt, reason };
    case 'affiliation':
      if (reason === null) throw new InvalidInput({ note: 'Write which organisation is right.' });
      return { ...sameAgain(meeting, standing), reason: `Affiliation: ${reason}` };
  }
}

/** The same standing once more, to hang the reason on. */
function sameAgain(meeting: MeetingFacts, standing: Standing): { what: PresenceWhat; at: Date } {
  if (standing.status === 'left_early') return { what: 'left', at: standing.leftAt ?? meeting.endsAt };
  if (!wasThere(standing.status)) return { what: standing.status === 'apologies' ? 'apologies' : 'absent', at: meeting.startsAt };
  return standing.arrivedAt ? { what: 'arrived', at: standing.arrivedAt } : { what: 'present', at: meeting.startsAt };
}

function timeOf(ctx: Ctx, meeting: MeetingFacts, time: string | null | undefined): Date {
  if (!time) throw new InvalidInput({ time: 'Give the time, such as 11:20.' });
  const at = instantBetween(time, readerZone(ctx), checkInOpensAt(ctx, meeting), meeting.endsAt);
  if (!at) throw new InvalidInput({ time: 'Give a time during the meeting, in your own time zone.' });
  if (at > ctx.now) throw new InvalidInput({ time: 'Give a time that has passed.' });
  return at;
}
