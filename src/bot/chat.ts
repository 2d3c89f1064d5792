import type { Card } from './card.ts';

/** Names one message. Only the adapter that made it reads more than workspaceId and key. */
export interface MessageRef {
  readonly workspaceId: string;
  /** The platform's conversation the message is in. */
  readonly conversation: string;
  /** The platform's id of the message in that conversation. */
  readonly id: string;
}

/** Unique text for a message, for keys and comparisons. */
export const refKey = (ref: MessageRef): string => `${ref.conversation}/${ref.id}`;

/** What a platform says about one of its users. */
export interface Profile {
  readonly externalUserId: string;
  readonly name: string;
  /** Lower-cased; null where the platform does not tell or has not confirmed it. */
  readonly email: string | null;
  readonly zone: string | null;
  readonly locale: string | null;
  readonly isBot: boolean;
  /** Belongs to another organisation's workspace: its e-mail proves nothing here. */
  readonly isForeign: boolean;
}

/** The port to one workspace of one chat platform. Every failure is a ChatFailure. */
export interface Chat {
  /** Posts to a channel, or to a person when `address` is a user id. The key travels with the message, so that `find` can recognise it. */
  post(address: string, card: Card, key: string): Promise<MessageRef>;
  /** Replaces the message for everyone. */
  update(ref: MessageRef, card: Card): Promise<void>;
  /** Refused with PINS_NOT_OFFERED where the platform lets no app pin. */
  pin(ref: MessageRef): Promise<void>;
  /** The message posted with this key since then; null when it is not there; 'unreadable' where history may not be read. */
  find(address: string, key: string, since: Date): Promise<MessageRef | null | 'unreadable'>;
  profile(externalUserId: string): Promise<Profile>;
}

/** The code of a pin that no app may make there: nobody need look into it. */
export const PINS_NOT_OFFERED = 'pins_not_offered';

/**
 * Why a call to a platform failed.
 * - `refused`: certainly not done; trying again as it is will not help (channel archived, user gone).
 * - `limited`: certainly not done; may be tried again after `retryAfterMs`.
 * - `unsent`: certainly not done (connection refused); may be tried again.
 * - `unknown`: may have been done (time-out, reset, 5xx): look before trying again.
 */
export class ChatFailure extends Error {
  readonly outcome: 'refused' | 'limited' | 'unsent' | 'unknown';
  /** The platform's own code, such as `channel_not_found`. */
  readonly code: string;
  readonly retryAfterMs: number;

  constructor(outcome: ChatFailure['outcome'], code: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(`${outcome}: ${code}`, { cause: options.cause });
    this.name = 'ChatFailure';
    this.outcome = outcome;
    this.code = code;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}
