import type { AuditEntry } from '../../bot/audit.ts';
import type { Card } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import type { CardKind, NoticeFacts, NoticeKind, Skip, Target } from '../../bot/define.ts';
import { planNotices } from '../../bot/planned.ts';
import { listSecretariat, listSecretariatTargets } from '../directory/lookup.ts';
import { checkCard } from './check-cards.ts';
import { getMeeting } from './lookup.ts';
import { CHECK_CARD, findWaiting } from './waiting-lines.ts';

/** The Secretariat gets one message about the lines of one saving. Not tied to the meeting's time: it outlives a move. */
export async function planCheck(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const { meetingId, n } = entry.facts;
  const meeting = await getMeeting(ctx, String(meetingId));
  const key = `meeting:${meeting.id}:${CHECK_CARD}:${String(n)}`;
  await planNotices(ctx, [{ kind: CHECK_CARD, key, subject: { meetingId: meeting.id }, dueAt: ctx.now, expiresAt: meeting.endsAt }]);
}

const subject = (notice: NoticeFacts): string => notice.subject.meetingId ?? '';

export const checkNotice: NoticeKind = {
  kind: CHECK_CARD,
  quiet: 'hold',
  async targets(ctx, notice): Promise<readonly Target[] | Skip> {
    const waiting = await findWaiting(ctx, subject(notice));
    if (!waiting || waiting.lines.length === 0) return { skip: 'no line waits any more' };
    return listSecretariatTargets(ctx);
  },
  async render(ctx, notice, target): Promise<Card | Skip> {
    const people = await listSecretariat(ctx);
    if (!('person' in target && people.some((one) => one.personId === target.person))) return { skip: 'the person left the Secretariat' };
    const waiting = await findWaiting(ctx, subject(notice));
    return waiting && waiting.lines.length > 0 ? checkCard(waiting) : { skip: 'no line waits any more' };
  },
  card: { kind: CHECK_CARD, subject },
};

/** Follows what waits. */
export const checkCardKind: CardKind = {
  kind: CHECK_CARD,
  render: async (ctx, id) => {
    const waiting = await findWaiting(ctx, id);
    return waiting && checkCard(waiting);
  },
};
