import type { Ctx } from '../../bot/context.ts';
import { listAnswers, type MeetingFacts } from '../meetings/lookup.ts';
import { getCurrentStatement, listTranslations, type StatementFacts } from '../statements/lookup.ts';
import { wasThere } from './layers.ts';
import { listStandings } from './lookup.ts';
import { checkInClosesAt, isClosed } from './window.ts';

export interface OpeningFacts {
  readonly meeting: MeetingFacts;
  readonly statement: StatementFacts;
  /** Other languages the statement can be read in. */
  readonly languages: readonly string[];
  readonly here: number;
  /** People who said they attend, and those who came without saying so. */
  readonly expected: number;
  /** Nobody is recorded any more: the meeting is over or cancelled. */
  readonly isOver: boolean;
  readonly closesAt: Date;
  /** Check-in closed: whoever comes now joins late. */
  readonly isLate: boolean;
}

/** What the opening card shows. Throws Unavailable when no statement is published. */
export async function getOpening(ctx: Ctx, meeting: MeetingFacts): Promise<OpeningFacts> {
  const here = (await listStandings(ctx, meeting.id)).filter(({ status }) => wasThere(status)).map((one) => one.personId);
  const attending = (await listAnswers(ctx, meeting.id)).filter((one) => one.answer === 'attending').map((one) => one.personId);
  const statement = await getCurrentStatement(ctx);
  const closesAt = checkInClosesAt(ctx, meeting);
  return {
    meeting,
    statement,
    languages: (await listTranslations(ctx, statement)).flatMap((one) => one.language ?? []),
    here: here.length,
    expected: new Set([...here, ...attending]).size,
    isOver: ctx.now >= meeting.endsAt || isClosed(meeting) || meeting.state === 'cancelled',
    closesAt,
    // To the millisecond check-in is still open; the card is drawn again then.
    isLate: ctx.now >= closesAt,
  };
}
