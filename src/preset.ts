import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { PresetScreen, type ScreenTopic } from './bot/screen.ts';
import { BodySettings, findDisorder, StrictNoticeSettings, Timings } from './bot/settings.ts';
import { linesOf } from './json-lines.ts';

/** A preset can't be used; the message names the file, the place in it, and what is wrong. */
export class PresetError extends Error {
  override readonly name = 'PresetError';
}

const PRESETS = path.resolve(import.meta.dirname, '../prisma/presets');

const slug = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'give small letters, digits and single hyphens');
const zone = z.string().refine(isZone, 'give an IANA time zone such as Europe/Zurich');
const webLink = z.url({ protocol: /^https$/, error: 'give an https link' });

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const fileBeside = z.string().regex(/^[\w.-]+$/, 'give the name of a file beside preset.json');

const PresetStatement = z.strictObject({
  kind: z.enum(['anti_trust', 'terms', 'conduct', 'privacy']),
  version: z.int().min(1),
  locale: z.string().min(2),
  /** Beside the preset file; plain lines. */
  file: fileBeside,
  policyUrl: webLink.nullable(),
  effectiveFrom: z.iso.date('give a date as YYYY-MM-DD').transform((day) => new Date(`${day}T00:00:00.000Z`)),
  confirmed: z.boolean(),
});

/** Stored settings are taken as they are; those of a preset must make sense before anything is planned by them. */
const PresetSettings = BodySettings.omit({ screen: true, wording: true })
  .extend({ notices: StrictNoticeSettings.prefault({}) })
  .superRefine(({ timings }, issues) => {
    // Times that are wrong by themselves are told as such only.
    if (!Timings.safeParse(timings).success) return;
    for (const [name, message] of Object.entries(findDisorder(timings)))
      issues.addIssue({ code: 'custom', path: ['timings', name], message });
  });

const PresetFile = z.strictObject({
  slug,
  name: z.string().min(1),
  zone,
  locale: z.string().min(2),
  settings: PresetSettings,
  statements: z.array(PresetStatement),
  /** What agendas are screened for, a file for each language. */
  screens: z.array(z.strictObject({ locale: z.string().min(2), file: fileBeside })).default([]),
  /** What the wording of minutes is looked through for, likewise. */
  wordings: z.array(z.strictObject({ locale: z.string().min(2), file: fileBeside })).default([]),
});

const PresetGroup = z.strictObject({
  slug,
  name: z.string().min(1),
  remit: z.string().min(1),
  status: z.enum(['draft', 'open', 'applications', 'dormant', 'closed']),
  termsUrl: webLink.nullable(),
  interests: z.array(z.string().min(1)),
  /** The body's, unless the group has its own. */
  zone: zone.optional(),
});

const PresetGroups = z.array(PresetGroup).superRefine((groups, issues) => {
  for (const [n, group] of groups.entries())
    if (groups.findIndex((one) => one.slug === group.slug) < n)
      issues.addIssue({ code: 'custom', path: [n, 'slug'], message: `"${group.slug}" is there twice` });
});

export type PresetGroup = z.output<typeof PresetGroup>;
export type PresetStatement = z.output<typeof PresetStatement> & { readonly text: string };

/** A body as shipped: data, parsed. */
export interface Preset extends Omit<z.output<typeof PresetFile>, 'statements' | 'screens' | 'wordings' | 'settings'> {
  readonly settings: BodySettings;
  readonly folder: string;
  readonly statements: readonly PresetStatement[];
  readonly groups: readonly PresetGroup[];
}

/** Reads the preset of that name (or in that folder, when it is a path). Throws PresetError. */
export function readPreset(name: string, presets: string = PRESETS): Preset {
  const folder = path.join(presets, name);
  const { statements, screens, wordings, settings, ...body } = parseFile(path.join(folder, 'preset.json'), PresetFile);
  const groups = parseFile(path.join(folder, 'groups.json'), PresetGroups);
  const worded = statements.map((one) => ({ ...one, text: readStatement(path.join(folder, one.file)) }));
  const [screen, wording] = [screens, wordings].map((files) =>
    files.flatMap(({ locale, file }) => readScreen(path.join(folder, file), locale)),
  );
  return { ...body, settings: { ...settings, screen: screen ?? [], wording: wording ?? [] }, folder, groups, statements: worded };
}

const readScreen = (file: string, locale: string): ScreenTopic[] => parseFile(file, PresetScreen).map((one) => ({ ...one, locale }));

function readStatement(file: string): string {
  const text = readText(file).trim();
  if (text === '') throw new PresetError(`${shown(file)}: the statement is empty`);
  return text;
}

/** One JSON file of a preset by its schema. Throws PresetError naming the path and line of every problem, or the line of a syntax error. */
export function parseFile<S extends z.ZodType>(file: string, schema: S): z.output<S> {
  const text = readText(file);
  const parsed = schema.safeParse(parseJson(file, text));
  if (parsed.success) return parsed.data;
  const lineOf = linesOf(text);
  const problems = parsed.error.issues.map((issue) => {
    const place = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
    return `  ${pathOf(issue.path)}: ${issue.message} (line ${String(lineOf(place))})`;
  });
  throw new PresetError(`${shown(file)} can't be used:\n${problems.join('\n')}`);
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PresetError(`${shown(file)} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new PresetError(`${shown(file)} can't be read. A preset is a folder with preset.json, groups.json and the statements it names.`);
  }
}

const shown = (file: string): string => path.relative(process.cwd(), file);

/** As one would write it in code: `[2].slug`, `settings.timings.nudgeBefore`. */
function pathOf(keys: readonly PropertyKey[]): string {
  const written = keys.map((key) => (typeof key === 'number' ? `[${String(key)}]` : `.${String(key)}`)).join('');
  return written.replace(/^\./, '') || 'the whole file';
}
