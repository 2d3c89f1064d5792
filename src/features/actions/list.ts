import { z } from 'zod';
import { actingPerson, isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { NotAllowed } from '../../bot/errors.ts';
import { joinButton } from '../groups/buttons.ts';
import { isChair, listGroups, listMemberships, resolveGroup, type GroupFacts } from '../groups/lookup.ts';
import { isDueSoon, listOpenActions, listOwnActions, type ActionFacts } from './lookup.ts';
import { isKeeper } from './rights.ts';

/** A line and its buttons each must fit one message. */
const SHOWN = 10;
/** Buttons that add to a group. */
const PLACES = 5;

export interface ListedAction {
  readonly action: ActionFacts;
  readonly isMine: boolean;
  readonly isKeeper: boolean;
  readonly isDueSoon: boolean;
}

export interface ActionsPage {
  /** The group that was named. */
  readonly group: GroupFacts | null;
  readonly shown: readonly ListedAction[];
  /** How many there are, those before and after these among them. */
  readonly total: number;
  /** Of the first one shown, from 0. */
  readonly from: number;
  /** Groups that the acting person may add to. */
  readonly places: readonly GroupFacts[];
}

export const ListInput = z.object({
  group: z.string().trim().max(200).nullish(),
  from: z.coerce.number().int().min(0).max(10_000).catch(0).default(0),
});

/**
 * Open actions, ten at a time: the acting person's own first, then those of the group that was named or of their
 * groups (the Secretariat: of all), by the day they are due. Throws NotAllowed for who is not in the group.
 */
export const list = verb('actions.list', ListInput, async (ctx, input): Promise<ActionsPage> => {
  const { id } = actingPerson(ctx);
  const group = input.group ? await resolveGroup(ctx, input.group, { press: 'actions.list' }) : null;
  const groups = group ? [await assertSees(ctx, group)] : await listSeen(ctx, id);
  const of = new Set(groups.map((one) => one.id));
  const mine = (await listOwnActions(ctx, id)).filter((one) => group === null || of.has(one.groupId));
  const others = (await listOpenActions(ctx, [...of])).filter((one) => one.ownerId !== id);
  const all = [...mine, ...others];
  const from = input.from < all.length ? input.from : 0;
  const shown: ListedAction[] = [];
  for (const action of all.slice(from, from + SHOWN))
    shown.push({ action, isMine: action.ownerId === id, isKeeper: await isKeeper(ctx, action), isDueSoon: isDueSoon(ctx, action) });
  return { group, shown, total: all.length, from, places: await listPlaces(ctx, groups) };
});

async function listSeen(ctx: Ctx, personId: string): Promise<GroupFacts[]> {
  const all = (await listGroups(ctx)).filter((group) => group.status !== 'closed');
  if (isSecretariat(ctx)) return all;
  const own = new Set((await listMemberships(ctx, personId)).map((one) => one.groupId));
  return all.filter((group) => own.has(group.id));
}

async function assertSees(ctx: Ctx, group: GroupFacts): Promise<GroupFacts> {
  if (isSecretariat(ctx)) return group;
  const memberships = await listMemberships(ctx, actingPerson(ctx).id);
  if (memberships.some((one) => one.groupId === group.id)) return group;
  throw new NotAllowed(`You are not in ${group.name}; its actions are for its members. You can join the group first.`, [joinButton(group)]);
}

async function listPlaces(ctx: Ctx, groups: readonly GroupFacts[]): Promise<GroupFacts[]> {
  const places: GroupFacts[] = [];
  for (const group of groups) {
    if (places.length === PLACES) break;
    if (group.status !== 'closed' && (await isChair(ctx, group.id))) places.push(group);
  }
  return places;
}
