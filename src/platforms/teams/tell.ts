import { ChatFailure } from '../../bot/chat.ts';
import type { Card, Form } from '../../bot/card.ts';
import { toMessage } from './adaptive-card.ts';
import { personalConversation, toActivity } from './chat.ts';
import { howOf, type Desk, type Turn } from './desk.ts';
import { toFormMessage } from './dialog.ts';
import { OPEN_A_CHAT } from './words.ts';

/** A longer wait is not worth an answer. */
const LONGEST_WAIT_MS = 8000;
const MOMENT_MS = 1000;

/** Where a private answer went; nowhere when there is no chat with the person yet, which they are told. */
export type Where = 'here' | 'targeted' | 'chat' | 'nowhere';

type Message = ReturnType<typeof toActivity>;

export const plain = (words: string): Message => toActivity({ summary: words, card: null });

/** Shows a card or form to the person alone: in their chat with the bot, or in the channel where only they see it. */
export async function tell(desk: Desk, turn: Turn, what: Card | Form): Promise<Where> {
  const how = howOf(desk, 'message');
  return tellMessage(desk, turn, toActivity('body' in what ? toFormMessage(what, how) : toMessage(what, how)));
}

/** Tries a second time: an answer that is shown twice is better than none. Throws a ChatFailure when it can't be shown. */
export async function tellMessage(desk: Desk, turn: Turn, message: Message): Promise<Where> {
  try {
    return await tellOnce(desk, turn, message);
  } catch (error) {
    if (!(error instanceof ChatFailure) || error.outcome === 'refused' || error.retryAfterMs > LONGEST_WAIT_MS) throw error;
    await new Promise((resolve) => setTimeout(resolve, Math.max(error.retryAfterMs, MOMENT_MS)));
    return tellOnce(desk, turn, message);
  }
}

async function tellOnce(desk: Desk, turn: Turn, message: Message): Promise<Where> {
  const { activity, workspace, personal } = turn;
  const connector = desk.connectors(workspace.serviceUrl);
  if (personal) {
    await connector((api) => api.conversations.createActivity(activity.conversation.id, message));
    return 'here';
  }
  if (desk.config.targeted && (await target(desk, turn, message))) return 'targeted';
  try {
    const chat = await personalConversation(desk.chatPartsOf(workspace), turn.userId, activity.from.id ?? undefined);
    await connector((api) => api.conversations.createActivity(chat, message));
    return 'chat';
  } catch (error) {
    if (!(error instanceof ChatFailure) || error.outcome !== 'refused') throw error;
    desk.log.info({ event: 'teams-no-chat', code: error.code }, 'a private answer has no chat to go to');
    return 'nowhere';
  }
}

/** False when targeted messages do not work there, and nothing was shown. */
async function target(desk: Desk, { activity, workspace }: Turn, message: Message): Promise<boolean> {
  const recipient = { id: activity.from.id ?? '', name: '', role: 'user' as const, isTargeted: true };
  try {
    const connector = desk.connectors(workspace.serviceUrl);
    await connector((api) => api.conversations.createTargetedActivity(activity.conversation.id, { ...message, recipient }));
    return true;
  } catch (error) {
    if (!(error instanceof ChatFailure) || error.outcome !== 'refused') throw error;
    desk.log.info({ event: 'teams-not-targeted', code: error.code }, 'a targeted message was refused');
    return false;
  }
}

/** As `tell`, where something was typed: when it can't be answered privately, the thread says so without what the answer was. */
export async function tellOrSay(desk: Desk, turn: Turn, what: Card | Form): Promise<void> {
  if ((await tell(desk, turn, what)) === 'nowhere') await sayThere(desk, turn, OPEN_A_CHAT);
}

/** Plain words in the conversation itself, where everybody reads them. */
export async function sayThere(desk: Desk, { activity, workspace }: Pick<Turn, 'activity' | 'workspace'>, words: string): Promise<void> {
  await desk.connectors(workspace.serviceUrl)((api) => api.conversations.createActivity(activity.conversation.id, plain(words)));
}
