import { formatInZone } from '../../bot/text.ts';
import { column, list, paragraph, table, type Block } from '../../documents/document.ts';
import { isPresent, type RollEntry } from '../attendance/lookup.ts';
import { classOf, type FileFacts } from './facts.ts';

const roleNames: Readonly<Record<string, string>> = { vice_chair: 'vice-chair', secretariat: 'Secretariat' };
const roleName = (role: string): string => roleNames[role] ?? role;

/** Who was there, everybody once. */
export interface Present {
  readonly participants: readonly RollEntry[];
  readonly secretariat: readonly RollEntry[];
  readonly alternates: readonly RollEntry[];
  readonly invited: readonly RollEntry[];
}

export function whoWasThere({ record }: FileFacts): Present {
  const present = record.entries.filter((entry) => isPresent(entry.status));
  const kindOf = ({ personId, role, alternateFor }: RollEntry): keyof Present => {
    if (alternateFor !== null) return 'alternates';
    if (role === 'secretariat') return 'secretariat';
    return personId === null || role === 'guest' || role === 'invited' ? 'invited' : 'participants';
  };
  const of = (kind: keyof Present) => present.filter((entry) => kindOf(entry) === kind);
  return { participants: of('participants'), secretariat: of('secretariat'), alternates: of('alternates'), invited: of('invited') };
}

/** "N. N., River Keepers (Civil Society)" */
export function personWords(facts: FileFacts, { name, organisation, membershipClass }: RollEntry): string {
  const kind = membershipClass === null || membershipClass === '' ? '' : ` (${classOf(facts, membershipClass)})`;
  return `${name}${organisation === null ? '' : `, ${organisation}`}${kind}`;
}

/** The lines, or that there are none: that is a finding too. */
export const linesOrNone = (lines: readonly string[], none = 'None.'): Block => (lines.length > 0 ? list(lines) : paragraph(none));

const COLUMNS = [column('Name', 3), column('Organisation', 3), column('Class', 2.4), column('Role', 1.5)];
const TIMES = [column('Arrived', 1.1), column('Left', 1.1)];

/** Each with affiliation, class and role as written down at the time, and when they came and left as far as that is known. */
export function attendanceTable(facts: FileFacts, entries: readonly RollEntry[], status?: (entry: RollEntry) => string): Block {
  if (entries.length === 0) return paragraph('None.');
  const clock = (iso: string | null) => (iso === null ? '' : formatInZone(new Date(iso), 'time', facts.zone).replace(' UTC', ''));
  const rows = entries.map((entry) => [
    entry.name,
    entry.organisation ?? 'None',
    classOf(facts, entry.membershipClass),
    roleName(entry.role),
    ...(status ? [status(entry)] : []),
    clock(entry.arrivedAt),
    clock(entry.leftAt),
  ]);
  return table([...COLUMNS, ...(status ? [column('Was', 1.6)] : []), ...TIMES], rows);
}
