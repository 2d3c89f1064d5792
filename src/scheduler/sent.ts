import type { MessageRef } from '../bot/chat.ts';
import type { Database } from '../db/client.ts';

/** A delivery that was sent, with the claim it was sent under. */
export interface SentFate {
  readonly id: string;
  readonly claimedBy: string;
  readonly sentAt: Date;
  readonly ref: MessageRef;
  readonly textHash: string | null;
}

/** Writes many fates in one statement, each only while its claim stands: true for those that did. */
export async function writeSent(db: Database, fates: readonly SentFate[]): Promise<boolean[]> {
  const sorted = [...fates].sort((a, b) => (a.id < b.id ? -1 : 1));
  const written = await db.$queryRaw<{ id: string }[]>`
    UPDATE "Delivery" d SET state = 'sent', "sentAt" = f."sentAt", "messageRef" = f.ref, "textHash" = f."textHash", error = NULL,
      "leaseUntil" = NULL
    FROM jsonb_to_recordset(${JSON.stringify(sorted)}::jsonb)
      AS f(id uuid, "claimedBy" text, "sentAt" timestamptz, ref jsonb, "textHash" text)
    WHERE d.id = f.id AND d."claimedBy" = f."claimedBy" AND d.state IN ('claimed', 'unknown') RETURNING d.id /* prepared */`;
  const ids = new Set(written.map(({ id }) => id));
  return fates.map(({ id }) => ids.has(id));
}
