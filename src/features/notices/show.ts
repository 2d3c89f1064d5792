import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { countDeliveries, listTroubled } from './lookup.ts';

/** The Secretariat sees what was not delivered and why, with counts of the last seven days. Throws NotAllowed for others. */
export const show = verb('notices.show', z.object({}), async (ctx) => {
  assertSecretariat(ctx);
  return { troubled: await listTroubled(ctx), counts: await countDeliveries(ctx) };
});
