import { v7 as uuidv7 } from 'uuid';
import type { Card, Form } from '../../../src/bot/card.ts';
import type { Actor, Ctx } from '../../../src/bot/context.ts';
import { ConvenorError, InvalidInput } from '../../../src/bot/errors.ts';
import { toPlain } from '../../../src/bot/text.ts';
import type { Database } from '../../../src/db/client.ts';
import { NOON, type TestBody, type TestPerson } from '../../support/world.ts';

/** An announced meeting a day after NOON, or when told. */
export async function addMeeting(db: Database, body: TestBody, groupId: string, data: { subTopic?: string; startsAt?: Date } = {}) {
  const startsAt = data.startsAt ?? new Date(NOON.getTime() + 24 * 60 * 60 * 1000);
  return db.meeting.create({
    data: {
      id: uuidv7(),
      bodyId: body.body.id,
      groupId,
      kind: 'priority',
      subTopic: data.subTopic ?? 'Scrap quality',
      localStart: '2026-11-24T13:00',
      zone: 'Europe/Zurich',
      minutes: 60,
      startsAt,
      endsAt: new Date(startsAt.getTime() + 60 * 60 * 1000),
      link: 'https://meet.invalid/1',
      state: 'announced',
      createdAt: NOON,
      updatedAt: NOON,
    },
  });
}

/** The context of somebody who acts through a chat account of the body's workspace. */
export function withAccount(body: TestBody, ctx: Ctx, one: TestPerson): Ctx {
  if (ctx.actor.kind !== 'person') throw new Error('a person acts');
  const account = {
    id: uuidv7(),
    workspaceId: body.workspaceId,
    externalUserId: `U${one.id}`,
    name: one.name,
    email: one.email,
    zone: null,
  };
  const actor: Actor = { ...ctx.actor, account };
  return { ...ctx, actor };
}

/** The error a refused verb throws; fails when it did not refuse. */
export async function refusal(attempt: Promise<unknown>): Promise<ConvenorError> {
  const error: unknown = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ConvenorError) return error;
  throw new Error('it was not refused', { cause: error });
}

/** The names of the fields an input was refused at. */
export async function refusedFields(attempt: Promise<unknown>): Promise<string[]> {
  const error = await refusal(attempt);
  return error instanceof InvalidInput ? Object.keys(error.fields) : [`none: ${error.message}`];
}

/** Everything a person reads on a card or form, as plain lines. */
export function wordsOf(shown: Card | Form): string {
  const blocks = 'blocks' in shown ? shown.blocks : shown.body;
  return blocks
    .map((block) => {
      if (block.type === 'field') return block.label;
      if (block.type === 'list') return block.items.map((item) => toPlain(item)).join('\n');
      if (block.type === 'buttons') return block.buttons.map((one) => `[${toPlain(one.label)}]`).join(' ');
      return block.type === 'divider' ? '' : toPlain(block.text);
    })
    .join('\n');
}
