import type { TestBody, TestPerson } from '../../support/world.ts';
import { expect } from 'vitest';
import type { z } from 'zod';
import { schedule, type ScheduleInput } from '../../../src/features/meetings/schedule.ts';

/** A form as somebody fills it: Thu 10 Dec 2026, 10:00 Zurich (09:00 UTC), 60 minutes; 17 days after NOON. */
export const typed = (group: { slug: string }, more: Record<string, unknown> = {}): z.input<typeof ScheduleInput> => ({
  group: group.slug,
  subTopic: '1.5 degree pathways',
  kind: 'sub_topic',
  date: '2026-12-10',
  time: '10:00',
  minutes: '60',
  zone: 'Europe/Zurich',
  repeats: 'none' as const,
  link: 'https://meet.example.org/room',
  agenda: 'Welcome and statement, 5 min\nPathway methods, 30 min (lead: N. N.)',
  documents: null,
  chair: 'usual',
  secretariat: 'usual',
  ...more,
});

/** A group with a chair and two members of other organisations, and a meeting announced in it by the chair. */
export async function plannedMeeting(body: TestBody, more: Record<string, unknown> = {}) {
  const group = await body.group({ slug: 'climate-change', name: 'Climate Change' });
  const chair = await body.person({ name: 'Cleo Chair' });
  const ann = await body.person({ name: 'Ann Member' });
  const ben = await body.person({ name: 'Ben Member' });
  await body.member(group.id, chair.id, 'chair');
  await body.member(group.id, ann.id);
  await body.member(group.id, ben.id);
  const { meeting } = await schedule(body.asMember(chair), typed(group, more));
  return { group, chair, ann, ben, meeting };
}

export type Planned = Awaited<ReturnType<typeof plannedMeeting>>;

/** A person of the Secretariat, in the directory and acting as such. */
export async function secretary(body: TestBody, name = 'Sam Secretary'): Promise<TestPerson> {
  const person = await body.person({ name, organisationId: null });
  await body.appoint(person.id, 'secretariat');
  return person;
}

/** Matchers of a sentence, typed as what they stand for. */
export const saying = (words: string): unknown => expect.stringContaining(words);
export const aSentence: unknown = expect.stringMatching(/^[A-Z"0-9].*[.:/]$/);
