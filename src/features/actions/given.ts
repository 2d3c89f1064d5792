import { actingPersonId } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { planNotices } from '../../bot/planned.ts';
import type { ActionFacts } from './lookup.ts';

export const GIVEN = 'actions.given';

/** How long it is worth telling, should nothing go out meanwhile: by then the next agenda or a reminder names it. */
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Tells the owner of an action that it is theirs now, unless they owned it before or took it themselves. Once per
 * action and owner, also where it was taken back and given again.
 */
export async function planGiven(ctx: Ctx, { id, ownerId }: Pick<ActionFacts, 'id' | 'ownerId'>, before: string | null): Promise<void> {
  if (ownerId === null || ownerId === before || ownerId === actingPersonId(ctx)) return;
  const expiresAt = new Date(ctx.now.getTime() + WEEK_MS);
  const key = `action:${id}:given:${ownerId}`;
  await planNotices(ctx, [{ kind: GIVEN, key, subject: { actionId: id, ownerId }, dueAt: ctx.now, expiresAt }]);
}
