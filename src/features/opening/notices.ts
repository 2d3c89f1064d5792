import type { Card } from '../../bot/card.ts';
import type { CardKind, NoticeKind, Skip } from '../../bot/define.ts';
import { isClosed } from '../attendance/lookup.ts';
import { findOutOfOffice, listSecretariatTargets } from '../directory/lookup.ts';
import { getMeeting } from '../meetings/lookup.ts';
import { askedCard } from './cards.ts';
import { ASKED, getGate } from './gate.ts';

/** To the Secretariat: a meeting waits to be let open. */
const asked: NoticeKind = {
  kind: ASKED,
  turn: 'first',
  quiet: 'ignore',
  targets: listSecretariatTargets,
  async render(ctx, notice, target): Promise<Card | Skip> {
    const left = await findOutOfOffice(ctx, target);
    if (left) return left;
    const meeting = await getMeeting(ctx, notice.meetingId ?? '');
    if (meeting.state === 'cancelled') return { skip: 'the meeting is cancelled' };
    if (isClosed(meeting)) return { skip: 'the roll is confirmed' };
    const gate = await getGate(ctx, meeting);
    return gate.reading ? { skip: 'the meeting is open' } : askedCard(gate, ctx.now);
  },
  card: { kind: ASKED, subject: (notice) => notice.meetingId ?? '' },
};

export const notices: readonly NoticeKind[] = [asked];

/** What the Secretariat was asked follows the gate; the subject is the meeting. */
export const cards: readonly CardKind[] = [
  { kind: ASKED, render: async (ctx, id) => askedCard(await getGate(ctx, await getMeeting(ctx, id)), ctx.now) },
];
