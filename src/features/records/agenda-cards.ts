import { moment, rich, type Text } from '../../bot/text.ts';
import { kindInWords } from '../notices/lookup.ts';
import type { AgendaLine, AgendaRecord } from './agenda-record.ts';

const stateWords = { checking: 'flagged', cleared: 'cleared', reworded: 'put in these words' } as const;

/** A version of the agenda in the record: its lines, what became of the flagged ones, and whom it was sent to. */
export function versionLines({ n, at, by, items, titles, sent, changes }: AgendaRecord): Text[] {
  const flagged = [...items, ...titles].flatMap(({ text, clearance }): Text[] => (clearance ? [clearanceLine(text, clearance)] : []));
  const told = sent.map(({ kind, to, at }) => rich`Version ${n}: ${kindInWords(kind)} to ${to}, ${moment(at)}`);
  const [first = '', ...more] = inPieces(items.map((item) => item.text));
  return [
    rich`Version ${n}, ${moment(at)}${by === null ? '' : `, by ${by}`}: ${first}`,
    ...more.map((piece) => `Version ${String(n)}, continued: ${piece}`),
    ...changes.map((one) => `Version ${String(n)} against version ${String(n - 1)}: ${one}`),
    ...flagged,
    ...(told.length > 0 ? told : [`Version ${String(n)} was sent to nobody`]),
  ];
}

/** A message shows no more of one line. */
const PIECE = 2_000;

/** The lines of an agenda after each other, in pieces that can be shown. */
function inPieces(lines: readonly string[]): string[] {
  const pieces: string[] = [];
  for (const line of lines) {
    const before = pieces.at(-1);
    if (before === undefined || before.length + line.length > PIECE) pieces.push(line);
    else pieces[pieces.length - 1] = `${before}; ${line}`;
  }
  return pieces;
}

function clearanceLine(text: string, { state, topics, by, at, reason }: NonNullable<AgendaLine['clearance']>): Text {
  const why = reason ? `. Reason: ${reason}` : '';
  return rich`"${text}": ${stateWords[state]} (${topics.join(', ')}), ${by}, ${moment(at)}${why}`;
}
