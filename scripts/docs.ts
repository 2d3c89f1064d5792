import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Environment, SECRETS } from '../src/environment.ts';
import { features } from '../src/features/index.ts';
import { authorisationPage } from '../test/features/authorisation/page.ts';
import { ROWS } from '../test/features/authorisation/table.ts';
import { openSlackParity } from '../test/platforms/parity-slack.ts';
import { openTeamsParity } from '../test/platforms/parity-teams.ts';
import { prove, type Cell, type Row } from '../test/platforms/parity.ts';
import { statesPage } from './states-page.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** The generated parts of the documentation, by file. A test holds the committed files against them. */
export function generatedDocs(): Readonly<Record<string, string>> {
  const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  return {
    'README.md': between(between(readme, 'commands', commandTable()), 'environment', environmentTable()),
    '.env.example': environmentExample(),
    'docs/authorisation.md': authorisationPage(ROWS),
    'docs/states.md': statesPage(),
  };
}

function between(page: string, name: string, content: string): string {
  const begin = page.indexOf('-->', page.indexOf(`<!-- ${name}: begin`)) + 3;
  const end = page.indexOf(`<!-- ${name}: end`);
  return `${page.slice(0, begin)}\n\n<!-- prettier-ignore-start -->\n${content}\n<!-- prettier-ignore-end -->\n\n${page.slice(end)}`;
}

/** A pipe would end the cell of a Markdown table. */
const cell = (text: string) => text.replaceAll('|', '\\|');

function commandTable(): string {
  const who = { everyone: 'everyone', member: 'members', chair: 'chairs and Secretariat', secretariat: 'Secretariat' };
  const rows = features
    .flatMap((feature) => feature.commands)
    .map((one) => `| \`${cell(`/wg ${one.word} ${one.takes}`.trim())}\` | ${cell(one.about)} | ${who[one.audience]} |`);
  return ['| command | does | for |', '| --- | --- | --- |', ...rows].join('\n');
}

interface Variable {
  readonly name: string;
  readonly about: string;
  readonly preset: string;
}

function variables(): Variable[] {
  return Object.entries(Environment.shape).map(([name, schema]) => {
    const found = schema.safeParse(undefined);
    const preset = found.success && found.data !== undefined && !Array.isArray(found.data) ? String(found.data) : '';
    return { name, about: schema.description ?? '', preset: name === 'CLOCK_OFFSET' ? 'PT0S' : preset };
  });
}

function environmentTable(): string {
  const rows = variables().map((one) => `| \`${one.name}\` | ${cell(one.about)} | ${one.preset === '' ? '-' : `\`${one.preset}\``} |`);
  return ['| name | meaning | default |', '| --- | --- | --- |', ...rows].join('\n');
}

function environmentExample(): string {
  const head =
    '# Copy to .env. Everything is optional; a variable set to nothing counts as not set.\n# Secrets may instead be given as NAME_FILE, the path of a file that holds them.';
  const secret = new Set<string>(SECRETS);
  const lines = variables().map(
    (one) => `# ${one.about.replaceAll('`', '')}${secret.has(one.name) ? ' (or NAME_FILE)' : ''}\n# ${one.name}=${one.preset}`,
  );
  return `${[head, ...lines].join('\n\n')}\n`;
}

const PARITY_HEAD = `# The same on Slack and in Teams

Made by \`npm run docs\`, which tries each line through both adapters over HTTP: words are typed, buttons pressed where they were posted, forms filled in and sent, notices posted, and what the bot hears and people see is compared. A ✓ stands only where that worked; a test fails on any line without one.

In Slack words follow \`/wg\`. In Teams the same words are written to Convenor, or in a channel after mentioning it; answers go to the person alone. The local playground has no dialogs: there every form is a card in the chat.

Two things differ, because one platform does not offer them. In Teams no app may pin a message: somebody in the channel opens the message's menu and chooses _Pin_. In Slack a message is the same for all who read it: a person's own answer is told to them when they press.
`;

const KINDS: readonly (readonly [Row['kind'], string])[] = [
  ['home', 'Home'],
  ['command', 'Commands'],
  ['button', 'Buttons'],
  ['form', 'Forms'],
  ['notice', 'Notices'],
];

const found = (one: Cell): string => ('how' in one ? `✓ ${cell(one.how)}` : '✗');

/** What was found to work on each platform, as a page. */
export function parityPage(rows: readonly Row[]): string {
  const tables = KINDS.map(([kind, title]) => {
    const lines = rows.filter((row) => row.kind === kind).map((row) => `| ${row.name} | ${found(row.slack)} | ${found(row.teams)} |`);
    const table = ['| name | Slack | Teams |', '| --- | --- | --- |', ...lines].join('\n');
    return `## ${title}\n\n<!-- prettier-ignore-start -->\n${table}\n<!-- prettier-ignore-end -->\n`;
  });
  return [PARITY_HEAD, ...tables].join('\n');
}

async function provenParity(): Promise<string> {
  const sides = await Promise.all([openSlackParity(), openTeamsParity()]);
  try {
    return parityPage(await prove(...sides));
  } finally {
    await Promise.all(sides.map((side) => side.close()));
  }
}

if (import.meta.main) {
  const pages = { ...generatedDocs(), 'docs/parity.md': await provenParity() };
  for (const [file, content] of Object.entries(pages)) writeFileSync(path.join(ROOT, file), content);
}
