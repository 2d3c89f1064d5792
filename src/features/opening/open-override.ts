import { z } from 'zod';
import { actingPerson, isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, NotAllowed } from '../../bot/errors.ts';
import { clockTime, moment, rich } from '../../bot/text.ts';
import { assertMayRun, isClosed } from '../attendance/lookup.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { askButton, openButton } from './buttons.ts';
import { OVERRIDABLE, type Check, type Overridable } from './checks.ts';
import { getGate, type GateFacts } from './gate.ts';
import { assertOpenable, MeetingId } from './open.ts';

export const OpenOverrideInput = z.object({
  meeting: MeetingId,
  check: z.enum(OVERRIDABLE, 'This button no longer works. Please ask for the meeting again.'),
});

export interface OverrideQuestion {
  readonly meeting: MeetingFacts;
  readonly check: Overridable;
  /** The check as it stands; null for closing without a reading. */
  readonly found: Check | null;
}

/** Asks why a check is let pass. Throws as `override` does. */
export const openOverride = verb('opening.openOverride', OpenOverrideInput, async (ctx, input): Promise<OverrideQuestion> => {
  const gate = await getOverridable(ctx, input.meeting, input.check);
  return { meeting: gate.meeting, check: input.check, found: findCheck(gate, input.check) };
});

const findCheck = ({ checks }: GateFacts, check: Overridable): Check | null => checks.find((one) => one.check === check) ?? null;

/**
 * The gate of a meeting of which this check can be let pass now (rule 13: the Secretariat only). Throws NotAllowed
 * for others, who may ask; Conflict once the meeting is open or closed, and for a check that is in place.
 */
export async function getOverridable(ctx: Ctx, meetingId: string, check: Overridable): Promise<GateFacts> {
  const meeting = await getMeeting(ctx, meetingId);
  await assertMayRun(ctx, meeting);
  actingPerson(ctx);
  if (!isSecretariat(ctx))
    throw new NotAllowed('Only the Secretariat can let a meeting go on without this. You can ask them.', [askButton(meeting.id)]);
  assertOpenable(ctx, meeting);
  const gate = await getGate(ctx, meeting);
  const { reading } = gate;
  if (reading)
    throw new Conflict(
      rich`${meeting.subTopic} is open already: ${reading.by} read the statement aloud at ${clockTime(reading.at)}. Nothing needs to be let pass.`,
    );
  if (isClosed(meeting)) throw new Conflict('The roll of this meeting is confirmed, so there is nothing left to let pass.');
  if (check === 'not_opened' && ctx.now < meeting.startsAt)
    throw new Conflict(rich`${meeting.subTopic} starts at ${moment(meeting.startsAt)}, so it can't be closed yet.`);
  if (findCheck(gate, check)?.isOk) throw new Conflict('This is in place now, so nothing needs to be let pass.', [openButton(meeting.id)]);
  return gate;
}
