import { OUTCOMES, ROLE_WORDS, ROLES } from './roles.ts';
import type { Row } from './table.ts';

const HEAD = `# Who may do what

Made by \`npm run docs\` from \`test/features/authorisation/table.ts\`. A test does what each cell says on a real database: what is allowed is done, and what is refused is refused in that way and leaves every row of the database as it was. A verb without a row fails it, and so does a verb that finds what is another body's.

A verb is what a command, a button, a form, the command line or the program itself runs. The group, its meetings and its concerns are the same in all columns.
`;

const list = (pairs: readonly (readonly [string, string])[]): string => pairs.map(([name, words]) => `- **${name}**: ${words}`).join('\n');

function table(rows: readonly Row[]): string {
  const head = ['verb', ...ROLES.map((role) => ROLE_WORDS[role][0])];
  const lines = rows.map((row) => [row.name, ...ROLES.map((role) => (row.cells[role] === 'yes' ? '✓' : row.cells[role]))]);
  const toLine = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [toLine(head), toLine(head.map(() => '---')), ...lines.map(toLine)].join('\n');
}

/** The table as a page, a part for each feature. */
export function authorisationPage(rows: readonly Row[]): string {
  const features = Map.groupBy(rows, (row) => row.verb.split('.')[0] ?? '');
  const parts = [...features].map(([name, own]) => {
    const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return `## ${title}\n\n<!-- prettier-ignore-start -->\n${table(own)}\n<!-- prettier-ignore-end -->\n`;
  });
  const outcomes = list(Object.entries(OUTCOMES).map(([name, words]) => [name === 'yes' ? '✓' : name, words]));
  const columns = list(ROLES.map((role) => ROLE_WORDS[role]));
  return [HEAD, `Columns:\n\n${columns}\n`, `Cells:\n\n${outcomes}\n`, ...parts].join('\n');
}
