import { importCsv } from '../../src/features/directory/import-csv.ts';
import { appoint } from '../../src/features/directory/appoint.ts';
import { applyAppointments } from '../../src/features/directory/apply-appointments.ts';
import { connect } from '../../src/features/groups/connect.ts';
import { disconnect } from '../../src/features/groups/disconnect.ts';
import { giveRole } from '../../src/features/groups/give-role.ts';
import { join } from '../../src/features/groups/join.ts';
import { leave } from '../../src/features/groups/leave.ts';
import { retry } from '../../src/features/notices/retry.ts';
import { publish } from '../../src/features/statements/publish.ts';
import {
  memberKey,
  type Connection,
  type Group,
  type Member,
  type Model,
  type Organisation,
  type Person,
  type Statement,
} from './model.ts';
import { expectOther } from './occasions.ts';
import { endsOffices } from './office-acts.ts';
import { shown } from './plans.ts';
import * as rules from './rules.ts';
import { as, perform, type Sim } from './sim.ts';
import { DAY, dayIn, startOfDay } from './wall-time.ts';

export const secretary = (sim: Sim): Person => sim.random.pick([...sim.model.people.values()].filter((one) => one.isSecretariat));

/** Somebody joins with the statement they were shown, which may be an old one. */
export async function joins(sim: Sim, person: Person, group: Group, remindBy: 'direct' | 'channel', shown?: Statement): Promise<void> {
  const { model } = sim;
  const now = sim.now();
  const current = rules.statementAt(model, now);
  const input = { groupId: group.id, statementVersionId: (shown ?? current).id, comply: ['yes'], remindBy };
  const allowed = rules.isEligible(model, person, group, now) && (shown ?? current) === current;
  const isMember = rules.memberOf(model, person, group) !== undefined;
  const done = await perform(sim, `join ${person.name} ${group.name}`, [person.id], allowed, () => join(as(sim, person), input));
  if (!done || isMember) return;
  const row = await sim.db.membership.findFirstOrThrow({ where: { personId: person.id, groupId: group.id, leftAt: null } });
  const member: Member = { membershipId: row.id, person, group, remindBy, role: 'participant' };
  model.members.set(memberKey(person, group), member);
  const isStill = (at: number): boolean =>
    model.members.get(memberKey(person, group)) === member && rules.isEligible(model, person, group, at);
  const targets = (at: number): string[] => (isStill(at) ? [`person:${person.id}`] : []);
  const says = (at: number): string[] => [group.name, ...listNext(model, group, at)];
  expectOther(model, { key: `welcome ${row.id}`, kind: 'groups.welcome', targets, says }, now, 3 * DAY);
}

/** The starts of the meetings that are scheduled already, as a newcomer is shown them. */
function listNext(model: Model, group: Group, now: number): string[] {
  const ahead = [...model.meetings.values()].filter((one) => one.group === group && !rules.isOver(one, now));
  return ahead
    .map((one) => one.startsAt)
    .sort((a, b) => a - b)
    .slice(0, 5)
    .map(shown);
}

export async function leaves(sim: Sim, person: Person, group: Group): Promise<void> {
  const allowed = rules.memberOf(sim.model, person, group) !== undefined;
  const done = await perform(sim, `leave ${person.name} ${group.name}`, [person.id], allowed, () =>
    leave(as(sim, person), { groupId: group.id }),
  );
  if (done) endMembership(sim, person, group);
}

/** Their answers for what is still to come go with it. */
function endMembership(sim: Sim, person: Person, group: Group): void {
  sim.model.members.delete(memberKey(person, group));
  for (const meeting of sim.model.meetings.values())
    if (meeting.group === group && meeting.startsAt > sim.now()) meeting.answers.delete(person.id);
}

export async function getsRole(sim: Sim, person: Person, group: Group, role: 'chair' | 'participant'): Promise<void> {
  const member = rules.memberOf(sim.model, person, group);
  const by = secretary(sim);
  const input = { groupId: group.id, member: person.id, role };
  const done = await perform(sim, `role ${person.name} ${role} ${group.name}`, [person.id], member !== undefined, () =>
    giveRole(as(sim, by), input),
  );
  if (done && member) member.role = role;
}

/** A term on the Board, in inclusive days, entered today. */
export async function joinsBoard(sim: Sim, person: Person, from: string, until: string): Promise<void> {
  const by = secretary(sim);
  const input = { email: person.email, office: 'board' as const, from, until };
  const done = await perform(sim, `board ${person.name} ${from} ${until}`, [person.id], null, () => appoint(as(sim, by), input));
  if (!done) return;
  person.board.splice(0, person.board.length, { from, until });
  if (rules.isSitting(sim.model, person, sim.now())) suspend(sim, person);
}

/** What the program does each day on its own. */
export async function appliesAppointments(sim: Sim): Promise<void> {
  const ctx = sim.world.ctx({ kind: 'scheduler' }, sim.now(), 'scheduler', () => {
    sim.wake();
  });
  await applyAppointments(ctx);
  for (const person of sim.model.people.values()) if (rules.isSitting(sim.model, person, sim.now())) suspend(sim, person);
  await endsOffices(sim, endMembership);
}

function suspend(sim: Sim, person: Person): void {
  const { model } = sim;
  const open = [...model.members.values()].filter((one) => one.person === person);
  if (open.length === 0) return;
  for (const { group, membershipId } of open) {
    endMembership(sim, person, group);
    person.lost.groups.add(group);
    if (membershipId > person.lost.last) person.lost.last = membershipId;
  }
  const targets = (): string[] => [...new Set([...rules.secretariat(model), `person:${person.id}`])];
  const now = sim.now();
  expectOther(model, { key: `suspended ${person.id} ${String(now)}`, kind: 'groups.suspended', targets }, now, 7 * DAY);
}

const HEADER =
  'name,email,organisation,membership_class,country,standing,appointment,appointment_from,appointment_to,appointment_groups,time_zone,locale';

/** An organisation lapses or returns: the Secretariat takes in the list with one of its people. */
export async function changesStanding(sim: Sim, organisation: Organisation, standing: 'good' | 'lapsed'): Promise<void> {
  const person = [...sim.model.people.values()].find((one) => one.organisation === organisation);
  if (!person) return;
  const cells = [person.name, person.email, organisation.name, organisation.membershipClass, 'CH', standing, '', '', '', '', '', ''];
  const csv = `${HEADER}\n${cells.join(',')}\n`;
  const done = await perform(sim, `standing ${organisation.name} ${standing}`, [person.id], true, () =>
    importCsv(as(sim, secretary(sim)), { csv }),
  );
  if (done?.applied) organisation.standing = standing;
  else throw new Error(`the list was not taken in: ${JSON.stringify(done?.problems)}`);
}

export async function publishes(sim: Sim, text: string, effectiveFrom: string): Promise<void> {
  const { model } = sim;
  const now = sim.now();
  const input = { kind: 'anti_trust' as const, text, effectiveFrom, confirmed: ['yes'] };
  const allowed = effectiveFrom >= dayIn(now, model.zone);
  const done = await perform(sim, `publish ${effectiveFrom}`, [], allowed, () => publish(as(sim, secretary(sim)), input));
  if (!done) return;
  const statement = { id: done.id, version: done.version, text, effectiveFrom: startOfDay(effectiveFrom, model.zone) };
  model.statements.push(statement);
  for (const connection of model.connections.values()) if (connection.isLive) expectStatement(sim, connection, statement);
}

/** A version stands in a channel from the day it is in force, or from when the channel is connected. */
function expectStatement(sim: Sim, connection: Connection, statement: Statement): void {
  const { model } = sim;
  const now = sim.now();
  const targets = (at: number): string[] =>
    connection.isLive && rules.statementAt(model, at) === statement ? [`channel:${connection.id}`] : [];
  const key = `statement ${connection.id} ${statement.id}`;
  const dueAt = Math.max(now, statement.effectiveFrom);
  expectOther(model, { key, kind: 'groups.statement', targets, dueAt, says: () => [statement.text] }, now, 7 * DAY);
}

export async function connects(sim: Sim, group: Group, workspaceId: string, address: string): Promise<void> {
  const { model } = sim;
  const other = [...model.connections.values()].find((one) => one.isLive && one.address === address);
  const input = { group: group.slug, channelId: address, channelName: address };
  const allowed = other === undefined || other.group === group;
  const done = await perform(sim, `connect ${address} ${group.name}`, [address], allowed, () =>
    connect(as(sim, secretary(sim), workspaceId), input),
  );
  if (!done || done.wasConnected) return;
  const row = await sim.db.groupChannel.findFirstOrThrow({
    where: { bodyId: sim.world.body.id, externalChannelId: address, disconnectedAt: null },
  });
  const connection: Connection = { id: row.id, group, workspaceId, address, isLive: true };
  model.connections.set(row.id, connection);
  model.broken.delete(address);
  const current = rules.statementAt(model, sim.now());
  for (const statement of model.statements)
    if (statement === current || statement.effectiveFrom > sim.now()) expectStatement(sim, connection, statement);
}

export async function disconnects(sim: Sim, workspaceId: string, address: string): Promise<void> {
  const live = [...sim.model.connections.values()].find((one) => one.isLive && one.address === address);
  const done = await perform(sim, `disconnect ${address}`, [address], live !== undefined, () =>
    disconnect(as(sim, secretary(sim), workspaceId), { channelId: address }),
  );
  if (done && live) live.isLive = false;
}

/** The Secretariat has a failed message sent again. */
export async function retriesOne(sim: Sim): Promise<void> {
  const failed = await sim.db.delivery.findFirst({ where: { bodyId: sim.world.body.id, state: 'failed' }, orderBy: { id: 'desc' } });
  if (!failed) return;
  const done = await perform(sim, 'retry', [failed.target], null, () => retry(as(sim, secretary(sim)), { delivery: failed.id }));
  // Somebody who was thought gone counts as there again; should they still be gone, that is told again.
  const person = sim.model.people.get(failed.target.slice('person:'.length));
  if (done) for (const { address } of person?.accounts ?? []) sim.model.broken.delete(address);
}
