import { actingPersonId, isSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { fold } from '../../bot/fold.ts';
import { findTopics } from '../../bot/screen.ts';
import type { Doc } from './agenda-text.ts';
import { documentName } from './document-version.ts';
import { CLEARED, reasonsOf } from './screen-agenda.ts';

export interface Titles {
  readonly subTopic?: string;
  readonly documents?: readonly Doc[];
}

export interface ScreenedTitles {
  /** With why flagged titles may stand. */
  readonly documents: readonly Doc[];
  /** Topics that the Secretariat let stand now. */
  readonly topics: readonly string[];
  readonly reason: string;
  readonly problems: Readonly<Record<string, string>>;
}

interface Flag {
  readonly field: 'subTopic' | 'documents';
  readonly name: string;
  readonly topics: readonly string[];
}

/**
 * Looks at what a meeting is about and at the titles of its documents as at the lines of its agenda. They stand on
 * cards at once, so nothing of them waits: a chair puts a flagged one in other words, and the Secretariat lets its
 * own stand with a reason. What stood there before is left alone.
 */
export function screenTitles(ctx: Ctx, typed: Titles, reason: string, before: Titles = {}): ScreenedTitles {
  const topicsOf = (text: string): string[] => findTopics(text, ctx.body.settings.screen).map((one) => one.topic);
  const known = new Map((before.documents ?? []).map((one) => [fold(documentName(one)), one]));
  const flags: Flag[] = [];
  if (typed.subTopic !== undefined && typed.subTopic !== before.subTopic) {
    const topics = topicsOf(typed.subTopic);
    if (topics.length > 0) flags.push({ field: 'subTopic', name: `"${typed.subTopic}"`, topics });
  }
  const documents = (typed.documents ?? []).map((one, i): Doc => {
    const earlier = known.get(fold(documentName(one)));
    if (earlier) return earlier.clearance ? { ...one, clearance: earlier.clearance } : one;
    const topics = topicsOf(one.title);
    if (topics.length === 0) return one;
    flags.push({ field: 'documents', name: `Document ${String(i + 1)}, "${one.title}"`, topics });
    return { ...one, clearance: { state: 'cleared', topics, byId: actingPersonId(ctx), at: ctx.now.toISOString(), reason } };
  });
  const topics = [...new Set(flags.flatMap((flag) => flag.topics))];
  return { documents, topics, reason, problems: findProblems(ctx, flags, reason) };
}

function findProblems(ctx: Ctx, flags: readonly Flag[], reason: string): Record<string, string> {
  const told = (some: readonly Flag[]): string =>
    some
      .slice(0, 3)
      .map(({ name, topics }) => `${name}: ${reasonsOf(ctx, topics).join(' ')}`)
      .join(' ');
  if (flags.length === 0) return {};
  if (isSecretariat(ctx))
    return reason === '' ? { clearance: `${told(flags)} Say here why this may stand, or put it in other words.` } : {};
  const fields = [...new Set(flags.map((flag) => flag.field))];
  const way = 'Put it in other words, or ask the Secretariat to write it there with a reason.';
  return Object.fromEntries(fields.map((field) => [field, `${told(flags.filter((flag) => flag.field === field))} ${way}`]));
}

/** Problems of several looks at one form, by field. */
export function joinProblems(...all: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [field, words] of all.flatMap((one) => Object.entries(one)))
    joined[field] = field in joined ? `${joined[field] ?? ''} ${words}` : words;
  return joined;
}

/** Logs in the open transaction what titles were let stand; the reason stays erasable, because people type it. */
export function recordTitles(ctx: Ctx, subject: string, meetingId: string, { topics, reason }: ScreenedTitles): void {
  if (topics.length === 0) return;
  recordAudit(ctx, CLEARED, subject, { meetingId, topics, how: 'own title' }, { values: { reason }, personId: actingPersonId(ctx) });
}
