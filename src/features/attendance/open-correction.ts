import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { MeetingId } from './check-in.ts';
import { assertCorrectionOpen, assertNotCancelled } from './window.ts';

export const OpenCorrectionInput = z.object({ meeting: MeetingId });

/** The meeting whose record the person wants put right. Throws Conflict once corrections are closed. */
export const openCorrection = verb('attendance.openCorrection', OpenCorrectionInput, async (ctx, input): Promise<MeetingFacts> => {
  actingPerson(ctx);
  const meeting = await getMeeting(ctx, input.meeting);
  assertNotCancelled(meeting);
  assertCorrectionOpen(ctx, meeting);
  return meeting;
});
