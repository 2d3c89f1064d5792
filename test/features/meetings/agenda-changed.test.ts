import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import type { Target } from '../../../src/bot/define.ts';
import { features } from '../../../src/features/index.ts';
import { clearLine } from '../../../src/features/meetings/check-line.ts';
import { editAgenda } from '../../../src/features/meetings/edit-agenda.ts';
import { rsvp } from '../../../src/features/meetings/rsvp.ts';
import { openWorld, type TestBody, type World } from '../../support/world.ts';
import { plannedMeeting, secretary } from './planned-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const DAY = 86_400_000;
const kindOf = (kind: string) => features.flatMap((one) => one.notices).find((one) => one.kind === kind)!;
const CHANGED = 'The agenda changed since it was sent';

async function sentMeeting(more: Record<string, unknown> = {}) {
  const body = await world.newBody();
  const sam = await secretary(body);
  const planned = await plannedMeeting(body, more);
  const { meeting, group, ann, chair } = planned;
  const channel = { channel: (await body.channel(group.id)).id };
  await rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'attending', sequence: '0' });
  const on = (days: number) => new Date(meeting.startsAt.getTime() - days * DAY);
  const edit = (n: number, agenda: string, days: number) => editAgenda(body.asMember(chair, on(days)), { meeting: meeting.id, n, agenda });
  /** As the scheduler does: drawn, sent, and its fate kept. */
  async function send(kind: string, target: Target, days: number, state: 'sent' | 'failed' = 'sent'): Promise<string> {
    const notice = await world.db.notice.findFirstOrThrow({ where: { meetingId: meeting.id, kind } });
    const card = await kindOf(kind).render(
      body.asScheduler(on(days)),
      { ...notice, subject: notice.subject as Record<string, string> },
      target,
    );
    await keep(body, notice.id, target, on(days), state);
    return JSON.stringify(card);
  }
  return { ...planned, body, sam, channel, on, edit, send, ann: { person: ann.id } };
}

async function keep(body: TestBody, noticeId: string, target: Target, at: Date, state: 'sent' | 'failed'): Promise<void> {
  const key = 'channel' in target ? `channel:${target.channel}` : `person:${(target as { person: string }).person}`;
  const data = {
    id: uuidv7(),
    bodyId: body.body.id,
    noticeId,
    target: key,
    state,
    dueAt: at,
    expiresAt: at,
    ...(state === 'sent' && { sentAt: at }),
  };
  await world.db.delivery.create({ data });
}

describe('an agenda that changed since it was sent', () => {
  test('is said so on the next card, once to each reader', async () => {
    const { body, meeting, channel, ann, ben, edit, send, on } = await sentMeeting();
    await send('meetings.agenda', channel, 7);
    await edit(1, 'Another subject', 5);
    const toBen = { person: ben.id };
    const nudge = await send('meetings.nudge', toBen, 3);
    expect(nudge).toContain(CHANGED);
    expect(nudge).toMatch(/This is version ",\[?"2/);
    await rsvp(body.asMember(ben, on(2)), { meeting: meeting.id, answer: 'attending', sequence: '0' });
    expect(await send('meetings.reminder', toBen, 1)).not.toContain(CHANGED);
    expect(await send('meetings.reminder', channel, 1)).toContain(CHANGED);
    expect(await send('meetings.reminder', ann, 1)).toContain(CHANGED);
  });

  test('is not said when it was sent anew, was put back, or never went out', async () => {
    const again = await sentMeeting();
    await again.send('meetings.announced', again.channel, 10);
    await again.edit(1, 'Another subject', 9);
    await again.send('meetings.agenda', again.channel, 7);
    expect(await again.send('meetings.reminder', again.ann, 1)).not.toContain(CHANGED);

    const back = await sentMeeting();
    await back.send('meetings.agenda', back.channel, 7);
    await back.edit(1, 'Another subject', 6);
    await back.edit(2, 'Welcome and statement, 5 min\nPathway methods, 30 min (lead: N. N.)', 5);
    expect(await back.send('meetings.reminder', back.ann, 1)).not.toContain(CHANGED);

    const never = await sentMeeting();
    await never.send('meetings.agenda', never.channel, 7, 'failed');
    await never.edit(1, 'Another subject', 5);
    expect(await never.send('meetings.reminder', never.ann, 1)).not.toContain(CHANGED);
  });

  test('counts a line that was cleared since: now its text is shown', async () => {
    const { body, sam, meeting, channel, ann, send, on } = await sentMeeting({ agenda: 'Billet prices' });
    expect(await send('meetings.agenda', channel, 7)).not.toContain('Billet');
    await clearLine(body.asSecretariat(sam, on(6)), { meeting: meeting.id, n: 1, item: 1 });
    const card = await send('meetings.reminder', ann, 1);
    expect(card).toContain(CHANGED);
    expect(card).toContain('Billet prices');
  });
});
