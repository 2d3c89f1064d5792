import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { rich, typed } from '../../bot/text.ts';
import { workspaceOf } from './channel-place.ts';
import { getGroup, type GroupFacts } from './lookup.ts';

export const DisconnectInput = z.object({ channelId: z.string().max(200).nullish() });

export interface Disconnected {
  readonly group: GroupFacts;
  readonly channelName: string;
}

/** Ends the connection of the channel the command was typed in; nothing is posted there from then on. Secretariat only. */
export const disconnect = verb('groups.disconnect', DisconnectInput, async (ctx, { channelId }) => {
  assertSecretariat(ctx);
  return inTransaction(ctx, async (ctx): Promise<Disconnected> => {
    const workspaceId = workspaceOf(ctx);
    if (!channelId || workspaceId === null)
      throw new Conflict(rich`Type ${typed('group disconnect')} in the channel that is to be disconnected.`);
    const where = { bodyId: ctx.body.id, workspaceId, externalChannelId: channelId, disconnectedAt: null };
    const live = await ctx.db.groupChannel.findFirst({ where, select: { id: true, groupId: true, name: true } });
    if (!live) throw notConnected();
    const { count } = await ctx.db.groupChannel.updateMany({
      where: { id: live.id, disconnectedAt: null },
      data: { disconnectedAt: ctx.now },
    });
    if (count === 0) throw notConnected();
    recordAudit(ctx, 'groups.disconnect', `group:${live.groupId}`, { groupId: live.groupId, channelId: live.id, workspaceId });
    return { group: await getGroup(ctx, live.groupId), channelName: live.name };
  });
});

const notConnected = (): Conflict => new Conflict('This channel is not connected to any working group, so there is nothing to disconnect.');
