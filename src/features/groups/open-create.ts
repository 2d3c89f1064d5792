import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';

/** What the form for a new group starts from. Secretariat only. */
export const openCreate = verb('groups.openCreate', z.object({}), async (ctx) => {
  assertSecretariat(ctx);
  return Promise.resolve({ zone: ctx.body.zone });
});
