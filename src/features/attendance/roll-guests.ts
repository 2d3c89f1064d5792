import type { Ctx } from '../../bot/context.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { identityKey } from '../../bot/fold.ts';
import { toRow } from './presence.ts';
import type { NewPresence, RunBy } from './roll-choices.ts';
import type { Guest, Sheet } from './sheet.ts';

const GUESTS_LIMIT = 30;
const NAME_LIMIT = 120;

/** One guest a line, "Name, Organisation". Throws InvalidInput naming the line that can't be read. */
export function parseGuests(text: string): Guest[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length > GUESTS_LIMIT) throw new InvalidInput({ guests: `Name at most ${String(GUESTS_LIMIT)} guests.` });
  const guests = lines.map(parseGuest);
  const known = new Set<string>();
  return guests.filter((guest) => {
    const isNew = !known.has(keyOf(guest));
    known.add(keyOf(guest));
    return isNew;
  });
}

function parseGuest(line: string, index: number): Guest {
  const [name = '', ...rest] = line.split(',').map((part) => part.trim());
  const organisation = rest.join(', ');
  if (name === '') throw new InvalidInput({ guests: `Line ${String(index + 1)} has no name. Write one guest a line: Name, Organisation.` });
  if (name.length > NAME_LIMIT || organisation.length > NAME_LIMIT)
    throw new InvalidInput({ guests: `Line ${String(index + 1)} is too long. Write one guest a line: Name, Organisation.` });
  return { name, organisation: organisation === '' ? null : organisation };
}

/** Layers for guests named for the first time, and for those taken off the list again. */
export function guestLayers(ctx: Ctx, sheet: Sheet, guests: readonly Guest[], by: RunBy): NewPresence[] {
  const before = new Set(sheet.guests.map(keyOf));
  const after = new Set(guests.map(keyOf));
  const layer = (guest: Guest, what: 'present' | 'absent'): NewPresence =>
    toRow(ctx, {
      name: guest.name,
      organisation: guest.organisation,
      membershipClass: null,
      role: 'guest',
      meetingId: sheet.meeting.id,
      personId: null,
      source: by.source,
      what,
      at: sheet.meeting.startsAt,
      byId: by.id,
    });
  return [
    ...guests.filter((guest) => !before.has(keyOf(guest))).map((guest) => layer(guest, 'present')),
    ...sheet.guests.filter((guest) => !after.has(keyOf(guest))).map((guest) => layer(guest, 'absent')),
  ];
}

export const keyOf = (guest: Guest): string => `${identityKey(guest.name)}|${identityKey(guest.organisation ?? '')}`;
