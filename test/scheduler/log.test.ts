import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { getGate } from '../../src/features/opening/lookup.ts';
import { getMeeting } from '../../src/features/meetings/lookup.ts';
import { countDeliveries, listMeetingDeliveries } from '../../src/features/notices/lookup.ts';
import { logFinished } from '../../src/scheduler/log.ts';
import { openWorld, type World } from '../support/world.ts';
import { aChannel, aProcess, MINUTE, openSetting, saying } from './setting.ts';

const DAY = 24 * 60 * MINUTE;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function aSentStatement() {
  const setting = await openSetting(world);
  const group = await setting.body.group();
  const channel = { channel: (await setting.body.channel(group.id)).id };
  const now = setting.clock.now();
  const meeting = await world.db.meeting.create({
    data: {
      ...{ id: uuidv7(), bodyId: setting.bodyId, groupId: group.id, kind: 'priority', subTopic: 'Scrap', zone: 'Europe/Zurich' },
      ...{
        localStart: '2026-11-23T13:00',
        minutes: 60,
        link: 'https://meet.invalid/1',
        state: 'announced',
        createdAt: now,
        updatedAt: now,
      },
      ...{ startsAt: now, endsAt: new Date(now.getTime() + 60 * MINUTE) },
    },
  });
  await setting.plan('attendance.opening', { meetingId: meeting.id });
  await setting.scheduler([saying('attendance.opening', [channel])]).runDue();
  return { setting, meetingId: meeting.id };
}

describe('a delivery whose fate is final', () => {
  it('moves to the log after a day, and records read it there as before', async () => {
    const { setting, meetingId } = await aSentStatement();
    const engine = aProcess(setting, world);
    const ctx = () => setting.body.asScheduler(setting.clock.now());
    const before = await listMeetingDeliveries(ctx(), meetingId);
    expect(before).toMatchObject([{ kind: 'attendance.opening', state: 'sent' }]);
    expect(await logFinished(engine)).toBe(0);

    setting.clock.advance(DAY + MINUTE);
    expect(await logFinished(engine)).toBe(1);
    expect(await setting.deliveries()).toHaveLength(0);
    expect(await listMeetingDeliveries(ctx(), meetingId)).toEqual(before);
    const { checks } = await getGate(ctx(), await getMeeting(ctx(), meetingId));
    expect(checks.find((one) => one.check === 'statement')).toMatchObject({ isOk: true, at: before[0]?.sentAt });
    expect(await countDeliveries(ctx())).toMatchObject({ sent: 1, waiting: 0 });
    expect(await logFinished(engine)).toBe(0);
  });

  it('cannot be changed or taken out of the log', async () => {
    const { setting } = await aSentStatement();
    setting.clock.advance(DAY + MINUTE);
    await logFinished(aProcess(setting, world));
    for (const text of ['UPDATE "DeliveryLog" SET error = NULL', 'DELETE FROM "DeliveryLog"', 'TRUNCATE "DeliveryLog"'])
      await expect(world.sql.query(text)).rejects.toThrow('append-only');
  });
});

describe('a delivery that may still be dealt with', () => {
  it('stays where it is: what waits, and what failed until it is old', async () => {
    const setting = await openSetting(world);
    const nobody = await setting.body.person({ account: false });
    const target = await aChannel(setting.body);
    const later = new Date(setting.clock.now().getTime() + 40 * DAY);
    const kinds = [saying('test.x', [{ person: nobody.id }]), saying('test.later', [target])];
    const engine = aProcess(setting, world);
    await setting.plan('test.x', { expiresAt: later });
    await setting.plan('test.later', { expiresAt: later });
    await setting.scheduler(kinds, { limits: { parallel: 0 } }).runDue();
    setting.clock.advance(31 * DAY);
    await logFinished(engine);
    expect((await setting.deliveries()).map(({ state }) => state).sort()).toEqual(['failed', 'planned']);
    setting.clock.advance(40 * DAY);
    await logFinished(engine);
    expect((await setting.deliveries()).map(({ state }) => state)).toEqual(['planned']);
  });
});
