import type { Group, Model, Person } from './model.ts';
import { expectOther } from './occasions.ts';
import * as rules from './rules.ts';
import type { Sim } from './sim.ts';
import { addDays, DAY, dayIn } from './wall-time.ts';

type EndsMembership = (sim: Sim, person: Person, group: Group) => void;

/** What is expected of the days on which offices end, and of those before invitations do. */
export async function endsOffices(sim: Sim, endMembership: EndsMembership): Promise<void> {
  for (const person of sim.model.people.values()) {
    mayRejoin(sim, person);
    if (person.invited) await endsInvitation(sim, person, person.invited, endMembership);
  }
}

function mayRejoin(sim: Sim, person: Person): void {
  const { model } = sim;
  const { lost } = person;
  if (lost.last === lost.told || rules.isSitting(model, person, sim.now())) return;
  lost.told = lost.last;
  const groups = [...lost.groups];
  const isOpen = (group: Group, at: number): boolean =>
    rules.isEligible(model, person, group, at) && rules.memberOf(model, person, group) === undefined;
  const targets = (at: number): string[] => (groups.some((group) => isOpen(group, at)) ? [`person:${person.id}`] : []);
  expectOther(model, { key: `membership:${lost.last}:may-rejoin`, kind: 'groups.may-rejoin', targets }, sim.now(), 30 * DAY);
}

const AHEAD = 14;

async function endsInvitation(sim: Sim, person: Person, invited: NonNullable<Person['invited']>, endMembership: EndsMembership) {
  const { model } = sim;
  const today = dayIn(sim.now(), model.zone);
  if (today < addDays(invited.until, -AHEAD)) return;
  if (today <= invited.until) {
    await expectReminder(sim, person, invited.until);
    return;
  }
  const open = [...model.members.values()].filter((one) => one.person === person);
  const [first] = open.map((one) => one.membershipId).sort();
  for (const { group } of open) endMembership(sim, person, group);
  const targets = (): string[] => [`person:${person.id}`];
  const kind = 'groups.invitation-ended';
  if (first !== undefined) expectOther(model, { key: `membership:${first}:invitation-ended`, kind, targets }, sim.now(), 30 * DAY);
}

async function expectReminder(sim: Sim, person: Person, until: string): Promise<void> {
  const { db, model } = sim;
  const { id } = await db.appointment.findFirstOrThrow({ where: { personId: person.id, office: 'expert' } });
  const key = `appointment:${id}:ending`;
  if (model.occasions.has(key)) return;
  const expiresAt = Date.parse(until) + DAY;
  const targets = (at: number): string[] => (isOver(model, until, at) ? [] : rules.secretariat(model));
  expectOther(model, { key, kind: 'directory.invitation-ending', targets, expiresAt }, sim.now(), DAY);
}

const isOver = (model: Model, until: string, at: number): boolean => dayIn(at, model.zone) > until;
