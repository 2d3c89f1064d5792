import { actingPersonId, isSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { fold } from '../../bot/fold.ts';
import { findTopics } from '../../bot/screen.ts';
import { itemToText, type AgendaItem } from './agenda-text.ts';
import { ANY_OTHER_BUSINESS, isAnyOtherBusiness } from './any-other-business.ts';

/** Every press and verb that checks held lines goes by these. */
export const HELD = 'meetings.holdLines';
export const CLEARED = 'meetings.clearLine';

export interface Flag {
  /** Of the item, from 1. */
  readonly item: number;
  readonly line: string;
  readonly topics: readonly string[];
}

export interface Screened {
  /** With what became of each flagged line. */
  readonly items: AgendaItem[];
  /** Wait for the Secretariat. */
  readonly held: readonly Flag[];
  /** Let stand by the acting person of the Secretariat, with their reason. */
  readonly confirmed: readonly Flag[];
  /** One sentence per field that does not fit; empty when all is well. */
  readonly problems: Readonly<Record<string, string>>;
}

/**
 * Looks at the lines of an agenda (PRODUCT.md section 4). A line that was flagged before keeps what became of
 * it. Of the others, a flagged one waits for the Secretariat; the Secretariat's own needs its reason. "Any
 * other business" is refused unless the Secretariat gives a reason.
 */
export function screenAgenda(ctx: Ctx, typed: readonly AgendaItem[], reason: string, before: readonly AgendaItem[] = []): Screened {
  const known = new Map(before.flatMap((item) => (item.clearance ? [[lineKey(item), item.clearance] as const] : [])));
  const isOwn = isSecretariat(ctx);
  const flags = findFlags(ctx, typed).filter(({ item }) => !known.has(lineKey(typed[item - 1])));
  const fresh = new Map(flags.map((flag) => [flag.item, toClearance(ctx, flag, isOwn, reason)]));
  const items = typed.map((item, i): AgendaItem => {
    const clearance = known.get(lineKey(item)) ?? fresh.get(i + 1);
    return clearance ? { ...item, clearance } : item;
  });
  return { items, held: isOwn ? [] : flags, confirmed: isOwn ? flags : [], problems: findProblems(ctx, flags, isOwn, reason) };
}

/** The same line, whatever its length, case and accents. */
export const lineKey = (item: AgendaItem | undefined): string => `${fold(item?.title ?? '')}|${fold(item?.lead ?? '')}`;

function toClearance(ctx: Ctx, { topics }: Flag, isOwn: boolean, reason: string): NonNullable<AgendaItem['clearance']> {
  const flagged = { topics: [...topics], byId: actingPersonId(ctx), at: ctx.now.toISOString() };
  return isOwn ? { state: 'cleared', ...flagged, reason } : { state: 'checking', ...flagged };
}

/** Also a word that goes on in the next line: then both lines are flagged. */
function findFlags(ctx: Ctx, typed: readonly AgendaItem[]): Flag[] {
  const topicsOf = (text: string) => findTopics(text, ctx.body.settings.screen).map((one) => one.topic);
  const found = typed.map((item) => [
    ...topicsOf(`${item.title} (${item.lead ?? ''})`),
    ...(isAnyOtherBusiness(item.title) ? [ANY_OTHER_BUSINESS] : []),
  ]);
  for (let i = 0; i + 1 < typed.length; i++) {
    const own = new Set([...(found[i] ?? []), ...(found[i + 1] ?? [])]);
    const across = topicsOf(`${typed[i]?.title ?? ''}\n${typed[i + 1]?.title ?? ''}`).filter((topic) => !own.has(topic));
    found[i]?.push(...across);
    found[i + 1]?.push(...across);
  }
  return typed.flatMap((item, i) => {
    const topics = [...new Set(found[i])];
    return topics.length === 0 ? [] : [{ item: i + 1, line: itemToText(item), topics }];
  });
}

function findProblems(ctx: Ctx, flags: readonly Flag[], isOwn: boolean, reason: string): Record<string, string> {
  if (isOwn && reason !== '') return {};
  const isUnnamed = ({ topics }: Flag): boolean => topics.includes(ANY_OTHER_BUSINESS);
  const unnamed = flags.filter(isUnnamed);
  const others = isOwn ? flags.filter((flag) => !isUnnamed(flag)) : [];
  const why = reasonsOf(ctx, [...new Set(others.flatMap((flag) => flag.topics))]).join(' ');
  return {
    ...(unnamed.length > 0 ? { agenda: unnamedProblem(unnamed, isOwn) } : {}),
    ...(others.length > 0 ? { clearance: `${namesOf(others)}: ${why} Say here why this may stand, or put it in other words.` } : {}),
  };
}

const unnamedProblem = (flags: readonly Flag[], isOwn: boolean): string =>
  `${namesOf(flags)} can't be on the agenda: every subject must be known beforehand, as the anti-trust rules ask. ` +
  (isOwn ? 'Name the item, or give the reason why it may stand.' : 'Name the item, or ask the Secretariat to pre-clear it with a reason.');

const MOST_NAMED = 3;

function namesOf(flags: readonly Flag[]): string {
  const named = flags.slice(0, MOST_NAMED).map(({ item, line }) => `Item ${String(item)}, "${line}"`);
  const more = flags.length - named.length;
  return `${named.join('; ')}${more > 0 ? `; and ${String(more)} more` : ''}`;
}

/** Why lines are flagged, each reason once, as sentences. */
export function reasonsOf(ctx: Ctx, topics: readonly string[]): string[] {
  const reasons = topics.map((topic) =>
    topic === ANY_OTHER_BUSINESS
      ? 'It names no subject: nobody can prepare for it, or object beforehand.'
      : (ctx.body.settings.screen.find((one) => one.topic === topic)?.reason ?? `It was flagged as: ${topic}.`),
  );
  return [...new Set(reasons)];
}

/** A line that waits, with why, for who typed it. */
export interface Held {
  readonly line: string;
  readonly reasons: readonly string[];
}

export const toHeld = (ctx: Ctx, flags: readonly Flag[]): Held[] =>
  flags.map(({ line, topics }) => ({ line, reasons: reasonsOf(ctx, topics) }));

/** Logs what was flagged in the open transaction; the Secretariat is told of what waits. */
export function recordScreened(ctx: Ctx, subject: string, meetingId: string, n: number, { held, confirmed }: Screened): void {
  const facts = (flags: readonly Flag[]) => ({
    meetingId,
    n,
    items: flags.map((flag) => String(flag.item)),
    topics: [...new Set(flags.flatMap((flag) => flag.topics))],
  });
  if (held.length > 0) recordAudit(ctx, HELD, subject, facts(held));
  if (confirmed.length > 0) recordAudit(ctx, CLEARED, subject, { ...facts(confirmed), how: 'own line' });
}
