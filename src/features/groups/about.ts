import { z } from 'zod';
import { verb } from '../../bot/define.ts';

/** What a working group is, for whoever asks. */
export const about = verb('groups.about', z.object({}), (ctx) => Promise.resolve({ bodyName: ctx.body.name }));
