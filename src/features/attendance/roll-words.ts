import { formatInZone } from '../../bot/text.ts';
import { SAID_LATE, wasThere, type RollStatus } from './layers.ts';
import type { Seen } from './sightings.ts';
import type { Sheet, SheetRow } from './sheet.ts';

export const statusNames: Readonly<Record<RollStatus, string>> = {
  here: 'Here',
  left_early: 'Left early',
  not_here: 'Not here',
  apologies: 'Apologies',
};

export interface RollCounts {
  readonly here: number;
  readonly leftEarly: number;
  readonly notSeen: number;
  readonly apologies: number;
}

/** How many stand how, as far as the layers and answers tell. */
export function countRows(rows: readonly Pick<SheetRow, 'status'>[]): RollCounts {
  const of = (status: RollStatus): number => rows.filter((row) => row.status === status).length;
  return { here: of('here'), leftEarly: of('left_early'), notSeen: of('not_here'), apologies: of('apologies') };
}

export const countWords = ({ here, leftEarly, notSeen, apologies }: RollCounts, notHere = 'attending, not seen'): string =>
  `Here ${String(here)}, left early ${String(leftEarly)}, ${notHere} ${String(notSeen)}, apologies ${String(apologies)}`;

/** "Production and Transformation 2, Civil Society 1, Secretariat 1": of those who were there. */
export function byClassWords(
  rows: readonly Pick<SheetRow, 'status' | 'membershipClass' | 'role'>[],
  className: (slug: string | null) => string,
): string {
  const counts = new Map<string, number>();
  for (const row of rows.filter(({ status }) => wasThere(status))) {
    const name = row.role === 'secretariat' ? 'Secretariat' : className(row.membershipClass);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const parts = [...counts].sort(([a], [b]) => a.localeCompare(b, 'en')).map(([name, n]) => `${name} ${String(n)}`);
  return parts.length === 0 ? 'none yet' : parts.join(', ');
}

/** What is known of a person, in a few words under their name. */
export function seenWords(row: SheetRow, sheet: Sheet, zone: string): string {
  const { standing, answer, standsInFor, seen } = row;
  const clock = (at: Date): string => formatInZone(at, 'time', zone);
  const parts: string[] = [];
  if (standsInFor) parts.push(`alternate named by ${standsInFor.name}`);
  if (standing === null) parts.push(row.hasRead ? 'read the statement aloud' : unsaidWords(answer, seen));
  else {
    if (standing.arrivedAt) parts.push(`here ${clock(standing.arrivedAt)}`);
    if (standing.leftAt) parts.push(`left ${clock(standing.leftAt)}`);
    if (parts.length === 0 || (!standing.arrivedAt && !standing.leftAt)) parts.push(statusNames[standing.status].toLowerCase());
    parts.push(standing.said === 'self' ? `(${saidHow(row, sheet)})` : '(confirmed)');
    if (standing.contested) parts.push('but says otherwise since');
  }
  if (wasThere(row.status) && !row.hasAccepted) parts.push(', statement not accepted');
  const said = parts.filter(Boolean).join(' ').replaceAll(' ,', ',');
  const call = seen ? `${callWords(seen, zone)}${standing ? '' : ', not confirmed'}` : '';
  return [said, call].filter(Boolean).join('; ');
}

/** "in the call 11:02 to 11:58": what a platform saw, which is a suggestion and no more. */
export function callWords({ from, until }: Seen, zone: string): string {
  const clock = (at: Date): string => formatInZone(at, 'time', zone);
  if (from && until) return `in the call ${clock(from)} to ${clock(until)}`;
  if (!from && !until) return 'in the call, times not known';
  return from ? `in the call from ${clock(from)}` : `in the call until ${until ? clock(until) : 'the end'}`;
}

function unsaidWords(answer: SheetRow['answer'], seen: Seen | null): string {
  if (answer === null) return seen ? 'had not answered' : 'not seen';
  if (answer === 'declined') return 'sent apologies';
  return `${answer === 'attending' ? 'attending' : 'maybe'}${seen ? '' : ', not seen'}`;
}

function saidHow({ layers }: SheetRow, { meeting }: Sheet): string {
  if (layers.some((layer) => layer.recordedAt > meeting.endsAt)) return 'said so afterwards';
  return layers.some(({ reason }) => reason === SAID_LATE) ? 'said so after check-in closed' : 'said so';
}
