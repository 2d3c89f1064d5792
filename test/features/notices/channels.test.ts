import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ChatFailure } from '../../../src/bot/chat.ts';
import type { NoticeFacts } from '../../../src/bot/define.ts';
import { features } from '../../../src/features/index.ts';
import { cancel } from '../../../src/features/meetings/cancel.ts';
import { toTold } from '../../../src/features/meetings/move-series.ts';
import { noticesCard } from '../../../src/features/notices/cards.ts';
import { countDeliveries, listTroubled } from '../../../src/features/notices/lookup.ts';
import { reasonInWords } from '../../../src/features/notices/reasons.ts';
import { retry } from '../../../src/features/notices/retry.ts';
import { NOON, openWorld, type World } from '../../support/world.ts';
import { plannedMeeting } from '../meetings/planned-meeting.ts';
import { before, openStage, readers } from '../preferences/stage.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const GONE = 'the channel is no longer connected to the group';
const disconnect = (id: string) => world.db.groupChannel.update({ where: { id }, data: { disconnectedAt: NOON } });

describe('a channel that was disconnected from its group', { timeout: 40_000 }, () => {
  test.each([
    'meetings.announced',
    'meetings.moved',
    'meetings.cancelled',
    'meetings.agenda',
    'meetings.reminder',
    'meetings.series-announced',
    'meetings.series-moved',
    'meetings.series-cancelled',
    'attendance.opening',
    'groups.statement',
  ])('gets no %s any more, whoever began to send it', async (name) => {
    const body = await world.newBody();
    const version = await body.statement();
    const isSeries = name.includes('series');
    const { group, meeting, chair } = await plannedMeeting(body, isSeries ? { repeats: 'weekly', lastDate: '2026-12-31' } : {});
    const channel = await body.channel(group.id);
    if (name.endsWith('cancelled')) await cancel(body.asMember(chair), { meeting: meeting.id, reason: 'No room.' });
    const now = await world.db.meeting.findUniqueOrThrow({ where: { id: meeting.id } });
    const told = { meetings: toTold([now]), series: meeting.series?.id ?? '' };
    const subject = { sequence: String(now.sequence), channelId: channel.id, statementVersionId: version.id, ...told };
    const notice: NoticeFacts = { id: uuidv7(), kind: name, meetingId: meeting.id, subject, dueAt: NOON };
    const kind = features.flatMap((one) => one.notices).find((one) => one.kind === name)!;
    expect(await kind.render(body.asScheduler(), notice, { channel: channel.id })).toHaveProperty('summary');
    await disconnect(channel.id);
    const skipped = await kind.render(body.asScheduler(), notice, { channel: channel.id });
    expect(skipped).toEqual({ skip: expect.stringMatching(/disconnected|no longer connected/) as string });
  });

  test('is not written to again after a first try that failed', async () => {
    const { body, group, fake, at, fates } = await openStage(world);
    const channel = await body.channel(group.id);
    await at('2026-11-23T12:01:00Z');
    fake.faults.push({ at: 'before', failure: new ChatFailure('unsent', 'service_unavailable') });
    expect(readers(await at(before(7 * 24)), '')).toEqual([]);
    expect(await fates('meetings.agenda')).toMatchObject([{ state: 'planned', attempts: 1, error: 'service_unavailable' }]);
    await disconnect(channel.id);
    expect(await at(before(7 * 24 - 1))).toEqual([]);
    expect(await fates('meetings.agenda')).toMatchObject([{ state: 'cancelled', error: GONE, attempts: 2 }]);
    expect(reasonInWords(GONE)).toBe(GONE);
  });

  test('is not offered to be tried again, nor tried', async () => {
    const { body, group, fake, at, fates } = await openStage(world);
    const channel = await body.channel(group.id);
    await at('2026-11-23T12:01:00Z');
    fake.faults.push({ at: 'before', failure: new ChatFailure('refused', 'is_archived') });
    await at(before(7 * 24));
    const [failed] = await fates('meetings.agenda');
    expect(failed).toMatchObject({ state: 'failed', error: 'is_archived' });
    await disconnect(channel.id);
    const ctx = body.asOperator(before(7 * 24));
    await expect(retry(ctx, { delivery: failed!.id })).rejects.toThrow('no longer connected to the group');
    const card = noticesCard({ troubled: await listTroubled(ctx), counts: await countDeliveries(ctx) });
    expect(JSON.stringify(card)).not.toContain('Try again');
    expect(JSON.stringify(card)).toContain('Dismiss');
    expect(reasonInWords('channel_disconnected')).toContain('no longer connected');
  });
});
