import type { Card } from '../../../src/bot/card.ts';
import type { Ctx } from '../../../src/bot/context.ts';
import type { Skip, Target } from '../../../src/bot/define.ts';
import type { Database } from '../../../src/db/client.ts';
import { features } from '../../../src/features/index.ts';
import { wordsOf } from '../groups/world.ts';

interface Reader {
  /** A person's id; `nobody` when it is not sent at all. */
  readonly to: string;
  readonly card: Card | Skip;
}

/** What the planned notices of a kind are to their readers, as of the context's now. */
export async function listReaders(db: Database, ctx: Ctx, kind: string): Promise<Reader[]> {
  const found = features.flatMap((feature) => feature.notices).find((one) => one.kind === kind);
  if (!found) throw new Error(`no notice is a ${kind}`);
  const shown: Reader[] = [];
  for (const row of await db.notice.findMany({ where: { bodyId: ctx.body.id, kind }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })) {
    const facts = { id: row.id, kind, meetingId: null, subject: row.subject as Record<string, string>, dueAt: row.dueAt };
    const targets = await found.targets(ctx, facts);
    if ('skip' in targets) return [{ to: 'nobody', card: targets }];
    for (const target of targets) shown.push({ to: personOf(target), card: await found.render(ctx, facts, target) });
  }
  return shown;
}

const personOf = (target: Target): string => ('person' in target ? target.person : 'elsewhere');

/** Its words as plain lines, or why it is not sent. */
export const said = (card: Card | Skip): string => ('skip' in card ? `skipped: ${card.skip}` : wordsOf(card));
