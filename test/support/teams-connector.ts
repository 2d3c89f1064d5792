import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PUBLIC, withOverrides } from '@microsoft/teams.api';
import type { SdkEdges } from '../../src/platforms/teams/client.ts';
import { createDesk, type DeskOptions } from './teams-desk.ts';
import { createFaults, misbehave, type Asked } from './teams-faults.ts';
import { connectorClaims, createKey } from './teams-keys.ts';
import { createLimits } from './teams-limits.ts';
import { failed, routeOf, type Request } from './teams-routes.ts';

export const TENANT = '7d4f2c10-0000-4000-8000-00000000aa01';
/** Where the service says that it is reached; the SDK's requests to it come here. */
export const SERVICE_URL = 'https://smba.trafficmanager.net/emea/';
export const BOT_ID = '5b1c9a00-0000-4000-8000-00000000b071';

/** One request of the bot, answered or not. */
export interface Call {
  readonly asked: Asked;
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * A Bot Connector on this machine, with the keys that its requests are verified with. It keeps what it is told, fails on
 * demand, and counts what is sent against the published limits.
 */
export async function openConnector(options: Partial<DeskOptions> = {}) {
  const desk = createDesk({ tenantId: TENANT, botId: BOT_ID, people: [], channels: ['general'], ...options });
  const key = createKey();
  /** With which the service signs for the other channels of the same bot. */
  const otherKey = createKey('web-chat-key', ['webchat', 'directline']);
  const nobodysKey = createKey('nobodys-key', []);
  const faults = createFaults();
  const limits = createLimits();
  const calls: Call[] = [];
  const hanging: ServerResponse[] = [];
  const token = key.sign({ aud: 'https://api.botframework.com', appid: desk.botId });

  const server = createServer((req, res) => {
    handle(req, res).catch(() => res.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', base);
    const text = await readBody(req);
    if (url.pathname === '/login/keys') {
      send(res, 200, { keys: [key, otherKey, nobodysKey].flatMap((one) => one.jwks.keys) });
      return;
    }
    const request: Request = {
      method: req.method ?? 'GET',
      path: url.pathname.replace(/^\/emea/, ''),
      query: url.searchParams,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
    const route = routeOf(desk, limits, request);
    if (!route) throw new Error(`the connector does not know ${request.method} ${request.path}`);
    calls.push({ asked: route.asked, method: request.method, path: request.path, body: request.body });
    limits.countRequest();
    if (req.headers.authorization !== `Bearer ${token}`) {
      send(res, 401, failed(401, 'AuthorizationError').body);
      return;
    }
    const fault = faults.take(route.asked, route.conversation);
    if (!fault || fault.stored) {
      const answer = route.run();
      if (!fault) send(res, answer.status, answer.body);
    }
    if (fault) misbehave(fault, req, res, hanging);
  }

  const sdk = {
    cloud: withOverrides(PUBLIC, { openIdMetadataUrl: `${base}/login/openidconfiguration` }),
    token: () => Promise.resolve(token),
    client: {
      interceptors: [
        {
          request: ({ config }) => {
            config.url = config.url?.replace(new URL(SERVICE_URL).origin, base) ?? '';
            return config;
          },
        },
      ],
    },
  } satisfies SdkEdges;
  return {
    desk,
    key,
    otherKey,
    nobodysKey,
    calls,
    serviceUrl: SERVICE_URL,
    /** Where it really is. */
    base,
    breaches: limits.breaches,
    passTime: (conversation: string, ms: number): void => {
      limits.passTime(conversation, ms);
    },
    failNext: faults.failNext,
    clearFaults: faults.clear,
    callsOf: (asked: Asked) => calls.filter((call) => call.asked === asked),
    /** What the SDK is told instead of Microsoft's addresses. */
    sdk,
    /** The service's own token for a request to the bot; `claims` replace some of its claims. */
    tokenFor: (claims: Readonly<Record<string, unknown>> = {}) => key.sign({ ...connectorClaims(desk.botId, SERVICE_URL), ...claims }),
    async close() {
      for (const res of hanging) res.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Connector = Awaited<ReturnType<typeof openConnector>>;

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
