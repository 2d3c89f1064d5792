import { cancel } from '../../src/features/meetings/cancel.ts';
import { change } from '../../src/features/meetings/change.ts';
import { move } from '../../src/features/meetings/move.ts';
import { rsvp } from '../../src/features/meetings/rsvp.ts';
import { schedule } from '../../src/features/meetings/schedule.ts';
import { suggest } from '../../src/features/meetings/suggest.ts';
import { remind } from '../../src/features/notices/remind.ts';
import { secretary } from './people-acts.ts';
import type { Answer, Group, Meeting, Person } from './model.ts';
import {
  expectAsked,
  expectCancelled,
  expectLinkAgain,
  expectMoved,
  expectOther,
  expectOwnLink,
  expectOwnReminder,
  expectScheduled,
} from './occasions.ts';
import * as rules from './rules.ts';
import { as, perform, type Sim } from './sim.ts';
import { dayIn, instantsOf, MINUTE } from './wall-time.ts';

/** A start as somebody types it. */
export interface Typed {
  readonly date: string;
  readonly time: string;
  readonly zone: string;
  readonly minutes: number;
}

/** The instant that was typed; null for one that the clocks skip or repeat, or that has passed. */
export function startOf(sim: Sim, { date, time, zone }: Typed): number | null {
  const [only, ...others] = instantsOf(`${date}T${time}`, zone);
  return only !== undefined && others.length === 0 && only > sim.now() ? only : null;
}

export const timeOf = (typed: Typed, startsAt: number) => ({
  wall: `${typed.date}T${typed.time}`,
  zone: typed.zone,
  minutes: typed.minutes,
  startsAt,
  endsAt: startsAt + typed.minutes * MINUTE,
});

let topics = 0;
/** The numbering of topics begins anew with each simulation. */
export const resetTopics = (): void => {
  topics = 0;
};

export function nextTopic(): string {
  topics += 1;
  return `Topic ${String(topics).padStart(4, '0')}.`;
}

/** A meeting to which nothing has happened yet. */
export function newMeeting(
  about: Pick<Meeting, 'id' | 'topic' | 'group' | 'series' | 'chairId' | 'secretariatId'>,
  typed: Typed,
  startsAt: number,
): Meeting {
  const none = {
    isMovedAlone: false,
    isCancelled: false,
    isInSession: false,
    wasRead: false,
    readerId: null,
    isClosed: false,
    hasAgenda: false,
    isTold: false,
  };
  const empty = { sequence: 0, rolls: 0, answers: new Map(), seen: new Map(), returned: new Set<string>() };
  return { ...about, ...timeOf(typed, startsAt), ...none, ...empty };
}

/** What is typed about every meeting besides its time. */
export const WORDS = { kind: 'priority', link: 'https://meet.invalid/1', agenda: 'First item, 10 min', chair: null, secretariat: null };

/** Puts one meeting into the calendar; null when it cannot be. */
export async function schedules(sim: Sim, by: Person, group: Group, typed: Typed): Promise<Meeting | null> {
  const { model } = sim;
  const topic = nextTopic();
  const startsAt = startOf(sim, typed);
  const allowed = startsAt !== null && rules.chairs(model, by, group);
  const { date, time, zone, minutes } = typed;
  const words = `schedule ${topic} ${date} ${time} ${zone} of ${group.name} by ${by.name}`;
  const done = await perform(sim, words, [by.id], allowed, () =>
    schedule(as(sim, by), { ...WORDS, group: group.slug, subTopic: topic, date, time, zone, minutes }),
  );
  if (!done || startsAt === null) return null;
  const { id, chair, secretariat } = done.meeting;
  const hosts = { chairId: chair?.id ?? null, secretariatId: secretariat?.id ?? null };
  const meeting = newMeeting({ id, topic, group, series: null, ...hosts }, typed, startsAt);
  model.meetings.set(id, meeting);
  model.stories.set(id, [`${new Date(sim.now()).toISOString()} ${words}`]);
  expectScheduled(model, meeting, sim.now());
  return meeting;
}

export async function moves(sim: Sim, by: Person, meeting: Meeting, typed: Typed, sequence = meeting.sequence): Promise<void> {
  const now = sim.now();
  const startsAt = startOf(sim, typed);
  const isFree = !rules.isOver(meeting, now) && !meeting.isInSession && meeting.startsAt > now && sequence === meeting.sequence;
  const isOther = startsAt !== meeting.startsAt || typed.minutes !== meeting.minutes || typed.zone !== meeting.zone;
  const allowed = startsAt !== null && isFree && isOther && rules.chairs(sim.model, by, meeting.group);
  const words = `move ${meeting.topic} to ${typed.date} ${typed.time} ${typed.zone} by ${by.name}`;
  const done = await perform(sim, words, [meeting.id], allowed, () => move(as(sim, by), { meeting: meeting.id, sequence, ...typed }));
  if (!done || startsAt === null) return;
  Object.assign(meeting, timeOf(typed, startsAt), { isMovedAlone: true });
  expectMoved(sim.model, meeting, now);
}

export async function cancels(sim: Sim, by: Person, meeting: Meeting): Promise<void> {
  const now = sim.now();
  const allowed = !rules.isOver(meeting, now) && !meeting.isInSession && rules.chairs(sim.model, by, meeting.group);
  const words = `cancel ${meeting.topic} by ${by.name}`;
  const done = await perform(sim, words, [meeting.id], allowed, () => cancel(as(sim, by), { meeting: meeting.id, reason: 'Not needed.' }));
  if (!done) return;
  meeting.isCancelled = true;
  expectCancelled(sim.model, meeting, now);
}

/** Another link; after the first was sent out it is sent again. */
export async function changesLink(sim: Sim, by: Person, meeting: Meeting): Promise<void> {
  const now = sim.now();
  const allowed = !rules.isOver(meeting, now) && rules.chairs(sim.model, by, meeting.group);
  const input = { meeting: meeting.id, subTopic: meeting.topic, kind: 'priority', link: `https://meet.invalid/${String(now)}` };
  const hosts = { chair: null, secretariat: meeting.secretariatId };
  const done = await perform(sim, `link ${meeting.topic} by ${by.name}`, [meeting.id], allowed, () =>
    change(as(sim, by), { ...input, ...hosts }),
  );
  if (!done) return;
  Object.assign(meeting, { chairId: done.meeting.chair?.id ?? null, secretariatId: done.meeting.secretariat?.id ?? null });
  expectLinkAgain(sim.model, meeting, now);
}

export async function answers(sim: Sim, person: Person, meeting: Meeting, answer: Answer, sequence = meeting.sequence): Promise<void> {
  const allowed = sequence === meeting.sequence && rules.mayAnswer(sim.model, meeting, person, sim.now());
  const note = answer === 'declined' && sim.random.chance(0.5) ? 'On a journey.' : null;
  const input = { meeting: meeting.id, answer, sequence: String(sequence), ...(note ? { note } : {}) };
  const words = `answer ${person.name} ${answer} to ${meeting.topic}`;
  const done = await perform(sim, words, [person.id, meeting.id], allowed, () => rsvp(as(sim, person), input));
  if (done) notesAnswer(sim, person, [meeting], answer, note);
}

/** What was said counts for these meetings; where it is news, it has consequences. */
export function notesAnswer(sim: Sim, person: Person, meetings: readonly Meeting[], answer: Answer, note: string | null): void {
  const now = sim.now();
  for (const meeting of meetings) {
    const before = meeting.answers.get(person.id);
    if (before?.answer === answer && before.note === note) continue;
    meeting.answers.set(person.id, { answer, note });
    if (answer === 'declined') continue;
    expectOwnReminder(sim.model, meeting, person, now);
    expectOwnLink(sim.model, meeting, person, now);
  }
}

export async function suggests(sim: Sim, person: Person, meeting: Meeting): Promise<void> {
  const { model } = sim;
  const now = sim.now();
  const allowed = meeting.startsAt > now && rules.mayAnswer(model, meeting, person, now);
  const input = { meeting: meeting.id, text: 'Another item.' };
  const done = await perform(sim, `suggest ${person.name} for ${meeting.topic}`, [person.id, meeting.id], allowed, () =>
    suggest(as(sim, person), input),
  );
  if (!done) return;
  const row = await sim.db.agendaSuggestion.findFirstOrThrow({ where: { meetingId: meeting.id }, orderBy: { id: 'desc' } });
  const targets = (at: number): string[] =>
    rules.isOver(meeting, at) ? [] : rules.runners(model, { ...meeting, secretariatId: null }, at);
  const says = (): string[] => [meeting.topic];
  const key = `suggestion ${row.id}`;
  expectOther(model, { key, kind: 'meetings.suggestion', meeting, targets, says }, now, meeting.endsAt - now);
}

/** The chair has those asked who have not answered about the group's next meeting. */
export async function reminds(sim: Sim, by: Person, group: Group): Promise<void> {
  const { model } = sim;
  const now = sim.now();
  const ahead = [...model.meetings.values()].filter((one) => one.group === group && !rules.isOver(one, now) && one.startsAt > now);
  const next = ahead.sort((a, b) => a.startsAt - b.startsAt || (a.id < b.id ? -1 : 1))[0];
  const waiting = next ? rules.silent(model, next, now).length : 0;
  const day = dayIn(now, model.zone);
  const asked = `${next?.id ?? ''} ${String(next?.sequence)} ${day}`;
  const allowed = waiting > 0 && !model.asked.has(asked) && rules.chairs(model, by, group);
  const done = await perform(sim, `remind ${group.name} by ${by.name}`, [next?.id ?? ''], allowed, () =>
    remind(as(sim, by), { group: group.slug }),
  );
  if (!done || !next) return;
  model.asked.add(asked);
  expectAsked(model, next, day, now);
}

/** Whoever would do it: a chair of the group, else somebody of the Secretariat. */
export function someoneWhoRuns(sim: Sim, group: Group): Person {
  const chairs = rules.membersOf(sim.model, group).filter((one) => one.role === 'chair');
  return chairs.length > 0 && sim.random.chance(0.6) ? sim.random.pick(chairs).person : secretary(sim);
}
