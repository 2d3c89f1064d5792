import { list, note, paragraph, type Block } from '../../bot/card.ts';
import { shorten } from '../../bot/shorten.ts';
import { bold, localTime, rich, type Text } from '../../bot/text.ts';
import { hereLine } from '../attendance/cards.ts';
import type { ConflictFacts } from './conflicts.ts';
import { conflictsLine } from './conflict-words.ts';
import type { LiveFacts, LivePerson } from './live.ts';

/** As many people as one message names, as long as their names are there, and what their arrival adds. */
const NAMED = 40;
const NAME = 60;
const TIME = 26;

/** Characters for who is here and who left: Slack's messages take 12,000 in all, and the script to read aloud 2,500 of them. */
const ROOM = { now: 6_000, ended: 6_000, gate: 3_000 } as const;

type Stage = keyof typeof ROOM;

export const countLine = ({ here, left, awaited }: LiveFacts): string =>
  hereLine({ here: here.length, expected: here.length + left.length + awaited.length });

/** The same once it is over: who left before is counted too. */
function endedLine({ here, left, awaited }: LiveFacts): string {
  const there = here.length + left.length;
  return there === 0 ? 'Recorded as there: nobody' : `Recorded as there: ${String(there)} of ${String(there + awaited.length)} expected`;
}

/** "Civil Society 2, Industrial Users 1, Secretariat 1". */
function classLine({ here }: LiveFacts): string {
  const counts = new Map<string, number>();
  for (const { className, isSecretariat } of here) {
    const name = isSecretariat ? 'Secretariat' : (className ?? 'no membership class');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, n]) => `${name} ${String(n)}`).join(', ');
}

/** What whoever runs the meeting should look at now. */
export function warnings({ here, competitors, isOpenedBySecretariat }: LiveFacts): string[] {
  if (here.length === 0 || isOpenedBySecretariat || here.some((one) => one.isSecretariat)) return [];
  if (competitors === null) return ['Nobody of the Secretariat is here.'];
  return [
    `Nobody of the Secretariat is here, and everybody here is of one class, ${competitors}, whose organisations may compete. Keep to the agenda, or wait until somebody of the Secretariat is there.`,
  ];
}

const nameOf = ({ name, organisation }: LivePerson): string =>
  shorten(name, NAME) + (organisation === null ? '' : `, ${shorten(organisation, NAME)}`);

const personLine = (one: LivePerson): Text => (one.at ? rich`${nameOf(one)}: ${localTime(one.at, 'time')}` : nameOf(one));

const lengthOf = (one: LivePerson): number => nameOf(one).length + TIME;

const lengthOfAll = (people: readonly LivePerson[]): number => people.reduce((sum, one) => sum + lengthOf(one), 0);

/** As many as so many characters take. */
function fitting(people: readonly LivePerson[], room: number): LivePerson[] {
  let left = room;
  return people.slice(0, NAMED).filter((one) => (left -= lengthOf(one)) >= 0);
}

function named(all: readonly LivePerson[], shown: readonly LivePerson[]): Block[] {
  if (all.length === 0) return [];
  const more = all.length - shown.length;
  return [list([...shown.map(personLine), ...(more > 0 ? [`and ${String(more)} more`] : [])])];
}

/** Who is here, then who left: a quarter of the room is theirs, and what the others leave of it. */
function peopleBlocks({ here, left }: LiveFacts, room: number): Block[] {
  const shown = fitting(here, left.length > 0 ? room * 0.75 : room);
  const gone = fitting(left, room - lengthOfAll(shown));
  return [...named(here, shown), ...(left.length > 0 ? [paragraph('Left:')] : []), ...named(left, gone)];
}

/** As many names as one line takes. */
function nameList(people: readonly LivePerson[]): string {
  const names = people.slice(0, NAMED / 2).map((one) => shorten(one.name, NAME));
  const more = people.length - names.length;
  return names.join('; ') + (more > 0 ? ` and ${String(more)} more` : '');
}

/** Who is here, by class and by name; who is expected, left or was only seen; conflicts; and what to look at. */
export function liveBlocks(live: LiveFacts, conflicts: readonly ConflictFacts[], stage: Stage = 'now'): Block[] {
  const { awaited, onlySeen } = live;
  const classes = classLine(live);
  const when = stage === 'ended' ? 'ended' : 'now';
  return [
    paragraph(rich`${bold(when === 'now' ? countLine(live) : endedLine(live))}${classes === '' ? '' : `. ${classes}`}.`),
    ...(when === 'now' ? warnings(live).map((one) => paragraph(bold(one))) : []),
    ...peopleBlocks(live, ROOM[stage]),
    ...(awaited.length > 0 ? [note(`Expected and not ${when === 'now' ? 'here' : 'recorded'}: ${nameList(awaited)}.`)] : []),
    ...(onlySeen > 0 ? [note(`Seen in the call without a check-in: ${String(onlySeen)}.`)] : []),
    note(`${conflictsLine(conflicts)}.`),
  ];
}

export const liveSummary = (live: LiveFacts, conflicts: readonly ConflictFacts[], when: 'now' | 'ended' = 'now'): Text =>
  (when === 'now' ? [`${countLine(live)}.`, ...warnings(live)] : [`${endedLine(live)}.`]).concat(`${conflictsLine(conflicts)}.`).join(' ');
