import type { Ctx } from '../../bot/context.ts';
import type { Text } from '../../bot/text.ts';
import { namesOf } from '../directory/lookup.ts';
import { tellChanges } from './agenda-changes.ts';
import { documentName, type AgendaVersionFacts } from '../meetings/lookup.ts';

type Item = AgendaVersionFacts['items'][number];

export interface AgendaRecord {
  readonly n: number;
  readonly at: Date;
  readonly by: string | null;
  readonly items: readonly AgendaLine[];
  /** Of documents that were flagged, with why they may stand. */
  readonly titles: readonly AgendaLine[];
  readonly documents: AgendaVersionFacts['documents'];
  /** Against the version before it; nothing for the first one. */
  readonly changes: readonly string[];
  /** Messages that showed it, by when they went out. */
  readonly sent: readonly { readonly kind: string; readonly to: Text; readonly at: Date }[];
}

export interface AgendaLine {
  /** "Pathway methods, 30 min (lead: N. N.)" */
  readonly text: string;
  /** True when others saw only that it was being checked. */
  readonly isWaiting: boolean;
  readonly clearance: {
    readonly state: 'checking' | 'cleared' | 'reworded';
    readonly topics: readonly string[];
    readonly by: string;
    readonly at: Date;
    readonly reason: string | null;
  } | null;
}

interface Sent {
  readonly kind: string;
  readonly to: Text;
  readonly sentAt: Date | null;
}

const CARRIES = ['meetings.announced', 'meetings.moved', 'meetings.agenda', 'meetings.nudge', 'meetings.reminder'];

/** The versions of a meeting's agenda, each with the messages that went out while it was in force. */
export async function tellVersions(
  ctx: Ctx,
  versions: readonly AgendaVersionFacts[],
  deliveries: readonly Sent[],
): Promise<AgendaRecord[]> {
  const acted = versions.flatMap((one) => [one.byId, ...[...one.items, ...one.documents].map((item) => item.clearance?.byId ?? null)]);
  const ids = [...new Set(acted.filter((id) => id !== null))];
  const names = await namesOf(ctx, ids);
  const nameOf = (id: string | null) => names.get(id ?? '') ?? 'somebody';
  const sent = deliveries.flatMap(({ kind, to, sentAt }) => (sentAt && CARRIES.includes(kind) ? [{ kind, to, at: sentAt }] : []));
  return versions.map(({ n, at, byId, items, documents }, i) => {
    const until = versions[i + 1]?.at;
    return {
      n,
      at,
      by: byId === null ? null : nameOf(byId),
      items: items.map((item) => toLine(item, nameOf)),
      titles: documents.flatMap((one) => (one.clearance ? [toLine({ title: documentName(one), clearance: one.clearance }, nameOf)] : [])),
      documents,
      changes: tellChanges(versions[i - 1], { items, documents }),
      sent: sent.filter((one) => one.at >= at && (!until || one.at < until)),
    };
  });
}

function toLine({ title, minutes, lead, clearance }: Item, nameOf: (id: string | null) => string): AgendaLine {
  const text = `${title}${minutes === undefined ? '' : `, ${String(minutes)} min`}${lead === undefined ? '' : ` (lead: ${lead})`}`;
  if (!clearance) return { text, isWaiting: false, clearance: null };
  const { state, topics, byId, at } = clearance;
  const reason = state === 'cleared' ? (clearance.reason ?? null) : null;
  return { text, isWaiting: state === 'checking', clearance: { state, topics, by: nameOf(byId), at: new Date(at), reason } };
}
