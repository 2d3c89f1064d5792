import type { Ctx } from '../../bot/context.ts';
import { actingPersonId } from '../../bot/actor.ts';
import type { PresenceWhat } from '../../db/generated/client.ts';
import { markStale } from '../../bot/posted.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { copiesOf, unknownGuest, type Attending } from './call-people.ts';
import { inBatches } from './import-batches.ts';
import { mergeStays, Stays, type Stay } from './import-stays.ts';
import type { Layer } from './layers.ts';
import { listSightings } from './lookup.ts';
import { copiedOf } from './own-claim.ts';
import { toRow, type NewLayer } from './presence.ts';
import { whoKey } from './sightings.ts';

export interface Followed {
  readonly added: number;
  /** Of earlier files, or of a decision taken back: replaced by one that was added, or withdrawn. */
  readonly replaced: number;
}

const WITHDRAWN = 'no longer so by the imported file';

/**
 * Brings the import layers of a meeting to what its imported names say, by appending: what is new is added, what is no
 * longer so is replaced, or withdrawn where nothing takes its place. Nothing is written when all of it is there already.
 * Call it in a transaction that holds `lockSightings`.
 */
export async function followNames(ctx: Ctx, meeting: MeetingFacts): Promise<Followed> {
  const wanted = await listWanted(ctx, meeting);
  const counting = (await listSightings(ctx, meeting.id)).filter((layer) => layer.source === 'import');
  const before = Map.groupBy(counting, whoKey);
  const who = new Map([...[...before.values()].flatMap((own) => own.slice(0, 1)), ...wanted].map((one) => [whoKey(one), one]));
  const stays = new Map(wanted.map((one) => [whoKey(one), one.stays]));
  const layers = [...who].flatMap(([key, one]) =>
    differences(meeting, { personId: one.personId, ...copiedOf(one) }, stays.get(key) ?? [], before.get(key) ?? [], actingPersonId(ctx)),
  );
  for (const batch of inBatches(layers)) await ctx.db.presence.createMany({ data: batch.map((layer) => toRow(ctx, layer)) });
  if (layers.length > 0) await markStale(ctx, 'attendance.roll', meeting.id);
  return {
    added: layers.filter((layer) => layer.what !== 'absent').length,
    replaced: layers.filter((layer) => layer.replacesId).length,
  };
}

type Wanted = Attending & { readonly stays: readonly Stay[] };

/** Everybody that the names say was in the call: one person may stand behind several names. */
async function listWanted(ctx: Ctx, meeting: MeetingFacts): Promise<Wanted[]> {
  const names = await ctx.db.importedName.findMany({
    where: { bodyId: ctx.body.id, meetingId: meeting.id, state: { in: ['matched', 'person', 'guest'] } },
    orderBy: { id: 'asc' },
  });
  const people = await copiesOf(
    ctx,
    meeting,
    names.flatMap(({ personId }) => personId ?? []),
  );
  const seen = names.flatMap((row): Wanted[] => {
    const one = row.state === 'guest' ? unknownGuest(row.name) : people.get(row.personId ?? '');
    return one ? [{ ...one, stays: Stays.parse(row.stays) }] : [];
  });
  return [...Map.groupBy(seen, whoKey).values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, stays: mergeStays([first, ...more].flatMap(({ stays }) => stays)) }] : [],
  );
}

type Mark = Pick<NewLayer, 'what' | 'at'>;

const marksOf = (meeting: MeetingFacts, stays: readonly Stay[]): Mark[] =>
  stays.flatMap(({ from, until }): Mark[] =>
    from && until
      ? [
          { what: 'arrived', at: from },
          { what: 'left', at: until },
        ]
      : [{ what: 'present', at: meeting.startsAt }],
  );

function differences(
  meeting: MeetingFacts,
  one: Attending,
  stays: readonly Stay[],
  before: readonly Layer[],
  byId: string | null,
): NewLayer[] {
  const marks = marksOf(meeting, stays);
  const same = (a: Mark, b: Mark): boolean => a.what === b.what && a.at.getTime() === b.at.getTime();
  const added = marks.filter((mark) => !before.some((layer) => same(mark, layer)));
  const gone = before.filter((layer) => !marks.some((mark) => same(mark, layer)));
  const layer = { ...one, meetingId: meeting.id, source: 'import' as const, byId };
  const inPlace = new Map(pairs(added, gone));
  const taken = new Set(inPlace.values());
  return [
    ...added.map((mark) => ({ ...layer, ...mark, replacesId: inPlace.get(mark)?.id ?? null })),
    ...gone
      .filter((old) => !taken.has(old))
      .map((old) => ({ ...layer, ...copiedOf(old), what: 'absent' as const, at: old.at, replacesId: old.id, reason: WITHDRAWN })),
  ];
}

/** The first new arrival replaces the first old one, and so on: each kind by itself. */
function pairs(added: readonly Mark[], gone: readonly Layer[]): [Mark, Layer][] {
  const byTime = (a: Mark, b: Mark): number => a.at.getTime() - b.at.getTime();
  const of = <T extends Mark>(all: readonly T[], what: PresenceWhat): T[] => all.filter((one) => one.what === what).sort(byTime);
  return (['arrived', 'left', 'present'] as const).flatMap((what) => {
    const old = of(gone, what);
    return of(added, what).flatMap((mark, i): [Mark, Layer][] => (old[i] ? [[mark, old[i]]] : []));
  });
}
