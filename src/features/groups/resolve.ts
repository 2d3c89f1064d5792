import { distance } from 'fastest-levenshtein';
import type { Button, Payload } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import { Conflict, NotFound } from '../../bot/errors.ts';
import { fold } from '../../bot/fold.ts';
import { listGroupsButton } from './buttons.ts';
import { listGroups, type GroupFacts } from './lookup.ts';

/** Where the buttons of "which one did you mean" lead: a button id, which gets `group` and what else it needs. */
export interface Way {
  readonly press: string;
  readonly with?: Payload;
}

/** At most this many groups are offered; more would not help to choose. */
const OFFERED = 5;

/**
 * The group meant by a slug or any unambiguous part of its name, case and accents ignored. Throws
 * Conflict when several are meant and NotFound when none is, each with the groups meant or nearest as buttons.
 */
export async function resolveGroup(ctx: Ctx, typed: string, way: Way): Promise<GroupFacts> {
  const groups = await listGroups(ctx);
  const meant = matching(groups, fold(typed));
  const [only] = meant;
  if (only && meant.length === 1) return only;
  if (meant.length > 1) throw new Conflict(`${quoted(typed)} could be more than one group. Which one do you mean?`, offer(meant, way));
  const near = nearest(groups, fold(typed));
  const words = fold(typed) === '' ? 'Which working group do you mean?' : unknown(typed, near.length > 0);
  throw new NotFound(words, near.length > 0 ? offer(near, way) : [listGroupsButton]);
}

/** The group of that slug or name, or the only one of which it is a part; null when none or several are. */
export async function findMeantGroup(ctx: Ctx, typed: string): Promise<GroupFacts | null> {
  const meant = matching(await listGroups(ctx), fold(typed));
  return (meant.length === 1 ? meant[0] : null) ?? null;
}

/** The same, or the nearest in its letters where none fits; null when several fit, or none is near. */
export async function findNearGroup(ctx: Ctx, typed: string): Promise<GroupFacts | null> {
  const groups = await listGroups(ctx);
  const meant = matching(groups, fold(typed));
  return (meant.length > 0 ? (meant.length === 1 ? meant[0] : null) : nearest(groups, fold(typed))[0]) ?? null;
}

const unknown = (typed: string, hasNear: boolean): string =>
  `There is no working group called ${quoted(typed)}. ${hasNear ? 'Did you mean one of these?' : 'The list shows the groups there are.'}`;

const quoted = (typed: string): string => `"${typed.length > 40 ? `${typed.slice(0, 40)}…` : typed}"`;

const offer = (groups: readonly GroupFacts[], way: Way): Button[] =>
  groups.slice(0, OFFERED).map(({ name, slug }) => ({ label: name, press: way.press, with: { ...way.with, group: slug } }));

/** The strictest reading that fits anything wins; a closed group never stands in the way of a living one. */
function matching(groups: readonly GroupFacts[], typed: string): GroupFacts[] {
  if (typed === '') return [];
  const readings: ((group: GroupFacts) => boolean)[] = [
    (group) => fold(group.slug) === typed || fold(group.name) === typed,
    (group) => fold(group.name).includes(typed) || fold(group.slug).includes(typed),
    (group) =>
      typed.split(' ').every((word) =>
        fold(group.name)
          .split(' ')
          .some((own) => own.startsWith(word)),
      ),
  ];
  for (const reading of readings) {
    const found = groups.filter(reading);
    const living = found.filter((group) => group.status !== 'closed');
    if (found.length > 0) return living.length > 0 ? living : found;
  }
  return [];
}

/** Groups whose name, slug or one of its words is only a few letters away, nearest first; all of them when nothing was typed. */
function nearest(groups: readonly GroupFacts[], typed: string): GroupFacts[] {
  const living = groups.filter((group) => group.status !== 'closed');
  if (typed === '') return living;
  const scored = living.map((group) => ({ group, away: awayFrom(group, typed) }));
  return scored
    .filter(({ away }) => away <= Math.max(2, Math.floor(typed.length / 3)))
    .sort((a, b) => a.away - b.away)
    .map(({ group }) => group);
}

function awayFrom(group: GroupFacts, typed: string): number {
  const name = fold(group.name);
  return Math.min(...[name, fold(group.slug), ...name.split(' ')].map((own) => distance(own, typed)));
}
