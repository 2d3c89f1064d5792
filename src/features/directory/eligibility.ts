import { isCurrent } from '../../bot/days.ts';
import type { AppointmentFacts, PersonFacts } from './lookup.ts';

export type Basis = 'member' | 'ipaf' | 'secretariat' | 'expert';

export type IneligibleReason = 'board' | 'lapsed' | 'no-organisation' | 'not-invited-here' | 'invitation-not-started' | 'invitation-ended';

export interface Refused {
  readonly eligible: false;
  readonly reason: IneligibleReason;
  /** Last day of the Board term or of the ended invitation. */
  readonly until?: Date;
  /** First day of an invitation that has not started. */
  readonly from?: Date;
  readonly organisation?: string;
}

export type Eligibility = { readonly eligible: true; readonly basis: Basis } | Refused;

/**
 * The one rule of who may take part in a group on a day (PRODUCT.md section 2, rules 1 to 3 and 9).
 * A sitting Board member never may, whatever else they are; then the Secretariat and IPAF, members of
 * an organisation in good standing, and experts where and while they are invited.
 * `today` is the calendar day in the body's zone.
 */
export function eligibility(person: PersonFacts, groupSlug: string, today: Date): Eligibility {
  const holds = (office: AppointmentFacts['office']): AppointmentFacts[] =>
    person.appointments.filter((one) => one.office === office && isCurrent(one, today));

  const board = holds('board');
  if (board.length > 0) return refused('board', { until: lastDay(board) });
  if (holds('secretariat').length > 0) return { eligible: true, basis: 'secretariat' };
  if (holds('ipaf').length > 0) return { eligible: true, basis: 'ipaf' };
  if (person.organisation !== null && person.membershipClass !== null) {
    if (person.standing === 'good') return { eligible: true, basis: 'member' };
    return { eligible: false, reason: 'lapsed', organisation: person.organisation };
  }
  return asExpert(person, groupSlug, today);
}

function asExpert(person: PersonFacts, groupSlug: string, today: Date): Eligibility {
  const invitations = person.appointments.filter((one) => one.office === 'expert');
  if (invitations.length === 0) return refused('no-organisation', { organisation: person.organisation });
  const here = invitations.filter((one) => one.groupSlugs.includes(groupSlug) && !isVoid(one));
  if (here.some((one) => isCurrent(one, today))) return { eligible: true, basis: 'expert' };
  const coming = here.map((one) => one.from).filter((from) => from !== null && from > today);
  if (coming.length > 0) return refused('invitation-not-started', { from: earliest(coming) });
  if (here.length > 0) return refused('invitation-ended', { until: lastDay(here) });
  return refused('not-invited-here', {});
}

/** Withdrawn before it began: as if it had not been given. */
const isVoid = (one: AppointmentFacts): boolean => one.from !== null && one.until !== null && one.until < one.from;

function refused(reason: IneligibleReason, told: { until?: Date | null; from?: Date | null; organisation?: string | null }): Refused {
  return {
    eligible: false,
    reason,
    ...(told.until ? { until: told.until } : {}),
    ...(told.from ? { from: told.from } : {}),
    ...(told.organisation ? { organisation: told.organisation } : {}),
  };
}

/** Null when one of them is open-ended. */
function lastDay(appointments: readonly AppointmentFacts[]): Date | null {
  let last: Date | null = null;
  for (const { until } of appointments) {
    if (until === null) return null;
    if (last === null || until > last) last = until;
  }
  return last;
}

function earliest(days: readonly (Date | null)[]): Date | null {
  return days.reduce((first, day) => (first === null || (day !== null && day < first) ? day : first), null);
}
