import type { Card } from '../../bot/card.ts';
import type { CardKind, NoticeKind, Skip } from '../../bot/define.ts';
import { isClosed, listRunners } from '../attendance/lookup.ts';
import { findOutOfOffice, listSecretariatTargets } from '../directory/lookup.ts';
import { getMeeting } from '../meetings/lookup.ts';
import { askedCard, letOpenCard } from './cards.ts';
import { ASKED, getGate, LET_OPEN, listFailing } from './gate.ts';

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

/** To whoever runs a meeting, but for who let it open: it can be opened now. */
const letOpen: NoticeKind = {
  kind: LET_OPEN,
  turn: 'first',
  quiet: 'ignore',
  async targets(ctx, notice) {
    const meeting = await getMeeting(ctx, notice.meetingId ?? '');
    if ((await getGate(ctx, meeting)).reading) return { skip: 'the meeting is open' };
    const runners = await listRunners(ctx, meeting);
    return 'skip' in runners ? runners : runners.filter((one) => !('person' in one) || one.person !== notice.subject['by']);
  },
  async render(ctx, notice): Promise<Card | Skip> {
    const meeting = await getMeeting(ctx, notice.meetingId ?? '');
    if (meeting.state === 'cancelled') return { skip: 'the meeting is cancelled' };
    const gate = await getGate(ctx, meeting);
    if (gate.reading) return { skip: 'the meeting is open' };
    return listFailing(gate).length > 0 ? { skip: 'something stands in the way again' } : letOpenCard(gate);
  },
};

export const notices: readonly NoticeKind[] = [asked, letOpen];

/** What the Secretariat was asked follows the gate; the subject is the meeting. */
export const cards: readonly CardKind[] = [
  { kind: ASKED, render: async (ctx, id) => askedCard(await getGate(ctx, await getMeeting(ctx, id)), ctx.now) },
];
