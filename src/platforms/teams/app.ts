import { PUBLIC } from '@microsoft/teams.api';
import { App } from '@microsoft/teams.apps';
import type { Express } from 'express';
import type { Logger } from 'pino';
import type { Chat } from '../../bot/chat.ts';
import type { Bot } from '../../bot/dispatch.ts';
import { createOnce, type SeenLedger } from '../once.ts';
import { createRunning } from '../patience.ts';
import { createKnownWorkspaces } from '../workspaces.ts';
import { createChat, type ChatParts } from './chat.ts';
import { acquireToken, CALL_LIMIT_MS, createConnectors, type SdkEdges } from './client.ts';
import { createConnection } from './connect.ts';
import { howOf, type Desk } from './desk.ts';
import { createEndorsed } from './endorsement.ts';
import { listen } from './listeners.ts';
import type { MeetingEvent } from './meeting-events.ts';
import { createFindLink } from './meeting-link.ts';
import { createReceiver } from './receiver.ts';
import { toSdkLogger } from './sdk-log.ts';
import type { TeamsStore, TeamsWorkspace } from './workspaces.ts';

export interface TeamsSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The body's own tenant; absent in local mode, where the playground's is taken. */
  readonly tenantId: string | undefined;
  readonly local: boolean;
  readonly targeted: boolean;
  readonly serviceHosts: readonly string[];
}

export interface TeamsParts {
  readonly config: TeamsSettings;
  readonly bot: Bot;
  readonly web: Express;
  readonly publicUrl: string;
  readonly store: TeamsStore;
  readonly ledger: SeenLedger;
  readonly log: Logger;
  readonly now: () => Date;
  /** Told when Teams says that an online meeting began, ended, or who came and went, with the address to join it where Teams tells that. */
  readonly meetingEvent?: (workspace: TeamsWorkspace, event: MeetingEvent, joinUrl: string | null) => Promise<void>;
  readonly sdk?: SdkEdges;
}

export interface Teams {
  /** Connects; when Microsoft is away it goes on trying, and `ready` says so. Never throws. */
  start(): Promise<void>;
  /** Takes nothing new and waits, at most ten seconds, for what is running. */
  stop(): Promise<void>;
  ready(): Promise<{ ok: boolean; detail: string }>;
  chatFor(workspace: TeamsWorkspace): Chat;
}

const DRAIN_MS = 10_000;
/** Shaped like a token: the playground asks for none, and the SDK reads it. */
const LOCAL_TOKEN = 'e30.e30.bG9jYWw';

/** The Teams side of the bot on the shared web app: its route is registered at once, Microsoft is asked only by `start`. */
export function createTeams(parts: TeamsParts): Teams {
  const { config, log } = parts;
  const running = createRunning();
  const endorsed = createEndorsed(cloudOf(parts).openIdMetadataUrl, log);
  const app = createSdkApp(parts, createReceiver({ web: parts.web, config, endorsed, running, log }));
  const connection = createConnection(() => acquireToken(app), log);
  const connectors = createConnectors(app, (error) => {
    connection.lost(error);
  });
  const findLink = createFindLink(connectors);
  const chatPartsOf = (workspace: TeamsWorkspace): ChatParts => ({
    workspace,
    connector: connectors(workspace.serviceUrl),
    store: parts.store,
    how: howOf(parts, 'message'),
  });
  const desk: Desk = {
    bot: parts.bot,
    config,
    store: parts.store,
    workspaces: createKnownWorkspaces(parts.store, log),
    connectors,
    chatPartsOf,
    chatFor: (workspace) => createChat(chatPartsOf(workspace)),
    once: createOnce('teams', parts.ledger, parts.now, log),
    running,
    meetingEvent: async (workspace, event) => parts.meetingEvent?.(workspace, event, await findLink(workspace, event)),
    log,
  };
  listen(app, desk);

  return {
    async start() {
      await app.initialize();
      await connection.attempt();
    },
    async stop() {
      connection.stop();
      if (!(await running.drain(DRAIN_MS))) log.warn({ event: 'teams-stopped-early' }, 'stopped while something was running');
    },
    ready() {
      const problem = connection.problem();
      const detail = config.local ? 'local mode: no tokens are checked' : 'connected';
      return Promise.resolve({ ok: problem === null, detail: problem ?? detail });
    },
    chatFor: (workspace) => desk.chatFor(workspace),
  };
}

const cloudOf = ({ sdk }: TeamsParts) => sdk?.cloud ?? PUBLIC;

/** Every option that the SDK would otherwise take from the environment is said. */
function createSdkApp(parts: TeamsParts, receiver: ReturnType<typeof createReceiver>): App {
  const { config, sdk, log } = parts;
  const logger = toSdkLogger(log);
  const token = sdk?.token ?? (config.local ? () => LOCAL_TOKEN : undefined);
  return new App({
    clientId: config.clientId,
    clientSecret: token ? '' : config.clientSecret,
    ...(token && { token }),
    ...(config.tenantId !== undefined && { tenantId: config.tenantId }),
    cloud: cloudOf(parts),
    client: { timeout: CALL_LIMIT_MS, logger, ...sdk?.client },
    httpServerAdapter: receiver,
    dangerouslyAllowUnauthenticatedRequests: config.local,
    telemetry: { agent365: false },
    logger,
  });
}
