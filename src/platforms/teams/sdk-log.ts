import type { AppOptions } from '@microsoft/teams.apps';
import type { Logger } from 'pino';

type SdkLogger = NonNullable<AppOptions<never>['logger']>;

/** The SDK's log, into ours. What it says at debug level holds texts, people and tokens, and is dropped. */
export function toSdkLogger(log: Logger): SdkLogger {
  const say = (level: 'debug' | 'warn', parts: readonly unknown[]): void => {
    const error = parts.find((part) => part instanceof Error);
    // Only the first words: what follows may be an answer of the service.
    const words = typeof parts[0] === 'string' ? parts[0] : (error?.message ?? 'no words');
    log[level]({ event: 'teams-sdk', ...(error && { err: error }) }, words.slice(0, 200));
  };
  const logger: SdkLogger = {
    trace: () => undefined,
    debug: () => undefined,
    info: (...parts: unknown[]) => {
      say('debug', parts);
    },
    warn: (...parts: unknown[]) => {
      say('warn', parts);
    },
    error: (...parts: unknown[]) => {
      say('warn', parts);
    },
    log(level, ...parts: unknown[]) {
      if (level === 'error' || level === 'warn') say('warn', parts);
    },
    child: () => logger,
  };
  return logger;
}
