import { z } from 'zod';
import { actingPerson, assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { findPersonByEmail } from '../directory/lookup.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { reviewButton } from './buttons.ts';
import { followNames } from './import-layers.ts';
import { findNextWaiting, type NameFacts } from './import-queue.ts';
import { getName, getReview, listInvited, type Review } from './import-review.ts';
import { lockSightings } from './presence.ts';

/** What a name may be decided to be, beside a person. */
export const DECISIONS = ['guest', 'ignored', 'later'] as const;
const REASON_LIMIT = 500;

export const DecideInput = z.object({
  name: z.uuid('This form is out of date. Please open it again from the list.'),
  /** When it was decided last as the form showed it; empty while it waited. */
  decidedAt: z.string().default(''),
  who: z.union([z.enum(DECISIONS), z.uuid()], 'Choose who it is.').nullish(),
  email: z
    .string()
    .trim()
    .transform((email) => email.toLowerCase())
    .nullish(),
  reason: z
    .string()
    .trim()
    .max(REASON_LIMIT, `Keep the reason under ${String(REASON_LIMIT)} characters.`)
    .nullish(),
});
type Decide = z.output<typeof DecideInput>;

export interface Decided {
  readonly meeting: MeetingFacts;
  /** As it stands now; null when it was left for later. */
  readonly name: NameFacts | null;
  /** The next that waits; null at the end. */
  readonly next: Review | null;
}

/**
 * The Secretariat says who a name of an attendance file is: somebody invited to the meeting, a guest, or nobody, with a
 * reason. The import layers follow, also when an earlier decision is changed; what people, chair and Secretariat said
 * stays. Throws NotAllowed for others, Conflict when somebody decided since the form was opened, InvalidInput.
 */
export const decideImported = verb('attendance.decideImported', DecideInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<Decided> => {
    assertSecretariat(ctx);
    const by = actingPerson(ctx);
    const seen = await getName(ctx, input.name);
    const meeting = await getMeeting(ctx, seen.meetingId);
    await lockSightings(ctx, meeting.id);
    const name = await getName(ctx, input.name);
    if ((name.decidedAt?.toISOString() ?? '') !== input.decidedAt) throw decidedMeanwhile(name);
    const next = await findNextWaiting(ctx, meeting.id, name);
    const isLater = input.who === 'later';
    if (!isLater) await save(ctx, meeting, name, by.id, await toDecision(ctx, meeting, input));
    return { meeting, name: isLater ? null : await getName(ctx, name.id), next: next && (await getReview(ctx, next)) };
  }),
);

interface Decision {
  readonly state: 'person' | 'guest' | 'ignored';
  readonly personId: string | null;
  readonly reason: string | null;
}

async function toDecision(ctx: Ctx, meeting: MeetingFacts, { who, email, reason }: Decide): Promise<Decision> {
  if (email) return { state: 'person', personId: await getInvitedByEmail(ctx, meeting, email), reason: null };
  if (!who || who === 'later') throw new InvalidInput({ who: 'Choose who it is.' });
  if (who === 'guest') return { state: 'guest', personId: null, reason: null };
  if (who === 'ignored') {
    if (!reason) throw new InvalidInput({ reason: 'Say why this name is ignored.' });
    return { state: 'ignored', personId: null, reason };
  }
  if ((await listInvited(ctx, meeting)).some((one) => one.personId === who)) return { state: 'person', personId: who, reason: null };
  throw new InvalidInput({ who: 'This person was not invited to the meeting (any more). Choose again.' });
}

/** At a meeting that is open to all, anybody in the directory is invited. */
async function getInvitedByEmail(ctx: Ctx, meeting: MeetingFacts, email: string): Promise<string> {
  const person = await findPersonByEmail(ctx, email);
  if (!person) throw new InvalidInput({ email: 'Nobody in the directory has this e-mail.' });
  const isInvited = meeting.audience === 'all' || (await listInvited(ctx, meeting)).some((one) => one.personId === person.personId);
  if (!isInvited)
    throw new InvalidInput({ email: `${person.name} was not invited to the meeting. Choose Guest for somebody who was let in.` });
  return person.personId;
}

async function save(ctx: Ctx, meeting: MeetingFacts, name: NameFacts, byId: string, decision: Decision): Promise<void> {
  await ctx.db.importedName.updateMany({
    where: { id: name.id, bodyId: ctx.body.id },
    data: { ...decision, decidedAt: ctx.now, decidedById: byId },
  });
  const { added, replaced } = await followNames(ctx, meeting);
  const { state, personId, reason } = decision;
  const facts = { meetingId: meeting.id, importedNameId: name.id, state, personId, added, replaced };
  const personal = { values: { name: name.name, ...(reason === null ? {} : { reason }) }, personId };
  recordAudit(ctx, 'attendance.decideImported', `meeting:${meeting.id}`, facts, personal);
}

function decidedMeanwhile(name: NameFacts): Conflict {
  const who = name.decidedBy ?? 'Somebody';
  return new Conflict(`${who} decided about ${name.name} meanwhile. What you sent was not recorded.`, [
    reviewButton({ name: name.id }, 'Look at it'),
  ]);
}
