import { z } from 'zod';
import { identityKey } from '../../bot/fold.ts';

/** One stay in the call; both null when only that somebody was there is known. */
export interface Stay {
  readonly from: Date | null;
  readonly until: Date | null;
}

const instant = z.iso
  .datetime()
  .transform((iso) => new Date(iso))
  .nullable();

/** Stays as their JSON column keeps them. */
export const Stays = z.array(z.object({ from: instant, until: instant }));

export interface TimedStay {
  readonly from: Date;
  readonly until: Date;
}

/** Somebody of a file, by e-mail or else by name, with their stays. */
export interface FileName {
  readonly key: string;
  readonly name: string;
  readonly email: string | null;
  readonly stays: readonly Stay[];
}

/** What makes two rows the same: exactly the e-mail, else the name but for case (identityKey): marks make other names. */
export const nameKey = (name: string, email: string | null): string => email ?? `name:${identityKey(name)}`;

/**
 * Stays apart from each other, by time: whoever was in the call twice at once, or came back in the moment they
 * left, was there once. The same for every order and every cutting of the stays. A stay without times says
 * nothing beside one that has them.
 */
export function mergeStays(stays: readonly Stay[]): Stay[] {
  const timed = stays.flatMap(({ from, until }): TimedStay[] => (from && until ? [{ from, until }] : []));
  if (timed.length === 0) return stays.length > 0 ? [{ from: null, until: null }] : [];
  const merged: { from: Date; until: Date }[] = [];
  for (const stay of timed.sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = merged.at(-1);
    if (!last || stay.from > last.until) merged.push({ ...stay });
    else if (stay.until > last.until) last.until = stay.until;
  }
  return merged;
}

interface NamedStay {
  readonly name: string;
  readonly email: string | null;
  readonly stay: Stay;
}

/** What phones and programs call themselves: two of them at once are two people. */
const DEVICE =
  /^(i-?phone|i-?pad|android|galaxy|samsung|pixel|huawei|xiaomi|phone|telephone|call-in user|zoom user|guest|user|\+?[\d*][\d ()*-]{5,})\b/i;

/** Keys of rows in the order given: a device's name that is in the call twice at once gets a number from the second on. */
function keysOf(rows: readonly NamedStay[]): Map<NamedStay, string> {
  const free = new Map<string, number>();
  const byTime = [...rows].sort(
    (a, b) => Number(a.stay.from ?? 0) - Number(b.stay.from ?? 0) || Number(a.stay.until ?? 0) - Number(b.stay.until ?? 0),
  );
  return new Map(
    byTime.map((row): [NamedStay, string] => {
      const key = nameKey(row.name, row.email);
      const { from, until } = row.stay;
      if (row.email !== null || !from || !until || !DEVICE.test(row.name)) return [row, key];
      let place = 1;
      const keyOf = (): string => (place === 1 ? key : `${key} (${String(place)})`);
      while ((free.get(keyOf()) ?? -Infinity) > from.getTime()) place += 1;
      free.set(keyOf(), until.getTime());
      return [row, keyOf()];
    }),
  );
}

/** One entry for everybody, whatever the order of the rows. */
export function gather(rows: readonly NamedStay[]): FileName[] {
  const keys = keysOf(rows);
  const byKey = Map.groupBy(rows, (row) => keys.get(row) ?? nameKey(row.name, row.email));
  return [...byKey].map(([key, own]) => {
    const names = own.map(({ name }) => name).sort();
    return { key, name: names[0] ?? '', email: own[0]?.email ?? null, stays: mergeStays(own.map(({ stay }) => stay)) };
  });
}
