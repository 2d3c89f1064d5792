import type { Express } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the sending of notices tells as it happens. */
export interface NoticeMeter {
  due(deliveries: number): void;
  sent(latenessMs: number, isLate: boolean): void;
  failed(): void;
  unknown(): void;
}

export interface Metrics {
  readonly registry: Registry;
  readonly meter: NoticeMeter;
}

/** What is asked when the metrics are read. */
export interface Asked {
  /** How many deliveries are in each state; those finished for a day are not counted any more. */
  deliveries(): Promise<readonly { readonly state: string; readonly count: number }[]>;
  /** What waits though it is due. */
  queue(): Promise<{ readonly waiting: number; readonly ageMs: number }>;
}

// From a few milliseconds to the hours an outage lasts.
const LATENESS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400];

/** This process's figures, from its start on. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'convenor_' });
  const registers = [registry];
  const counter = (name: string, help: string) => new Counter({ name: `convenor_notices_${name}_total`, help, registers });
  const due = counter('due', 'Deliveries that became due, or were begun ahead');
  const sent = counter('sent', 'Deliveries that arrived');
  const late = counter('late', 'Deliveries that arrived so late that the message says so');
  const failed = counter('failed', 'Deliveries a platform refused for good');
  const unknown = counter('unknown', 'Deliveries of which nobody could tell at first, or at all, whether they arrived');
  const lateness = new Histogram({
    name: 'convenor_notices_lateness_seconds',
    help: 'From when a notice was due until it arrived; 0 for what was sent ahead',
    buckets: LATENESS_SECONDS,
    registers,
  });
  return {
    registry,
    meter: {
      due: (deliveries) => {
        due.inc(deliveries);
      },
      sent(latenessMs, isLate) {
        sent.inc();
        if (isLate) late.inc();
        lateness.observe(latenessMs / 1_000);
      },
      failed: () => {
        failed.inc();
      },
      unknown: () => {
        unknown.inc();
      },
    },
  };
}

/** GET /metrics in the Prometheus text format. A database that is away leaves out what is asked of it. */
export function serveMetrics(web: Express, { registry }: Metrics, asked: Asked): void {
  const registers = [registry];
  new Gauge({
    name: 'convenor_deliveries',
    help: 'Deliveries of notices by state; those finished for a day are in the log and not counted',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset();
      for (const { state, count } of await asked.deliveries().catch(() => [])) this.set({ state }, count);
    },
  });
  const queue = () => asked.queue().catch(() => ({ waiting: Number.NaN, ageMs: Number.NaN }));
  new Gauge({
    name: 'convenor_notices_queue',
    help: 'Notices and deliveries that wait though they are due',
    registers,
    async collect() {
      this.set((await queue()).waiting);
    },
  });
  new Gauge({
    name: 'convenor_notices_queue_age_seconds',
    help: 'For how long the oldest of them has been due',
    registers,
    async collect() {
      this.set((await queue()).ageMs / 1_000);
    },
  });
  web.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
}
