import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { markStale } from '../../bot/posted.ts';
import { moment, rich } from '../../bot/text.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { getAttendee, type Attendee } from './attendee.ts';
import { hereButton } from './buttons.ts';
import { MeetingId } from './check-in.ts';
import { resolve, wasThere as isThere, type Standing } from './layers.ts';
import { listOwnPresences } from './lookup.ts';
import { lockAttendance, writeLayer } from './presence.ts';
import { tellSecretariat } from './tell-secretariat.ts';
import { assertCorrectionOpen, assertNotCancelled, isClosed } from './window.ts';

export const WasThereInput = z.object({ meeting: MeetingId, was: z.enum(['yes', 'no']) });

export interface WasThere {
  readonly meeting: MeetingFacts;
  readonly was: 'yes' | 'no';
  readonly outcome: 'noted' | 'already';
  /** The roll was confirmed before: the Secretariat decides. */
  readonly told: boolean;
}

/**
 * The answer to "were you there?": a claim said afterwards, kept as such until the chair or Secretariat
 * confirms it. Open from the end of the meeting until corrections close; throws Conflict outside, and what
 * checking in throws for people who may not take part.
 */
export const wasThere = verb('attendance.wasThere', WasThereInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<WasThere> => {
    const meeting = await getMeeting(ctx, input.meeting);
    const me = await getAttendee(ctx, meeting);
    assertNotCancelled(meeting);
    assertEnded(ctx, meeting);
    assertCorrectionOpen(ctx, meeting);
    await lockAttendance(ctx, meeting.id, me.id);
    const layers = await listOwnPresences(ctx, meeting.id, me.id);
    const told = isClosed(meeting);
    if (alreadySays(resolve(layers), input.was) || lastClaim(layers) === input.was)
      return { meeting, was: input.was, outcome: 'already', told: false };
    const presenceId = await claimAfterwards(ctx, meeting, me, input.was, layers.at(-1)?.id ?? null);
    recordAudit(ctx, 'attendance.wasThere', `meeting:${meeting.id}`, { meetingId: meeting.id, presenceId, was: input.was });
    if (told) await tellSecretariat(ctx, meeting.id, presenceId);
    await markStale(ctx, 'attendance.opening', meeting.id);
    return { meeting, was: input.was, outcome: 'noted', told };
  }),
);

function assertEnded(ctx: Ctx, meeting: MeetingFacts): void {
  if (ctx.now > meeting.endsAt || isClosed(meeting)) return;
  throw new Conflict(rich`The meeting goes on until ${moment(meeting.endsAt)}. If you are there now, check in.`, [hereButton(meeting.id)]);
}

const alreadySays = (standing: Standing | null, was: 'yes' | 'no'): boolean =>
  standing !== null && isThere(standing.status) === (was === 'yes');

function lastClaim(layers: Awaited<ReturnType<typeof listOwnPresences>>): 'yes' | 'no' | null {
  const claim = layers.findLast((layer) => layer.source === 'self');
  if (!claim) return null;
  return claim.what === 'absent' ? 'no' : 'yes';
}

async function claimAfterwards(
  ctx: Ctx,
  meeting: MeetingFacts,
  me: Attendee,
  was: 'yes' | 'no',
  replacesId: string | null,
): Promise<string> {
  const { id, ...copied } = me;
  return writeLayer(ctx, {
    ...copied,
    meetingId: meeting.id,
    personId: id,
    source: 'self',
    what: was === 'yes' ? 'present' : 'absent',
    at: meeting.startsAt,
    byId: id,
    replacesId,
    reason: 'said afterwards',
  });
}
