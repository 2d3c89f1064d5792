import { actingPerson, actingPersonId, isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { NotAllowed } from '../../bot/errors.ts';
import { isChair } from '../groups/lookup.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';

/** The meeting's named chair or Secretariat person, a chair of its group, or the Secretariat. */
export async function mayRun(ctx: Ctx, meeting: MeetingFacts): Promise<boolean> {
  if (isSecretariat(ctx)) return true;
  const me = actingPersonId(ctx);
  if (me === null) return false;
  return meeting.chair?.id === me || meeting.secretariat?.id === me || (await isChair(ctx, meeting.groupId));
}

/** The person who runs the meeting. Throws NotAllowed, saying who may. */
export async function assertMayRun(ctx: Ctx, meeting: MeetingFacts): Promise<{ readonly id: string; readonly name: string }> {
  const person = actingPerson(ctx);
  if (await mayRun(ctx, meeting)) return person;
  throw new NotAllowed(
    `Only the chairs of ${meeting.groupName}, the chair named for this meeting and the Secretariat can do this. If it needs doing, ask one of them.`,
  );
}
