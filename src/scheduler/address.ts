import type { Target } from '../bot/define.ts';
import type { Ctx } from '../bot/context.ts';

/** Where a target is reached, or why it is not, as the delivery's fate. */
export type Address =
  { readonly workspaceId: string; readonly address: string } | { readonly fate: 'failed' | 'cancelled'; readonly error: string };

/** Codes of ours for targets without an address. */
export const NO_ACCOUNT = 'no_chat_account';
export const CHANNEL_GONE = 'channel_disconnected';

export const targetKey = (target: Target): string => ('channel' in target ? `channel:${target.channel}` : `person:${target.person}`);

export function toTarget(key: string): Target {
  const id = key.slice(key.indexOf(':') + 1);
  return key.startsWith('channel:') ? { channel: id } : { person: id };
}

interface Choice {
  /** Someone asked to try again: an account that could not be reached before may be reachable now. */
  readonly evenUnreachable?: boolean;
}

/**
 * The addresses of targets by their key: a connected channel's, and for a person the one account they
 * were seen on last, so that somebody on two platforms hears once.
 */
export async function findAddresses(ctx: Ctx, targets: readonly Target[], choice: Choice = {}): Promise<Map<string, Address>> {
  const found = new Map<string, Address>();
  for (const target of targets)
    found.set(targetKey(target), 'channel' in target ? { fate: 'cancelled', error: CHANNEL_GONE } : { fate: 'failed', error: NO_ACCOUNT });
  const channelIds = targets.flatMap((target) => ('channel' in target ? [target.channel] : []));
  const personIds = targets.flatMap((target) => ('person' in target ? [target.person] : []));
  if (channelIds.length > 0) await findChannels(ctx, channelIds, found);
  if (personIds.length > 0) await findAccounts(ctx, personIds, choice, found);
  return found;
}

async function findChannels(ctx: Ctx, ids: string[], found: Map<string, Address>): Promise<void> {
  const channels = await ctx.db.groupChannel.findMany({
    where: { id: { in: ids }, bodyId: ctx.body.id, disconnectedAt: null },
    select: { id: true, workspaceId: true, externalChannelId: true },
  });
  for (const one of channels) found.set(targetKey({ channel: one.id }), { workspaceId: one.workspaceId, address: one.externalChannelId });
}

async function findAccounts(ctx: Ctx, personIds: string[], choice: Choice, found: Map<string, Address>): Promise<void> {
  const accounts = await ctx.db.account.findMany({
    where: {
      bodyId: ctx.body.id,
      personId: { in: personIds },
      workspace: { status: 'active' },
      ...(choice.evenUnreachable ? {} : { unreachable: null }),
    },
    select: { personId: true, workspaceId: true, externalUserId: true, unreachable: true },
    orderBy: [{ seenAt: 'asc' }, { id: 'asc' }],
  });
  // Last one set wins: reachable after unreachable, and among those the one seen last.
  const byReach = [...accounts.filter((one) => one.unreachable !== null), ...accounts.filter((one) => one.unreachable === null)];
  for (const one of byReach)
    if (one.personId) found.set(targetKey({ person: one.personId }), { workspaceId: one.workspaceId, address: one.externalUserId });
}
