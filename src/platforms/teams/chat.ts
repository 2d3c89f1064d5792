import { z } from 'zod';
import type { Card } from '../../bot/card.ts';
import { ChatFailure, PINS_NOT_OFFERED, type Chat } from '../../bot/chat.ts';
import { toMessage, type How, type MessageParts } from './adaptive-card.ts';
import type { CardJson } from './card-json.ts';
import type { Connector } from './client.ts';
import { toProfile } from './identity.ts';
import { isPerson, toMessageRef } from './message-ref.ts';
import type { Contact, TeamsStore, TeamsWorkspace } from './workspaces.ts';

const CARD = 'application/vnd.microsoft.card.adaptive';

export const toAttachment = (content: CardJson) => ({ contentType: CARD, content });

/** A message as the Bot Connector takes it: words, never read as markup, or a card with the words that notifications show. */
export function toActivity({ summary, card }: MessageParts) {
  const what = card ? { attachments: [toAttachment(card) as never] } : { text: summary, textFormat: 'plain' as const };
  return { type: 'message' as const, summary, ...what };
}

export interface ChatParts {
  readonly workspace: TeamsWorkspace;
  readonly connector: Connector;
  readonly store: Pick<TeamsStore, 'findContact' | 'keepContact'>;
  readonly how: How;
}

const Named = z.looseObject({ id: z.string().min(1) });

/** The port to one tenant's conversations. */
export function createChat(parts: ChatParts): Chat {
  const { workspace, connector, how } = parts;
  const draw = (card: Card) => toActivity(toMessage(card, how));
  const conversationOf = (address: string): Promise<string> | string =>
    isPerson(address) ? personalConversation(parts, address) : address;

  return {
    async post(address, card) {
      const conversation = await conversationOf(address);
      const answer = Named.safeParse(await connector((api) => api.conversations.createActivity(conversation, draw(card))));
      // Teams said yes without saying where: it is there, and nothing can tell its name.
      if (!answer.success) throw new ChatFailure('unknown', 'unreadable_answer');
      return toMessageRef(workspace.id, conversation, answer.data.id);
    },
    async update(ref, card) {
      await connector((api) => api.conversations.updateActivity(ref.conversation, ref.id, draw(card)));
    },
    pin: () => Promise.reject(new ChatFailure('refused', PINS_NOT_OFFERED)),
    // A bot can't read what was said in Teams.
    find: () => Promise.resolve('unreadable'),
    async profile(userId) {
      const conversation = await personalConversation(parts, userId);
      return readMember(connector, conversation, userId, workspace);
    },
  };
}

/** Asks about a member of a conversation; its id may be the bot's own name of the person, or their Entra object id. */
export async function readMember(
  connector: Connector,
  conversation: string,
  userId: string,
  workspace: TeamsWorkspace,
  memberId: string = userId,
): ReturnType<Chat['profile']> {
  return toProfile(await connector((api) => api.conversations.getMemberById(conversation, memberId)), userId, workspace.externalId);
}

/** The one the person has with the bot; made when there is none yet, which works where the app is installed for them. */
export async function personalConversation(parts: ChatParts, userId: string, memberId?: string): Promise<string> {
  const { workspace, store } = parts;
  const contact = await contactOf(store, workspace, userId);
  if (contact.conversationId !== undefined) return contact.conversationId;
  const conversationId = await makeConversation(parts, contact.memberId ?? memberId ?? userId);
  await store.keepContact(workspace.id, userId, { conversationId }).catch(() => undefined);
  return conversationId;
}

async function makeConversation({ workspace, connector }: ChatParts, memberId: string): Promise<string> {
  const members = [{ id: memberId, role: 'user' as const, name: '' }];
  try {
    const made = await connector((api) => api.conversations.create({ members, tenantId: workspace.externalId }));
    return Named.parse(made).id;
  } catch (error) {
    if (error instanceof ChatFailure && error.outcome !== 'unknown') throw error;
    // Nothing was said yet, and made again it is the same one.
    throw new ChatFailure('unsent', error instanceof ChatFailure ? error.code : 'unreadable_answer');
  }
}

const contactOf = async (store: ChatParts['store'], workspace: TeamsWorkspace, userId: string): Promise<Contact> =>
  (await store.findContact(workspace.id, userId).catch(() => null)) ?? {};
