import { actingPersonId } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { planNow } from '../../bot/planned.ts';
import type { ActionFacts } from './lookup.ts';

export const GIVEN = 'actions.given';

/**
 * Tells the owner of an action that it is theirs now, unless they owned it before or took it themselves. Once per
 * action and owner, also where it was taken back and given again.
 */
export async function planGiven(ctx: Ctx, { id, ownerId }: Pick<ActionFacts, 'id' | 'ownerId'>, before: string | null): Promise<void> {
  if (ownerId === null || ownerId === before || ownerId === actingPersonId(ctx)) return;
  await planNow(ctx, { kind: GIVEN, key: `action:${id}:given:${ownerId}`, subject: { actionId: id, ownerId } });
}
