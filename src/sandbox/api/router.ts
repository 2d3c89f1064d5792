import { timingSafeEqual } from 'node:crypto';
import express from 'express';
import { recordBreach } from '../desk/breaches.ts';
import type { World } from '../desk/world.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import type { Method, Reply } from './define.ts';
import { isMistake, SlackError } from './error.ts';
import { keepsakeMethods } from './keepsakes.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

const methods = new Map<string, Method>(
  [...userMethods, ...chatMethods, ...viewMethods, ...conversationMethods, ...keepsakeMethods].map((method) => [method.name, method]),
);

/** The Web API: `POST <mount>/<method>` with a bearer token, form or JSON body. */
export function createApiRouter(world: World): express.Router {
  const router = express.Router();
  router.use(express.urlencoded({ extended: false, limit: '1mb' }), express.json({ limit: '1mb' }));
  router.all('/:method', (req, res) => {
    world.address = `${req.protocol}://${req.get('host') ?? ''}${req.baseUrl.replace(/\/api$/, '')}`;
    const args: Record<string, unknown> = { ...req.query, ...(req.body as Record<string, unknown> | undefined) };
    const reply = call(world, req.params.method, args, tokenOf(req.headers.authorization, args.token));
    if (reply.error === 'ratelimited') res.status(429).set('Retry-After', '1');
    res.json(reply);
  });
  return router;
}

function tokenOf(header: string | undefined, argument: unknown): string {
  const bearer = /^Bearer (.+)$/.exec(header ?? '')?.[1];
  return bearer ?? (typeof argument === 'string' ? argument : '');
}

function call(world: World, name: string, args: Record<string, unknown>, token: string): Reply {
  try {
    assertToken(world, token);
    const method = methods.get(name);
    if (!method) throw new SlackError('unknown_method', [`${name} is not one of the sandbox's methods.`]);
    return { ok: true, ...method.run(world, args) };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    if (isMistake(error)) recordBreach(world, name, error.code, error.faults);
    return { ok: false, error: error.code, ...(error.faults.length > 0 && { response_metadata: { messages: error.faults } }) };
  }
}

function assertToken(world: World, token: string): void {
  if (token === '') throw new SlackError('not_authed');
  const [given, right] = [Buffer.from(token), Buffer.from(world.options.botToken)];
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw new SlackError('invalid_auth');
}
