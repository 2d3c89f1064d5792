import type { WebClient } from '@slack/web-api';
import type { Card } from '../../bot/card.ts';
import { ChatFailure } from '../../bot/chat.ts';
import { toCardBlocks, VIEW } from './blocks.ts';
import { calling } from './failure.ts';

/**
 * Shows the card as the person's home. With the hash of the home it takes the place of, a newer one
 * is noticed; the card was drawn from the newest facts, so it is then published once more without.
 */
export async function publishHome(client: WebClient, userId: string, card: Card, hash?: string): Promise<void> {
  const view = { type: 'home' as const, blocks: toCardBlocks(card, VIEW) };
  try {
    await calling(() => client.views.publish({ user_id: userId, view, ...(hash !== undefined && { hash }) }));
  } catch (error) {
    if (!(error instanceof ChatFailure) || error.code !== 'hash_conflict') throw error;
    await calling(() => client.views.publish({ user_id: userId, view }));
  }
}
