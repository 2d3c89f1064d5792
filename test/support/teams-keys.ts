import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A key pair that the service signs its requests with, published as a JWKS. */
export interface ServiceKey {
  readonly kid: string;
  readonly jwks: { readonly keys: readonly object[] };
  /** A token with these claims; `key` another key's to forge one. */
  sign(claims: Readonly<Record<string, unknown>>): string;
}

export function createKey(kid = 'service-key', endorsements: readonly string[] = ['msteams', 'skype']): ServiceKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256', endorsements };
  return { kid, jwks: { keys: [jwk] }, sign: (claims) => signWith(privateKey, kid, claims) };
}

function signWith(key: KeyObject, kid: string, claims: Readonly<Record<string, unknown>>): string {
  const head = encode({ alg: 'RS256', typ: 'JWT', kid });
  const body = encode(claims);
  const signature = createSign('RSA-SHA256').update(`${head}.${body}`).sign(key).toString('base64url');
  return `${head}.${body}.${signature}`;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The claims of a Bot Connector token, good for an hour by the machine's clock. */
export function connectorClaims(audience: string, serviceUrl: string): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return { iss: 'https://api.botframework.com', aud: audience, serviceurl: serviceUrl, nbf: now - 60, iat: now - 60, exp: now + 3600 };
}
