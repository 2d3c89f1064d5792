import { afterEach, describe, expect, it } from 'vitest';
import { openTestDb, type TestDb } from '../support/test-db.ts';
import type { Options } from './prepare.ts';
import { simulate } from './simulate.ts';
import { changesOf, instantsOf, occurrenceAt, startOfDay, wallOf } from './wall-time.ts';
import { ZONES } from './world.ts';

const SHORT: Options = { seed: 3, year: 2018, days: 5, people: 3, density: 0.3 };

const MOVED_WITH_ANOTHER_FATE = `
  WITH gone AS (DELETE FROM "Delivery" WHERE state = 'sent' RETURNING *)
  INSERT INTO "DeliveryLog" (id, "bodyId", "noticeId", target, state, "dueAt", "expiresAt", attempts, "workspaceId", address, "claimedAt",
    "sentAt", "messageRef", "textHash")
  SELECT id, "bodyId", "noticeId", target, 'failed', "dueAt", "expiresAt", attempts, "workspaceId", address, "claimedAt",
    "sentAt", "messageRef", "textHash" FROM gone`;

let open: TestDb | null = null;

async function run(options: Options) {
  open = await openTestDb();
  return simulate(open.db, open.sql, options);
}

afterEach(async () => {
  await open?.close();
  open = null;
});

describe('a simulated year', () => {
  it('keeps every promise, with two replicas, series through all clock changes, preferences, faults, downtime and clocks that jump', async () => {
    const { acts, fates, ...figures } = await run({ seed: 2018, year: 2018, days: 365, people: 3, density: 0.03 });
    process.stdout.write(`simulated year: ${JSON.stringify({ ...figures, fates, acts })}\n`);
    expect(figures.meetings).toBeGreaterThan(10);
    expect(figures.messages).toBeGreaterThan(100);
    expect(figures.crossed).toBe(10);
    expect(figures.quiet).toBeGreaterThan(0);
    expect(figures.logged).toBeGreaterThan(100);
    expect(acts.prefs).toBeGreaterThan(5);
  }, 300_000);

  it('is the same again for the same seed, and another for another', async () => {
    const first = await run(SHORT);
    await open?.close();
    expect(await run(SHORT)).toEqual(first);
  }, 300_000);

  it('finds a message that went out twice, and says where', async () => {
    const twice: Options = {
      ...SHORT,
      sabotage: (_, store) => {
        store();
      },
    };
    await expect(run(twice)).rejects.toThrow(/^seed 3, step 1, 2018-01-01T07:00:00\.000Z: .*is kept as sent and is there 2 times/);
  }, 300_000);

  it('finds a delivery that was deleted and is not in the log', async () => {
    const lost: Options = {
      ...SHORT,
      meddle: async (step, db) => {
        if (step === 8) await db.delivery.deleteMany({ where: { state: 'sent' } });
      },
    };
    await expect(run(lost)).rejects.toThrow(/a delivery was deleted/);
  }, 300_000);

  it('finds a delivery that was changed on its way into the log', async () => {
    const changed: Options = {
      ...SHORT,
      meddle: async (step, _, sql) => {
        if (step === 8) await sql.query(MOVED_WITH_ANOTHER_FATE);
      },
    };
    await expect(run(changed)).rejects.toThrow(/was changed on its way into the log \(state\)/);
  }, 300_000);

  it('finds a fate that changed after it was final', async () => {
    const changed: Options = {
      ...SHORT,
      meddle: async (step, db) => {
        if (step === 8) await db.delivery.updateMany({ where: { state: 'sent' }, data: { state: 'planned' } });
      },
    };
    await expect(run(changed)).rejects.toThrow(/a fate changed from sent to planned/);
  }, 300_000);
});

describe('the second opinion on local time', () => {
  it('finds the clock changes of 2018 in each zone', () => {
    const [from, until] = [Date.UTC(2018, 0, 1), Date.UTC(2019, 0, 1)];
    const found = ZONES.map((zone) => changesOf(zone, from, until).map((at) => new Date(at).toISOString().slice(0, 16)));
    expect(found).toEqual([
      ['2018-03-25T01:00', '2018-10-28T01:00'],
      ['2018-03-11T07:00', '2018-11-04T06:00'],
      ['2018-03-31T15:00', '2018-10-06T15:30'],
      ['2018-03-31T16:00', '2018-10-06T16:00'],
      ['2018-02-18T02:00', '2018-11-04T03:00'],
    ]);
  });

  it('puts an occurrence on a skipped time after the change, and on one that comes twice at the first', () => {
    const at = (wall: string, zone: string): string => new Date(occurrenceAt(wall, zone)).toISOString().slice(0, 16);
    expect(at('2018-03-25T02:30', 'Europe/Zurich')).toBe('2018-03-25T01:00');
    expect(at('2018-10-28T02:30', 'Europe/Zurich')).toBe('2018-10-28T00:30');
    expect(at('2018-10-07T02:15', 'Australia/Lord_Howe')).toBe('2018-10-06T15:30');
    expect(at('2018-07-01T02:15', 'Asia/Tokyo')).toBe('2018-06-30T17:15');
  });

  it('knows times that are skipped and times that come twice', () => {
    expect(instantsOf('2018-03-25T02:30', 'Europe/Zurich')).toEqual([]);
    expect(instantsOf('2018-10-28T02:30', 'Europe/Zurich')).toHaveLength(2);
    expect(instantsOf('2018-04-01T01:45', 'Australia/Lord_Howe')).toHaveLength(2);
    expect(wallOf(startOfDay('2018-11-04', 'America/Sao_Paulo'), 'America/Sao_Paulo')).toBe('2018-11-04T01:00');
  });
});
