import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { planNotices } from '../../bot/planned.ts';
import { clockTime, rich } from '../../bot/text.ts';
import { assertMayRun, isClosed } from '../attendance/lookup.ts';
import { listSecretariat } from '../directory/lookup.ts';
import { getMeeting, minutesAfter, type MeetingFacts } from '../meetings/lookup.ts';
import { readButton } from '../attendance/buttons.ts';
import { ASKED, getGate, listFailing } from './gate.ts';
import { assertOpenable, MeetingId } from './open.ts';

export const AskInput = z.object({ meeting: MeetingId });

export interface Asked {
  readonly outcome: 'asked' | 'already';
  readonly meeting: MeetingFacts;
  readonly at: Date;
}

/** For so long after the end the Secretariat can still help to close a meeting. */
const LASTING_MINUTES = 24 * 60;

/**
 * Asks the Secretariat to let a meeting open, in one message that follows its gate, however often it is pressed.
 * Throws NotAllowed for who does not run it; Conflict when it is open or closed, nothing stands in the way, or
 * the Secretariat is nobody.
 */
export const ask = verb('opening.ask', AskInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<Asked> => {
    const meeting = await getMeeting(ctx, input.meeting);
    await assertMayRun(ctx, meeting);
    actingPerson(ctx);
    assertOpenable(ctx, meeting);
    const gate = await getGate(ctx, meeting);
    if (gate.reading)
      throw new Conflict(
        rich`${meeting.subTopic} is open already: ${gate.reading.by} read the statement aloud at ${clockTime(gate.reading.at)}.`,
      );
    if (isClosed(meeting)) throw new Conflict('The roll of this meeting is confirmed, so it needs no opening any more.');
    if (listFailing(gate).length === 0 && ctx.now < meeting.endsAt)
      throw new Conflict('Nothing stands in the way: the meeting can be opened.', [readButton(meeting.id)]);
    if (gate.askedAt) return { outcome: 'already', meeting, at: gate.askedAt };
    if ((await listSecretariat(ctx)).length === 0)
      throw new Conflict(`Nobody holds the office of the Secretariat here. Please ask ${ctx.body.settings.contact} yourself.`);
    const expiresAt = minutesAfter(meeting.endsAt > ctx.now ? meeting.endsAt : ctx.now, LASTING_MINUTES);
    const key = `meeting:${meeting.id}:${ASKED}`;
    await planNotices(ctx, [{ kind: ASKED, key, meetingId: meeting.id, dueAt: ctx.now, expiresAt }]);
    recordAudit(ctx, 'opening.ask', `meeting:${meeting.id}`, { meetingId: meeting.id, failing: listFailing(gate).map((one) => one.check) });
    return { outcome: 'asked', meeting, at: ctx.now };
  }),
);
