import { checkIn } from '../../src/features/attendance/check-in.ts';
import { confirmRoll } from '../../src/features/attendance/confirm-roll.ts';
import { leaveEarly } from '../../src/features/attendance/leave-early.ts';
import { read } from '../../src/features/attendance/read.ts';
import { personField } from '../../src/features/attendance/roll-page.ts';
import { GATE_CHECKS } from '../../src/features/opening/checks.ts';
import { override } from '../../src/features/opening/override.ts';
import { wasThere } from '../../src/features/attendance/was-there.ts';
import { violate, type Meeting, type Person } from './model.ts';
import { expectOther } from './occasions.ts';
import * as rules from './rules.ts';
import { as, perform, type Sim } from './sim.ts';
import { DAY, HOUR, MINUTE } from './wall-time.ts';

/** "I'm here and I will comply", sometimes with a statement that is no longer in force; who is late says so, sometimes only when asked. */
export async function checksIn(sim: Sim, person: Person, meeting: Meeting): Promise<void> {
  const { model } = sim;
  const now = sim.now();
  const current = rules.statementAt(model, now);
  const shown = sim.random.chance(0.1) ? model.statements[0]! : current;
  const isOpen = !meeting.isCancelled && !meeting.isClosed && now >= meeting.startsAt - 10 * MINUTE && now <= meeting.endsAt;
  const allowed = isOpen && rules.mayAttend(model, meeting, person, now);
  const seen = meeting.seen.get(person.id);
  const isLate = now > rules.checkInEnds(meeting) && seen !== 'left';
  const saysSo = isLate && new Date(now).getUTCMinutes() % 3 > 0;
  const words = `check-in ${person.name} to ${meeting.topic}`;
  const done = await perform(sim, words, [person.id, meeting.id], allowed, () =>
    checkIn(as(sim, person), { meeting: meeting.id, statement: shown.id, ...(saysSo ? { late: 'yes' } : {}) }),
  );
  if (!done || done.outcome === 'already' || done.outcome === 'new-statement') return;
  const expected = isLate ? (saysSo ? 'late' : 'closed') : 'here';
  if (done.outcome !== expected) violate(model, `${words} was ${done.outcome} and should have been ${expected}`, [meeting.id]);
  if (done.outcome === 'closed') return;
  if (seen === 'left') meeting.returned.add(person.id);
  meeting.seen.set(person.id, 'here');
}

export async function leavesEarly(sim: Sim, person: Person, meeting: Meeting): Promise<void> {
  const seen = meeting.seen.get(person.id);
  const now = sim.now();
  const isInTime = now <= meeting.endsAt + 72 * HOUR;
  const allowed = meeting.isClosed ? null : !meeting.isCancelled && (seen === 'left' || (seen === 'here' && isInTime));
  const words = `leave-early ${person.name} from ${meeting.topic}`;
  const done = await perform(sim, words, [person.id, meeting.id], allowed, () => leaveEarly(as(sim, person), { meeting: meeting.id }));
  if (done?.outcome === 'left') meeting.seen.set(person.id, 'left');
}

/** The answer to "were you there?". */
export async function saysWasThere(sim: Sim, person: Person, meeting: Meeting, was: 'yes' | 'no'): Promise<void> {
  const { model } = sim;
  const now = sim.now();
  const isOpen = !meeting.isCancelled && (now > meeting.endsAt || meeting.isClosed) && now <= meeting.endsAt + 72 * HOUR;
  const allowed = isOpen && rules.mayAttend(model, meeting, person, now);
  const words = `was-there ${person.name} ${was} at ${meeting.topic}`;
  const done = await perform(sim, words, [person.id, meeting.id], allowed, () => wasThere(as(sim, person), { meeting: meeting.id, was }));
  if (done?.outcome !== 'noted') return;
  meeting.seen.set(person.id, was === 'yes' ? 'here' : 'absent');
  if (!done.told) return;
  const where = { meetingId: meeting.id, personId: person.id };
  const row = await sim.db.presence.findFirstOrThrow({ where, orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }] });
  const targets = (): string[] => rules.secretariat(model);
  expectOther(model, { key: `correction ${row.id}`, kind: 'attendance.correction', meeting, targets }, now, 7 * DAY);
}

/** The Secretariat lets pass what is not in place; what is needs nothing. */
async function isLetOpen(sim: Sim, meeting: Meeting): Promise<void> {
  const { model } = sim;
  const secretary = [...model.people.values()].find((one) => one.isSecretariat)!;
  for (const check of GATE_CHECKS)
    await perform(sim, `let-pass ${secretary.name} ${check} of ${meeting.topic}`, [secretary.id, meeting.id], null, () =>
      override(as(sim, secretary), { meeting: meeting.id, check, reason: 'The chair said why.' }),
    );
  const key = `opening.let-open ${meeting.id}`;
  const isPlanned = (await sim.db.notice.count({ where: { meetingId: meeting.id, kind: 'opening.let-open' } })) > 0;
  if (!isPlanned || model.occasions.has(key)) return;
  const others = (at: number): string[] => rules.runners(model, meeting, at).filter((one) => one !== `person:${secretary.id}`);
  const targets = (at: number): string[] => (meeting.wasRead || meeting.isCancelled ? [] : others(at));
  expectOther(model, { key, kind: 'opening.let-open', meeting, targets }, sim.now(), meeting.endsAt - sim.now());
}

export async function readsAloud(sim: Sim, person: Person, meeting: Meeting): Promise<void> {
  const { model } = sim;
  const now = sim.now();
  const isOpen = meeting.wasRead || (!meeting.isClosed && now >= meeting.startsAt - 10 * MINUTE);
  const allowed = !meeting.isCancelled && isOpen && rules.mayRun(model, meeting, person);
  const words = `read ${person.name} at ${meeting.topic}`;
  if (allowed && !meeting.wasRead) await isLetOpen(sim, meeting);
  const done = await perform(sim, words, [person.id, meeting.id], allowed, () => read(as(sim, person), { meeting: meeting.id }));
  if (done?.outcome !== 'recorded') return;
  meeting.wasRead = true;
  meeting.readerId = person.id;
  meeting.isInSession = true;
  const isHere = now <= meeting.endsAt && rules.mayAttend(model, meeting, person, now);
  if (done.isHere !== isHere) violate(model, `${words} checked ${isHere ? 'nobody' : 'them'} in`, [meeting.id]);
  if (!isHere) return;
  if (meeting.seen.get(person.id) === 'left') meeting.returned.add(person.id);
  meeting.seen.set(person.id, 'here');
}

/** The chair's or Secretariat's word for everybody who said they come or was seen; `version` as it was when they looked. */
export async function confirmsRoll(sim: Sim, person: Person, meeting: Meeting, version = meeting.rolls): Promise<void> {
  const { model } = sim;
  const now = sim.now();
  const mayWrite = meeting.isClosed ? person.isSecretariat : rules.mayRun(model, meeting, person);
  const allowed = !meeting.isCancelled && now >= meeting.startsAt && version === meeting.rolls && mayWrite;
  const statuses = ['here', 'left_early', 'not_here', 'apologies'] as const;
  const judged = new Map<string, string>();
  for (const id of new Set([...meeting.answers.keys(), ...meeting.seen.keys()])) judged.set(id, sim.random.pick(statuses));
  const fields = Object.fromEntries([...judged].map(([id, status]) => [personField(id), status]));
  const guests = sim.random.chance(0.3) ? 'A Guest, Some Company' : '';
  const input = { meeting: meeting.id, version, guests, ...(version > 0 ? { reason: 'It was wrong.' } : {}), ...fields };
  const words = `roll ${person.name} version ${String(version + 1)} of ${meeting.topic}`;
  const done = await perform(sim, words, [person.id, meeting.id], allowed, () => confirmRoll(as(sim, person), input));
  if (!done) return;
  if (meeting.rolls === 0) expectMinutes(sim, meeting);
  meeting.rolls += 1;
  meeting.isClosed = true;
  meeting.isInSession = false;
  for (const [id, status] of judged) meeting.seen.set(id, status === 'here' || status === 'left_early' ? 'here' : 'absent');
}

/** Nobody here writes minutes, so whoever runs the meeting is reminded of them. */
function expectMinutes({ model, now }: Sim, meeting: Meeting): void {
  const targets = (at: number): string[] => rules.runners(model, meeting, at);
  const key = `minutes.due ${meeting.id}`;
  expectOther(model, { key, kind: 'minutes.due', meeting, targets, dueAt: now() + 2 * DAY, says: () => [meeting.topic] }, now(), 14 * DAY);
}
