import { v7 as uuidv7 } from 'uuid';
import type { Ctx } from '../../../src/bot/context.ts';
import { isSkip, type NoticeFacts } from '../../../src/bot/define.ts';
import { InvalidInput } from '../../../src/bot/errors.ts';
import { add } from '../../../src/features/actions/add.ts';
import { actions } from '../../../src/features/actions/index.ts';
import { words } from '../../support/card-words.ts';
import type { World } from '../../support/world.ts';
import { plannedMeeting, secretary } from '../meetings/planned-meeting.ts';

/** Climate Change with its chair, Ann and Ben, a meeting on 10 December, and the Secretariat. */
export async function stage(world: World) {
  const body = await world.newBody();
  const planned = await plannedMeeting(body);
  const sam = await secretary(body);
  const chair = body.asMember(planned.chair);
  const add_ = async (more: Partial<Parameters<typeof add>[1]> = {}, ctx: Ctx = chair) =>
    (await add(ctx, { draft: uuidv7(), group: planned.group.slug, what: 'Draft the definition', ...more })).action;
  return { body, ...planned, sam, asChair: chair, asSam: body.asSecretariat(sam), add: add_ };
}

export type Stage = Awaited<ReturnType<typeof stage>>;

export const days = (from: Date, n: number): Date => new Date(from.getTime() + n * 24 * 60 * 60 * 1000);

export const fieldsOf = (work: Promise<unknown>): Promise<Record<string, string>> =>
  work.then(
    () => ({}),
    (error: unknown) => {
      if (error instanceof InvalidInput) return { ...error.fields };
      throw error;
    },
  );

export const steps = (world: World, id: string) => world.db.actionStep.findMany({ where: { actionId: id }, orderBy: { n: 'asc' } });

/** What is planned to tell of an action: when, and what comes of each at that moment (or at `now`). */
const planned =
  (kindName: string) =>
  async (world: World, { body }: Stage, id: string, now?: Date) => {
    const rows = await world.db.notice.findMany({
      where: { bodyId: body.body.id, kind: kindName, key: { startsWith: `action:${id}:` } },
      orderBy: [{ dueAt: 'asc' }, { key: 'asc' }],
    });
    const kind = actions.notices.find((one) => one.kind === kindName);
    const told: { readonly at: string; readonly to: string; readonly says: string; readonly expires: string }[] = [];
    for (const row of rows) {
      const ctx = body.asScheduler(now ?? row.dueAt);
      const notice: NoticeFacts = { ...row, subject: row.subject as Record<string, string> };
      const targets = await kind!.targets(ctx, notice);
      const card = isSkip(targets) ? targets : await kind!.render(ctx, notice, targets[0]!);
      const to = isSkip(targets) ? '' : targets.map((one) => ('person' in one ? one.person : '?')).join(',');
      const says = isSkip(card) ? `not sent: ${card.skip}` : words(card);
      told.push({ at: row.dueAt.toISOString(), expires: row.expiresAt.toISOString(), to, says });
    }
    return told;
  };

export const reminders = planned('actions.due');
export const tellings = planned('actions.given');
