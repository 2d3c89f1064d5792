import type {
  AllMiddlewareArgs,
  App,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlashCommand,
  ViewSubmitAction,
} from '@slack/bolt';
import { z } from 'zod';
import type { Place } from '../../bot/define.ts';
import { callerOf, refreshHome, workspaceOf, type Desk } from './desk.ts';
import type { Once } from '../once.ts';
import type { Running } from '../patience.ts';
import { createPressListener } from './press.ts';
import { answer, messageStage } from './stage.ts';
import { createSubmitListener } from './submit.ts';

/** One listener of each kind, the same for HTTP and Socket Mode. */
export function listen(app: App, desk: Desk, once: Once, running: Running): void {
  app.use(async ({ next, body }) => {
    const eventId = EventId.safeParse(body).data?.event_id;
    // Slack sends an event again when our answer was late; each attempt has another signature.
    if (eventId !== undefined && !(await once(`event:${eventId}`))) return;
    await running.track(next());
  });
  app.command(/^\//, createCommandListener(desk));
  app.action({ type: 'block_actions' }, createPressListener(desk));
  app.view<ViewSubmitAction>({ type: 'view_submission' }, createSubmitListener(desk));
  app.event('app_home_opened', async ({ event, context }) => {
    if (event.tab === 'home') await refreshHome(desk, workspaceOf(context), event.user);
  });
  app.event('app_uninstalled', ({ body }) => revoke(desk, body));
  app.event('tokens_revoked', async ({ event, body }) => {
    if ((event.tokens.bot?.length ?? 0) > 0) await revoke(desk, body);
  });
  app.error((error) => {
    desk.log.error({ event: 'slack-listener', err: error }, 'a listener failed');
    return Promise.resolve();
  });
}

const EventId = z.looseObject({ event_id: z.string() });

type CommandArgs = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

const createCommandListener =
  (desk: Desk) =>
  async ({ ack, command, respond, context }: CommandArgs): Promise<void> => {
    await ack();
    const workspace = workspaceOf(context);
    const stage = messageStage(desk.clientFor(workspace), respond, command.trigger_id, false);
    await answer(stage, desk.log, () => desk.bot.command(callerOf(desk, workspace, command.user_id), command.text, placeOf(command)));
  };

/** The channel it was typed in; a direct message is nobody's place. */
function placeOf(command: SlashCommand): Place | null {
  const { channel_id: channelId, channel_name: channelName } = command;
  return /^[CG]/.test(channelId) && channelName !== 'directmessage' ? { channelId, channelName } : null;
}

/** The app is gone from the workspace: its token is dropped, so that nothing is sent there any more. */
async function revoke(desk: Desk, body: SlackEventMiddlewareArgs['body']): Promise<void> {
  const workspace = await desk.workspaces.find(body.team_id, body.enterprise_id);
  if (!workspace) return;
  await desk.workspaces.revoke(workspace.externalId);
  desk.log.warn({ event: 'slack-uninstalled', workspaceId: workspace.id }, 'the app was removed from a workspace');
}
