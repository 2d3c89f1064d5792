import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { z } from 'zod';
import { findPerson, type World } from '../desk/world.ts';
import { Act, doAct } from './acts.ts';
import { pageHeaders, sameOrigin } from './guard.ts';
import { streamChanges } from './live.ts';
import { drawParts } from './parts.ts';
import { type Place, readPlace } from './place.ts';
import { drawPage } from './shell.ts';
import { wordsFor } from './words.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ASSETS = new Set(readdirSync(HERE).filter((name) => /\.(js|css|svg)$/.test(name)));

const Query = z
  .object({ as: z.string().max(100).optional(), in: z.string().max(100).optional(), since: z.string().max(40).optional() })
  .catch({});

/** The page and what its script asks for. */
export function createPageRouter(world: World): express.Router {
  const router = express.Router();
  const placeOf = (req: express.Request): Place => readPlace(world, Query.parse(req.query));
  router.use(pageHeaders);
  router.get('/assets/:name', (req, res, next) => {
    if (ASSETS.has(req.params.name)) res.sendFile(req.params.name, { root: HERE });
    else next();
  });
  router.get('/', async (req, res) => {
    res
      .set('cache-control', 'no-store')
      .type('html')
      .send(await drawPage(placeOf(req), req.baseUrl));
  });
  router.get('/parts', async (req, res) => {
    res.set('cache-control', 'no-store').json(await drawParts(placeOf(req)));
  });
  router.get('/live', (req, res) => {
    streamChanges(placeOf(req), req, res);
  });
  router.post('/act', sameOrigin, express.json({ limit: '256kb' }), async (req, res) => {
    const act = Act.safeParse(req.body);
    if (!act.success || !findPerson(world, act.data.as)) {
      res.status(400).json({ ok: false, message: 'The sandbox did not understand its own page.' });
      return;
    }
    const done = await doAct(world, act.data);
    res.json(done.ok ? done : { ...done, message: wordsFor(done.error) });
  });
  return router;
}
