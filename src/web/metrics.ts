import type { Express } from 'express';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** How many deliveries are in each state, asked when the metrics are read. */
export type CountDeliveries = () => Promise<readonly { readonly state: string; readonly count: number }[]>;

/** GET /metrics in the Prometheus text format: the process's own figures and the deliveries by state. */
export function serveMetrics(web: Express, countDeliveries: CountDeliveries): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'convenor_' });
  new Gauge({
    name: 'convenor_deliveries',
    help: 'Deliveries of notices by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { state, count } of await countDeliveries()) this.set({ state }, count);
    },
  });
  web.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
}
