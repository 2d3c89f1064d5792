import { expect } from 'vitest';
import type { Key } from './cast.ts';
import type { ChatMember, Entry } from './member.ts';
import type { Platform, World } from './world.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const TICK = 'I have read this and will comply';
export const HERE = "I'm here and I will comply";

/** A world that a story plays in, on one platform. Opened before the first chapter. */
export interface Story {
  readonly platform: Platform;
  readonly world: World;
  readonly as: (who: Key) => ChatMember;
}

/** The chapters of a story are told by functions that get it when it is open. */
export type Open = () => Story;

/** Joins a group by its form. */
export async function join(member: ChatMember, group: string): Promise<void> {
  await member.command(`join ${group}`);
  await member.seeForm(TICK);
  member.fill({ [TICK]: true });
  expect(await member.submit()).toEqual({});
  await member.hear(/You are in|Welcome to/);
  await member.close();
}

export type Entries = Readonly<Record<string, Entry>>;

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** 10:00 UTC so many whole days after the coming midnight. */
export const tenOClock = (world: World, days: number): Date =>
  new Date(Math.ceil(world.now().getTime() / DAY) * DAY + days * DAY + 10 * HOUR);

/** Fills the form for a meeting at 10:00 UTC on that day. */
export async function fillSchedule(member: ChatMember, day: Date, more: Entries): Promise<void> {
  await member.command('schedule');
  await member.seeForm('Sub-topic');
  member.fill({
    Group: 'Climate Change',
    Date: dayOf(day),
    'Start time': '10:00',
    'Length (minutes)': '60',
    'Time zone': 'UTC',
    'Meeting link': 'https://meet.example.org/1',
    Agenda: 'Welcome, 5 min\nPathway methods, 30 min (lead: Ingrid)',
    ...more,
  });
}

/** Announces a meeting. */
export async function schedule(member: ChatMember, day: Date, more: Entries): Promise<void> {
  await fillSchedule(member, day, more);
  expect(await member.submit()).toEqual({});
  await member.hear(/Announced/);
  await member.close();
}

/** Opens one of the forms of the first meeting that is offered for change, which has this title. */
export async function openManage(member: ChatMember, meeting: string, button: string): Promise<void> {
  await member.command('manage climate');
  const list = await member.hear(meeting);
  await member.press(list, button, 0);
}
