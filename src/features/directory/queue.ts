import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { listWaiting, type RequestFacts } from './requests.ts';

/** Who waits to be added to the directory, with the organisation guessed; for the Secretariat. */
export const queue = verb('directory.queue', z.object({}), async (ctx): Promise<RequestFacts[]> => {
  assertSecretariat(ctx);
  return listWaiting(ctx);
});
