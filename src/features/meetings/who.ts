import { z } from 'zod';
import { actingPerson, isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { NotAllowed } from '../../bot/errors.ts';
import { membershipClassName } from '../directory/lookup.ts';
import { isChair, listMembers } from '../groups/lookup.ts';
import * as inputs from './inputs.ts';
import { getMeeting, isInvited, listAnswers, type AnswerFacts, type MeetingFacts } from './lookup.ts';
import { findNext } from './show-agenda.ts';
import { GroupChoice } from './which-groups.ts';

export interface WhoAnswered extends Omit<AnswerFacts, 'membershipClass'> {
  readonly className: string | null;
}

export interface WhoPage {
  readonly meeting: MeetingFacts;
  /** Notes are there only for the chair and the Secretariat. */
  readonly answers: readonly WhoAnswered[];
  /** How many members have not answered. Not who: silence is nobody's business. */
  readonly silent: number;
}

/** Who answered what. Throws NotAllowed for people outside the group. */
export const who = verb('meetings.who', z.object({ meeting: inputs.meetingId }), async (ctx, input) =>
  toPage(ctx, await getMeeting(ctx, input.meeting)),
);

export const NEXT_WHO_PRESS = 'meetings.next-who';

/** Who answered what for the next meeting; null when none is planned. */
export const whoNext = verb('meetings.whoNext', GroupChoice, async (ctx, { group }): Promise<WhoPage | null> => {
  const next = await findNext(ctx, group, NEXT_WHO_PRESS);
  return next ? toPage(ctx, next) : null;
});

async function toPage(ctx: Ctx, meeting: MeetingFacts): Promise<WhoPage> {
  if (!isSecretariat(ctx) && !(await isInvited(ctx, meeting, actingPerson(ctx).id)))
    throw new NotAllowed(`Who comes is shown to the members of ${meeting.groupName}, and you are not in it.`);
  const readsNotes = await isChair(ctx, meeting.groupId);
  const answers = await listAnswers(ctx, meeting.id);
  const answered = new Set(answers.map((one) => one.personId));
  const members = await listMembers(ctx, meeting.groupId);
  return {
    meeting,
    answers: answers.map(({ membershipClass, ...one }) => ({
      ...one,
      note: readsNotes ? one.note : null,
      className: one.organisation ? membershipClassName(ctx.body, membershipClass) : null,
    })),
    silent: members.filter((one) => !answered.has(one.personId)).length,
  };
}
