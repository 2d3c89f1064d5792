import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { ConcernInput, getFollowable } from './follow-up.ts';
import { listLatest, type ConcernFacts } from './lookup.ts';

/** A line and a button each must fit one message. */
const LISTED = 15;

/** The latest concerns, those told to the Secretariat alone among them. For the Secretariat. */
export const list = verb('concerns.list', z.object({}), (ctx): Promise<ConcernFacts[]> => {
  assertSecretariat(ctx);
  return listLatest(ctx, LISTED);
});

/** One concern with what was recorded about it since. Throws as `getFollowable` does. */
export const show = verb('concerns.show', ConcernInput, (ctx, input): Promise<ConcernFacts> => getFollowable(ctx, input.concern));
