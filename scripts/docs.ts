import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Environment, SECRETS } from '../src/environment.ts';
import { features } from '../src/features/index.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** The generated parts of the documentation, by file. A test holds the committed files against them. */
export function generatedDocs(): Readonly<Record<string, string>> {
  const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  return {
    'README.md': between(between(readme, 'commands', commandTable()), 'environment', environmentTable()),
    '.env.example': environmentExample(),
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

if (import.meta.main) for (const [file, content] of Object.entries(generatedDocs())) writeFileSync(path.join(ROOT, file), content);
