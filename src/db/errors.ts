const AWAY_CODES = new Set([
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
]);
const AWAY_SQLSTATE = /^(08...|57P0[1-5]|53...|25P03|25P04)$/;
const AWAY_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);
const AWAY_WORDS = new RegExp(
  '^(timeout exceeded when trying to connect|timeout expired|Connection terminated|Query read timeout|' +
    'Client has encountered a connection error|Client was closed and is not queryable|Cannot use a pool after calling end)',
);

interface Link {
  code?: unknown;
  kind?: unknown;
  originalCode?: unknown;
  message?: unknown;
  constraint?: unknown;
  detail?: unknown;
  table?: unknown;
  cause?: unknown;
  meta?: { driverAdapterError?: unknown };
  errors?: unknown;
}

/**
 * True when the database could not be reached or the connection broke: the same may succeed in a minute. What the failed
 * transaction wrote is undone, unless its commit was already under way, and then nobody knows.
 */
export function isDatabaseAway(error: unknown): boolean {
  return chainOf(error).some((link) => {
    const codes = [link.code, link.originalCode].filter((code) => typeof code === 'string');
    if (codes.some((code) => AWAY_CODES.has(code) || AWAY_SQLSTATE.test(code))) return true;
    if (typeof link.kind === 'string' && AWAY_KINDS.has(link.kind)) return true;
    const message = typeof link.message === 'string' ? link.message : '';
    // No file where the socket of an embedded database was.
    if (link.code === 'ENOENT') return message.includes('connect ENOENT');
    // P2028 also says that a transaction took too long or was closed, which trying again does not mend.
    return link.code === 'P2028' ? message.includes('Unable to start a transaction') : AWAY_WORDS.test(message);
  });
}

/**
 * True when a unique constraint or index was violated, through Prisma or through plain SQL. `about` narrows it to the index of
 * that name, or to these fields of the table in the order of the index (as Prisma names indexes: Table_field_field_key).
 */
export function isUniqueViolation(error: unknown, about?: string | readonly string[]): boolean {
  return chainOf(error).some((link) => {
    if (link.kind !== 'UniqueConstraintViolation' && link.code !== '23505') return false;
    if (about === undefined) return true;
    const index = indexOf(link.constraint);
    return index === (typeof about === 'string' ? about : `${String(link.table)}_${about.join('_')}_key`);
  });
}

// Prisma 7 with a driver adapter leaves meta.target empty; the adapter tells { index }, pg itself the bare name.
function indexOf(constraint: unknown): unknown {
  return typeof constraint === 'object' && constraint !== null && 'index' in constraint ? constraint.index : constraint;
}

/** The error, what caused it, and what it gathers. */
function chainOf(error: unknown): Link[] {
  const found = new Set<Link>();
  const waiting: unknown[] = [error];
  while (waiting.length > 0) {
    const link = waiting.shift() as Link | null | undefined;
    if (typeof link !== 'object' || link === null || found.has(link)) continue;
    found.add(link);
    waiting.push(link.cause, link.meta?.driverAdapterError, ...(Array.isArray(link.errors) ? (link.errors as unknown[]) : []));
  }
  return [...found];
}
