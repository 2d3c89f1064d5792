import type { TeamsSettings } from './app.ts';

export type Refusal = 'no-token' | 'foreign-issuer' | 'foreign-service-url';

const ISSUER = 'https://api.botframework.com';
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Why a request may not even be handed to the SDK; null when it may. The SDK takes tokens of any Entra
 * tenant that are made out to this app, and does not hold their bearer to one service address; the bot's own token
 * would then be sent wherever the request says. Only the Bot Connector may speak, from Microsoft's hosts.
 */
export function findRefusal(
  config: TeamsSettings,
  request: { readonly authorization: string | undefined; readonly serviceUrl: string | undefined },
): Refusal | null {
  const url = parseUrl(request.serviceUrl);
  if (config.local) return url && LOOPBACK.has(url.hostname) ? null : 'foreign-service-url';
  const issuer = issuerOf(request.authorization);
  if (issuer === null) return 'no-token';
  if (issuer !== ISSUER) return 'foreign-issuer';
  return url?.protocol === 'https:' && isServiceHost(url.hostname, config.serviceHosts) ? null : 'foreign-service-url';
}

const parseUrl = (url: string | undefined): URL | null => (url !== undefined && URL.canParse(url) ? new URL(url) : null);

const isServiceHost = (host: string, more: readonly string[]): boolean =>
  host === 'smba.trafficmanager.net' ||
  host.endsWith('.teams.microsoft.com') ||
  host.endsWith('.botframework.com') ||
  more.some((one) => one.toLowerCase() === host);

/** What the token claims, before it is verified: only good for refusing. */
function issuerOf(authorization: string | undefined): string | null {
  const claims = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization ?? '')?.[1];
  try {
    const said: unknown = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString('utf8'));
    const issuer: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, 'iss') : null;
    return typeof issuer === 'string' ? issuer : '';
  } catch {
    return null;
  }
}
