import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { fold } from '../../bot/fold.ts';
import { groupId } from './choice.ts';
import { assertNameFree } from './create.ts';
import { groupFields } from './group-fields.ts';
import { getGroup, type GroupFacts } from './lookup.ts';

export const EditInput = z.object({
  groupId,
  /** When the group was last changed as the form was opened. */
  changedAt: z.iso.datetime('This form is from an earlier version. Please open it again.').transform((at) => new Date(at)),
  ...groupFields,
});

type Given = Omit<z.output<typeof EditInput>, 'groupId' | 'changedAt'>;

/**
 * Changes a group. Secretariat only. Throws Conflict when somebody else changed it while the form was
 * open, so that nobody's change is lost unseen.
 */
export const edit = verb('groups.edit', EditInput, async (ctx, { groupId: id, changedAt, ...given }) => {
  assertSecretariat(ctx);
  return inTransaction(ctx, async (ctx) => {
    const before = await getGroup(ctx, id);
    const changed = changedFields(before, given);
    if (changed.length === 0) return before;
    await assertNameFree(ctx, given.name, id);
    const { count } = await ctx.db.group.updateMany({
      where: { id, bodyId: ctx.body.id, updatedAt: changedAt },
      data: { ...given, nameKey: fold(given.name), updatedAt: ctx.now },
    });
    if (count === 0) throw changedMeanwhile(before);
    recordAudit(ctx, 'groups.edit', `group:${id}`, { groupId: id, changed, status: given.status });
    return getGroup(ctx, id);
  });
});

const changedMeanwhile = ({ name, slug }: GroupFacts): Conflict =>
  new Conflict(`Somebody else changed ${name} while this form was open, so your change was not saved. Please open it again.`, [
    { label: 'Open again', press: 'groups.open-edit', with: { group: slug } },
  ]);

/** Names of the fields that differ, dates and lists compared by value. */
function changedFields(before: GroupFacts, given: Given): string[] {
  const names = ['name', 'remit', 'status', 'applicationsUntil', 'termsUrl', 'zone', 'interests'] as const;
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(given[name]));
}
