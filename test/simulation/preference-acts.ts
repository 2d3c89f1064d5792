import { PersonalKind } from '../../src/bot/preferences.ts';
import { LEADS, save } from '../../src/features/preferences/save.ts';
import type { Person, Preferences } from './model.ts';
import { expectOwnReminder } from './occasions.ts';
import * as rules from './rules.ts';
import { as, perform, type Sim } from './sim.ts';

const KINDS = PersonalKind.options;

/** Somebody opens /wg prefs and sends it, with some of it changed. */
export async function prefers(sim: Sim, person: Person): Promise<void> {
  const { random, model } = sim;
  const before = person.preferences;
  const chosen: Preferences = {
    off: random.chance(0.5) ? before.off : new Set(KINDS.filter(() => random.chance(0.2))),
    lead: random.chance(0.5) ? before.lead : random.pick([null, ...LEADS]),
    quiet: random.chance(0.4) ? before.quiet : random.pick(QUIET),
    zone: random.chance(0.7) ? before.zone : random.pick([null, 'Asia/Tokyo', 'America/New_York', 'Australia/Lord_Howe']),
  };
  const places = [...model.members.values()].filter((one) => one.person === person && rules.channelsOf(model, one.group).length > 0);
  const inChannel = new Set(places.filter((one) => (random.chance(0.3) ? random.chance(0.5) : one.remindBy === 'channel')));
  const input = {
    direct: KINDS.filter((kind) => !chosen.off.has(kind)),
    reminderBefore: chosen.lead === null ? ('group' as const) : String(chosen.lead),
    channelOnly: [...inChannel].map((one) => one.group.id),
    quiet: chosen.quiet ? ('on' as const) : ('off' as const),
    quietFrom: chosen.quiet?.from ?? null,
    quietUntil: chosen.quiet?.until ?? null,
    zone: chosen.zone ?? 'chat',
  };
  const quiet = chosen.quiet ? `quiet ${chosen.quiet.from} to ${chosen.quiet.until}` : 'not quiet';
  const words = `prefs ${person.name} without ${[...chosen.off].join(', ') || 'nothing'}, lead ${String(chosen.lead)}, ${quiet} in ${String(chosen.zone)}`;
  const done = await perform(sim, words, [person.id], true, () => save(as(sim, person), input));
  if (!done) return;
  person.preferences = chosen;
  for (const one of places) one.remindBy = inChannel.has(one) ? 'channel' : 'direct';
  const isSame = JSON.stringify([...before.off].sort()) === JSON.stringify([...chosen.off].sort());
  if (done.changed.length === 0 && !isSame) throw new Error(`nothing was kept of: ${words}`);
  if (done.changed.length > 0) remindsAnew(sim, person);
}

/** A new lead time counts for the meetings they already said they come to. */
function remindsAnew(sim: Sim, person: Person): void {
  const now = sim.now();
  for (const meeting of sim.model.meetings.values()) {
    const answer = meeting.answers.get(person.id)?.answer;
    if (answer === undefined || answer === 'declined' || rules.isOver(meeting, now)) continue;
    if (person.preferences.lead !== null) expectOwnReminder(sim.model, meeting, person, now);
  }
}

/** Over night, through the clock changes, by day, and short. */
const QUIET = [
  null,
  { from: '22:00', until: '07:00' },
  { from: '18:00', until: '09:30' },
  { from: '00:30', until: '02:30' },
  { from: '12:00', until: '14:00' },
  { from: '07:00', until: '22:00' },
] as const;
