import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Card } from '../../src/bot/card.ts';
import { inTransaction } from '../../src/bot/context.ts';
import { createBot, type Caller } from '../../src/bot/dispatch.ts';
import { rememberPosted } from '../../src/bot/posted.ts';
import { toPlain } from '../../src/bot/text.ts';
import { checkIn } from '../../src/features/attendance/check-in.ts';
import { recognise } from '../../src/features/directory/recognise.ts';
import { features } from '../../src/features/index.ts';
import { rsvp } from '../../src/features/meetings/rsvp.ts';
import { at, heldMeeting } from '../features/attendance/held-meeting.ts';
import { plannedMeeting } from '../features/meetings/planned-meeting.ts';
import { openWorld, type TestBody, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const bot = (body: TestBody, now?: Date) =>
  createBot({
    features,
    context: (of) => ({ ...body.asOperator(now), body: of }),
    recognise,
    log: pino({ level: 'silent' }),
  });

const caller = (body: TestBody, externalUserId: string): Caller => ({
  body: body.body,
  workspaceId: body.workspaceId,
  externalUserId,
  surface: 'teams',
  profile: () =>
    Promise.resolve({ externalUserId, name: 'Stranger', email: null, zone: null, locale: null, isBot: false, isForeign: false }),
});

async function post(body: TestBody, kind: string, subject: string) {
  const ref = { workspaceId: body.workspaceId, conversation: 'C1', id: `${kind}/${subject}` };
  await inTransaction(body.asScheduler(), (ctx) => rememberPosted(ctx, { kind, subject, ref, shownHash: 'x' }));
  return ref;
}

const lastWords = (card: Card | null): string => {
  const last = card?.blocks.at(-1);
  return last?.type === 'note' ? toPlain(last.text) : '';
};

describe('a posted card, asked for again by one reader', () => {
  test('says what this reader answered, or that they have not', async () => {
    const body = await world.newBody();
    const { ann, ben, meeting } = await plannedMeeting(body);
    const ref = await post(body, 'meetings.meeting', meeting.id);
    await rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'attending', sequence: '0' });
    expect(lastWords(await bot(body).card(caller(body, `U${ann.id}`), ref))).toBe('Your answer: you are attending.');
    expect(lastWords(await bot(body).card(caller(body, `U${ben.id}`), ref))).toBe('You have not answered yet.');
    const card = await bot(body).card(caller(body, 'UNOBODY'), ref);
    expect(card?.follows).toBe(true);
    expect(lastWords(card)).not.toContain('answer');
  });

  test('says that this reader is recorded as here', async () => {
    const held = await heldMeeting(world);
    const member = await held.member('Mia', 'attending');
    const ref = await post(held.body, 'attendance.opening', held.meeting.id);
    const reader = caller(held.body, `U${member.id}`);
    expect(lastWords(await bot(held.body, at('12:01')).card(reader, ref))).not.toContain('recorded');
    await checkIn(held.body.asMember(member, at('12:02')), held.payload);
    expect(lastWords(await bot(held.body, at('12:03')).card(reader, ref))).toContain('You are recorded as here at 12:02 UTC');
  });

  test('is not shown for a message that shows none, nor to another body', async () => {
    const body = await world.newBody();
    const other = await world.newBody();
    const { ann, meeting } = await plannedMeeting(body);
    const ref = await post(body, 'meetings.meeting', meeting.id);
    expect(await bot(body).card(caller(body, `U${ann.id}`), { ...ref, id: 'elsewhere' })).toBeNull();
    expect(await bot(other).card(caller(other, 'UNOBODY'), ref)).toBeNull();
  });
});
