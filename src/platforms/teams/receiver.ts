import type { HttpRouteHandler, IHttpServerAdapter } from '@microsoft/teams.apps';
import express, { type Request, type Response } from 'express';
import type { Logger } from 'pino';
import { TimedOut, within, type Running } from '../patience.ts';
import { refuseUnreadable } from '../unreadable.ts';
import type { TeamsSettings } from './app.ts';
import type { Endorsed } from './endorsement.ts';
import { readActivity } from './envelope.ts';
import { findRefusal, isForbidden, keyIdOf } from './guard.ts';

export const MESSAGES_PATH = '/api/messages';
/** A message may have about 100 kB; a form brings its card along. */
const BODY_LIMIT = '256kb';
/** Teams gives up a little later. The listeners have their own, shorter limits. */
const ANSWER_LIMIT_MS = 14_000;

export interface ReceiverParts {
  readonly web: express.Express;
  readonly config: TeamsSettings;
  readonly endorsed: Endorsed;
  readonly running: Running;
  readonly log: Logger;
}

/** The SDK's server on our own Express app: who may speak and how much is settled before the SDK sees a request. */
export function createReceiver(parts: ReceiverParts): IHttpServerAdapter {
  let handle: HttpRouteHandler | null = null;
  const readJson = express.json({ type: () => true, limit: BODY_LIMIT, inflate: false });
  parts.web.post(MESSAGES_PATH, readJson, (req: Request, res: Response) => receive(parts, handle, req, res), refuseUnreadable);
  return {
    registerRoute(_method, path, handler) {
      if (path === MESSAGES_PATH) handle = handler;
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

async function receive(parts: ReceiverParts, handle: HttpRouteHandler | null, req: Request, res: Response): Promise<void> {
  const { config, running, log } = parts;
  try {
    const body: unknown = req.body;
    const said = { channelId: wordOf(body, 'channelId'), serviceUrl: wordOf(body, 'serviceUrl') };
    const refusal = findRefusal(config, { header: (name) => req.get(name), ...said });
    if (refusal) {
      log.warn({ event: 'teams-refused', reason: refusal }, 'request refused');
      res.status(isForbidden(refusal) ? 403 : 401).end();
      return;
    }
    const activity = readActivity(body);
    if (!activity || !handle) {
      log.warn({ event: activity ? 'teams-not-started' : 'teams-malformed' }, 'a request could not be taken');
      res.status(activity ? 503 : 400).end();
      return;
    }
    const endorsed = config.local || (await isEndorsed(parts, req));
    if (endorsed !== true) {
      log.warn({ event: 'teams-refused', reason: endorsed === null ? 'keys-away' : 'not-endorsed' }, 'request refused');
      res.status(endorsed === null ? 503 : 401).end();
      return;
    }
    const headers = { authorization: req.get('authorization') ?? '' };
    const answer = await within(running.track(handle({ body: activity, headers })), ANSWER_LIMIT_MS);
    send(res, answer, log);
  } catch (error) {
    const isLate = error instanceof TimedOut;
    log.error({ event: isLate ? 'teams-answered-late' : 'teams-receiver', err: error }, 'a request from Teams failed');
    if (!res.headersSent) res.status(isLate ? 503 : 500).end();
  }
}

/** Null while the keys of the service cannot be asked for. */
const isEndorsed = ({ endorsed }: ReceiverParts, req: Request): Promise<boolean | null> =>
  endorsed(keyIdOf(req.get('authorization'))).catch(() => null);

/** Our own answers have a body for Teams; those of the SDK's refusals say too much of why. */
function send(res: Response, { status, body }: { status: number; body?: unknown }, log: Logger): void {
  if (status === 401) log.warn({ event: 'teams-refused', reason: 'not-admitted' }, 'request refused');
  if (status >= 400 || body === undefined) res.status(status).end();
  else res.status(status).json(body);
}

function wordOf(body: unknown, name: string): string | undefined {
  const word: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof word === 'string' ? word : undefined;
}
