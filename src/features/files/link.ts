import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { hashToken, newToken } from '../../bot/token.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { findMinutes } from '../minutes/lookup.ts';
import { assertMayRead } from './access.ts';
import { What } from './what.ts';

/** Long enough to come back to it, short enough for an address that was passed on to end soon. */
const DAYS = 7;
/** Of more than these the oldest are revoked. */
const MOST_LIVE = 20;

export const LinkInput = z.object({ what: What, meeting: z.uuid('This button no longer works. Please ask for the files again.') });

export interface Linked {
  readonly id: string;
  readonly what: What;
  readonly meeting: MeetingFacts;
  /** True while the minutes are a draft. */
  readonly isDraft: boolean;
  readonly pdf: string;
  readonly word: string;
  readonly until: Date;
}

/**
 * Makes private addresses of a meeting's minutes or record for the acting person, good for seven days. Only a hash is
 * kept, and whether the person may is asked anew whenever one is opened. Throws NotAllowed, NotFound, and Conflict when
 * there are no minutes yet.
 */
export const linkFiles = verb('files.link', LinkInput, async (ctx, input): Promise<Linked> => {
  const { id: personId } = actingPerson(ctx);
  const { what } = input;
  const meeting = await getMeeting(ctx, input.meeting);
  const minutes = await findMinutes(ctx, meeting.id);
  await assertMayRead(ctx, what, meeting, minutes);
  const token = newToken();
  const id = uuidv7();
  const until = new Date(ctx.now.getTime() + DAYS * 24 * 60 * 60_000);
  await inTransaction(ctx, async (ctx) => {
    const about = { bodyId: ctx.body.id, personId, meetingId: meeting.id, what };
    await ctx.db.signedLink.create({ data: { id, ...about, tokenHash: hashToken(token), createdAt: ctx.now, expiresAt: until } });
    await revokeOldest(ctx, personId);
    recordAudit(ctx, 'files.link', `meeting:${meeting.id}`, { meetingId: meeting.id, what, personId, linkId: id });
  });
  const address = `${ctx.publicUrl}/files/${token}`;
  return { id, what, meeting, isDraft: what === 'minutes' && !minutes?.isIssued, pdf: `${address}.pdf`, word: `${address}.docx`, until };
});

async function revokeOldest(ctx: Ctx, personId: string): Promise<void> {
  const old = await ctx.db.signedLink.findMany({
    where: { bodyId: ctx.body.id, personId, revokedAt: null, expiresAt: { gt: ctx.now } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: MOST_LIVE,
    select: { id: true },
  });
  if (old.length > 0) await ctx.db.signedLink.updateMany({ where: { id: { in: old.map((one) => one.id) } }, data: { revokedAt: ctx.now } });
}
