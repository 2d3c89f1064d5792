import type { MessageRef } from '../../bot/chat.ts';

/** Inside a channel a conversation's id names the thread as well; what is kept is the channel. */
export const withoutThread = (conversationId: string): string => conversationId.split(';')[0] ?? conversationId;

/** A Teams message is named by its conversation and its activity's id: made and read here only. */
export const toMessageRef = (workspaceId: string, conversationId: string, activityId: string): MessageRef => ({
  workspaceId,
  conversation: withoutThread(conversationId),
  id: activityId,
});

/** People are addressed by their Entra object id, conversations by ids that hold other characters. */
export const isPerson = (address: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12,13}$/i.test(address);
