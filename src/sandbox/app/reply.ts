import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { contentArgs, readContent } from '../api/content.ts';
import { SlackError } from '../api/error.ts';
import { changeMessage, findMessage, postMessage, removeMessage } from '../desk/messages.ts';
import type { Channel } from '../desk/types.ts';
import type { ReplyAddress, World } from '../desk/world.ts';
import { APP } from '../options.ts';

const USES = 5;
const VALID_MS = 30 * 60_000;

const Body = z.object({
  ...contentArgs,
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: z.boolean().default(false),
  delete_original: z.boolean().default(false),
  thread_ts: z.string().optional(),
});

/** A `response_url` for what this person just did: five uses in half an hour of real time, however the workspace's clock is moved. */
export function issueReplyUrl(world: World, address: { channel: Channel; person: string; message?: string }): string {
  const id = randomBytes(12).toString('base64url');
  const { channel, ...rest } = address;
  world.replies.set(id, { ...rest, channel: channel.id, issuedAt: Date.now(), uses: 0 });
  return `${addressOf(world)}/reply/${id}`;
}

function addressOf({ address, options: { eventsUrl } }: World): string {
  return address ?? new URL('/sandbox', typeof eventsUrl === 'string' ? eventsUrl : eventsUrl()).href;
}

/** Takes a post to a `response_url`; throws what Slack answers when it is used up, too old or wrong. */
export function takeReply(world: World, id: string, body: unknown): void {
  const address = world.replies.get(id);
  if (!address) throw new SlackError('expired_url');
  if (Date.now() - address.issuedAt > VALID_MS) throw new SlackError('expired_url', ['A response_url is valid for 30 minutes.']);
  if (address.uses >= USES) throw new SlackError('used_url', [`A response_url takes ${String(USES)} posts.`]);
  applyReply(world, 'response_url', address, body);
  address.uses += 1;
}

/** Shows a message that the app gave as an answer: in the acknowledgement of a command, or at a `response_url`. */
export function applyReply(world: World, where: string, address: Omit<ReplyAddress, 'issuedAt' | 'uses'>, raw: unknown): void {
  const parsed = Body.safeParse(raw);
  if (!parsed.success) throw new SlackError('invalid_payload');
  const { data: body } = parsed;
  const original = address.message === undefined ? null : findMessage(world, address.channel, address.message);
  if (body.delete_original && original) {
    removeMessage(world, original);
    return;
  }
  const content = readContent(world, where, body);
  if (body.replace_original && original) {
    changeMessage(world, original, { ...content, edited: original.onlyFor === undefined });
    return;
  }
  const channel = world.channels.get(address.channel);
  if (!channel || channel.archived) throw new SlackError('is_archived');
  postMessage(world, channel, {
    ...content,
    author: APP.userId,
    ...(body.response_type === 'ephemeral' && { onlyFor: address.person }),
    ...(body.thread_ts !== undefined && { threadTs: body.thread_ts }),
  });
}
