import type { Database } from '../../src/db/client.ts';
import type { Stored } from './double.ts';
import { BODY_ID } from './posts.ts';

export interface Tally {
  readonly planned: number;
  /** Posts the platform holds, copies included. */
  readonly stored: number;
  /** Planned, not on the platform, and not shown as unknown. */
  readonly lost: readonly string[];
  /** On the platform more than once. */
  readonly doubled: readonly string[];
  /** Fates the Secretariat sees as unknown. */
  readonly unknown: number;
  /** The row says sent and names no post that is there, or says otherwise of a post that is there. */
  readonly misrecorded: readonly string[];
  /** Nobody has decided yet. */
  readonly open: number;
}

interface Fate {
  readonly what: string;
  readonly state: string;
  readonly isOpen: boolean;
  readonly conversation: string | null;
  readonly id: string | null;
}

/** How many notices and deliveries nobody has decided yet. */
export async function countOpen(db: Database): Promise<number> {
  const [row] = await db.$queryRaw<{ open: number }[]>`
    SELECT ((SELECT count(*) FROM "Notice" WHERE "bodyId" = ${BODY_ID}::uuid AND state = 'planned') +
      (SELECT count(*) FROM "Delivery" WHERE "bodyId" = ${BODY_ID}::uuid
        AND (state IN ('planned', 'claimed') OR (state = 'unknown' AND "leaseUntil" IS NOT NULL))))::int AS open`;
  return row?.open ?? 0;
}

/** Compares what was planned with what the platform holds and what the rows say. */
export async function takeTally(db: Database, planned: readonly string[], stored: readonly Stored[]): Promise<Tally> {
  const fates = await db.$queryRaw<Fate[]>`
    SELECT (n.subject->>'n') || ' ' || COALESCE(d.address, '?') AS what, d.state::text AS state,
      d."messageRef"->>'conversation' AS conversation, d."messageRef"->>'id' AS id,
      (d.state IN ('planned', 'claimed') OR (d.state = 'unknown' AND d."leaseUntil" IS NOT NULL)) AS "isOpen"
    FROM "Delivery" d JOIN "Notice" n ON n.id = d."noticeId" WHERE d."bodyId" = ${BODY_ID}::uuid`;
  const byWhat = Map.groupBy(stored, ({ what }) => what);
  const fateOf = new Map(fates.map((fate) => [fate.what, fate]));
  const isUnknown = (what: string): boolean => fateOf.get(what)?.state === 'unknown';
  return {
    planned: planned.length,
    stored: stored.length,
    lost: planned.filter((what) => !byWhat.has(what) && !isUnknown(what)),
    doubled: [...byWhat].filter(([, copies]) => copies.length > 1).map(([what]) => what),
    unknown: fates.filter(({ state, isOpen }) => state === 'unknown' && !isOpen).length,
    misrecorded: fates
      .filter((fate) => !fate.isOpen && !isTrue(fate, byWhat.get(fate.what) ?? []))
      .map(({ what, state }) => `${what} ${state}`),
    open: await countOpen(db),
  };
}

function isTrue({ state, conversation, id }: Fate, copies: readonly Stored[]): boolean {
  if (state === 'unknown') return true;
  return state === 'sent' ? copies.some(({ channel, ts }) => channel === conversation && ts === id) : copies.length === 0;
}

export const isClean = ({ lost, doubled, misrecorded, open }: Tally): boolean =>
  lost.length + doubled.length + misrecorded.length + open === 0;

export function describeTally(tally: Tally): string {
  const { planned, stored, lost, doubled, unknown, misrecorded, open } = tally;
  const first = (all: readonly string[]): string =>
    all.length === 0 ? '' : ` (${all.slice(0, 5).join('; ')}${all.length > 5 ? '; …' : ''})`;
  return [
    `planned ${String(planned)}`,
    `stored ${String(stored)}`,
    `lost ${String(lost.length)}${first(lost)}`,
    `doubled ${String(doubled.length)}${first(doubled)}`,
    `unknown ${String(unknown)}`,
    ...(misrecorded.length > 0 ? [`misrecorded ${String(misrecorded.length)}${first(misrecorded)}`] : []),
    ...(open > 0 ? [`without a fate ${String(open)}`] : []),
  ].join(', ');
}
