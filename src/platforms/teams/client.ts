import type { App, AppOptions } from '@microsoft/teams.apps';
import { ChatFailure } from '../../bot/chat.ts';
import { assertInTime } from '../../bot/deadline.ts';
import { within } from '../patience.ts';
import { calling } from './failure.ts';

/** No call to the Bot Connector waits longer. */
export const CALL_LIMIT_MS = 8000;
/** Nor does the request for the bot's own token before it. */
const TOKEN_LIMIT_MS = 5000;

type ClientOptions = Exclude<NonNullable<AppOptions<never>['client']>, ((...args: never) => unknown) | { readonly request: unknown }>;

/** Replaces the edges of the SDK: its cloud, its token, its HTTP client. Only tests do. */
export interface SdkEdges extends Pick<AppOptions<never>, 'cloud' | 'token'> {
  readonly client?: ClientOptions;
}

type Api = App['api'];

/** The Bot Connector at one service address. Every failure is a ChatFailure. */
export interface Connector {
  <T>(call: (api: Api) => Promise<T>): Promise<T>;
}

/** How each service address is reached with the bot's token. No retries: whoever sends decides about a second time. */
export type Connectors = (serviceUrl: string) => Connector;

export function createConnectors(app: App, lost: (error: unknown) => void): Connectors {
  const apis = new Map<string, Api>();
  const apiAt = (serviceUrl: string): Api => {
    const api = apis.get(serviceUrl) ?? app.api.fromServiceUrl({ serviceUrl });
    apis.set(serviceUrl, api);
    return api;
  };
  return (serviceUrl) => async (call) => {
    // First and by itself, so that its failure is told from one of the call: without a token nothing was sent.
    await acquireToken(app).catch((error: unknown) => {
      lost(error);
      throw error;
    });
    assertInTime();
    return calling(() => call(apiAt(serviceUrl)));
  };
}

/** Throws a ChatFailure when Microsoft refuses the app's secret, or is away. The SDK keeps a token while it is good. */
export async function acquireToken(app: App): Promise<void> {
  try {
    await within(app.tokenProvider.getAppToken(), TOKEN_LIMIT_MS);
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'errorCode') : undefined;
    const isRefused = error instanceof Error && error.name === 'ServerError' && typeof code === 'string' && !/unavailable/.test(code);
    throw new ChatFailure(isRefused ? 'refused' : 'unsent', isRefused ? 'token_refused' : 'token_away', { cause: error });
  }
}
