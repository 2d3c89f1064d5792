import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { markStale } from '../../bot/posted.ts';
import { calendarDay } from '../../bot/text.ts';
import { dayAfter } from '../../bot/days.ts';
import { optionalDay } from './fields.ts';
import { getInvitation, getOpenInvitation, INVITATION_CARD, type InvitationFacts } from './invitations.ts';
import { lockDirectory } from './lock-directory.ts';
import { toGiven } from './succession.ts';
import { writeAppointments } from './write-appointments.ts';

const InvitationInput = z.object({ appointmentId: z.uuid('Choose an invitation.') });

/** The invitation that the form is about. Secretariat only. Throws what `getOpenInvitation` throws. */
export const openProlong = verb('directory.openProlong', InvitationInput, (ctx, { appointmentId }): Promise<InvitationFacts> => {
  assertSecretariat(ctx);
  return getOpenInvitation(ctx, appointmentId);
});

export const ProlongInput = InvitationInput.extend({ until: optionalDay });

/**
 * Invites an expert for longer: to the same groups, from the day after their invitation ends until the day given,
 * as an invitation of its own. Of two who prolong at once, one is told. Secretariat only. Throws InvalidInput for a
 * day that is no later, and what `getOpenInvitation` throws.
 */
export const prolong = verb('directory.prolong', ProlongInput, (ctx, { appointmentId, until }): Promise<InvitationFacts> =>
  inTransaction(ctx, async (ctx) => {
    assertSecretariat(ctx);
    await lockDirectory(ctx);
    const now = await getOpenInvitation(ctx, appointmentId);
    if (!until) throw new InvalidInput({ until: 'Give the new last day.' });
    if (until <= now.until) throw new InvalidInput({ until: `Give a day after ${calendarDay(now.until)}, when it ends now.` });
    const groupSlugs = now.groups.map((group) => group.slug);
    const given = toGiven(
      now.person.personId,
      { office: 'expert', from: dayAfter(now.until), until, groupSlugs },
      { sponsor: now.sponsor, reason: null },
    );
    await writeAppointments(ctx, [given], []);
    await markStale(ctx, INVITATION_CARD, appointmentId);
    return getInvitation(ctx, appointmentId);
  }),
);
