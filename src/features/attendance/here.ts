import { z } from 'zod';
import { actingPerson, isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { listGroups, listMemberships } from '../groups/lookup.ts';
import { getMeeting, listSince, listUnderWay, listUpcoming, type MeetingFacts } from '../meetings/lookup.ts';
import { getOwnStatement, type StatementFacts } from '../statements/lookup.ts';
import { getAttendee } from './attendee.ts';
import { findClosed, MeetingId } from './check-in.ts';
import { resolve, type Standing } from './layers.ts';
import { listOwnPresences } from './lookup.ts';
import { assertCheckInOpen } from './window.ts';

export const HereInput = z.object({ meeting: MeetingId.optional() });

export type Here =
  | { readonly outcome: 'none'; readonly next: MeetingFacts | null; readonly missed: MeetingFacts | null }
  | { readonly outcome: 'several'; readonly meetings: readonly MeetingFacts[] }
  | { readonly outcome: 'recorded'; readonly meeting: MeetingFacts; readonly standing: Standing; readonly organisation: string | null }
  | { readonly outcome: 'statement'; readonly meeting: MeetingFacts; readonly statement: StatementFacts; readonly closedAt: Date | null };

/**
 * Finds the meeting under way among the person's groups and shows its statement: accepting needs the
 * text to be seen, so this records nothing. Throws what checking in would throw.
 */
export const here = verb('attendance.here', HereInput, async (ctx, input): Promise<Here> => {
  const person = actingPerson(ctx);
  if (input.meeting !== undefined) return showOne(ctx, person.id, await getMeeting(ctx, input.meeting));
  const groups = (await listGroups(ctx)).map((group) => group.id);
  const own = isSecretariat(ctx) ? groups : (await listMemberships(ctx, person.id)).map((membership) => membership.groupId);
  const meetings = (await listUnderWay(ctx, groups)).filter((meeting) => own.includes(meeting.groupId) || isInvited(meeting, person.id));
  const [only] = meetings;
  if (!only) return noneUnderWay(ctx, person.id, own);
  return meetings.length > 1 ? { outcome: 'several', meetings } : showOne(ctx, person.id, only);
});

const isInvited = ({ audience, chair, secretariat }: MeetingFacts, personId: string): boolean =>
  audience === 'all' || chair?.id === personId || secretariat?.id === personId;

async function noneUnderWay(ctx: Ctx, personId: string, groupIds: readonly string[]): Promise<Here> {
  const [next] = await listUpcoming(ctx, { groupIds, limit: 1 });
  const since = new Date(ctx.now.getTime() - ctx.body.settings.timings.correctionAfter * 60_000);
  const latest = (await listSince(ctx, personId, groupIds, since)).findLast(
    (meeting) => meeting.endsAt < ctx.now && meeting.state !== 'cancelled',
  );
  const isMissed = latest !== undefined && (await listOwnPresences(ctx, latest.id, personId)).length === 0;
  return { outcome: 'none', next: next ?? null, missed: isMissed ? latest : null };
}

async function showOne(ctx: Ctx, personId: string, meeting: MeetingFacts): Promise<Here> {
  const me = await getAttendee(ctx, meeting);
  const standing = resolve(await listOwnPresences(ctx, meeting.id, personId));
  if (standing?.status === 'here') return { outcome: 'recorded', meeting, standing, organisation: me.organisation };
  assertCheckInOpen(ctx, meeting);
  return { outcome: 'statement', meeting, closedAt: findClosed(ctx, meeting, standing), statement: await getOwnStatement(ctx) };
}
