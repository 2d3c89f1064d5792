import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { MeetingId } from './check-in.ts';
import { nothingRecorded } from './correct.ts';
import { listOwnPresences } from './lookup.ts';
import { assertCorrectionOpen, assertNotCancelled } from './window.ts';

export const OpenCorrectionInput = z.object({ meeting: MeetingId });

/** The meeting whose record the person wants put right. Throws Conflict when nothing is recorded of them, and once corrections are closed. */
export const openCorrection = verb('attendance.openCorrection', OpenCorrectionInput, async (ctx, input): Promise<MeetingFacts> => {
  const person = actingPerson(ctx);
  const meeting = await getMeeting(ctx, input.meeting);
  assertNotCancelled(meeting);
  assertCorrectionOpen(ctx, meeting);
  if ((await listOwnPresences(ctx, meeting.id, person.id)).length === 0) throw nothingRecorded(ctx, meeting);
  return meeting;
});
