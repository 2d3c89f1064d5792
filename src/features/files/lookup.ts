import type { Actor, BodyFacts } from '../../bot/context.ts';
import { BodySettings } from '../../bot/settings.ts';
import { hashToken } from '../../bot/token.ts';
import type { Database } from '../../db/client.ts';
import { What } from './what.ts';

/** What a private address opens, and for whom. */
export interface LinkFacts {
  readonly id: string;
  readonly body: BodyFacts;
  readonly person: { readonly id: string; readonly name: string };
  readonly meetingId: string;
  readonly what: What;
}

/** The link behind a token; null, by the same one query, for a token that is unknown, malformed, expired or revoked. */
export async function findLink(db: Database, token: string, now: Date): Promise<LinkFacts | null> {
  const row = await db.signedLink.findFirst({
    where: { tokenHash: hashToken(token), revokedAt: null, expiresAt: { gt: now }, person: { erasedAt: null } },
    include: { person: { include: { body: true } } },
  });
  if (!row) return null;
  const { id, slug, name, zone, locale, settings } = row.person.body;
  return {
    id: row.id,
    body: { id, slug, name, zone, locale, settings: BodySettings.parse(settings) },
    person: { id: row.person.id, name: row.person.name },
    meetingId: row.meetingId,
    what: What.parse(row.what),
  };
}

/** Whom the link was made for, as an actor. */
export const actorOf = ({ person, body }: LinkFacts, isSecretariat: boolean): Actor => ({
  kind: 'person',
  person: { ...person, zone: body.zone, isSecretariat },
  account: null,
});
