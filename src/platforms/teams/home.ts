import type { Card } from '../../bot/card.ts';
import { toAdaptiveCard, toMessage } from './adaptive-card.ts';
import type { CardJson } from './card-json.ts';
import { toActivity } from './chat.ts';
import { howOf, type Desk, type Turn } from './desk.ts';
import { inBackground } from './in-time.ts';
import { tellMessage } from './tell.ts';

/** Words that ask for the home card. */
export const HOME_WORD = 'home';

/** Sends the home as a new message; its buttons draw it again. `above` stands before it. */
export async function sendHome(desk: Desk, turn: Turn, above: (home: Card) => Card = (home) => home): Promise<'nowhere' | 'sent'> {
  const card = above(await desk.bot.home(turn.caller));
  const where = await tellMessage(desk, turn, toActivity(toMessage(card, howOf(desk, 'message', true))));
  return where === 'nowhere' ? where : 'sent';
}

/** Replaces a message in the chat, so that what was pressed stays as it is now. Goes on by itself; a failure is logged. */
export function keepShown(desk: Desk, turn: Turn, words: string, card: CardJson): void {
  const { activity, workspace } = turn;
  const id = activity.replyToId;
  if (id == null || !turn.personal) return;
  const message = toActivity({ summary: words, card });
  inBackground(
    desk,
    desk.connectors(workspace.serviceUrl)((api) => api.conversations.updateActivity(activity.conversation.id, id, message)),
  );
}

/** Draws the home again where it stands, from the newest facts. */
export async function redrawHome(desk: Desk, turn: Turn): Promise<CardJson> {
  const how = howOf(desk, 'message', true);
  const home = await desk.bot.home(turn.caller);
  const { summary, card } = toMessage(home, how);
  const shown = card ?? toAdaptiveCard(home, how);
  keepShown(desk, turn, summary, shown);
  return shown;
}
