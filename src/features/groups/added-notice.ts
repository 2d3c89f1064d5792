import { z } from 'zod';
import type { AuditEntry } from '../../bot/audit.ts';
import type { Card } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import type { NoticeFacts, NoticeKind, Skip } from '../../bot/define.ts';
import { listPeople, membershipClassName } from '../directory/lookup.ts';
import { addedCard } from './added-cards.ts';
import { listOpenTo } from './open-to.ts';
import { planAdded } from './planned.ts';

const Facts = z.object({ personId: z.string() });
const personIdOf = (notice: NoticeFacts): string => Facts.parse(notice.subject).personId;

/** To somebody who is in the directory now: for whom they take part, and what they can join. */
export const addedNotice: NoticeKind = {
  kind: 'groups.added',
  quiet: 'hold',
  targets: (_ctx, notice) => Promise.resolve([{ person: personIdOf(notice) }]),
  async render(ctx, notice): Promise<Card | Skip> {
    const [person] = await listPeople(ctx, [personIdOf(notice)]);
    if (!person) return { skip: 'no longer in the directory' };
    const { groups, joined, refusal } = await listOpenTo(ctx, person.personId);
    if (joined.size > 0) return { skip: 'has joined a group already' };
    const className = person.membershipClass === null ? null : membershipClassName(ctx.body, person.membershipClass);
    return addedCard({ bodyName: ctx.body.name, organisation: person.organisation, className, groups, refusal });
  },
};

/** Whoever comes into the directory hears of it. */
export async function tellAdded(ctx: Ctx, { facts }: AuditEntry): Promise<void> {
  const read = Facts.safeParse(facts);
  if (read.success) await planAdded(ctx, read.data.personId);
}
