import { z } from 'zod';
import type { Card } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import type { NoticeFacts, NoticeKind, Skip, Target } from '../../bot/define.ts';
import { listEligible } from '../directory/lookup.ts';
import { listUpcoming } from '../meetings/lookup.ts';
import { findCurrentStatement, getStatement, listTranslations } from '../statements/lookup.ts';
import { addedNotice } from './added-notice.ts';
import { appointmentNotices } from './appointment-notices.ts';
import { welcomeCard } from './join-cards.ts';
import { countMembers, findChannel, findMembershipById, getGroup, listChannels, type GroupFacts } from './lookup.ts';
import { statementCard } from './notice-cards.ts';

/** Meetings a newcomer is shown at once. */
const WELCOME_MEETINGS = 5;

const WelcomeSubject = z.object({ membershipId: z.string() });
const StatementSubject = z.object({ channelId: z.string(), statementVersionId: z.string() });

const hasLeft: Skip = { skip: 'no longer takes part' };

async function newcomer(ctx: Ctx, notice: NoticeFacts): Promise<{ personId: string; group: GroupFacts } | null> {
  const membership = await findMembershipById(ctx, WelcomeSubject.parse(notice.subject).membershipId);
  if (!membership || membership.leftAt) return null;
  const group = await getGroup(ctx, membership.groupId);
  const eligible = await listEligible(ctx, group, [membership.personId]);
  return eligible.has(membership.personId) ? { personId: membership.personId, group } : null;
}

/** To who joined: what is already planned. */
const welcome: NoticeKind = {
  kind: 'groups.welcome',
  async targets(ctx, notice): Promise<readonly Target[] | Skip> {
    const joined = await newcomer(ctx, notice);
    return joined ? [{ person: joined.personId }] : hasLeft;
  },
  async render(ctx, notice): Promise<Card | Skip> {
    const joined = await newcomer(ctx, notice);
    if (!joined) return hasLeft;
    const { group } = joined;
    return welcomeCard({
      group,
      members: await countMembers(ctx, group.id),
      channels: await listChannels(ctx, group.id),
      upcoming: await listUpcoming(ctx, { groupIds: [group.id], limit: WELCOME_MEETINGS }),
    });
  },
};

/** Why the statement is not to be posted into the channel any more; null when it is. */
async function obstacle(ctx: Ctx, notice: NoticeFacts): Promise<Skip | null> {
  const { channelId, statementVersionId } = StatementSubject.parse(notice.subject);
  if (!(await findChannel(ctx, channelId))) return { skip: 'channel disconnected' };
  const current = await findCurrentStatement(ctx);
  return current?.id === statementVersionId ? null : { skip: 'another version is in force' };
}

/** The statement in a connected channel, pinned. */
const statement: NoticeKind = {
  kind: 'groups.statement',
  pin: true,
  async targets(ctx, notice): Promise<readonly Target[] | Skip> {
    return (await obstacle(ctx, notice)) ?? [{ channel: StatementSubject.parse(notice.subject).channelId }];
  },
  async render(ctx, notice): Promise<Card | Skip> {
    const skip = await obstacle(ctx, notice);
    if (skip) return skip;
    const { channelId, statementVersionId } = StatementSubject.parse(notice.subject);
    const channel = await findChannel(ctx, channelId);
    if (!channel) return { skip: 'channel disconnected' };
    const statement = await getStatement(ctx, statementVersionId);
    const languages = (await listTranslations(ctx, statement)).flatMap((one) => one.language ?? []);
    return statementCard(await getGroup(ctx, channel.groupId), statement, languages);
  },
};

export const groupNotices: readonly NoticeKind[] = [welcome, statement, addedNotice, ...appointmentNotices];
