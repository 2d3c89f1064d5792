import { isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { askButton, overrideButton } from '../opening/buttons.ts';
import { listOverrides } from '../opening/lookup.ts';
import { readButton } from './buttons.ts';
import { findReading, findRoll } from './lookup.ts';
import { assertMayConfirm, openOne, OpenRollInput, pickRoll, type OpenedRoll } from './open-roll.ts';

/**
 * Closes a meeting: gives the roll to confirm. Without a meeting named it is the one that has begun and waits for
 * its roll. One whose statement nobody recorded as read aloud is not closed until that is recorded, or the
 * Secretariat lets it pass. Throws that as a Conflict, and otherwise as `openRoll` does.
 */
export const close = verb('attendance.close', OpenRollInput, (ctx, input) => pickRoll(ctx, input, 'attendance.close', closeOne));

async function closeOne(ctx: Ctx, meeting: MeetingFacts): Promise<OpenedRoll> {
  await assertMayConfirm(ctx, meeting);
  const isOpened = (await findReading(ctx, meeting.id)) !== null || (await findRoll(ctx, meeting.id)) !== null;
  const isLetPass = (await listOverrides(ctx, meeting.id)).some(({ check }) => check === 'not_opened');
  if (!isOpened && !isLetPass) throw unopened(ctx, meeting);
  return openOne(ctx, meeting);
}

function unopened(ctx: Ctx, { id, subTopic }: MeetingFacts): Conflict {
  const words = `${subTopic} was not opened: nobody recorded that the statement was read aloud. Nothing was closed or recorded. If it was read aloud, record that first.`;
  if (isSecretariat(ctx))
    return new Conflict(`${words} If it was not, you can close the meeting without it, with a reason.`, [
      readButton(id),
      overrideButton(id, 'not_opened', 'Close without a reading'),
    ]);
  return new Conflict(`${words} If it was not, the Secretariat can let the meeting be closed.`, [readButton(id), askButton(id)]);
}
