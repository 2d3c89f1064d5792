import pino from 'pino';
import { createClock } from '../../../src/bot/clock.ts';
import { toPlain } from '../../../src/bot/text.ts';
import type { Prisma } from '../../../src/db/generated/client.ts';
import { features } from '../../../src/features/index.ts';
import { rsvp } from '../../../src/features/meetings/rsvp.ts';
import type { Limits } from '../../../src/scheduler/parts.ts';
import { paceOf } from '../../../src/scheduler/pace.ts';
import { createScheduler } from '../../../src/scheduler/scheduler.ts';
import { createFakeChat } from '../../support/fake-chat.ts';
import { NOON, type TestPerson, type World } from '../../support/world.ts';
import { plannedMeeting } from '../meetings/planned-meeting.ts';

export const HOUR = 3_600_000;
/** The meeting of plannedMeeting: Thu 10 Dec 2026, 10:00 in Zurich. */
export const START = new Date('2026-12-10T09:00:00Z');

/** A body with a meeting, and a scheduler that lives through its time in one pass a step. */
export async function openStage(world: World, more: { meeting?: Record<string, unknown>; limits?: Partial<Limits> } = {}) {
  await world.db.notice.updateMany({ where: { state: 'planned' }, data: { state: 'cancelled' } });
  await world.db.delivery.updateMany({ where: { state: { in: ['planned', 'claimed', 'unknown'] } }, data: { state: 'cancelled' } });
  const body = await world.newBody();
  await body.statement();
  const planned = await plannedMeeting(body, more.meeting);
  /** Runs whenever the scheduler takes up work, such as between claiming a delivery and rendering it. */
  const hooks = { context: () => Promise.resolve() };
  const fake = createFakeChat(body.workspaceId);
  const clock = createClock(NOON.getTime() - Date.now());
  const scheduler = createScheduler({
    db: world.db,
    clock,
    features,
    async contextFor() {
      await hooks.context();
      return body.asScheduler(clock.now());
    },
    chatFor: () => Promise.resolve(fake.chat),
    log: pino({ level: 'silent' }),
    replicaId: 'one',
    limits: { betweenUpdatesMs: 0, paces: paceOf(0), ...more.limits },
  });
  /** Moves the clock to an instant and lets what is due go. Answers what went out since, by whom it reached. */
  async function at(when: Date | string): Promise<{ to: string; says: string }[]> {
    const before = fake.posted.length;
    clock.advance(new Date(when).getTime() - clock.now().getTime());
    await scheduler.runDue();
    return fake.posted.slice(before).map(({ address, card }) => ({ to: address, says: toPlain(card.summary) }));
  }
  const answer = (who: TestPerson, said: 'attending' | 'tentative' | 'declined', meetingId = planned.meeting.id) =>
    rsvp(body.asMember(who, clock.now()), { meeting: meetingId, answer: said });
  const prefer = (who: TestPerson, preferences: Prisma.InputJsonObject) =>
    world.db.person.update({ where: { id: who.id }, data: { preferences } });
  const fates = (kind: string) =>
    world.db.delivery.findMany({
      where: { bodyId: body.body.id, notice: { kind } },
      include: { notice: true },
      orderBy: { target: 'asc' },
    });
  return { ...planned, body, fake, hooks, clock, at, answer, prefer, fates };
}

export const to = (person: TestPerson): string => `U${person.id}`;
export const before = (hours: number): Date => new Date(START.getTime() - hours * HOUR);
export const readers = (sent: readonly { to: string; says: string }[], saying: string): string[] =>
  sent
    .filter((one) => one.says.includes(saying))
    .map((one) => one.to)
    .sort();
