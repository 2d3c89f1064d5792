import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { NotFound } from '../../bot/errors.ts';
import { listPeople, type PersonFacts } from '../directory/lookup.ts';
import { listMembers } from '../groups/lookup.ts';
import { getMeeting, listAnswers, type MeetingFacts } from '../meetings/lookup.ts';
import { countWaiting, findName, findNextWaiting, listDecided, type NameFacts } from './import-queue.ts';

/** One name to decide about. */
export interface Review {
  readonly meeting: MeetingFacts;
  readonly name: NameFacts;
  /** How many wait, this one included. */
  readonly waiting: number;
  /** Whom it may be: everybody invited to the meeting. */
  readonly invited: readonly Pick<PersonFacts, 'personId' | 'name' | 'organisation'>[];
}

export type Reviewing =
  | ({ readonly outcome: 'name' } & Review)
  /** None waits: what was decided, to be changed if need be. */
  | { readonly outcome: 'none'; readonly meeting: MeetingFacts; readonly decided: readonly NameFacts[] };

const GONE = 'This name is not in the list of the meeting any more. Please ask for the list again.';

export const ReviewInput = z.union([
  z.object({ name: z.uuid('This button no longer works. Please ask for the list again.') }),
  z.object({ meeting: z.uuid('This button no longer works. Please ask for the list again.') }),
]);

/**
 * The name to decide about: the one named, or the first of the meeting's that waits. For the Secretariat. Throws
 * NotAllowed for others, NotFound for a name that is not there.
 */
export const reviewImported = verb('attendance.reviewImported', ReviewInput, async (ctx, input): Promise<Reviewing> => {
  assertSecretariat(ctx);
  if ('name' in input) return { outcome: 'name', ...(await getReview(ctx, await getName(ctx, input.name))) };
  const meeting = await getMeeting(ctx, input.meeting);
  const next = await findNextWaiting(ctx, meeting.id, null);
  if (next) return { outcome: 'name', ...(await getReview(ctx, next)) };
  return { outcome: 'none', meeting, decided: await listDecided(ctx, meeting.id) };
});

export async function getName(ctx: Ctx, id: string): Promise<NameFacts> {
  const found = await findName(ctx, id);
  if (!found || found.stays.length === 0 || found.state === 'matched') throw new NotFound(GONE);
  return found;
}

export async function getReview(ctx: Ctx, name: NameFacts): Promise<Review> {
  const meeting = await getMeeting(ctx, name.meetingId);
  return { meeting, name, waiting: await countWaiting(ctx, meeting.id), invited: await listInvited(ctx, meeting) };
}

/** Members of the group, whoever answered or was named to stand in, and who runs the meeting; by name. */
export async function listInvited(ctx: Ctx, meeting: MeetingFacts): Promise<PersonFacts[]> {
  const members = (await listMembers(ctx, meeting.groupId)).map((one) => one.personId);
  const answers = (await listAnswers(ctx, meeting.id)).flatMap((one) => [one.personId, one.alternateId ?? []].flat());
  const hosts = [meeting.chair, meeting.secretariat].flatMap((host) => (host ? [host.id] : []));
  return listPeople(ctx, [...members, ...answers, ...hosts]);
}
