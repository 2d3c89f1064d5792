import type { Logger } from 'pino';
import { z } from 'zod';
import { CHANNEL } from './guard.ts';

const ASK_LIMIT_MS = 5000;
/** The service names a new key days before it signs with it. */
const KEPT_MS = 12 * 60 * 60 * 1000;
/** Requests with the name of a key that does not exist must not make us ask each time. */
const ASKED_AGAIN_AFTER_MS = 60_000;

const Keys = z.object({ keys: z.array(z.looseObject({ kid: z.string(), endorsements: z.array(z.string()).catch([]) })) });

/**
 * True when the service lets this key sign what comes from Teams. The keys of other channels of the same Azure bot
 * (Web Chat, Direct Line, mail) sign tokens that are as good otherwise, and what they say of tenant and person is the
 * caller's own word. Throws when the keys cannot be asked for.
 */
export type Endorsed = (keyId: string) => Promise<boolean>;

/** `metadataUrl` is that of the cloud; the SDK takes its keys from beside it too, but does not say what they are good for. */
export function createEndorsed(metadataUrl: string, log: Logger): Endorsed {
  const url = metadataUrl.replace(/\/openidconfiguration$/, '/keys');
  let known: ReadonlyMap<string, boolean> | null = null;
  let askedAt = -Infinity;
  let asking: Promise<ReadonlyMap<string, boolean>> | null = null;

  const ask = async (): Promise<ReadonlyMap<string, boolean>> => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ASK_LIMIT_MS), redirect: 'error' });
    const { keys } = Keys.parse(await answer.json());
    askedAt = performance.now();
    return new Map(keys.map((key) => [key.kid, key.endorsements.includes(CHANNEL)]));
  };

  return async (keyId) => {
    const age = performance.now() - askedAt;
    if (known && age < (known.has(keyId) ? KEPT_MS : ASKED_AGAIN_AFTER_MS)) return known.get(keyId) ?? false;
    asking ??= ask().finally(() => {
      asking = null;
    });
    try {
      known = await asking;
    } catch (error) {
      log.warn({ event: 'teams-keys-away', err: error }, 'the keys of the Bot Connector cannot be asked for');
      if (known?.has(keyId) !== true) throw error;
    }
    return known.get(keyId) ?? false;
  };
}
