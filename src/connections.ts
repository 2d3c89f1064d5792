import type { Express } from 'express';
import type { Chat } from './bot/chat.ts';
import { createBot } from './bot/dispatch.ts';
import type { SlackConfig, TeamsConfig } from './config.ts';
import { notePlatformEvent, type PlatformEvent } from './features/attendance/platform-event.ts';
import { recognise } from './features/directory/recognise.ts';
import { features } from './features/index.ts';
import type { Installation } from './installation.ts';
import type { Slack } from './platforms/slack/app.ts';
import type { Teams, TeamsParts } from './platforms/teams/app.ts';
import type { MeetingEvent } from './platforms/teams/meeting-events.ts';
import { slackWorkspaces, toSlackWorkspace } from './slack-workspaces.ts';
import { teamsWorkspaces, toTeamsWorkspace } from './teams-workspaces.ts';

/** What `/ready` says of one platform. */
export interface PlatformCheck {
  readonly ok: boolean;
  readonly detail: string;
}

/** What stands in for a platform's own addresses. Only tests give one. */
export interface Edges {
  readonly teams?: NonNullable<TeamsParts['sdk']>;
}

/** The chat platforms this program is connected to. */
export interface Connections {
  start(): Promise<void>;
  /** Takes nothing new and waits a while for what is running. */
  stop(): Promise<void>;
  /** By platform. */
  readonly checks: Readonly<Record<string, () => Promise<PlatformCheck>>>;
  /** How the scheduler reaches a workspace by its row's id; null while it is not connected. */
  chatById(workspaceId: string): Promise<Chat | null>;
}

/** Registers the routes of each configured platform, loading only what is configured. Nothing is asked of a platform before `start`. */
export async function openConnections(
  config: { readonly slack: SlackConfig | undefined; readonly teams: TeamsConfig | undefined },
  installation: Installation,
  web: Express,
  edges: Edges = {},
): Promise<Connections> {
  const parts = partsOf(installation, web);
  const slack = config.slack ? await openSlack(config.slack, installation, parts) : null;
  const teams = config.teams ? await openTeams(config.teams, installation, parts, edges) : null;
  const open = [slack, teams].filter((one) => one !== null);
  return {
    async start() {
      await Promise.all(open.map((one) => one.start()));
    },
    async stop() {
      await Promise.all(open.map((one) => one.stop()));
    },
    checks: { ...(slack && { slack: () => slack.ready() }), ...(teams && { teams: () => teams.ready() }) },
    async chatById(workspaceId) {
      const row = await installation.workspaces.get(workspaceId);
      if (row?.status !== 'active') return null;
      if (row.platform === 'slack') {
        const workspace = slack && (await toSlackWorkspace(installation, row));
        return workspace && slack.chatFor(workspace);
      }
      const workspace = teams && (await toTeamsWorkspace(installation, row));
      return workspace && teams.chatFor(workspace);
    },
  };
}

/** What every platform is given. */
function partsOf(installation: Installation, web: Express) {
  const { log, ledger, clock, config } = installation;
  const bot = createBot({
    features,
    context: (body, surface) => installation.context(body, surface, { kind: 'operator' }),
    recognise,
    log,
  });
  return { bot, web, publicUrl: config.publicUrl, ledger, log, now: () => clock.now() };
}

type Parts = ReturnType<typeof partsOf>;

async function openSlack(config: SlackConfig, installation: Installation, parts: Parts): Promise<Slack> {
  const { createSlack } = await import('./platforms/slack/app.ts');
  return createSlack({ ...parts, config, workspaces: slackWorkspaces(installation) });
}

async function openTeams(config: TeamsConfig, installation: Installation, parts: Parts, { teams }: Edges): Promise<Teams> {
  const { createTeams } = await import('./platforms/teams/app.ts');
  return createTeams({
    ...parts,
    config,
    store: teamsWorkspaces(installation),
    async meetingEvent({ id, body }, event, joinUrl) {
      await notePlatformEvent(installation.context(body, 'teams', { kind: 'scheduler' }), toPlatformEvent(id, event, joinUrl));
    },
    ...(teams && { sdk: teams }),
  });
}

/** What Teams reports of a call, in the domain's words. */
function toPlatformEvent(workspaceId: string, event: MeetingEvent, joinUrl: string | null): PlatformEvent {
  const where = { workspaceId, joinUrl, channelId: event.conversationId, at: event.at };
  if (!('people' in event)) return { what: event.kind, ...where };
  const people = event.people.map(({ userId: externalUserId, name, email }) => ({ externalUserId, name, email }));
  return { what: event.kind, ...where, people };
}
