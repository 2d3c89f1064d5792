import type { Logger } from 'pino';
import type { Database, Transaction } from '../db/client.ts';
import { appendAudit, type AuditEntry } from './audit.ts';
import type { BodySettings } from './settings.ts';

export type Surface = 'slack' | 'teams' | 'web' | 'cli' | 'scheduler';

/** The body whose groups are run: every read and write in a context stays inside it. */
export interface BodyFacts {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly zone: string;
  readonly locale: string;
  readonly settings: BodySettings;
}

export interface AccountFacts {
  readonly id: string;
  readonly workspaceId: string;
  readonly externalUserId: string;
  readonly name: string;
  readonly email: string | null;
  readonly zone: string | null;
}

/** The person who acts, as the directory knows them now. */
export interface ActingPerson {
  readonly id: string;
  readonly name: string;
  /** The zone they chose, else the directory's, else the one their chat client tells, else the body's. */
  readonly zone: string;
  readonly isSecretariat: boolean;
}

export type Actor =
  | { readonly kind: 'person'; readonly person: ActingPerson; readonly account: AccountFacts | null }
  /** A chat account that nobody in the directory answers to. */
  | { readonly kind: 'stranger'; readonly account: AccountFacts }
  | { readonly kind: 'scheduler' }
  /** Whoever runs the command line or the start. */
  | { readonly kind: 'operator' };

/** What a feature does when an audited action happened, inside the same transaction. */
export type Reaction = (ctx: Ctx, entry: AuditEntry) => Promise<void>;

export interface Ctx {
  /** The client, or the open transaction. */
  readonly db: Database | Transaction;
  readonly body: BodyFacts;
  readonly actor: Actor;
  readonly surface: Surface;
  /** The instant this request is about; never read the machine's clock in a verb. */
  readonly now: Date;
  readonly log: Logger;
  /** How people reach the web side, without a slash at the end. */
  readonly publicUrl: string;
  readonly reactions: ReadonlyMap<string, readonly Reaction[]>;
  /** Called once after a commit that changed something, so that what became due is sent now. */
  readonly wake: () => void;
  /** Audit rows gathered in the open transaction; absent outside one. */
  readonly entries?: AuditEntry[];
}

/**
 * Runs `work` in a transaction, joining the open one if there is one. At the end, before the commit,
 * the reactions to what was audited run, and the gathered audit rows are chained in one append:
 * the change and its record commit together or not at all. After `timeoutMs` it is rolled back.
 */
export async function inTransaction<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>, timeoutMs = 10_000): Promise<T> {
  if (ctx.entries) return work(ctx);
  const entries: AuditEntry[] = [];
  const result = await (ctx.db as Database).$transaction(
    async (tx) => {
      const inner: Ctx = { ...ctx, db: tx, entries };
      const done = await work(inner);
      await react(inner, entries);
      await appendAudit(inner, entries);
      return done;
    },
    { maxWait: 2_000, timeout: timeoutMs },
  );
  if (entries.length > 0) ctx.wake();
  return result;
}

/** Reactions may audit further actions, which are reacted to in their turn. */
async function react(ctx: Ctx, entries: readonly AuditEntry[]): Promise<void> {
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i];
    if (!entry) continue;
    for (const reaction of ctx.reactions.get(entry.action) ?? []) await reaction(ctx, entry);
  }
}

/** The same context acting as the scheduler. */
export const asScheduler = (ctx: Ctx): Ctx => ({ ...ctx, actor: { kind: 'scheduler' }, surface: 'scheduler' });
