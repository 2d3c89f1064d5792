import { randomBytes } from 'node:crypto';
import { isDatabaseAway } from '../db/errors.ts';
import { sentence } from './card.ts';
import type { Reply } from './define.ts';
import { ConvenorError, InvalidInput } from './errors.ts';

export interface FailureLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const COULD_NOT_SAVE = 'That could not be saved just now. Please try again in a minute; nothing was changed.';

/** The one mapper from errors to words: known errors speak for themselves, others get a reference that the log carries too. */
export function toReply(error: unknown, log: FailureLog): Reply {
  if (error instanceof InvalidInput) return { whisper: sentence(error.words, error.buttons), errors: error.fields };
  if (error instanceof ConvenorError) return { whisper: sentence(error.words, error.buttons) };
  if (isDatabaseAway(error)) {
    log.warn({ event: 'database-away', err: error }, 'database away');
    return { whisper: sentence(COULD_NOT_SAVE), retry: true };
  }
  const reference = randomBytes(4).toString('hex');
  log.error({ event: 'unexpected', reference, err: error }, 'unexpected error');
  return {
    whisper: sentence(
      `Something went wrong on our side. Please try again; if it stays, tell the Secretariat this reference: ${reference}.`,
    ),
    retry: true,
  };
}
