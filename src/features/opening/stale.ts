import type { AuditEntry } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { markStale } from '../../bot/posted.ts';

/** The card of who runs a meeting; its subject is the meeting, and whether the reader is of the Secretariat. */
export const OPENING_CARD = 'attendance.opening-chair';

const SECRETARIAT = ':secretariat';

export const openingSubject = (meetingId: string, isSecretariat: boolean): string =>
  isSecretariat ? `${meetingId}${SECRETARIAT}` : meetingId;

export const readOpeningSubject = (subject: string): { meetingId: string; isSecretariat: boolean } => ({
  meetingId: subject.replace(SECRETARIAT, ''),
  isSecretariat: subject.endsWith(SECRETARIAT),
});

/** Has the opening cards of meetings drawn again, and what the Secretariat was asked about them. */
export async function markOpeningStale(ctx: Ctx, meetingIds: readonly string[]): Promise<void> {
  const subjects = meetingIds.flatMap((id) => [id, openingSubject(id, true)]);
  for (const kind of [OPENING_CARD, 'opening.asked']) await markStale(ctx, kind, subjects);
}

/** Reaction to whatever changes who is at a meeting, what is declared, or what its gate shows. */
export async function followMeeting(ctx: Ctx, { facts }: AuditEntry): Promise<void> {
  const { meetingId, meetingIds } = facts;
  const several = Array.isArray(meetingIds) ? meetingIds.map(String) : [];
  const ids = typeof meetingId === 'string' ? [meetingId, ...several] : several;
  if (ids.length > 0) await markOpeningStale(ctx, [...new Set(ids)]);
}
