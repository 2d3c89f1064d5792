import type { Context } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Card } from '../../bot/card.ts';
import type { Chat } from '../../bot/chat.ts';
import { divider } from '../../bot/card.ts';
import type { Bot, Caller } from '../../bot/dispatch.ts';
import { publishHome } from './home.ts';
import type { KnownWorkspaces } from '../workspaces.ts';
import type { SlackWorkspace } from './workspaces.ts';

/** What the listeners work with. */
export interface Desk {
  readonly bot: Bot;
  readonly workspaces: KnownWorkspaces<SlackWorkspace>;
  clientFor(workspace: SlackWorkspace): WebClient;
  chatFor(workspace: SlackWorkspace): Chat;
  readonly log: Logger;
}

/** The workspace that `authorize` found for this request. */
export const workspaceOf = (context: Context): SlackWorkspace => context.workspace as SlackWorkspace;

export const callerOf = (desk: Desk, workspace: SlackWorkspace, userId: string): Caller => ({
  body: workspace.body,
  workspaceId: workspace.id,
  externalUserId: userId,
  surface: 'slack',
  profile: () => desk.chatFor(workspace).profile(userId),
});

/** Draws the person's home again, with what they missed on top. A failure is logged: the home is drawn again when it is opened. */
export async function refreshHome(
  desk: Desk,
  workspace: SlackWorkspace,
  userId: string,
  missed: Card | null = null,
  hash?: string,
): Promise<void> {
  try {
    const home = await desk.bot.home(callerOf(desk, workspace, userId));
    const card = missed ? { ...home, blocks: [...missed.blocks, divider, ...home.blocks] } : home;
    await publishHome(desk.clientFor(workspace), userId, card, hash);
  } catch (error) {
    desk.log.warn({ event: 'slack-home-failed', err: error }, 'a home could not be shown');
  }
}
