import type { Card } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import type { NoticeFacts, Skip } from '../../bot/define.ts';
import { moment, rich, type Text } from '../../bot/text.ts';
import { getMeeting } from '../meetings/lookup.ts';
import { correctionCard } from './chair-cards.ts';
import type { Layer } from './layers.ts';

/** What a person said about their own record, for the Secretariat. */
export async function renderCorrection(ctx: Ctx, notice: NoticeFacts): Promise<Card | Skip> {
  const layer = await ctx.db.presence.findFirst({ where: { bodyId: ctx.body.id, id: notice.subject.presenceId ?? '' } });
  if (!layer) return { skip: 'the claim is not there' };
  const { name, organisation, reason, meetingId } = layer;
  return correctionCard({ meeting: await getMeeting(ctx, meetingId), name, organisation, says: claimWords(layer), reason });
}

function claimWords(layer: Layer): Text {
  switch (layer.what) {
    case 'arrived':
      return rich`I was there from ${moment(layer.at)}`;
    case 'left':
      return rich`I left at ${moment(layer.at)}`;
    case 'present':
    case 'alternate':
      return 'I was there';
    case 'absent':
    case 'apologies':
      return 'I was not there';
  }
}
