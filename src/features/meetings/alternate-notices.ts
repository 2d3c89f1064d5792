import { z } from 'zod';
import type { Card } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import type { NoticeFacts, NoticeKind, Skip } from '../../bot/define.ts';
import { listEligible, namesOf } from '../directory/lookup.ts';
import { findMembership } from '../groups/lookup.ts';
import { alternateAnsweredCard, namedCard } from './alternate-cards.ts';
import { ANSWERED, findNaming, NAMED, type Naming } from './alternates.ts';
import { findAnswer, findMeeting } from './lookup.ts';

const Subject = z.object({ meetingId: z.string(), by: z.string(), alternate: z.string(), answer: z.string().optional() });

/** The naming a notice is about, while it stands and can still be acted on. */
async function readNaming(ctx: Ctx, notice: NoticeFacts): Promise<Naming | Skip> {
  const { meetingId, by, alternate } = Subject.parse(notice.subject);
  const meeting = await findMeeting(ctx, meetingId);
  if (!meeting || meeting.isOver) return { skip: 'the meeting is over, or cancelled' };
  return (await findNaming(ctx, meeting, by, alternate)) ?? { skip: 'another alternate is named, or none' };
}

const named: NoticeKind = {
  kind: NAMED,
  quiet: 'hold',
  async targets(ctx, notice) {
    const naming = await readNaming(ctx, notice);
    if ('skip' in naming) return naming;
    const eligible = await listEligible(ctx, { slug: naming.meeting.groupSlug }, [naming.alternateId]);
    return eligible.has(naming.alternateId) ? [{ person: naming.alternateId }] : { skip: 'may not take part' };
  },
  async render(ctx, notice): Promise<Card | Skip> {
    const naming = await readNaming(ctx, notice);
    if ('skip' in naming) return naming;
    const { meeting, alternateId } = naming;
    const said = await findAnswer(ctx, meeting.id, alternateId);
    if (said === 'attending') return { skip: 'comes anyway' };
    const isMember = (await findMembership(ctx, alternateId, meeting.groupId)) !== null;
    return namedCard(naming, isMember);
  },
};

const answered: NoticeKind = {
  kind: ANSWERED,
  quiet: 'hold',
  async targets(ctx, notice) {
    const naming = await readNaming(ctx, notice);
    return 'skip' in naming ? naming : [{ person: naming.by.id }];
  },
  async render(ctx, notice): Promise<Card | Skip> {
    const naming = await readNaming(ctx, notice);
    if ('skip' in naming) return naming;
    const { meeting, alternateId } = naming;
    const said = await findAnswer(ctx, meeting.id, alternateId);
    if (said !== Subject.parse(notice.subject).answer) return { skip: 'they say something else now' };
    const name = (await namesOf(ctx, [alternateId])).get(alternateId) ?? 'Your alternate';
    return alternateAnsweredCard(meeting, name, said === 'attending');
  },
};

export const alternateNotices: readonly NoticeKind[] = [named, answered];
