import { createHash, randomBytes } from 'node:crypto';

const LENGTH = 32;

/** A new secret for an address: 32 random bytes, base64url. */
export const newToken = (): string => randomBytes(LENGTH).toString('base64url');

export const isToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** What is stored of a token: its SHA-256, in hex. A guess is never compared byte by byte. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
