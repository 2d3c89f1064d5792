import type { BodyFacts } from '../../bot/context.ts';
import { fold, identityKey } from '../../bot/fold.ts';
import { Office, Standing } from '../../db/generated/enums.ts';
import { COLUMNS, INVISIBLE, type Column, type Places, type Problem } from './csv-columns.ts';
import type { CsvRecord } from './csv-records.ts';
import { toCountry } from './country.ts';
import { parseDay } from '../../bot/days.ts';
import { EmailField } from './fields.ts';
import type { Wanted } from './succession.ts';

/** What a row says of its organisation; null where it says nothing. */
export interface OrganisationRow {
  readonly name: string;
  readonly nameKey: string;
  readonly membershipClass: string | null;
  readonly country: string | null;
  readonly standing: Standing | null;
}

export interface DirectoryRow {
  readonly line: number;
  readonly name: string;
  readonly email: string;
  readonly organisation: OrganisationRow | null;
  readonly appointment: Wanted | null;
  readonly zone: string | null;
  readonly locale: string | null;
}

/** What cells are checked against. */
export interface Known {
  readonly classes: readonly { readonly slug: string; readonly name: string }[];
  readonly groups: ReadonlySet<string>;
  /** Answers found so far: asking for a zone costs a tenth of a millisecond, and files repeat them. */
  readonly zones: Map<string, boolean>;
}

export const toKnown = (body: BodyFacts, groups: readonly string[]): Known => ({
  classes: body.settings.membershipClasses,
  groups: new Set(groups),
  zones: new Map(),
});

const MOST = 200;

/** One row by the rules of each column (CONTRACT.md, Directory CSV). Every problem of the row is named; null when there is any. */
export function readRow(record: CsvRecord, places: Places, known: Known, problems: Problem[]): DirectoryRow | null {
  const before = problems.length;
  const wrong = (column: Column, reason: string): null => {
    problems.push({ line: record.line, column, reason });
    return null;
  };
  const named = new Set(places.values());
  const width = Math.max(...named) + 1;
  const stray = record.cells.some((value, place) => !named.has(place) && value.trim() !== '');
  if (stray || record.cells.length < width) {
    const column = COLUMNS.find((one) => places.get(one) === Math.min(record.cells.length, width - 1)) ?? 'name';
    return wrong(
      column,
      `The row has ${String(record.cells.length)} values instead of ${String(width)}. Put quotes around values with commas.`,
    );
  }
  const cell = (column: Column): string => (record.cells[places.get(column) ?? -1] ?? '').replace(INVISIBLE, '').trim();
  for (const column of COLUMNS) {
    const flaw = flawOf(cell(column));
    if (flaw) wrong(column, flaw);
  }
  if (problems.length > before) return null;
  const row: DirectoryRow = {
    line: record.line,
    name: readName(cell('name'), wrong),
    email: readEmail(cell('email'), wrong),
    organisation: readOrganisation(cell, known, wrong),
    appointment: readAppointment(cell, known, wrong),
    zone: readZone(cell('time_zone'), known, wrong),
    locale: readLocale(cell('locale'), wrong),
  };
  return problems.length > before ? null : row;
}

type Cell = (column: Column) => string;
type Wrong = (column: Column, reason: string) => null;

function flawOf(text: string): string | null {
  if (text.includes('\uFFFD')) return 'Some characters are not UTF-8. Save the file as CSV UTF-8.';
  if (/\p{Cc}/u.test(text)) return 'There is a line break or another control character. Keep the value on one line.';
  return text.length > MOST ? `Keep this under ${String(MOST)} characters.` : null;
}

/** As the screens show it or as the header's page writes it: "Civil Society", "CIVIL_SOCIETY" and `civil_society` are one. */
const asSlug = (text: string): string => fold(text.replaceAll('&', ' and ')).replaceAll(' ', '_');

function readName(text: string, wrong: Wrong): string {
  if (fold(text) === '') wrong('name', 'Give the name of the person.');
  return text;
}

function readEmail(text: string, wrong: Wrong): string {
  const parsed = EmailField.safeParse(text);
  if (parsed.success) return parsed.data;
  wrong('email', parsed.error.issues[0]?.message ?? 'Give the e-mail address.');
  return text;
}

function readOrganisation(cell: Cell, known: Known, wrong: Wrong): OrganisationRow | null {
  const name = cell('organisation');
  const typedClass = cell('membership_class');
  const slugs = known.classes.map((one) => one.slug).join(', ');
  const found = known.classes.find((one) => [one.slug, one.name].some((spelling) => asSlug(spelling) === asSlug(typedClass)));
  // A class that is none stays as typed, so that the row is not also told that it has none.
  const membershipClass = found?.slug ?? (typedClass === '' ? null : typedClass);
  const nameKey = fold(name) === '' ? '' : identityKey(name);
  if (membershipClass !== null && !found) wrong('membership_class', `No class is called "${membershipClass}". Give one of: ${slugs}.`);
  if (nameKey === '') {
    if (name !== '') wrong('organisation', 'Give a name with letters.');
    else if (membershipClass !== null)
      wrong('organisation', 'Name the organisation that has this membership class, or leave the class empty.');
    readStanding(cell, null, wrong);
    return null;
  }
  // Experts, IPAF and others may come from organisations that are not members.
  if (membershipClass === null && cell('appointment') === '') wrong('membership_class', `Give the class of ${name}: one of ${slugs}.`);
  const country = cell('country') === '' ? null : toCountry(cell('country'));
  if (cell('country') !== '' && country === null) wrong('country', `No country has the code "${cell('country')}".`);
  return { name, nameKey, membershipClass, country, standing: readStanding(cell, membershipClass, wrong) };
}

function readStanding(cell: Cell, membershipClass: string | null, wrong: Wrong): Standing | null {
  const text = asSlug(cell('standing'));
  if (text === 'in_good_standing') return Standing.good;
  if (text === Standing.good || text === Standing.lapsed) return text;
  if (text !== '' || membershipClass !== null) wrong('standing', 'Give "good" or "lapsed".');
  return null;
}

function readAppointment(cell: Cell, known: Known, wrong: Wrong): Wanted | null {
  const typed = cell('appointment');
  const office = Object.values(Office).find((one) => one === asSlug(typed));
  const from = readDay('appointment_from', cell, wrong);
  const until = readDay('appointment_to', cell, wrong);
  const groupSlugs = readGroups(cell, known, wrong);
  if (typed !== '' && !office)
    return wrong('appointment', `No appointment is called "${typed}". Give one of: ${Object.values(Office).join(', ')}; or nothing.`);
  if (!office) {
    for (const column of ['appointment_from', 'appointment_to', 'appointment_groups'] as const)
      if (cell(column) !== '') wrong(column, 'There is no appointment for this. Name the appointment, or leave this empty.');
    return null;
  }
  if (from && until && until < from) wrong('appointment_to', 'The last day is before the first.');
  if (office === 'expert' && cell('appointment_groups') === '')
    wrong('appointment_groups', 'Name the groups the expert is invited to, separated by semicolons.');
  if (office !== 'expert' && groupSlugs.length > 0)
    wrong('appointment_groups', 'Only experts are invited to groups one by one. Leave this empty.');
  return { office, from, until, groupSlugs };
}

function readDay(column: 'appointment_from' | 'appointment_to', cell: Cell, wrong: Wrong): Date | null {
  if (cell(column) === '') return null;
  return parseDay(cell(column)) ?? wrong(column, `"${cell(column)}" is no date. Give a day that exists, as YYYY-MM-DD.`);
}

function readGroups(cell: Cell, known: Known, wrong: Wrong): string[] {
  const slugs = cell('appointment_groups')
    .split(';')
    .map((slug) => slug.trim())
    .filter(Boolean);
  const unknown = slugs.filter((slug) => !known.groups.has(slug));
  if (unknown.length > 0)
    wrong(
      'appointment_groups',
      `No group is called "${unknown.join('", "')}". Give slugs separated by semicolons: ${[...known.groups].sort().join(';')}.`,
    );
  return [...new Set(slugs)];
}

function readZone(text: string, known: Known, wrong: Wrong): string | null {
  if (text === '') return null;
  const found = known.zones.get(text) ?? isZone(text);
  known.zones.set(text, found);
  return found ? text : wrong('time_zone', `No time zone is called "${text}". Give an IANA name such as Europe/Zurich.`);
}

/** An IANA name; a bare offset is none, as it knows no summer time. */
function isZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

function readLocale(text: string, wrong: Wrong): string | null {
  if (text === '') return null;
  try {
    const [locale] = Intl.getCanonicalLocales(text);
    if (locale && languages.of(new Intl.Locale(locale).language)) return locale;
  } catch {
    // Not even the form of a language tag: the same sentence says so.
  }
  return wrong('locale', `No language has the tag "${text}". Give one such as en, fr or pt-BR.`);
}
