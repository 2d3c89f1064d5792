import { actingPerson } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { getPerson, listEligible } from '../directory/lookup.ts';
import type { Host, MeetingFacts } from './lookup.ts';

/** Slack's limit of a select. */
const MOST = 100;

/** People of the acting person's organisation who may take part in the meeting's group, by name. */
export async function listColleagues(ctx: Ctx, meeting: MeetingFacts): Promise<Host[]> {
  const { id } = actingPerson(ctx);
  const { organisationId } = await getPerson(ctx, id);
  if (!organisationId) return [];
  const people = await ctx.db.person.findMany({
    where: { bodyId: ctx.body.id, organisationId, erasedAt: null, id: { not: id } },
    select: { id: true, name: true },
    orderBy: { nameKey: 'asc' },
  });
  const eligible = await listEligible(
    ctx,
    { slug: meeting.groupSlug },
    people.map((one) => one.id),
  );
  return people.filter((one) => eligible.has(one.id)).slice(0, MOST);
}
