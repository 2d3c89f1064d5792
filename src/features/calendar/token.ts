import { createHash, randomBytes } from 'node:crypto';

const LENGTH = 32;

/** A new secret for an address: 32 random bytes, base64url. */
export const newToken = (): string => randomBytes(LENGTH).toString('base64url');

export const isToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** What is stored of a token: its SHA-256, and for an address of one meeting also which. A guess is never compared byte by byte. */
export function hashToken(token: string, meetingId?: string): string {
  const hash = createHash('sha256').update(token).digest('hex');
  return meetingId === undefined ? hash : `${ONE_MEETING}${meetingId}:${hash}`;
}

/** How stored hashes of one-meeting addresses begin. */
export const ONE_MEETING = 'meeting:';
