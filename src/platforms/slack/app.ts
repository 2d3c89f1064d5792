import { App, SocketModeReceiver, type AuthorizeSourceData, type Receiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Express } from 'express';
import type { Logger } from 'pino';
import type { Chat } from '../../bot/chat.ts';
import type { Bot } from '../../bot/dispatch.ts';
import { createChat } from './chat.ts';
import { createClients, toClientOptions } from './client.ts';
import { createConnection, type Connection } from './connect.ts';
import type { Desk } from './desk.ts';
import { offerInstallation } from './install.ts';
import { listen } from './listeners.ts';
import { createOnce, type SeenLedger } from '../once.ts';
import { createRunning, within } from '../patience.ts';
import { createReceiver } from './receiver.ts';
import { toSdkLogger } from './sdk-log.ts';
import { createSocket } from './socket.ts';
import { createKnownWorkspaces, type KnownWorkspaces } from '../workspaces.ts';
import type { SlackWorkspace, WorkspaceStore } from './workspaces.ts';

export interface SlackSettings {
  readonly signingSecret: string;
  readonly botToken?: string | undefined;
  readonly oauth?: { readonly clientId: string; readonly clientSecret: string; readonly stateSecret: string } | undefined;
  readonly appToken?: string | undefined;
  readonly apiUrl?: string | undefined;
}

export interface SlackParts {
  readonly config: SlackSettings;
  readonly bot: Bot;
  /** Without a body parser before the Slack route: the signature is over the bytes as they came. */
  readonly web: Express;
  readonly publicUrl: string;
  readonly workspaces: WorkspaceStore;
  readonly ledger: SeenLedger;
  readonly log: Logger;
  readonly now: () => Date;
}

export interface Slack {
  /** Connects; when Slack is away it goes on trying, and `ready` says so. Never throws. */
  start(): Promise<void>;
  /** Takes nothing new and waits, at most ten seconds, for what is running. */
  stop(): Promise<void>;
  ready(): Promise<{ ok: boolean; detail: string }>;
  chatFor(workspace: SlackWorkspace): Chat;
}

const DRAIN_MS = 10_000;
/** How long a request waits for a first connection that is still being made. */
const FIRST_CONNECTION_MS = 1000;

/** The Slack side of the bot on the shared web app: routes are registered at once, Slack is asked only by `start`. */
export function createSlack(parts: SlackParts): Slack {
  const { config, log } = parts;
  const options = toClientOptions(config.apiUrl, log);
  const clients = createClients(options);
  const workspaces = createKnownWorkspaces(parts.workspaces, log);
  const once = createOnce('slack', parts.ledger, parts.now, log);
  const running = createRunning();
  const connection = connectionOf(parts, workspaces, clients);
  const desk: Desk = {
    bot: parts.bot,
    workspaces,
    clientFor: (workspace) => clients(workspace.botToken),
    chatFor: (workspace) => createChat(workspace, clients(workspace.botToken)),
    log,
  };
  const findWorkspace = finder(workspaces, connection);
  const socket = config.appToken === undefined ? null : createSocket(config.appToken, options, log);
  const receiver =
    socket?.receiver ?? createReceiver({ web: parts.web, signingSecret: config.signingSecret, findWorkspace, once, running, log });
  const app = createBolt(receiver, options, findWorkspace, log);
  listen(app, desk, once, running);
  if (config.oauth)
    offerInstallation({
      ...parts,
      oauth: config.oauth,
      clientOptions: options,
      once,
      save: (installed) => parts.workspaces.save(installed),
    });

  return {
    async start() {
      await connection?.attempt();
      await socket?.start();
    },
    async stop() {
      connection?.stop();
      await socket?.stop();
      if (!(await running.drain(DRAIN_MS))) log.warn({ event: 'slack-stopped-early' }, 'stopped while something was running');
    },
    ready() {
      const problem = connection?.problem() ?? socket?.problem() ?? null;
      return Promise.resolve({ ok: problem === null, detail: problem ?? 'connected' });
    },
    chatFor: (workspace) => desk.chatFor(workspace),
  };
}

function connectionOf(
  parts: SlackParts,
  workspaces: KnownWorkspaces<SlackWorkspace>,
  clients: ReturnType<typeof createClients>,
): Connection | null {
  const { botToken } = parts.config;
  if (botToken === undefined) return null;
  return createConnection({
    botToken,
    client: clients(botToken),
    save: (installed) => parts.workspaces.save(installed),
    connected: (workspace) => {
      workspaces.remember(workspace);
    },
    log: parts.log,
  });
}

type FindWorkspace = (ids: readonly (string | null | undefined)[]) => Promise<SlackWorkspace | null>;

/** While the first connection is being made nobody is known yet; the request waits for it a little. */
function finder(workspaces: KnownWorkspaces<SlackWorkspace>, connection: Connection | null): FindWorkspace {
  return async (ids) => {
    const found = await workspaces.find(...ids);
    if (found || !connection || connection.isConnected()) return found;
    await within(connection.attempt(), FIRST_CONNECTION_MS);
    return connection.isConnected() ? workspaces.find(...ids) : Promise.reject(new Error('Slack is not connected yet'));
  };
}

function createBolt(receiver: Receiver | SocketModeReceiver, options: WebClientOptions, findWorkspace: FindWorkspace, log: Logger): App {
  return new App({
    receiver,
    convoStore: false,
    tokenVerificationEnabled: false,
    attachFunctionToken: false,
    clientOptions: options,
    logger: toSdkLogger(log),
    async authorize({ teamId, enterpriseId }: AuthorizeSourceData<boolean>) {
      const workspace = await findWorkspace([teamId, enterpriseId]);
      if (!workspace) throw new Error('the app is not installed there');
      return { workspace, botToken: workspace.botToken, botUserId: workspace.botUserId };
    },
  });
}
