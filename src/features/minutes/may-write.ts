import { actingPerson, assertSecretariat } from '../../bot/actor.ts';
import type { ActingPerson, Ctx } from '../../bot/context.ts';
import { Conflict, NotAllowed } from '../../bot/errors.ts';
import { moment, rich } from '../../bot/text.ts';
import { rollButton } from '../attendance/buttons.ts';
import { findRoll, mayRun, type RollFacts } from '../attendance/lookup.ts';
import { cancelReasonOf, type MeetingFacts } from '../meetings/lookup.ts';
import { commentButton, correctButton, showMinutesButton } from './buttons.ts';

/** The person who writes the minutes of this meeting. Throws NotAllowed, saying who may. */
export async function assertMayWrite(ctx: Ctx, meeting: MeetingFacts): Promise<ActingPerson> {
  const person = actingPerson(ctx);
  if (await mayRun(ctx, meeting)) return person;
  throw new NotAllowed(
    `The minutes are written by the chairs of ${meeting.groupName}, the chair named for this meeting and the Secretariat. Once they are issued, everybody in the group can read them.`,
  );
}

/** The person of the Secretariat who acts. Throws NotAllowed for everybody else, the operator as well: minutes are a person's word. */
export function actingSecretariat(ctx: Ctx): ActingPerson {
  assertSecretariat(ctx);
  return actingPerson(ctx);
}

/** The confirmed roll. Throws Conflict for a cancelled meeting and while nobody confirmed who was there. */
export async function getConfirmedRoll(ctx: Ctx, meeting: MeetingFacts): Promise<RollFacts> {
  if (meeting.state === 'cancelled')
    throw new Conflict(`${meeting.subTopic} was cancelled, so there are no minutes. The reason given: ${cancelReasonOf(meeting)}`);
  const roll = await findRoll(ctx, meeting.id);
  if (roll) return roll;
  if (ctx.now < meeting.startsAt)
    throw new Conflict(rich`${meeting.subTopic} starts at ${moment(meeting.startsAt)}. Its minutes are written once it was held.`);
  throw new Conflict(
    `The roll of ${meeting.subTopic} is not confirmed yet. Confirm who was there first; then the minutes can be written.`,
    [rollButton(meeting.id)],
  );
}

/** Throws Conflict once the minutes are issued, saying how they are corrected. */
export function assertNotIssued(meeting: MeetingFacts, isSecretariat: boolean): void {
  if (meeting.state !== 'minutes_issued') return;
  throw new Conflict(
    isSecretariat
      ? `The minutes of ${meeting.subTopic} are issued. What is wrong in them is corrected by a new version with its reason.`
      : `The minutes of ${meeting.subTopic} are issued. If something in them is wrong, suggest a correction: the Secretariat looks at it.`,
    [isSecretariat ? correctButton(meeting.id) : commentButton(meeting.id), showMinutesButton(meeting.id, 'Show the minutes')],
  );
}

/** Throws Conflict until the minutes are issued. */
export function assertIssued(meeting: MeetingFacts): void {
  if (meeting.state === 'minutes_issued') return;
  throw new Conflict(`The minutes of ${meeting.subTopic} are not issued yet.`);
}
