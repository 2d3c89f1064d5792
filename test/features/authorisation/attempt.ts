import type { Ctx } from '../../../src/bot/context.ts';
import { Conflict, Ineligible, InvalidInput, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import type { Database, Transaction } from '../../../src/db/client.ts';
import type { Outcome } from './roles.ts';

export interface Attempt {
  readonly outcome: Outcome;
  /** Any row of the database differs from before; null where nobody looked. */
  readonly wrote: boolean | null;
  /** All that came back: the result, or the words of the refusal. */
  readonly heard: string;
}

/** Carries what came of an attempt out of the transaction that it undoes. */
class Undone extends Error {
  readonly attempt: Attempt;

  constructor(attempt: Attempt) {
    super('undone');
    this.attempt = attempt;
  }
}

type Attempts = (ctx: Ctx, act: (ctx: Ctx) => Promise<unknown>, looks?: 'always') => Promise<Attempt>;

/**
 * Does things on the real database, each as if it were the first: sees what comes of it, looks what it wrote (of what
 * was allowed only when asked to), and undoes it.
 */
export async function openAttempts(db: Database): Promise<Attempts> {
  const print = await fingerprint(db);
  const before = await print(db);
  return async (ctx, act, looks) => {
    const undone = await db
      .$transaction(async (tx) => {
        const came = await outcomeOf(act({ ...ctx, db: nesting(tx) }));
        const wrote = came.outcome !== 'yes' || looks === 'always' ? (await print(tx)) !== before : null;
        throw new Undone({ ...came, wrote });
      })
      .catch((error: unknown) => error);
    if (undone instanceof Undone) return undone.attempt;
    throw undone;
  };
}

/** The open transaction as a database: its transactions are savepoints, so that what fails is rolled back as it would be. */
function nesting(tx: Transaction): Database {
  const $transaction = async (work: (inner: Transaction) => Promise<unknown>): Promise<unknown> => {
    await tx.$executeRaw`SAVEPOINT attempt`;
    try {
      const result = await work(tx);
      await tx.$executeRaw`SET CONSTRAINTS ALL IMMEDIATE`;
      return result;
    } catch (error) {
      await tx.$executeRaw`ROLLBACK TO SAVEPOINT attempt`;
      throw error;
    }
  };
  return new Proxy(tx as Database, {
    get: (target, name) => (name === '$transaction' ? $transaction : (Reflect.get(target, name) as unknown)),
  });
}

const CLASSES = [
  [NotAllowed, 'no'],
  [Ineligible, 'rule'],
  [NotFound, 'none'],
  [Conflict, 'moot'],
  [InvalidInput, 'field'],
] as const;

async function outcomeOf(done: Promise<unknown>): Promise<Pick<Attempt, 'outcome' | 'heard'>> {
  try {
    return { outcome: 'yes', heard: JSON.stringify([await done]) };
  } catch (error) {
    const [, outcome] = CLASSES.find(([kind]) => error instanceof kind) ?? [];
    if (outcome === undefined || !(error instanceof Error)) throw error;
    return { outcome, heard: JSON.stringify([error.message, error]) };
  }
}

/** Wrong codes are counted also when they are refused. */
const COUNTED = ['LinkTry'];

/** How many rows each table has and which transactions wrote them: it changes with any row. */
async function fingerprint(db: Database): Promise<(at: Database | Transaction) => Promise<string>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace
    WHERE nspname = 'public' AND relkind = 'r' AND relname <> ALL (${COUNTED}) ORDER BY 1`;
  const query = tables.map(({ name }) => `SELECT count(*) AS n, sum(xmin::text::bigint) AS x FROM "${name}"`).join(' UNION ALL ');
  return async (at) => {
    const rows = await at.$queryRawUnsafe<{ n: bigint; x: unknown }[]>(query);
    return rows.map(({ n, x }) => `${String(n)}:${String(x)}`).join(' ');
  };
}
