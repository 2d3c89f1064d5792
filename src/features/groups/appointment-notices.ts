import { z } from 'zod';
import type { Card } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import type { NoticeFacts, NoticeKind, Skip, Target } from '../../bot/define.ts';
import { findLeftOffice, holdsOffice, listPeople, listSecretariat, today } from '../directory/lookup.ts';
import { invitationEndedCard, mayRejoinCard, suspendedCard, suspendedPersonCard } from './appointment-cards.ts';
import { listGroups, type GroupFacts } from './lookup.ts';
import { listOpenTo } from './open-to.ts';

/** Somebody whose office began or ended, and the places that ended with it. */
const Subject = z.object({ personId: z.string(), membershipIds: z.string().transform((ids) => ids.split(',')) });

/** To the Secretariat and to the person who joined the Board. */
const suspended: NoticeKind = {
  kind: 'groups.suspended',
  quiet: 'hold',
  async targets(ctx, notice): Promise<readonly Target[]> {
    const { personId } = Subject.parse(notice.subject);
    const told = new Set([...(await listSecretariat(ctx)).map((one) => one.personId), personId]);
    return [...told].map((person) => ({ person }));
  },
  async render(ctx, notice, target): Promise<Card | Skip> {
    const { personId, membershipIds } = Subject.parse(notice.subject);
    const left = 'person' in target && target.person !== personId ? await findLeftOffice(ctx, target.person) : null;
    if (left) return left;
    const [person] = await listPeople(ctx, [personId]);
    if (!person) return { skip: 'no longer in the directory' };
    const groups = await listGroupsOf(ctx, membershipIds);
    const facts = { name: person.name, groups, contact: ctx.body.settings.contact };
    return 'person' in target && target.person === personId ? suspendedPersonCard(facts) : suspendedCard(facts);
  },
};

/** To a former Board member: the groups that had to do without them take them in again. */
const mayRejoin: NoticeKind = {
  kind: 'groups.may-rejoin',
  quiet: 'hold',
  async targets(ctx, notice): Promise<readonly Target[] | Skip> {
    const found = await findRejoinable(ctx, notice);
    return 'skip' in found ? found : [{ person: Subject.parse(notice.subject).personId }];
  },
  async render(ctx, notice): Promise<Card | Skip> {
    const found = await findRejoinable(ctx, notice);
    return 'skip' in found ? found : mayRejoinCard(found);
  },
};

async function findRejoinable(ctx: Ctx, notice: NoticeFacts): Promise<{ readonly groups: readonly GroupFacts[] } | Skip> {
  const { personId, membershipIds } = Subject.parse(notice.subject);
  const [person] = await listPeople(ctx, [personId]);
  if (!person) return { skip: 'no longer in the directory' };
  if (holdsOffice(person, 'board', today(ctx))) return { skip: 'sits on the Board again' };
  const before = new Set((await listGroupsOf(ctx, membershipIds)).map((group) => group.id));
  const groups = (await listOpenTo(ctx, personId)).groups.filter((group) => before.has(group.id));
  return groups.length > 0 ? { groups } : { skip: 'none of the groups can be joined' };
}

/** To an expert: the invitation is over, with thanks. */
const invitationEnded: NoticeKind = {
  kind: 'groups.invitation-ended',
  quiet: 'hold',
  targets: (_ctx, notice) => Promise.resolve([{ person: Subject.parse(notice.subject).personId }]),
  async render(ctx, notice): Promise<Card | Skip> {
    const { personId, membershipIds } = Subject.parse(notice.subject);
    const [person] = await listPeople(ctx, [personId]);
    if (!person) return { skip: 'no longer in the directory' };
    const groups = await listGroupsOf(ctx, membershipIds);
    return invitationEndedCard({ groups, contact: ctx.body.settings.contact });
  },
};

async function listGroupsOf(ctx: Ctx, membershipIds: readonly string[]): Promise<GroupFacts[]> {
  const where = { bodyId: ctx.body.id, id: { in: [...membershipIds] } };
  const rows = await ctx.db.membership.findMany({ where, select: { groupId: true } });
  const ids = new Set(rows.map((row) => row.groupId));
  return (await listGroups(ctx)).filter((group) => ids.has(group.id));
}

export const appointmentNotices: readonly NoticeKind[] = [suspended, mayRejoin, invitationEnded];
