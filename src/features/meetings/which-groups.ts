import { z } from 'zod';
import { actingPersonId, isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { NotAllowed } from '../../bot/errors.ts';
import { listGroups, listMemberships, resolveGroup, type GroupFacts } from '../groups/lookup.ts';

/** What a command about meetings takes: nothing, or a group by slug or part of its name. */
export const GroupChoice = z.object({ group: z.string().trim().max(200).nullish() });

const MEETS: readonly GroupFacts['status'][] = ['open', 'applications'];

/**
 * The group that was named; else those the person is in; else, for the Secretariat, all of them.
 * Throws what resolveGroup throws, with `press` behind the buttons of the nearest groups.
 */
export async function chooseGroups(ctx: Ctx, typed: string | null | undefined, press: string): Promise<GroupFacts[]> {
  if (typed) return [await resolveGroup(ctx, typed, { press })];
  const all = await listGroups(ctx);
  const personId = actingPersonId(ctx);
  const mine = new Set(personId ? (await listMemberships(ctx, personId)).map((one) => one.groupId) : []);
  return mine.size === 0 && isSecretariat(ctx) ? all : all.filter((group) => mine.has(group.id));
}

/** Groups the acting person may schedule for and manage: those they chair; all that meet for the Secretariat. */
export async function listChairedGroups(ctx: Ctx): Promise<GroupFacts[]> {
  const all = (await listGroups(ctx)).filter((group) => MEETS.includes(group.status));
  if (isSecretariat(ctx)) return all;
  const personId = actingPersonId(ctx);
  const memberships = personId ? await listMemberships(ctx, personId) : [];
  const chaired = new Set(memberships.filter((one) => one.role === 'chair' || one.role === 'vice_chair').map((one) => one.groupId));
  return all.filter((group) => chaired.has(group.id));
}

/** What somebody hears who has no group to schedule for. */
export const nothingToSchedule = (ctx: Ctx): NotAllowed =>
  new NotAllowed(
    `Only chairs and the Secretariat schedule meetings, and only for groups that are open. If one is needed, ask ${ctx.body.settings.contact}.`,
  );
