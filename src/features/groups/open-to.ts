import type { Button } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import { eligibility, type IneligibleReason } from '../directory/eligibility.ts';
import { getPerson, refusalButtons, refusalWords, today } from '../directory/lookup.ts';
import { isJoinable } from './joinable.ts';
import { listGroups, listMemberships, type GroupFacts } from './lookup.ts';

/** Why a person may join none of the groups that take people in, and whom to ask. */
export interface Refusal {
  readonly reason: IneligibleReason;
  readonly words: string;
  readonly buttons: readonly Button[];
}

export interface OpenToPerson {
  /** Groups that take people in, that the rules open to them today, and that they are not in; by name. */
  readonly groups: readonly GroupFacts[];
  /** Ids of the groups they are in. */
  readonly joined: ReadonlySet<string>;
  /** The person's own reason when groups take people in and none is open to them; null otherwise. */
  readonly refusal: Refusal | null;
}

const ALL_GROUPS = 'the working groups';

/** What a person could join today: the rule of joining itself, asked before anything is offered. */
export async function listOpenTo(ctx: Ctx, personId: string): Promise<OpenToPerson> {
  const joined = new Set((await listMemberships(ctx, personId)).map((membership) => membership.groupId));
  const open = (await listGroups(ctx)).filter((group) => isJoinable(ctx, group) && !joined.has(group.id));
  const person = await getPerson(ctx, personId);
  const found = open.map((group) => ({ group, may: eligibility(person, group.slug, today(ctx)) }));
  const groups = found.flatMap(({ group, may }) => (may.eligible ? [group] : []));
  // An expert who is in every group of their invitation is refused nothing they asked for.
  const [refused] = found.flatMap(({ may }) => (may.eligible || may.reason === 'not-invited-here' ? [] : [may]));
  const refusal =
    groups.length > 0 || !refused
      ? null
      : { reason: refused.reason, words: refusalWords(refused, ALL_GROUPS, ctx.body), buttons: refusalButtons(ALL_GROUPS) };
  return { groups, joined, refusal };
}

/** Why the rules do not let a person take part in this group today; null when they do. */
export async function findObstacle(ctx: Ctx, personId: string, group: GroupFacts): Promise<Refusal | null> {
  const found = eligibility(await getPerson(ctx, personId), group.slug, today(ctx));
  return found.eligible
    ? null
    : { reason: found.reason, words: refusalWords(found, group.name, ctx.body), buttons: refusalButtons(group.name) };
}
