import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { channelName, rich, typed } from '../../bot/text.ts';
import { findCurrentStatement, listVersions } from '../statements/lookup.ts';
import { workspaceOf } from './channel-place.ts';
import { GroupChoice } from './choice.ts';
import { getGroup, type ChannelFacts, type GroupFacts } from './lookup.ts';
import { planStatement } from './planned.ts';
import { resolveGroup } from './resolve.ts';

export const ConnectInput = GroupChoice.extend({
  channelId: z.string().trim().min(1).max(200).nullish(),
  channelName: z.string().trim().max(200).nullish(),
});

export interface Connected {
  readonly group: GroupFacts;
  readonly channelName: string;
  readonly wasConnected: boolean;
  /** False while no statement is published; it is then posted as soon as there is one. */
  readonly isStatementComing: boolean;
}

/**
 * Connects the channel the command was typed in to a group; the statement is then posted and pinned there
 * (rule 8). Connecting it again changes nothing. Secretariat only. Throws Conflict outside a channel, for a
 * closed group, and for a channel of another group.
 */
export const connect = verb('groups.connect', ConnectInput, async (ctx, input) => {
  assertSecretariat(ctx);
  return inTransaction(ctx, async (ctx): Promise<Connected> => {
    const workspaceId = workspaceOf(ctx);
    const { channelId } = input;
    if (!channelId || workspaceId === null) throw outsideChannel(input.group);
    const channel = { workspaceId, externalChannelId: channelId, name: input.channelName ?? channelId };
    const way = { press: 'groups.connect', with: { channelId, channelName: channel.name } };
    const group = await resolveGroup(ctx, input.group, way);
    if (group.status === 'closed')
      throw new Conflict(`${group.name} is closed, so no channel can be connected to it. Change its status first.`);
    const wasConnected = !(await insertChannel(ctx, group, channel));
    return { group, channelName: channel.name, wasConnected, isStatementComing: (await findCurrentStatement(ctx)) !== null };
  });
});

const outsideChannel = (group: string): Conflict =>
  new Conflict(rich`Type ${typed(`group connect ${group === '' ? '…' : group.slice(0, 60)}`)} in the channel that is to be connected.`);

/** False when the channel is this group's already. */
async function insertChannel(ctx: Ctx, group: GroupFacts, channel: Omit<ChannelFacts, 'id' | 'groupId' | 'at'>): Promise<boolean> {
  const id = uuidv7();
  const { count } = await ctx.db.groupChannel.createMany({
    data: [{ id, bodyId: ctx.body.id, groupId: group.id, ...channel, connectedAt: ctx.now }],
    skipDuplicates: true,
  });
  if (count === 0) {
    await assertOwn(ctx, group, channel);
    return false;
  }
  recordAudit(ctx, 'groups.connect', `group:${group.id}`, { groupId: group.id, channelId: id, workspaceId: channel.workspaceId });
  // A version published for later reaches the channel on its day, as it does those connected before.
  const later = (await listVersions(ctx)).filter((one) => one.kind === 'anti_trust' && one.effectiveFrom > ctx.now);
  const current = await findCurrentStatement(ctx);
  for (const statement of [...(current ? [current] : []), ...later]) await planStatement(ctx, [id], statement);
  return true;
}

async function assertOwn(
  ctx: Ctx,
  group: GroupFacts,
  { workspaceId, externalChannelId, name }: Omit<ChannelFacts, 'id' | 'groupId' | 'at'>,
): Promise<void> {
  const where = { bodyId: ctx.body.id, workspaceId, externalChannelId, disconnectedAt: null };
  const live = await ctx.db.groupChannel.findFirst({ where, select: { groupId: true } });
  if (live?.groupId === group.id) return;
  const other = live ? (await getGroup(ctx, live.groupId)).name : 'another group';
  throw new Conflict(
    rich`${channelName(name)} is the channel of ${other}. Type ${typed('group disconnect')} in it first, then connect it to ${group.name}.`,
  );
}
