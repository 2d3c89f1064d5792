import type { Ctx } from '../../bot/context.ts';
import type { Reading } from '../../db/generated/client.ts';
import { findReading, listStandings, type StandingFacts } from '../attendance/lookup.ts';
import { listSecretariat } from '../directory/lookup.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';

/** What both the gate of a meeting and who is at it are told from. */
export interface Known {
  readonly meeting: MeetingFacts;
  readonly reading: Reading | null;
  readonly standings: readonly StandingFacts[];
  /** Ids of whoever counts as the Secretariat at the meeting. */
  readonly secretariat: ReadonlySet<string>;
}

export async function getKnown(ctx: Ctx, meeting: MeetingFacts): Promise<Known> {
  const ids = (await listSecretariat(ctx)).map((one) => one.personId);
  return {
    meeting,
    reading: await findReading(ctx, meeting.id),
    standings: await listStandings(ctx, meeting.id),
    secretariat: new Set(meeting.secretariat ? [...ids, meeting.secretariat.id] : ids),
  };
}
