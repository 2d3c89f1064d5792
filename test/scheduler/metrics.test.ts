import express from 'express';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatFailure } from '../../src/bot/chat.ts';
import { createMetrics, serveMetrics } from '../../src/web/metrics.ts';
import { openWorld, type World } from '../support/world.ts';
import { aChannel, MINUTE, openSetting, saying } from './setting.ts';

let world: World;
let server: Server | undefined;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  server?.close();
  await world.close();
});

describe('the metrics', () => {
  it('tell what became due, was sent, late, failed, unknown, how late, and what waits', async () => {
    const setting = await openSetting(world);
    const metrics = createMetrics();
    const channels = await Promise.all(Array.from({ length: 3 }, () => aChannel(setting.body)));
    const { meter } = metrics;
    const scheduler = setting.scheduler([saying('test.x', channels)], { meter, chat: { find: () => Promise.resolve('unreadable') } });
    setting.fake.faults.push(
      { at: 'before', failure: new ChatFailure('refused', 'is_archived') },
      { at: 'before', failure: new ChatFailure('unknown', 'ECONNRESET') },
    );
    await setting.plan('test.x');
    setting.clock.advance(10 * MINUTE);
    await scheduler.runDue();
    const resting = setting.scheduler([saying('test.y', channels)], { limits: { parallel: 0 } });
    await setting.plan('test.y');
    await resting.runDue();
    setting.clock.advance(MINUTE);

    const web = express();
    serveMetrics(web, metrics, { deliveries: () => Promise.resolve([{ state: 'sent', count: 1 }]), queue: () => resting.queue() });
    server = web.listen(0);
    const text = await (await fetch(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/metrics`)).text();
    const value = (name: string) => Number(new RegExp(`^convenor_${name} (\\S+)$`, 'm').exec(text)?.[1]);
    expect([value('notices_due_total'), value('notices_sent_total'), value('notices_late_total')]).toEqual([3, 1, 1]);
    expect([value('notices_failed_total'), value('notices_lateness_seconds_count')]).toEqual([1, 1]);
    expect(value('notices_unknown_total')).toBeGreaterThanOrEqual(1);
    expect(value('notices_lateness_seconds_sum')).toBeGreaterThanOrEqual(600);
    expect(value('notices_queue')).toBeGreaterThanOrEqual(3);
    expect(value('notices_queue_age_seconds')).toBeGreaterThanOrEqual(60);
    expect(text).toContain('convenor_deliveries{state="sent"} 1');
  });
});
