import { resolve, type Layer } from './layers.ts';
import type { RollEntry } from './lookup.ts';
import type { NewPresence } from './roll-choices.ts';
import { keyOf } from './roll-guests.ts';
import type { Sheet, SheetRow } from './sheet.ts';

/** Something is known of them, beside what the form suggests. */
const isKnown = (row: SheetRow): boolean => (row.standing ?? row.seen ?? row.answer ?? row.standsInFor) !== null;

/** The lines of the roll: everybody expected or seen, as judged, and the guests. */
export function toEntries(sheet: Sheet, judged: readonly NewPresence[], guests: readonly NewPresence[]): RollEntry[] {
  const newOf = new Map(judged.map((layer) => [layer.personId, layer]));
  const rows = [...sheet.rows, ...sheet.others].filter((row) => isKnown(row) || newOf.has(row.personId));
  const people = rows.map((row) => toEntry(row, [...row.sightings, ...row.layers, ...listed(newOf.get(row.personId))]));
  return [...people, ...guestEntries(sheet, guests)];
}

const listed = (layer: NewPresence | undefined): NewPresence[] => (layer ? [layer] : []);

function toEntry(row: SheetRow, layers: readonly Layer[]): RollEntry {
  const standing = resolve(layers);
  const { personId, name, organisation, membershipClass, role } = row;
  return {
    ...{ personId, name, organisation, membershipClass, role },
    status: standing?.status ?? (row.answer === 'declined' ? 'apologies' : 'not_here'),
    arrivedAt: standing?.arrivedAt?.toISOString() ?? null,
    leftAt: standing?.leftAt?.toISOString() ?? null,
    said: standing?.said ?? 'roll',
    alternateFor: standing?.alternateFor ? (row.standsInFor?.name ?? null) : null,
    presenceIds: [...(standing?.layers ?? [])],
  };
}

function guestEntries(sheet: Sheet, guests: readonly NewPresence[]): RollEntry[] {
  const gone = new Set(guests.filter((layer) => layer.what === 'absent').map(keyOf));
  const kept = (sheet.roll?.entries ?? []).filter((entry) => entry.personId === null && !gone.has(keyOf(entry)));
  const added = guests.filter((layer) => layer.what === 'present');
  return [...kept, ...added.map(guestEntry)];
}

const guestEntry = (layer: NewPresence): RollEntry => ({
  personId: null,
  name: layer.name,
  organisation: layer.organisation,
  membershipClass: null,
  role: 'guest',
  status: 'here',
  arrivedAt: null,
  leftAt: null,
  said: 'roll',
  alternateFor: null,
  presenceIds: [layer.id],
});
