import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { listVersions } from './lookup.ts';

/** Every version ever published, newest first. Secretariat only. */
export const versions = verb('statements.versions', z.object({}), async (ctx) => {
  assertSecretariat(ctx);
  return listVersions(ctx);
});
