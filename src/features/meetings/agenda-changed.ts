import { canonicalJson } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import type { Target } from '../../bot/define.ts';
import type { Prisma } from '../../db/generated/client.ts';
import { toShownItems } from './agenda-versions.ts';
import type { MeetingFacts } from './lookup.ts';
import { SERIES_ANNOUNCED } from './series-told.ts';

const SENDS = ['meetings.announced', 'meetings.agenda'];
const CARRIES = [...SENDS, 'meetings.moved', 'meetings.nudge', 'meetings.reminder'];

/**
 * When the agenda went out last, to this reader or to the channels, if what it showed then is no longer what
 * it shows; else null. Once a message with the new one reached the reader, it is null again: so it is said once.
 */
export async function findAgendaChange(ctx: Ctx, meeting: MeetingFacts, target: Target): Promise<Date | null> {
  if (meeting.agenda.n < 2) return null;
  const sentAt = await findLastSent(ctx, meeting, target);
  if (!sentAt) return null;
  const then = await ctx.db.agendaVersion.findFirst({
    where: { bodyId: ctx.body.id, meetingId: meeting.id, at: { lte: sentAt } },
    orderBy: { n: 'desc' },
  });
  const { items, documents } = meeting.agenda;
  const isSame = then !== null && canonicalJson([toShownItems(then.items), then.documents]) === canonicalJson([items, documents]);
  return isSame ? null : sentAt;
}

async function findLastSent(ctx: Ctx, meeting: MeetingFacts, target: Target): Promise<Date | null> {
  const of = (kinds: string[]): Prisma.NoticeWhereInput => ({ meetingId: meeting.id, kind: { in: kinds } });
  const toChannels: Prisma.NoticeWhereInput[] = [of(SENDS)];
  if (meeting.series) toChannels.push({ kind: SERIES_ANNOUNCED, subject: { path: ['series'], equals: meeting.series.id } });
  const where = {
    bodyId: ctx.body.id,
    state: 'sent' as const,
    OR: [
      { target: { startsWith: 'channel:' }, notice: { OR: toChannels } },
      { target: targetKey(target), notice: of(CARRIES) },
    ],
  };
  const live = await ctx.db.delivery.aggregate({ where, _max: { sentAt: true } });
  const logged = await ctx.db.deliveryLog.aggregate({ where, _max: { sentAt: true } });
  const times = [live._max.sentAt, logged._max.sentAt].filter((at) => at !== null);
  return times.length === 0 ? null : new Date(Math.max(...times.map((at) => at.getTime())));
}

function targetKey(target: Target): string {
  if ('channel' in target) return `channel:${target.channel}`;
  return 'person' in target ? `person:${target.person}` : `account:${target.account}`;
}
