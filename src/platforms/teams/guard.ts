import type { TeamsSettings } from './app.ts';

/** What Teams calls itself among the channels of a bot. */
export const CHANNEL = 'msteams';

export type Refusal = 'no-token' | 'foreign-issuer' | 'foreign-channel' | 'foreign-service-url' | 'not-from-here';

/** A refusal that a token of the right kind would not change. */
export const isForbidden = (refusal: Refusal): boolean => refusal !== 'no-token' && refusal !== 'foreign-issuer';

const ISSUER = 'https://api.botframework.com';
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);
/** What browsers and proxies add, and the playground never does. */
const FROM_ELSEWHERE = ['origin', 'x-forwarded-for', 'forwarded'];

export interface Asked {
  header(name: string): string | undefined;
  readonly channelId: string | undefined;
  readonly serviceUrl: string | undefined;
}

/**
 * Why a request may not even be handed to the SDK; null when it may. The SDK takes tokens of any Entra
 * tenant that are made out to this app, and does not hold their bearer to one service address; the bot's own token
 * would then be sent wherever the request says. Only the Bot Connector may speak, for Teams, from Teams' own hosts.
 * In local mode nothing is signed, so a page in this machine's browser or somebody behind a proxy is kept out otherwise.
 */
export function findRefusal(config: TeamsSettings, asked: Asked): Refusal | null {
  const url = parseUrl(asked.serviceUrl);
  if (config.local) {
    if (FROM_ELSEWHERE.some((name) => asked.header(name) !== undefined)) return 'not-from-here';
    if (!url || !LOOPBACK.has(url.hostname)) return 'foreign-service-url';
  } else {
    const issuer = readToken(asked.header('authorization'), 'claims', 'iss');
    if (issuer === null) return 'no-token';
    if (issuer !== ISSUER) return 'foreign-issuer';
    if (!url || !isServiceAddress(url, config.serviceHosts)) return 'foreign-service-url';
  }
  return asked.channelId === CHANNEL ? null : 'foreign-channel';
}

/** The name of the key that a token says it is signed with; empty when it says none. */
export const keyIdOf = (authorization: string | undefined): string => readToken(authorization, 'head', 'kid') ?? '';

const parseUrl = (url: string | undefined): URL | null => (url !== undefined && URL.canParse(url) ? new URL(url) : null);

/** Other channels of the Bot Connector are at hosts of its own name, which are not Teams'. */
const TEAMS_HOST = /^smba\.(trafficmanager\.net|infra\.[a-z0-9-]+\.teams\.microsoft\.(com|us))$/;

const isServiceAddress = ({ protocol, hostname, port, username, password }: URL, more: readonly string[]): boolean =>
  protocol === 'https:' &&
  port + username + password === '' &&
  (TEAMS_HOST.test(hostname) || more.some((one) => one.toLowerCase() === hostname));

/** What the token says, before it is verified: only good for refusing. Null when it is none, empty when it does not say. */
function readToken(authorization: string | undefined, part: 'head' | 'claims', name: string): string | null {
  const read = /^Bearer (?<head>[\w-]+)\.(?<claims>[\w-]+)\.[\w-]+$/.exec(authorization ?? '')?.groups?.[part];
  try {
    const said: unknown = JSON.parse(Buffer.from(read ?? '', 'base64url').toString('utf8'));
    const value: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, name) : null;
    return typeof value === 'string' ? value : '';
  } catch {
    return null;
  }
}
