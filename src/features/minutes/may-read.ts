import { actingPerson, isSecretariat } from '../../bot/actor.ts';
import type { ActingPerson, Ctx } from '../../bot/context.ts';
import { NotAllowed } from '../../bot/errors.ts';
import { findRoll } from '../attendance/lookup.ts';
import { findMembership } from '../groups/lookup.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';

/** A member of the group, somebody on the meeting's roll, or of the Secretariat. Throws NotAllowed for everybody else. */
export async function assertMayRead(ctx: Ctx, meeting: MeetingFacts): Promise<ActingPerson> {
  const person = actingPerson(ctx);
  if (isSecretariat(ctx) || (await findMembership(ctx, person.id, meeting.groupId))) return person;
  const roll = await findRoll(ctx, meeting.id);
  if (roll?.entries.some((entry) => entry.personId === person.id)) return person;
  throw new NotAllowed(
    `The minutes of ${meeting.groupName} are for its members and for who was at the meeting, and you are not among them. Questions: ask ${ctx.body.settings.contact}.`,
  );
}
