import express from 'express';
import { isMistake, SlackError } from './api/error.ts';
import { createApiRouter } from './api/router.ts';
import { takeReply } from './app/reply.ts';
import { recordBreach } from './desk/breaches.ts';
import type { World } from './desk/world.ts';
import { createPageRouter } from './page/routes.ts';

const REFUSALS: Record<string, number> = { expired_url: 404, used_url: 404, is_archived: 403 };

/** Everything under `/sandbox`: the Web API, the response addresses and the page. */
export function createRouter(world: World): express.Router {
  const router = express.Router();
  router.use('/api', createApiRouter(world));
  router.post('/reply/:id', express.json({ limit: '1mb' }), (req, res) => {
    try {
      takeReply(world, req.params.id, req.body);
      res.send('ok');
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      if (isMistake(error)) recordBreach(world, 'response_url', error.code, error.faults);
      res.status(REFUSALS[error.code] ?? 400).send(error.code);
    }
  });
  router.use(createPageRouter(world));
  return router;
}
