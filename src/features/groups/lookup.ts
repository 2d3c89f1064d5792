import { isSecretariat, actingPerson } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import type { Skip, Target } from '../../bot/define.ts';
import { NotAllowed, NotFound } from '../../bot/errors.ts';
import type { ChannelPlace } from '../../bot/text.ts';
import type { GroupStatus, MembershipRole } from '../../db/generated/client.ts';
import type { Affiliation } from '../directory/lookup.ts';
import { listGroupsButton } from './buttons.ts';
import { workspaceOf } from './channel-place.ts';

export interface GroupFacts {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly remit: string;
  readonly status: GroupStatus;
  /** A calendar day, inclusive; counts while the status is `applications`. */
  readonly applicationsUntil: Date | null;
  readonly termsUrl: string | null;
  readonly interests: readonly string[];
  readonly zone: string;
}

const groupFields = {
  id: true,
  slug: true,
  name: true,
  remit: true,
  status: true,
  applicationsUntil: true,
  termsUrl: true,
  interests: true,
  zone: true,
} as const;

/** Drafts are the Secretariat's own until they are opened; the scheduler reads on behalf of the body. */
const visible = (ctx: Ctx) => (isSecretariat(ctx) || ctx.actor.kind === 'scheduler' ? {} : { status: { not: 'draft' as const } });

/** The body's groups by name, closed ones too; drafts only to the Secretariat. */
export function listGroups(ctx: Ctx): Promise<GroupFacts[]> {
  return ctx.db.group.findMany({ where: { bodyId: ctx.body.id, ...visible(ctx) }, select: groupFields, orderBy: { nameKey: 'asc' } });
}

/** Throws NotFound for a group that is not this body's, or a draft. */
export async function getGroup(ctx: Ctx, id: string): Promise<GroupFacts> {
  const found = await ctx.db.group.findFirst({ where: { id, bodyId: ctx.body.id, ...visible(ctx) }, select: groupFields });
  if (found) return found;
  throw new NotFound('That working group is not here any more. The list shows the groups there are.', [listGroupsButton]);
}

/** The group with that slug, or null; drafts only to the Secretariat. */
export function findGroupBySlug(ctx: Ctx, slug: string): Promise<GroupFacts | null> {
  return ctx.db.group.findFirst({ where: { slug, bodyId: ctx.body.id, ...visible(ctx) }, select: groupFields });
}

export interface MembershipFacts {
  readonly id: string;
  readonly groupId: string;
  readonly personId: string;
  readonly role: MembershipRole;
  readonly basis: string;
  readonly joinedAt: Date;
  readonly remindBy: 'direct' | 'channel';
}

interface MembershipRow extends Omit<MembershipFacts, 'remindBy'> {
  readonly remindBy: string;
}

const membershipFields = { id: true, groupId: true, personId: true, role: true, basis: true, joinedAt: true, remindBy: true } as const;

/** Anything but an explicit `channel` means messages to the person: nobody misses a meeting by a stray value. */
const toRemindBy = (stored: string): 'direct' | 'channel' => (stored === 'channel' ? 'channel' : 'direct');
const toMembership = (row: MembershipRow): MembershipFacts => ({ ...row, remindBy: toRemindBy(row.remindBy) });

/** The person's open membership of the group, or null. */
export async function findMembership(ctx: Ctx, personId: string, groupId: string): Promise<MembershipFacts | null> {
  const where = { bodyId: ctx.body.id, personId, groupId, leftAt: null };
  const row = await ctx.db.membership.findFirst({ where, select: membershipFields });
  return row && toMembership(row);
}

/** One membership, open or ended, with when it ended; null when it is not this body's. */
export async function findMembershipById(ctx: Ctx, id: string): Promise<(MembershipFacts & { readonly leftAt: Date | null }) | null> {
  const row = await ctx.db.membership.findFirst({ where: { id, bodyId: ctx.body.id }, select: { ...membershipFields, leftAt: true } });
  return row && { ...toMembership(row), leftAt: row.leftAt };
}

/** The person's open memberships, oldest first. */
export async function listMemberships(ctx: Ctx, personId: string): Promise<MembershipFacts[]> {
  const where = { bodyId: ctx.body.id, personId, leftAt: null };
  const rows = await ctx.db.membership.findMany({ where, select: membershipFields, orderBy: { joinedAt: 'asc' } });
  return rows.map(toMembership);
}

export interface MemberFacts extends Affiliation {
  readonly membershipId: string;
  readonly role: MembershipRole;
  readonly remindBy: 'direct' | 'channel';
}

/** Who takes part now, by organisation and name; people without an organisation come last. */
export async function listMembers(ctx: Ctx, groupId: string): Promise<MemberFacts[]> {
  const rows = await ctx.db.membership.findMany({
    where: { bodyId: ctx.body.id, groupId, leftAt: null },
    select: { id: true, role: true, remindBy: true, person: { select: personFields } },
    orderBy: [{ person: { organisation: { nameKey: 'asc' } } }, { person: { nameKey: 'asc' } }],
  });
  return rows.map(({ id, role, remindBy, person }) => ({
    membershipId: id,
    personId: person.id,
    name: person.name,
    organisation: person.organisation?.name ?? null,
    membershipClass: person.organisation?.membershipClass ?? null,
    role,
    remindBy: toRemindBy(remindBy),
  }));
}

const personFields = { id: true, name: true, organisation: { select: { name: true, membershipClass: true } } } as const;

/** How many people take part now, and from how many organisations. */
export async function countMembers(ctx: Ctx, groupId: string): Promise<{ people: number; organisations: number }> {
  const open = { groupId, leftAt: null };
  const people = await ctx.db.membership.count({ where: { bodyId: ctx.body.id, ...open } });
  const organisations = await ctx.db.organisation.count({
    where: { bodyId: ctx.body.id, people: { some: { memberships: { some: open } } } },
  });
  return { people, organisations };
}

export interface ChannelFacts {
  readonly id: string;
  readonly groupId: string;
  readonly workspaceId: string;
  readonly externalChannelId: string;
  readonly name: string;
  readonly at: ChannelPlace;
}

const channelFields = {
  id: true,
  groupId: true,
  workspaceId: true,
  externalChannelId: true,
  name: true,
  workspace: { select: { platform: true, externalId: true } },
} as const;

interface ChannelRow extends Omit<ChannelFacts, 'at'> {
  readonly workspace: { readonly platform: ChannelPlace['platform']; readonly externalId: string };
}

const toChannel = ({ workspace, ...row }: ChannelRow): ChannelFacts => ({
  ...row,
  at: { platform: workspace.platform, workspace: workspace.externalId, channel: row.externalChannelId },
});

/** The channels connected to the group now. */
export async function listChannels(ctx: Ctx, groupId: string): Promise<ChannelFacts[]> {
  const where = { bodyId: ctx.body.id, groupId, disconnectedAt: null };
  return (await ctx.db.groupChannel.findMany({ where, select: channelFields, orderBy: { connectedAt: 'asc' } })).map(toChannel);
}

/** The same as where to post, or why nothing is posted. */
export async function listChannelTargets(ctx: Ctx, groupId: string): Promise<Target[] | Skip> {
  const channels = await listChannels(ctx, groupId);
  return channels.length > 0 ? channels.map(({ id }) => ({ channel: id })) : { skip: 'no channel is connected to the group' };
}

/** A connected channel; null once it is disconnected. */
export async function findChannel(ctx: Ctx, id: string): Promise<ChannelFacts | null> {
  const row = await ctx.db.groupChannel.findFirst({ where: { id, bodyId: ctx.body.id, disconnectedAt: null }, select: channelFields });
  return row && toChannel(row);
}

/** Why nothing is posted to this target any more, for the fate of a delivery; null for a channel still connected, and for people. */
export async function findDisconnected(ctx: Ctx, target: Target): Promise<Skip | null> {
  if (!('channel' in target) || (await findChannel(ctx, target.channel))) return null;
  return { skip: 'the channel is no longer connected to the group' };
}

/** Whether the acting person may run this group: its chair or vice-chair, or the Secretariat. The rule of assertChair. */
export async function isChair(ctx: Ctx, groupId: string): Promise<boolean> {
  if (isSecretariat(ctx)) return true;
  if (ctx.actor.kind !== 'person') return false;
  const membership = await findMembership(ctx, ctx.actor.person.id, groupId);
  return membership?.role === 'chair' || membership?.role === 'vice_chair';
}

/** Throws NotAllowed in words unless the chair or vice-chair of this group or the Secretariat acts. */
export async function assertChair(ctx: Ctx, groupId: string): Promise<void> {
  if (await isChair(ctx, groupId)) return;
  actingPerson(ctx);
  const { name } = await getGroup(ctx, groupId);
  throw new NotAllowed(`Only the chairs of ${name} and the Secretariat can do this. If it needs doing, ask ${ctx.body.settings.contact}.`);
}

export { listOpenTo, type Refusal } from './open-to.ts';
export { findNearGroup, resolveGroup } from './resolve.ts';

/** The group that a channel of the acting person's own workspace is connected to; null when none. */
export async function findGroupIdOfChannel(ctx: Ctx, channelId: string): Promise<string | null> {
  const workspaceId = workspaceOf(ctx);
  if (workspaceId === null) return null;
  const where = { bodyId: ctx.body.id, workspaceId, externalChannelId: channelId, disconnectedAt: null };
  return (await ctx.db.groupChannel.findFirst({ where, select: { groupId: true } }))?.groupId ?? null;
}
