import { createHash } from 'node:crypto';
import type { Express } from 'express';
import type { Actor, BodyFacts, Ctx, Surface } from '../bot/context.ts';
import type { Database } from '../db/client.ts';
import { findCalendar, findFeed } from '../features/calendar/lookup.ts';

/** What the feeds are read from. */
export interface CalendarSource {
  readonly database: { readonly db: Database };
  context(body: BodyFacts, surface: Surface, actor: Actor): Ctx;
}

/**
 * GET /calendar/<token>.ics, with ?meeting=<id> for one meeting. The token is the only key: it is looked
 * up by its hash, and what does not open anything is 404, without saying why.
 */
export function serveCalendar(web: Express, source: CalendarSource): void {
  web.get('/calendar/:token.ics', async (request, response, next) => {
    const asked: unknown = request.query.meeting ?? null;
    const isAskable = asked === null || typeof asked === 'string';
    const calendar = isAskable ? await readCalendar(source, request.params.token, asked) : null;
    if (calendar === null) {
      next();
      return;
    }
    response.set({
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': `${asked === null ? 'inline' : 'attachment'}; filename="${asked === null ? 'meetings' : 'meeting'}.ics"`,
      etag: `"${createHash('sha256').update(calendar).digest('base64url')}"`,
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex',
    });
    response.send(calendar);
  });
}

async function readCalendar(source: CalendarSource, token: string, meetingId: string | null): Promise<string | null> {
  const feed = await findFeed(source.database.db, token, meetingId);
  if (!feed) return null;
  const person = { ...feed.person, zone: feed.body.zone, isSecretariat: false };
  return findCalendar(source.context(feed.body, 'web', { kind: 'person', person, account: null }), feed);
}
