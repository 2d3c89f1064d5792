import type { App } from '@microsoft/teams.apps';
import { TAKEN, type Answer } from './answers.ts';
import { answerAway, answerWords } from './away.ts';
import { hear } from './command.ts';
import { toTurn, type Desk, type Turn } from './desk.ts';
import { readActivity, type Activity } from './envelope.ts';
import { fetchDialog } from './fetch.ts';
import { inBackground } from './in-time.ts';
import { conversationChanged, installation } from './install.ts';
import { readMeetingEvent } from './meeting-events.ts';
import { createFindPlace, type FindPlace } from './place.ts';
import { asksAgain, EXECUTE, execute } from './press.ts';
import { inPlain } from './spelling.ts';
import { submitDialog } from './submit.ts';
import { tell } from './tell.ts';
import { findTenant } from './tenants.ts';
import { GONE, NOBODY } from './words.ts';
import type { TeamsWorkspace } from './workspaces.ts';

/** One listener for everything, after the SDK has verified the token: nothing is left without an answer. */
export function listen(app: App, desk: Desk): void {
  const findPlace = createFindPlace(desk.connectors);
  app.use(async ({ activity }) => {
    const read = readActivity(activity);
    return read ? receive(desk, read, findPlace) : { status: 400 };
  });
}

async function receive(desk: Desk, activity: Activity, findPlace: FindPlace): Promise<Answer> {
  let workspace: TeamsWorkspace | null;
  try {
    workspace = await findTenant(desk, activity);
  } catch (error) {
    desk.log.warn({ event: 'teams-tenant-away', err: error }, 'a tenant cannot be looked up');
    return answerAway(activity, desk);
  }
  if (!workspace) {
    desk.log.warn({ event: 'teams-refused', reason: 'unknown-tenant' }, 'request refused');
    return { status: 401 };
  }
  // Teams sends again what was not answered in time.
  if (!asksAgain(activity) && !(await isFirst(desk, workspace, activity))) return TAKEN;
  return dispatch(desk, workspace, activity, findPlace);
}

const isFirst = (desk: Desk, { externalId }: TeamsWorkspace, { id, conversation }: Activity): Promise<boolean> | true =>
  id == null || desk.once(`${externalId}/${conversation.id}/${id}`);

async function dispatch(desk: Desk, workspace: TeamsWorkspace, activity: Activity, findPlace: FindPlace): Promise<Answer> {
  switch (activity.type) {
    case 'message':
    case 'invoke': {
      if (activity.from.role === 'bot') return TAKEN;
      const turn = toTurn(desk, workspace, activity);
      if (!turn) return answerWords(activity, desk, inPlain(NOBODY.summary), TAKEN);
      return activity.type === 'message' ? hear(desk, turn, findPlace) : invoke(desk, turn);
    }
    case 'installationUpdate':
      return installation(desk, workspace, activity);
    case 'conversationUpdate':
      return conversationChanged(desk, workspace, activity);
    case 'event': {
      const event = readMeetingEvent(activity);
      if (event) await desk.meetingEvent(workspace, event);
      return TAKEN;
    }
    default:
      return TAKEN;
  }
}

/** What a card, dialog or client asks and waits for. */
async function invoke(desk: Desk, turn: Turn): Promise<Answer> {
  switch (turn.activity.name) {
    case EXECUTE:
      return execute(desk, turn);
    case 'task/fetch':
      return fetchDialog(desk, turn);
    case 'task/submit':
      return submitDialog(desk, turn);
    default:
      // What it would show as an answer is not known, so the sentence goes to the person's chat.
      desk.log.warn({ event: 'teams-unknown-invoke', name: turn.activity.name?.slice(0, 100) ?? '' }, 'an invoke that nothing answers');
      inBackground(desk, tell(desk, turn, GONE));
      return TAKEN;
  }
}
