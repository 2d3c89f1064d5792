import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { ChatFailure, type Chat, type MessageRef } from '../../bot/chat.ts';
import { toMessage } from './blocks.ts';
import { calling } from './failure.ts';
import { toProfile } from './identity.ts';
import { toChannelAndTs, toMessageRef } from './message-ref.ts';
import type { SlackWorkspace } from './workspaces.ts';

const DELIVERY = 'convenor_delivery';
const PAGE = 200;
const PAGES = 10;
/** Slack's clock and ours may differ. */
const CLOCK_SLACK_MS = 60_000;

/** Codes that say the bot may not read there: whether the message is there stays open. */
const UNREADABLE = new Set([
  'missing_scope',
  'not_allowed_token_type',
  'no_permission',
  'access_denied',
  'not_in_channel',
  'channel_not_found',
  'ekm_access_denied',
]);

const isPerson = (address: string): boolean => /^[UW]/.test(address);

/** The port to one Slack workspace. */
export function createChat(workspace: SlackWorkspace, client: WebClient): Chat {
  const quiet = { unfurl_links: false, unfurl_media: false, link_names: false, parse: 'none' } as const;

  return {
    async post(address, card, key) {
      const metadata = { event_type: DELIVERY, event_payload: { key } };
      const answer = await calling(() => client.chat.postMessage({ channel: address, ...toMessage(card), ...quiet, metadata }));
      // Slack said yes without saying where: it is there, and only looking can tell its name.
      if (!answer.channel || !answer.ts) throw new ChatFailure('unknown', 'unreadable_answer');
      return toMessageRef(workspace.id, answer.channel, answer.ts);
    },
    async update(ref, card) {
      // Without metadata in the call Slack keeps what the message has, so that `find` still knows it.
      await calling(() => client.chat.update({ ...toChannelAndTs(ref), ...toMessage(card), link_names: false, parse: 'none' }));
    },
    async pin(ref) {
      const { channel, ts } = toChannelAndTs(ref);
      await calling(() => client.pins.add({ channel, timestamp: ts })).catch(unless('already_pinned'));
    },
    find: (address, key, since) => readable(() => findDelivery(workspace, client, address, key, since)),
    async profile(externalUserId) {
      const { user } = await calling(() => client.users.info({ user: externalUserId, include_locale: true }));
      return toProfile(user, workspace.externalId);
    },
  };
}

const unless =
  (code: string) =>
  (error: unknown): void => {
    if (!(error instanceof ChatFailure) || error.code !== code) throw error;
  };

async function readable(look: () => Promise<MessageRef | null | 'unreadable'>): Promise<MessageRef | null | 'unreadable'> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof ChatFailure && error.outcome === 'refused' && UNREADABLE.has(error.code)) return 'unreadable';
    throw error;
  }
}

const Message = z.looseObject({
  ts: z.string(),
  user: z.string().optional(),
  metadata: z
    .looseObject({ event_type: z.string(), event_payload: z.looseObject({ key: z.unknown().optional() }) })
    .optional()
    .catch(undefined),
});

/** Reads back to `since`. When there is more than it can read, whether the message is there stays open. */
async function findDelivery(
  workspace: SlackWorkspace,
  client: WebClient,
  address: string,
  key: string,
  since: Date,
): Promise<MessageRef | null | 'unreadable'> {
  const channel = isPerson(address) ? await openDirect(client, address) : address;
  const oldest = ((since.getTime() - CLOCK_SLACK_MS) / 1000).toFixed(6);
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const here = { channel, oldest, limit: PAGE, include_all_metadata: true, ...(cursor !== undefined && { cursor }) };
    const answer = await calling(() => client.conversations.history(here));
    for (const raw of answer.messages ?? []) {
      const message = Message.safeParse(raw).data;
      if (message && isDelivery(message, key, workspace.botUserId)) return toMessageRef(workspace.id, channel, message.ts);
    }
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) return null;
  }
  return 'unreadable';
}

/** Metadata can be written by any app; only our own bot's counts. */
function isDelivery({ user, metadata }: z.infer<typeof Message>, key: string, botUserId: string): boolean {
  if (metadata?.event_type !== DELIVERY || metadata.event_payload.key !== key) return false;
  return user === undefined || botUserId === '' || user === botUserId;
}

async function openDirect(client: WebClient, userId: string): Promise<string> {
  const { channel } = await calling(() => client.conversations.open({ users: userId }));
  if (!channel?.id) throw new ChatFailure('unknown', 'unreadable_answer');
  return channel.id;
}
