import type { MessageRef } from '../../bot/chat.ts';

/** A Slack message is named by its channel and its timestamp: made and read here only. */
export const toMessageRef = (workspaceId: string, channel: string, ts: string): MessageRef => ({
  workspaceId,
  conversation: channel,
  id: ts,
});

export const toChannelAndTs = (ref: MessageRef): { channel: string; ts: string } => ({ channel: ref.conversation, ts: ref.id });
