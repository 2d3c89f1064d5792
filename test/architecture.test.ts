import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

interface Source {
  readonly file: string;
  readonly folder: string;
  readonly lines: number;
  readonly imports: readonly string[];
  readonly text: string;
}

const ROOT = path.resolve(import.meta.dirname, '..');
const SRC = path.join(ROOT, 'src');

const sources = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name))
  .map((entry) => path.relative(SRC, path.join(entry.parentPath, entry.name)))
  .filter((file) => !file.startsWith('db/generated'))
  .map(readSource);

/** Imports of the project's own files come out relative to src; packages by name. */
function readSource(file: string): Source {
  const text = readFileSync(path.join(SRC, file), 'utf8');
  const named = [...text.matchAll(/^\s*(?:import|export)\b[^'"]*?from\s+'([^']+)'/gm)].map((match) => match[1] ?? '');
  const bare = [...text.matchAll(/\bimport\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  const imports = [...named, ...bare].map((one) => (one.startsWith('.') ? path.join(path.dirname(file), one) : one));
  return { file, folder: file.split('/')[0] ?? '', lines: text.split('\n').length, imports, text };
}

const within = (...folders: string[]) => sources.filter((source) => folders.some((folder) => source.file.startsWith(`${folder}/`)));

/** `file -> import` for every import that `forbidden` matches. */
function found(among: readonly Source[], forbidden: (imported: string, source: Source) => boolean): string[] {
  return among.flatMap((source) => source.imports.filter((one) => forbidden(one, source)).map((one) => `${source.file} -> ${one}`));
}

const ownFiles = new Set(sources.map((source) => source.file));
const isOwn = (imported: string) => ownFiles.has(imported) || imported.startsWith('../') || imported.startsWith('db/generated/');
const startsWithAny = (imported: string, folders: readonly string[]) => folders.some((folder) => imported.startsWith(folder));

describe('the house', () => {
  it('is seen by this test', () => {
    expect(sources.length).toBeGreaterThan(60);
    expect(found(within('features'), () => true).length).toBeGreaterThan(100);
  });

  it.each([
    ['bot', ['bot/', 'db/']],
    ['platforms', ['platforms/', 'bot/']],
    ['scheduler', ['scheduler/', 'bot/', 'db/']],
    ['db', ['db/']],
    ['sandbox', ['sandbox/']],
    ['documents', ['documents/']],
    ['features', ['features/', 'bot/', 'db/', 'documents/']],
  ])('%s imports only from %j', (folder, allowed) => {
    expect(found(within(folder), (imported) => isOwn(imported) && !startsWithAny(imported, allowed))).toEqual([]);
  });

  it('lets web use features only through lookups and verbs', () => {
    const table = (imported: string) => /^features\/([^/]+\/)?(index|cards)\.ts$/.test(imported);
    expect(found(within('web'), table)).toEqual([]);
    expect(found(within('web'), (imported) => isOwn(imported) && !startsWithAny(imported, ['web/', 'features/', 'bot/', 'db/']))).toEqual(
      [],
    );
  });

  it('lets a feature see of another only what it offers to others', () => {
    const offered = /\/(lookup|buttons|cards|eligibility)\.ts$/;
    const reachesInto = (imported: string, source: Source) => {
      const own = /^features\/[^/]+\//.exec(source.file)?.[0];
      return own !== undefined && imported.startsWith('features/') && !imported.startsWith(own) && !offered.test(imported);
    };
    expect(found(within('features'), reachesInto)).toEqual([]);
  });

  it('keeps words out of verbs: only tables and cards import cards', () => {
    const speaking = /\/(index|cards|.*-cards?|.*-forms?|.*-blocks|buttons|.*-notices?|notices?)\.ts$/;
    const verbs = within('features').filter((source) => /= verb\(/.test(source.text) && !speaking.test(source.file));
    expect(verbs.length).toBeGreaterThan(20);
    expect(found(verbs, (imported) => /\/(cards|.*-cards?)\.ts$/.test(imported))).toEqual([]);
  });

  it.each([
    ['node-cron', ['scheduler/']],
    ['@slack/', ['platforms/slack/', 'sandbox/']],
    ['@microsoft/', ['platforms/teams/']],
    ['@prisma/', ['db/', 'features/', 'scheduler/', 'bot/']],
    ['@electric-sql/', ['db/']],
    ['pdfmake', ['documents/']],
    ['docx', ['documents/']],
    ['fontkit', ['documents/']],
  ])('keeps %s in %j', (library, folders) => {
    const outside = sources.filter((source) => !startsWithAny(source.file, folders));
    expect(found(outside, (imported) => imported.startsWith(library))).toEqual([]);
  });

  it('keeps the generated client in db, features, scheduler and bot', () => {
    const outside = sources.filter((source) => !startsWithAny(source.file, ['db/', 'features/', 'scheduler/', 'bot/']));
    expect(found(outside, (imported) => imported.startsWith('db/generated'))).toEqual([]);
  });

  it('has no file over 250 lines, and a median of at most 90', () => {
    const lines = sources.map((source) => source.lines).sort((a, b) => a - b);
    expect(sources.filter((source) => source.lines > 250).map((source) => source.file)).toEqual([]);
    expect(lines[Math.floor(lines.length / 2)]).toBeLessThanOrEqual(90);
  });

  it('has no default exports and no house of odds and ends', () => {
    expect(sources.filter((source) => /^export default/m.test(source.text)).map((source) => source.file)).toEqual([]);
    expect(
      sources.filter((source) => /(^|\/)(utils?|helpers?|common|core|misc)(\/|\.ts$)/.test(source.file)).map((source) => source.file),
    ).toEqual([]);
  });

  it('leaves it to the platforms how commands and channels are written', () => {
    const spoken = within('bot', 'features').filter((source) => source.file !== 'bot/text.ts');
    const written = spoken.flatMap(({ file, text }) =>
      text
        .split('\n')
        .filter((line) => !/^\s*(\/\*\*|\*|\/\/)/.test(line) && /\/wg\b|(?<![\w.])#\$\{/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(written).toEqual([]);
  });

  it('reads the clock only where time enters', () => {
    const clocks = ['bot/clock.ts', 'platforms/', 'sandbox/', 'db/', 'scheduler/', 'main.ts', 'cli.ts'];
    const readers = sources.filter((source) => /\bDate\.now\(\)|new Date\(\)/.test(source.text) && !startsWithAny(source.file, clocks));
    expect(readers.map((source) => source.file)).toEqual([]);
  });
});
