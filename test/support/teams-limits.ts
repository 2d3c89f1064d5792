import { faultsOfCard } from './teams-cards.ts';

/** A published limit of the platform that was broken. */
export interface Breach {
  readonly limit: string;
  readonly where: string;
}

// PER_CONVERSATION and PER_TENANT: learn.microsoft.com, "Optimize your bot with rate limiting in Teams".
const PER_CONVERSATION = [
  { count: 7, ms: 1000 },
  { count: 8, ms: 2000 },
  { count: 60, ms: 30_000 },
  { count: 1800, ms: 3_600_000 },
];
const PER_TENANT = [{ count: 50, ms: 1000 }];
const LONGEST_MS = 3_600_000;
/** "About 100 KB", as UTF-16 with everything in it; more is refused with MessageSizeTooBig. */
export const MESSAGE_BYTES = 100_000;

/** Counts what is sent against the published limits, by the machine's clock and what is said to have passed beside it. */
export function createLimits() {
  const breaches: Breach[] = [];
  const sent = new Map<string, number[]>();
  const ahead = new Map<string, number>();

  const count = (where: string, limits: readonly { count: number; ms: number }[]): void => {
    const now = performance.now() + (ahead.get(where) ?? 0);
    const times = [...(sent.get(where) ?? []).filter((at) => now - at < LONGEST_MS), now];
    sent.set(where, times);
    for (const limit of limits) {
      const within = times.filter((at) => now - at < limit.ms).length;
      if (within > limit.count) breaches.push({ limit: `${String(limit.count)} in ${String(limit.ms / 1000)} s`, where });
    }
  };

  return {
    breaches,
    /** In this conversation so much time has passed that nobody waited for. */
    passTime(conversation: string, ms: number) {
      ahead.set(conversation, (ahead.get(conversation) ?? 0) + ms);
    },
    /** Something is sent to, or changed in, a conversation. */
    countSend(conversation: string) {
      count(conversation, PER_CONVERSATION);
    },
    countRequest() {
      count('tenant', PER_TENANT);
    },
    /** Whether an activity is small enough to be taken. */
    fits(activity: unknown, conversation: string): boolean {
      const bytes = JSON.stringify(activity).length * 2;
      if (bytes > MESSAGE_BYTES) breaches.push({ limit: `${String(bytes)} bytes`, where: conversation });
      return bytes <= MESSAGE_BYTES;
    },
    /** What the platform would not draw in the cards of an activity. */
    checkCards({ attachments, ...around }: Readonly<Record<string, unknown>>, where: string) {
      for (const { content } of (attachments as { content: Readonly<Record<string, unknown>> }[] | undefined) ?? []) {
        for (const limit of faultsOfCard(content, around)) breaches.push({ limit, where });
      }
    },
  };
}

export type Limits = ReturnType<typeof createLimits>;
