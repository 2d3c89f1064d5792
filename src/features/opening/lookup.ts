import type { Ctx } from '../../bot/context.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { Checks, type Check } from './checks.ts';
import { listConflicts, type ConflictFacts } from './conflicts.ts';
import { toGate, type GateFacts } from './gate.ts';
import { getKnown } from './known.ts';
import { getLive, type LiveFacts } from './live.ts';

export type { Check } from './checks.ts';
export { listConflicts, type ConflictFacts } from './conflicts.ts';
export { failingWords } from './gate-words.ts';
export { getGate, listFailing, listOverrides, type GateFacts, type OverrideFacts } from './gate.ts';
export { markOpeningStale, OPENING_CARD, openingSubject, readOpeningSubject } from './stale.ts';
export { wayOnButtons } from './way-on.ts';

/** What who runs a meeting sees of it from the opening to its end. */
export interface OpeningPage {
  readonly gate: GateFacts;
  readonly live: LiveFacts;
  readonly conflicts: readonly ConflictFacts[];
  /** The reader is of the Secretariat, who may let checks pass. */
  readonly isSecretariat: boolean;
  readonly now: Date;
}

/** The opening page of a meeting for a reader of the Secretariat, or another who runs it. The caller sees to who may read it. */
export async function getOpeningPage(ctx: Ctx, meeting: MeetingFacts, isSecretariat: boolean): Promise<OpeningPage> {
  const known = await getKnown(ctx, meeting);
  return {
    gate: await toGate(ctx, known, 'opens'),
    live: await getLive(ctx, known),
    conflicts: await listConflicts(ctx, meeting.id),
    isSecretariat,
    now: ctx.now,
  };
}

/** How a meeting was opened: its checks as they stood at that moment. */
export interface OpenedFacts {
  readonly checks: readonly Check[];
  readonly by: string;
  readonly at: Date;
}

export async function findOpened(ctx: Ctx, meetingId: string): Promise<OpenedFacts | null> {
  const row = await ctx.db.opening.findFirst({ where: { bodyId: ctx.body.id, meetingId } });
  return row && { checks: Checks.parse(row.checks), by: row.byName, at: row.at };
}
