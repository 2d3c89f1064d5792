import type { Express, Response } from 'express';
import { html } from 'hono/html';
import { ConvenorError } from '../bot/errors.ts';
import type { Actor, BodyFacts, Ctx, Surface } from '../bot/context.ts';
import type { Database } from '../db/client.ts';
import { findLeftOffice } from '../features/directory/lookup.ts';
import { download, type Download } from '../features/files/download.ts';
import { actorOf, findLink, type LinkFacts } from '../features/files/lookup.ts';
import { shell } from './about.ts';

/** What the files are read from. */
export interface FilesSource {
  readonly database: { readonly db: Database };
  readonly clock: { now(): Date };
  context(body: BodyFacts, surface: Surface, actor: Actor): Ctx;
}

/**
 * GET /files/<token>.pdf and .docx. Whoever opens it acts as the person it was made for, and may what that person may now:
 * what they may no longer, and a token that is unknown, expired or revoked, is the same 404.
 */
export function serveFiles(web: Express, source: FilesSource): void {
  web.get(/^\/files\/([^/]+)\.(pdf|docx)$/, async (request, response) => {
    const [token = '', format = ''] = [request.params[0], request.params[1]];
    response.set({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' });
    const link = await findLink(source.database.db, token, source.clock.now());
    const file = link && (await read(source, link, format === 'pdf' ? 'pdf' : 'docx'));
    if (!file) {
      await sendNothing(response);
      return;
    }
    response.attachment(file.fileName).send(Buffer.from(file.bytes));
  });
}

async function read(source: FilesSource, link: LinkFacts, format: 'pdf' | 'docx'): Promise<Download | null> {
  const asOfNow = (isSecretariat: boolean) => source.context(link.body, 'web', actorOf(link, isSecretariat));
  const ctx = asOfNow((await findLeftOffice(asOfNow(false), link.person.id)) === null);
  return download(ctx, { what: link.what, meeting: link.meetingId, format, link: link.id }).catch((error: unknown) => {
    if (error instanceof ConvenorError) return null;
    throw error;
  });
}

async function sendNothing(response: Response): Promise<void> {
  const page = shell(
    'This link opens nothing',
    html`
      <p>Links to files work for seven days, for the person they were made for, and as long as that person may read the file.</p>
      <p>You can ask for a new one in the chat, where you got this one.</p>
    `,
  );
  response
    .status(404)
    .type('html')
    .send((await page).toString());
}
