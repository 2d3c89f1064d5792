import type { Database, Transaction } from '../../db/client.ts';

/**
 * Adds to how an account can be written to; what is not said stays. Merged where it is kept, because a request and
 * the adapter may be writing different parts of it at once. Nothing for an account that is not known.
 */
export async function keepContact(
  db: Database | Transaction,
  { workspaceId, externalUserId }: { readonly workspaceId: string; readonly externalUserId: string },
  contact: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  await db.$executeRaw`
    UPDATE "Account" SET contact = CASE WHEN jsonb_typeof(contact) = 'object' THEN contact ELSE '{}' END || ${JSON.stringify(contact)}::jsonb
    WHERE "workspaceId" = ${workspaceId}::uuid AND "externalUserId" = ${externalUserId}`;
}
