import { verifyChain } from '../features/records/verify.ts';
import type { Installation } from '../installation.ts';

/** Checks the audit chain of every body. 1 when a row is broken; its number and the reason are printed. */
export async function verify(installation: Installation): Promise<0 | 1> {
  const { db } = installation.database;
  const bodies = await db.body.findMany({ orderBy: { slug: 'asc' } });
  let outcome: 0 | 1 = 0;
  for (const body of bodies) {
    const { rows, broken } = await verifyChain(db, body.id);
    if (broken) outcome = 1;
    const said = broken ? `broken at row ${String(broken.n)}: ${broken.reason}` : `${String(rows)} rows, whole`;
    process.stdout.write(`${body.slug}: ${said}\n`);
  }
  return outcome;
}
