import { actingPerson, isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { NotAllowed } from '../../bot/errors.ts';
import { listAttendedIds } from '../attendance/lookup.ts';
import { listGroups, listMemberships, type GroupFacts } from '../groups/lookup.ts';
import { listMeetingsById, listSince, minutesAfter, type MeetingFacts } from '../meetings/lookup.ts';

/** For how long after its end a concern is taken to be about a meeting: as long as its attendance can be corrected (PRODUCT.md section 5). */
const REMEMBERED_MS = 72 * 60 * 60 * 1000;

export interface Raisable {
  /** Check-in is open or the meeting goes on. */
  readonly live: readonly MeetingFacts[];
  /** Ended less than 72 hours ago, the latest first. */
  readonly ended: readonly MeetingFacts[];
  readonly groups: readonly GroupFacts[];
}

/**
 * What the acting person may raise a concern about: the groups they are in (the Secretariat: all), their
 * meetings, those they host, and those they were seen at. Eligibility is not asked: whoever hears something
 * wrong must be able to say so. Throws NotAllowed for people who are not in the directory.
 */
export async function listRaisable(ctx: Ctx): Promise<Raisable> {
  const { id } = actingPerson(ctx);
  const groups = await listOwnGroups(ctx, id);
  const since = new Date(ctx.now.getTime() - REMEMBERED_MS);
  const ids = groups.map((group) => group.id);
  const attended = await listMeetingsById(ctx, await listAttendedIds(ctx, id, since));
  const all = new Map([...(await listSince(ctx, id, ids, since)), ...attended].map((meeting) => [meeting.id, meeting]));
  const opensAt = minutesAfter(ctx.now, ctx.body.settings.timings.checkInBefore);
  const begun = [...all.values()]
    .filter((meeting) => meeting.state !== 'cancelled' && meeting.startsAt <= opensAt)
    .sort((a, b) => b.endsAt.getTime() - a.endsAt.getTime());
  return { live: begun.filter((meeting) => !meeting.isOver), ended: begun.filter((meeting) => meeting.isOver), groups };
}

async function listOwnGroups(ctx: Ctx, personId: string): Promise<GroupFacts[]> {
  const groups = await listGroups(ctx);
  if (isSecretariat(ctx)) return groups.filter((group) => group.status !== 'closed');
  const own = new Set((await listMemberships(ctx, personId)).map((one) => one.groupId));
  return groups.filter((group) => own.has(group.id));
}

/** Throws NotAllowed with whom to tell instead. */
export function refuseOutsider(ctx: Ctx, what: string): never {
  throw new NotAllowed(
    `A concern about ${what} can be raised here by people who take part in it, and you are not among them. If you know of one, tell ${ctx.body.settings.contact}, without the sensitive content.`,
  );
}
