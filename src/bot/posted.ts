import { v7 as uuidv7 } from 'uuid';
import { refKey, type MessageRef } from './chat.ts';
import type { Ctx } from './context.ts';

/** Marks every copy of a card, or of several, as out of date, in the transaction that changed its facts; the scheduler draws them again. */
export async function markStale(ctx: Ctx, kind: string, subject: string | readonly string[]): Promise<void> {
  await ctx.db.postedCard.updateMany({
    where: { bodyId: ctx.body.id, kind, subject: typeof subject === 'string' ? subject : { in: [...subject] }, retired: null },
    data: { staleAt: ctx.now },
  });
}

/** Remembers that a message shows a card, so that it follows its facts from now on. */
export async function rememberPosted(
  ctx: Ctx,
  card: { readonly kind: string; readonly subject: string; readonly ref: MessageRef; readonly shownHash: string },
): Promise<void> {
  await ctx.db.postedCard.createMany({
    data: [
      {
        id: uuidv7(),
        bodyId: ctx.body.id,
        workspaceId: card.ref.workspaceId,
        kind: card.kind,
        subject: card.subject,
        messageRef: { ...card.ref },
        refKey: refKey(card.ref),
        shownHash: card.shownHash,
        postedAt: ctx.now,
      },
    ],
    skipDuplicates: true,
  });
}

/** What a message shows that follows its facts; null when it shows no such card (any more), or is another body's. */
export async function findPosted(ctx: Ctx, ref: MessageRef): Promise<{ kind: string; subject: string } | null> {
  return ctx.db.postedCard.findFirst({
    where: { bodyId: ctx.body.id, workspaceId: ref.workspaceId, refKey: refKey(ref), retired: null },
    select: { kind: true, subject: true },
  });
}
