import { divider, paragraph, type Card } from '../../bot/card.ts';
import type { BodyFacts } from '../../bot/context.ts';
import { TAKEN, type Answer } from './answers.ts';
import { toTurn, type Desk } from './desk.ts';
import { isPersonal, namesBot, type Activity } from './envelope.ts';
import { sendHome } from './home.ts';
import { inBackground } from './in-time.ts';
import { withoutThread } from './message-ref.ts';
import { plain } from './tell.ts';
import { addedWords, welcomeWords } from './words.ts';
import type { TeamsWorkspace } from './workspaces.ts';

/** Teams' own codes for what a later message would be refused with. */
const REMOVED = 'BotNotInConversationRoster';
const LEFT_PERSON = 'MessageWritesBlocked';
const DELETED = 'ConversationNotFound';

/** The app was added or removed, for a person or in a team. */
export async function installation(desk: Desk, workspace: TeamsWorkspace, activity: Activity): Promise<Answer> {
  if (activity.action === 'remove') await removed(desk, workspace, activity);
  else if (activity.action === 'add' && isPersonal(activity)) inBackground(desk, welcome(desk, workspace, activity));
  else if (activity.action === 'add') inBackground(desk, introduce(desk, workspace, activity));
  return TAKEN;
}

/** Channels and teams come and go, and so may the bot. */
export async function conversationChanged(desk: Desk, workspace: TeamsWorkspace, activity: Activity): Promise<Answer> {
  const { channelData } = activity;
  if (channelData?.eventType === 'channelDeleted' && channelData.channel)
    await desk.store.markBlocked(workspace.id, [channelData.channel.id], DELETED);
  else if (channelData?.eventType === 'teamDeleted' || channelData?.eventType === 'teamHardDeleted')
    await desk.store.markBlocked(workspace.id, channelsOf(activity), DELETED);
  else if (namesBot(activity, activity.membersRemoved)) await removed(desk, workspace, activity);
  return TAKEN;
}

/** The channels an activity is about. The others of a team are found out when something is sent to them. */
const channelsOf = ({ conversation, channelData }: Activity): string[] => [
  ...new Set([withoutThread(conversation.id), channelData?.team?.id ?? '', channelData?.channel?.id ?? ''].filter((id) => id !== '')),
];

async function removed(desk: Desk, workspace: TeamsWorkspace, activity: Activity): Promise<void> {
  const userId = activity.from.aadObjectId;
  if (!isPersonal(activity)) await desk.store.markBlocked(workspace.id, channelsOf(activity), REMOVED);
  else if (userId != null) await desk.store.markUnreachable(workspace.id, userId, LEFT_PERSON);
  desk.log.info({ event: 'teams-app-removed', workspaceId: workspace.id, personal: isPersonal(activity) }, 'the app was removed');
}

/** Once, with the person's home; asking for it keeps how they are reached. */
async function welcome(desk: Desk, workspace: TeamsWorkspace, activity: Activity): Promise<void> {
  const turn = toTurn(desk, workspace, activity);
  if (!turn || !(await desk.once(`welcome/${activity.conversation.id}`))) return;
  await sendHome(desk, turn, (home) => greeting(workspace.body, home));
}

function greeting(body: BodyFacts, home: Card): Card {
  const words = welcomeWords(body);
  return { ...home, summary: [`${words} `, home.summary], blocks: [paragraph(words), divider, ...home.blocks] };
}

/** One message where the app was added; nobody is written to in person. */
async function introduce(desk: Desk, workspace: TeamsWorkspace, activity: Activity): Promise<void> {
  const { conversation, channelData, from } = activity;
  const there = channelData?.settings?.selectedChannel?.id ?? withoutThread(conversation.id);
  if (!(await desk.once(`introduced/${there}`))) return;
  const words = addedWords(workspace.body, from.name ?? null, channelData?.team ? 'team' : 'chat');
  await desk.connectors(workspace.serviceUrl)((api) => api.conversations.createActivity(there, plain(words)));
}
