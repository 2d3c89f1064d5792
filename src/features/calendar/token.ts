import { hashToken as hash } from '../../bot/token.ts';

export { isToken, newToken } from '../../bot/token.ts';

/** What is stored of a token; for an address of one meeting also which. */
export function hashToken(token: string, meetingId?: string): string {
  return meetingId === undefined ? hash(token) : `${ONE_MEETING}${meetingId}:${hash(token)}`;
}

/** How stored hashes of one-meeting addresses begin. */
export const ONE_MEETING = 'meeting:';
