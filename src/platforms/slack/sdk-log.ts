import { LogLevel } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';

/** The SDK's log, into ours. What it says at debug level holds texts and people, and is dropped. */
export function toSdkLogger(log: Logger): NonNullable<WebClientOptions['logger']> {
  const say = (level: 'debug' | 'warn', parts: readonly unknown[]): void => {
    const error = parts.find((part) => part instanceof Error);
    const words = parts.find((part) => typeof part === 'string') ?? error?.message ?? 'no words';
    log[level]({ event: 'slack-sdk', ...(error && { err: error }) }, words);
  };
  return {
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
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
