import { z } from 'zod';
import { actingPerson, assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { markStale } from '../../bot/posted.ts';
import { getInvitation, getOpenInvitation, INVITATION_CARD, type InvitationFacts } from './invitations.ts';

/**
 * Notes that an invitation may end on its day, so that the rest of the Secretariat knows that somebody looked. It
 * would end anyway, and can still be prolonged. Secretariat only. Throws what `getOpenInvitation` throws.
 */
export const letEnd = verb(
  'directory.letEnd',
  z.object({ appointmentId: z.uuid('Choose an invitation.') }),
  (ctx, { appointmentId }): Promise<InvitationFacts> =>
    inTransaction(ctx, async (ctx) => {
      assertSecretariat(ctx);
      const by = actingPerson(ctx);
      await getOpenInvitation(ctx, appointmentId);
      const { count } = await ctx.db.appointment.updateMany({
        where: { id: appointmentId, bodyId: ctx.body.id, letEndById: null },
        data: { letEndById: by.id },
      });
      if (count > 0) {
        recordAudit(ctx, 'directory.letEnd', `appointment:${appointmentId}`);
        await markStale(ctx, INVITATION_CARD, appointmentId);
      }
      return getInvitation(ctx, appointmentId);
    }),
);
