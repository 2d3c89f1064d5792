import type { CardKind, NoticeKind, Skip } from '../../bot/define.ts';
import type { Ctx } from '../../bot/context.ts';
import { invitationCard } from './invitation-cards.ts';
import { getInvitation, INVITATION_CARD, type InvitationFacts } from './invitations.ts';
import { findOutOfOffice } from './lookup.ts';
import { secretariat } from './notices.ts';

const idOf = (notice: { readonly subject: Readonly<Record<string, string>> }): string => notice.subject.appointmentId ?? '';

const obstacle = ({ prolongedUntil, isOver }: InvitationFacts): Skip | null => {
  if (prolongedUntil) return { skip: 'prolonged already' };
  return isOver ? { skip: 'it has ended' } : null;
};

/** An expert's invitation ends soon. Not sent any more once it was prolonged. */
export const invitationNotice: NoticeKind = {
  kind: 'directory.invitation-ending',
  quiet: 'hold',
  targets: async (ctx, notice) => obstacle(await getInvitation(ctx, idOf(notice))) ?? secretariat(ctx),
  async render(ctx, notice, target) {
    const left = await findOutOfOffice(ctx, target);
    if (left) return left;
    const invitation = await getInvitation(ctx, idOf(notice));
    return obstacle(invitation) ?? invitationCard(invitation);
  },
  card: { kind: INVITATION_CARD, subject: idOf },
};

export const invitationCardKind: CardKind = {
  kind: INVITATION_CARD,
  render: async (ctx: Ctx, appointmentId) => invitationCard(await getInvitation(ctx, appointmentId)),
};
