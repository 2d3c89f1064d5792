import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

/** How long a code is good for. */
export const CODE_MINUTES = 10;

/** Crockford's base 32: without I, L, O and U. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;
const SHAPE = new RegExp(`^[${LETTERS}]{${String(LENGTH)}}$`);

const derive = promisify<string, string, number, Buffer>(scrypt);

/** A new code of 40 random bits, without its hyphen. */
export const newCode = (): string => [...randomBytes(LENGTH)].map((byte) => LETTERS.charAt(byte % LETTERS.length)).join('');

/** As it is shown: K7QM-4XTP. */
export const codeInWords = (code: string): string => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;

/** What somebody typed as a code, whatever the case, spaces, hyphens and look-alikes; null when it can't be one. */
export function readCode(typed: string): string | null {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/^\s*\/?WG\s+LINK\s+/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return SHAPE.test(letters) ? letters : null;
}

/**
 * What is stored of a code. Slow on purpose: 40 bits behind a fast hash would be found from a stolen copy of the
 * table before the code is over. The body is in it, so that a code means nothing to any other body.
 */
export const hashCode = async (bodyId: string, code: string): Promise<string> => (await derive(code, bodyId, 32)).toString('hex');
