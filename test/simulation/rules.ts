import { memberKey, type Group, type Meeting, type Member, type Model, type Person, type Statement } from './model.ts';
import { dayIn, MINUTE } from './wall-time.ts';

/** Who may do and hear what: the rules of the groups (PRODUCT.md, sections 2 and 5) written a second time. */

export function isEligible(model: Model, person: Person, group: Group, now: number): boolean {
  const today = dayIn(now, model.zone);
  const runs = ({ from, until }: { from: string; until: string }): boolean => from <= today && today <= until;
  if (person.board.some(runs)) return false;
  if (person.isSecretariat) return true;
  if (person.organisation) return person.organisation.standing === 'good';
  return person.invited !== null && person.invited.groups.includes(group.slug) && runs(person.invited);
}

export const isSitting = (model: Model, person: Person, now: number): boolean => {
  const today = dayIn(now, model.zone);
  return person.board.some(({ from, until }) => from <= today && today <= until);
};

export const memberOf = (model: Model, person: Person, group: Group): Member | undefined => model.members.get(memberKey(person, group));

export const membersOf = (model: Model, group: Group): Member[] => [...model.members.values()].filter((one) => one.group === group);

export const isHost = (meeting: Meeting, person: Person): boolean => meeting.chairId === person.id || meeting.secretariatId === person.id;

export const isInvited = (model: Model, meeting: Meeting, person: Person): boolean =>
  isHost(meeting, person) || memberOf(model, person, meeting.group) !== undefined;

export const chairs = (model: Model, person: Person, group: Group): boolean =>
  person.isSecretariat || memberOf(model, person, group)?.role === 'chair';

export const mayRun = (model: Model, meeting: Meeting, person: Person): boolean =>
  chairs(model, person, meeting.group) || isHost(meeting, person);

/** Nobody can answer or change it any more. */
export const isOver = (meeting: Meeting, now: number): boolean => meeting.isCancelled || meeting.isClosed || meeting.endsAt <= now;

export const mayAnswer = (model: Model, meeting: Meeting, person: Person, now: number): boolean =>
  !isOver(meeting, now) && isEligible(model, person, meeting.group, now) && isInvited(model, meeting, person);

/** Half an hour after the start, at the latest with the meeting. */
export const checkInEnds = ({ startsAt, endsAt }: Meeting): number => Math.min(startsAt + 30 * MINUTE, endsAt);

/** Somebody who is recorded when they are there: a member, a host, or the Secretariat. */
export const mayAttend = (model: Model, meeting: Meeting, person: Person, now: number): boolean =>
  isEligible(model, person, meeting.group, now) && (isInvited(model, meeting, person) || person.isSecretariat);

export function statementAt(model: Model, now: number): Statement {
  const inForce = model.statements.filter((one) => one.effectiveFrom <= now);
  return inForce.reduce((latest, one) => (one.version > latest.version ? one : latest));
}

const asPeople = (people: readonly Person[]): string[] => people.map((one) => `person:${one.id}`);

export const secretariat = (model: Model): string[] => asPeople([...model.people.values()].filter((one) => one.isSecretariat));

export const channelsOf = (model: Model, group: Group): string[] =>
  [...model.connections.values()].filter((one) => one.isLive && one.group === group).map((one) => `channel:${one.id}`);

export function answered(model: Model, meeting: Meeting, wanted: readonly string[], now: number): string[] {
  const people = [...meeting.answers].filter(([, { answer }]) => wanted.includes(answer)).map(([id]) => model.people.get(id)!);
  // Who was named for it and no longer is, nor is in the group, hears no more of it.
  const takesPart = (one: Person): boolean => isInvited(model, meeting, one) || one.isSecretariat;
  return asPeople(people.filter((one) => isEligible(model, one, meeting.group, now) && takesPart(one)));
}

/** Did not switch this kind of direct message off. */
const wants =
  (model: Model, kind: string) =>
  (target: string): boolean =>
    !model.people.get(target.slice('person:'.length))!.preferences.off.has(kind);

export function silent(model: Model, meeting: Meeting, now: number): string[] {
  const members = membersOf(model, meeting.group).filter((one) => !isLeftToChannel(model, one) && !meeting.answers.has(one.person.id));
  const people = members.map((one) => one.person).filter((one) => isEligible(model, one, meeting.group, now));
  return asPeople(people).filter(wants(model, 'meetings.nudge'));
}

/** Asked to be reminded in the channel only, as long as there is one. */
const isLeftToChannel = (model: Model, member: Member | undefined): boolean =>
  member?.remindBy === 'channel' && channelsOf(model, member.group).length > 0;

const comes = ['attending', 'tentative'];

/** Those who come, want to be reminded and did not ask for the channel only. */
export function reminded(model: Model, meeting: Meeting, now: number): string[] {
  const memberBehind = (target: string): Member | undefined => model.members.get(`${target.slice('person:'.length)} ${meeting.group.id}`);
  const left = answered(model, meeting, comes, now).filter((target) => !isLeftToChannel(model, memberBehind(target)));
  return left.filter(wants(model, 'meetings.reminder'));
}

/** Minutes before the start at which everybody is reminded who chose no other time. */
export const USUAL_LEAD = 24 * 60;

/** Those of them whose time this is; at the usual time also who chose an earlier one and was not reminded then. */
export function remindedAt(model: Model, meeting: Meeting, lead: number, now: number): string[] {
  return reminded(model, meeting, now).filter((target) => {
    const own = model.people.get(target.slice('person:'.length))!.preferences.lead ?? USUAL_LEAD;
    return own === lead || (lead === USUAL_LEAD && own > lead);
  });
}

export const joining = (model: Model, meeting: Meeting, now: number): string[] =>
  answered(model, meeting, comes, now).filter(wants(model, 'meetings.join'));

/** Whom the running of a meeting concerns: the people named for it, else the group's chairs, else the Secretariat. */
export function runners(model: Model, meeting: Meeting, now: number): string[] {
  const mayTakePart = (people: readonly (Person | undefined)[]): string[] =>
    asPeople(people.filter((one) => one !== undefined).filter((one) => isEligible(model, one, meeting.group, now)));
  const named = mayTakePart([...new Set([meeting.chairId, meeting.secretariatId])].map((id) => model.people.get(id ?? '')));
  if (named.length > 0) return named;
  const groupChairs = mayTakePart(membersOf(model, meeting.group).flatMap((one) => (one.role === 'chair' ? [one.person] : [])));
  return groupChairs.length > 0 ? groupChairs : secretariat(model);
}

export function missing(model: Model, meeting: Meeting, now: number): string[] {
  const expected = answered(model, meeting, comes, now).filter(wants(model, 'attendance.missed'));
  return expected.filter((target) => {
    const person = model.people.get(target.slice('person:'.length))!;
    return !meeting.seen.has(person.id) && meeting.readerId !== person.id && memberOf(model, person, meeting.group) !== undefined;
  });
}
