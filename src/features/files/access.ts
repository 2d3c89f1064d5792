import { assertSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { Conflict, NotAllowed } from '../../bot/errors.ts';
import { mayRun } from '../attendance/lookup.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { assertMayReadIssued, type MinutesFacts } from '../minutes/lookup.ts';
import type { What } from './what.ts';

/**
 * Issued minutes are for whoever stands on the meeting's roll, for the members of its group, for who runs the meeting and
 * for the Secretariat; a draft for the latter two; the record for the Secretariat alone. Throws NotAllowed in words, and
 * Conflict to who may when there are no minutes yet.
 */
export async function assertMayRead(ctx: Ctx, what: What, meeting: MeetingFacts, minutes: MinutesFacts | null): Promise<void> {
  if (what === 'record') {
    assertSecretariat(ctx);
    return;
  }
  const runs = await mayRun(ctx, meeting);
  if (!runs) await assertMayReadIssued(ctx, meeting);
  if (!minutes) throw new Conflict(`There are no minutes of ${meeting.groupName}: ${meeting.subTopic} yet.`);
  if (!minutes.isIssued && !runs)
    throw new NotAllowed(
      `The minutes of ${meeting.groupName}: ${meeting.subTopic} are still a draft. You can read them once they are issued. Questions go to ${ctx.body.settings.contact}.`,
    );
}
