import type { Ctx } from '../../bot/context.ts';
import { NotAllowed } from '../../bot/errors.ts';
import { assertEligible } from '../directory/lookup.ts';
import { joinButton } from '../groups/buttons.ts';
import { findMembership } from '../groups/lookup.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import type { Copied } from './presence.ts';

export interface Attendee extends Copied {
  readonly id: string;
}

/**
 * The acting person as an attendee of the meeting, with what is copied onto the record. Eligibility is
 * judged on the day (rule 9). Throws Ineligible, or NotAllowed for somebody who has not joined the group
 * and is not there to run the meeting.
 */
export async function getAttendee(ctx: Ctx, meeting: MeetingFacts): Promise<Attendee> {
  const { person, basis } = await assertEligible(ctx, { slug: meeting.groupSlug, name: meeting.groupName });
  const membership = await findMembership(ctx, person.personId, meeting.groupId);
  const role = membership?.role ?? roleOfGuest(meeting, person.personId, basis);
  if (role === null)
    throw new NotAllowed(
      `You have not joined ${meeting.groupName}, so you can't be recorded at its meetings yet. Join first; it takes a minute.`,
      [joinButton({ slug: meeting.groupSlug, name: meeting.groupName })],
    );
  const { personId, name, organisation, membershipClass } = person;
  return { id: personId, name, organisation, membershipClass, role };
}

/** Why somebody outside the group attends: they run the meeting, are Secretariat, or it is open to all members. */
function roleOfGuest(meeting: MeetingFacts, personId: string, basis: string): string | null {
  if (basis === 'secretariat' || meeting.secretariat?.id === personId) return 'secretariat';
  if (meeting.chair?.id === personId) return 'chair';
  return meeting.audience === 'all' ? 'invited' : null;
}
