import { v7 as uuidv7 } from 'uuid';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { isPresent, listStandings } from '../attendance/lookup.ts';
import { listMembers } from '../groups/lookup.ts';
import { ConcernInput, getFollowable } from './follow-up.ts';
import type { ConcernFacts } from './lookup.ts';

/** What a select takes, less one to spare; whoever is not listed is written by name. */
const LISTED = 99;

export interface FollowUp {
  readonly draft: string;
  readonly concern: ConcernFacts;
}

/** The form that records what was done. Throws as `getFollowable` does. */
export const openAction = verb('concerns.openAction', ConcernInput, async (ctx, input): Promise<FollowUp> => ({
  draft: uuidv7(),
  concern: await getFollowable(ctx, input.concern),
}));

export interface Movement extends FollowUp {
  readonly people: readonly { readonly id: string; readonly name: string; readonly organisation: string | null }[];
}

/** The form that records who left or returned, with who is there first. Throws as `getFollowable` does. */
export const openMovement = verb('concerns.openMovement', ConcernInput, async (ctx, input): Promise<Movement> => {
  const concern = await getFollowable(ctx, input.concern);
  return { draft: uuidv7(), concern, people: await listThere(ctx, concern) };
});

async function listThere(ctx: Ctx, { meeting, group }: ConcernFacts): Promise<Movement['people']> {
  const standings = meeting ? await listStandings(ctx, meeting.id) : [];
  const here = standings.filter(({ status }) => isPresent(status));
  const all = new Map([...here, ...(await listMembers(ctx, group.id))].map((one) => [one.personId, one]));
  return [...all.values()].slice(0, LISTED).map(({ personId, name, organisation }) => ({ id: personId, name, organisation }));
}
