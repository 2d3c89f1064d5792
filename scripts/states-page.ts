import { stateWords } from '../src/features/meetings/cards.ts';
import { PERMITS, STATES, statesFor, type Act } from '../src/features/meetings/states.ts';

const HEAD = `# What each state of a meeting permits

Made by \`npm run docs\` from \`src/features/meetings/states.ts\`, which the guards of the program ask. A test tries each cell on a real database: what stands with a ✓ is done, and the rest is refused with the reason.

A meeting goes from left to right; a cancelled one goes nowhere. Who may do what is in [authorisation.md](authorisation.md).
`;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The table as a page. */
export function statesPage(): string {
  const head = ['', ...STATES.map((state) => stateWords[state]), 'and'];
  const lines = (Object.keys(PERMITS) as Act[]).map((act) => {
    const permit = PERMITS[act];
    const cells = STATES.map((state) => (statesFor(act).includes(state) ? '✓' : ''));
    return row([permit.title, ...cells, 'also' in permit ? permit.also : '']);
  });
  const table = [row(head), row(head.map(() => '---')), ...lines].join('\n');
  return `${HEAD}\n<!-- prettier-ignore-start -->\n${table}\n<!-- prettier-ignore-end -->\n`;
}
