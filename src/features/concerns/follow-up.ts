import { z } from 'zod';
import { actingPerson, isSecretariat, readerZone } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { InvalidInput, NotAllowed } from '../../bot/errors.ts';
import { markStale } from '../../bot/posted.ts';
import type { Prisma } from '../../db/generated/client.ts';
import { instantBetween, mayRun } from '../attendance/lookup.ts';
import { listPeople } from '../directory/lookup.ts';
import { isChair } from '../groups/lookup.ts';
import { ACTION_CODES } from './actions.ts';
import { getConcern, type ConcernFacts } from './lookup.ts';

const HOUR_MS = 60 * 60 * 1000;
const ConcernId = z.uuid('This button no longer works. Please ask for the concerns again, or ask the Secretariat.');
const draft = z.uuid('This form no longer works. Please open it again.');
const time = z.string().nullish();

export const ConcernInput = z.object({ concern: ConcernId });

/**
 * The concern, when the acting person may record what became of it: who runs the meeting or chairs the group
 * and, of concerns told to it alone, only the Secretariat. Throws NotFound for what they may not know of.
 */
export async function getFollowable(ctx: Ctx, id: string): Promise<ConcernFacts> {
  actingPerson(ctx);
  const concern = await getConcern(ctx, id);
  const { meeting, group } = concern;
  if (isSecretariat(ctx) || (await (meeting ? mayRun(ctx, meeting) : isChair(ctx, group.id)))) return concern;
  throw new NotAllowed(
    `What became of a concern is recorded by who chairs and by the Secretariat. If something is missing, tell the chair of ${group.name} or ${ctx.body.settings.contact}.`,
  );
}

export const NoteActionInput = ConcernInput.extend({ draft, action: z.enum(ACTION_CODES, 'Choose what was done.'), time });

/**
 * Records what the chair did about a concern, as a row beside it. The same form twice is one row. Throws as
 * `getFollowable` does, and InvalidInput for a time that can't be.
 */
export const noteAction = verb('concerns.noteAction', NoteActionInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<ConcernFacts> => {
    const concern = await getFollowable(ctx, input.concern);
    const at = timeOf(ctx, concern, input.time);
    const isNew = await writeStep(ctx, concern, input.draft, { what: 'action', action: input.action, at });
    if (isNew) recordAudit(ctx, 'concerns.noteAction', `concern:${concern.id}`, { concernId: concern.id, action: input.action });
    return getConcern(ctx, concern.id);
  }),
);

export const NoteMovementInput = ConcernInput.extend({
  draft,
  what: z.enum(['left', 'returned'], 'Choose whether they left or returned.'),
  person: z.uuid('Choose who it was.').nullish(),
  name: z.string().trim().max(120, 'Write a shorter name.').nullish(),
  time,
});

/** Records who left because of a concern, or returned, and when. Throws as `noteAction` does. */
export const noteMovement = verb('concerns.noteMovement', NoteMovementInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<ConcernFacts> => {
    const concern = await getFollowable(ctx, input.concern);
    const at = timeOf(ctx, concern, input.time);
    const [person] = await listPeople(ctx, input.person ? [input.person] : []);
    const name = person?.name ?? (input.name ? input.name : null);
    if (name === null) throw new InvalidInput({ person: 'Choose who it was, or write the name of a guest below.' });
    const personId = person?.personId ?? null;
    const isNew = await writeStep(ctx, concern, input.draft, { what: input.what, personId, name, at });
    if (isNew) recordAudit(ctx, 'concerns.noteMovement', `concern:${concern.id}`, { concernId: concern.id, what: input.what, personId });
    return getConcern(ctx, concern.id);
  }),
);

type Step = Pick<Prisma.ConcernStepCreateManyInput, 'what' | 'action' | 'personId' | 'name' | 'at'>;

async function writeStep(ctx: Ctx, concern: ConcernFacts, id: string, step: Step): Promise<boolean> {
  const by = actingPerson(ctx);
  const row = { id, bodyId: ctx.body.id, concernId: concern.id, ...step, recordedAt: ctx.now, byId: by.id, byName: by.name };
  const { count } = await ctx.db.concernStep.createMany({ data: [row], skipDuplicates: true });
  if (count === 0) return false;
  for (const kind of ['concerns.chair', 'concerns.told']) await markStale(ctx, kind, concern.id);
  return true;
}

/** Nothing typed is now; else the latest such time of day since an hour before the concern was recorded. */
function timeOf(ctx: Ctx, concern: ConcernFacts, typed: string | null | undefined): Date {
  if (!typed) return ctx.now;
  const from = new Date(concern.at.getTime() - HOUR_MS);
  const until = new Date(Math.min(ctx.now.getTime(), from.getTime() + 24 * HOUR_MS));
  const at = instantBetween(typed, readerZone(ctx), from, until);
  if (!at) throw new InvalidInput({ time: 'Give a time of that day that has passed, in your own time zone.' });
  return at;
}
