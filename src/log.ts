import { destination, pino, stdTimeFunctions, type Logger } from 'pino';

/**
 * One JSON line per event on standard output. Fields that could hold a secret or what somebody typed
 * are cut out here as a second guard; nothing should log them in the first place.
 */
export function createLog(level: string): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    redact: {
      paths: ['token', '*.token', 'headers', '*.headers', 'body', '*.body', 'text', '*.text', 'email', '*.email'],
      censor: '[cut]',
    },
    serializers: { err: toLoggedError },
  };
  // Written at once, so that nothing is lost in a crash and the start's last line is the last.
  return pino(options, destination({ dest: 1, sync: true }));
}

interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
}

/** Errors of libraries carry requests, tokens and rows: only their name, code, first line and stack are logged. */
function toLoggedError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error object' };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const stack = error.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 12)
    .join('\n');
  return { type: error.name, message: firstLine(error.message), ...code, ...(stack ? { stack } : {}) };
}

function firstLine(message: string): string {
  const lines = message
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return (lines.at(-1) ?? '').slice(0, 300);
}
