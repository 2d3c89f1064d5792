import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NoticeFacts } from '../../../src/bot/define.ts';
import { features } from '../../../src/features/index.ts';
import { NOON, openWorld, type World } from '../../support/world.ts';
import { secretary } from '../meetings/planned-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test.each(['directory.request', 'directory.question', 'notices.troubled', 'attendance.correction', 'groups.suspended'])(
  '%s, held over night or tried again, is not sent to who has left the Secretariat meanwhile',
  async (name) => {
    const body = await world.newBody();
    const sam = await secretary(body);
    const asking = await body.person({ name: 'Ann Asking' });
    const subject = { personId: asking.id, membershipIds: uuidv7(), presenceId: uuidv7(), requestId: uuidv7(), delivery: uuidv7() };
    const notice: NoticeFacts = { id: uuidv7(), kind: name, meetingId: null, subject: { ...subject, question: 'Why?' }, dueAt: NOON };
    const kind = features.flatMap((one) => one.notices).find((one) => one.kind === name)!;
    const left = { skip: 'the person is no longer of the Secretariat' };
    const fate = () => kind.render(body.asScheduler(), notice, { person: sam.id }).catch((error: unknown) => error);
    expect(await fate()).not.toEqual(left);
    await world.db.appointment.updateMany({ where: { personId: sam.id }, data: { untilDate: new Date('2026-11-22') } });
    expect(await fate()).toEqual(left);
  },
);
