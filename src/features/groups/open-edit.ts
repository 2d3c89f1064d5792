import { assertSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { GroupChoice } from './choice.ts';
import type { GroupFacts } from './lookup.ts';
import { resolveGroup } from './resolve.ts';

export interface EditFormFacts {
  readonly group: GroupFacts;
  readonly changedAt: Date;
}

/** What the form for changing a group starts from. Secretariat only. */
export const openEdit = verb('groups.openEdit', GroupChoice, async (ctx, input): Promise<EditFormFacts> => {
  assertSecretariat(ctx);
  const group = await resolveGroup(ctx, input.group, { press: 'groups.open-edit' });
  const { updatedAt } = await ctx.db.group.findFirstOrThrow({ where: { id: group.id, bodyId: ctx.body.id }, select: { updatedAt: true } });
  return { group, changedAt: updatedAt };
});
