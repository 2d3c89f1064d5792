import type { App, Receiver } from '@slack/bolt';
import express, { type Request, type Response } from 'express';
import type { Logger } from 'pino';
import { answerAway } from './away.ts';
import { readEnvelope, type Envelope } from './envelope.ts';
import type { Once } from '../once.ts';
import type { Running } from '../patience.ts';
import { refuseUnreadable } from '../unreadable.ts';
import { findRefusal } from './signature.ts';
import type { SlackWorkspace } from './workspaces.ts';

export const EVENTS_PATH = '/slack/events';
const BODY_LIMIT = '1mb';
/** Slack gives up after three seconds. */
const ANSWER_LIMIT_MS = 2900;

export interface ReceiverParts {
  readonly web: express.Express;
  readonly signingSecret: string;
  /** The active workspace with one of these ids. Throws when that cannot be known now. */
  findWorkspace(teams: readonly (string | null | undefined)[]): Promise<SlackWorkspace | null>;
  readonly once: Once;
  readonly running: Running;
  readonly log: Logger;
}

type Addressed = Exclude<Envelope, { kind: 'verification' | 'check' }>;

/**
 * Bolt's receiver on our own Express app: signature, time, workspace and replay are settled before
 * Bolt sees a request. The signature's time is the machine's, never the program's clock, which can be moved.
 */
export function createReceiver(parts: ReceiverParts): Receiver {
  if (parts.signingSecret === '') throw new Error('the Slack signing secret is empty');
  const readRaw = express.raw({ type: () => true, limit: BODY_LIMIT, inflate: false });
  return {
    init(app: App) {
      parts.web.post(EVENTS_PATH, readRaw, (req: Request, res: Response) => receive(parts, app, req, res), refuseUnreadable);
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

async function receive(parts: ReceiverParts, app: App, req: Request, res: Response): Promise<void> {
  const receivedAt = performance.now();
  try {
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    const signature = req.get('x-slack-signature');
    const refusal = findRefusal(parts.signingSecret, { signature, timestamp: req.get('x-slack-request-timestamp'), body }, Date.now());
    if (refusal) {
      refuse(parts, res, refusal);
      return;
    }
    const envelope = readEnvelope(body, req.get('content-type'));
    if (!envelope) {
      parts.log.warn({ event: 'slack-malformed' }, 'a signed request is nothing that Slack sends');
      res.status(400).end();
    } else if (envelope.kind === 'verification') res.json({ challenge: envelope.challenge });
    else if (envelope.kind === 'check') res.status(200).end();
    else await admit(parts, app, { envelope, name: signature ?? '', receivedAt, req, res });
  } catch (error) {
    parts.log.error({ event: 'slack-receiver', err: error }, 'a request from Slack failed');
    if (!res.headersSent) res.status(500).end();
  }
}

function refuse(parts: ReceiverParts, res: Response, reason: string): void {
  parts.log.warn({ event: 'slack-refused', reason }, 'request refused');
  res.status(401).end();
}

interface Admission {
  readonly envelope: Addressed;
  /** The signature: the same bytes at the same second have the same one. */
  readonly name: string;
  readonly receivedAt: number;
  readonly req: Request;
  readonly res: Response;
}

async function admit(parts: ReceiverParts, app: App, admission: Admission): Promise<void> {
  const { envelope, res } = admission;
  let workspace: SlackWorkspace | null;
  try {
    workspace = await parts.findWorkspace(envelope.teams);
  } catch (error) {
    parts.log.warn({ event: 'slack-workspace-away', err: error }, 'workspace cannot be looked up');
    await answerAway(envelope, res);
    return;
  }
  if (!workspace) refuse(parts, res, 'unknown-workspace');
  else if (!(await parts.once(admission.name))) res.status(200).end();
  else await dispatch(parts, app, admission);
}

/** Hands it to Bolt and answers what the listener acknowledges; what no listener takes is 404, what takes too long 503. */
async function dispatch(parts: ReceiverParts, app: App, { envelope, receivedAt, req, res }: Admission): Promise<void> {
  const late = setTimeout(
    () => {
      parts.log.warn({ event: 'slack-answered-late', kind: envelope.kind }, 'no listener answered in time');
      res.status(503).end();
    },
    Math.max(ANSWER_LIMIT_MS - (performance.now() - receivedAt), 1),
  );
  const ack = (answer?: unknown): Promise<void> => {
    clearTimeout(late);
    if (res.headersSent) return Promise.resolve();
    if (answer === undefined || answer === '') res.status(200).end();
    else if (typeof answer === 'string') res.status(200).type('text/plain').send(answer);
    else res.status(200).json(answer);
    return Promise.resolve();
  };
  const retryNum = Number(req.get('x-slack-retry-num'));
  const retryReason = req.get('x-slack-retry-reason');
  try {
    await parts.running.track(
      app.processEvent({
        body: envelope.body,
        ack,
        customProperties: { receivedAt },
        ...(retryNum > 0 && { retryNum }),
        ...(retryReason !== undefined && { retryReason }),
      }),
    );
  } finally {
    clearTimeout(late);
  }
  if (!res.headersSent) res.status(404).end();
}
