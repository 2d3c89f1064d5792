import type { Card } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import type { CardKind, NoticeFacts, NoticeKind, Skip, Target } from '../../bot/define.ts';
import { findChannel } from '../groups/lookup.ts';
import { chairCard, legalCard, raisedCard, toldCard } from './cards.ts';
import { getConcern, type ConcernFacts } from './lookup.ts';
import { listTold, type Told } from './planned.ts';

const subject = (notice: NoticeFacts): string => notice.subject.concernId ?? '';

const toPeople = (ids: readonly string[]): Target[] => ids.map((person) => ({ person }));

/** Nobody's quiet hours hold these back, and they go before everything else that waits. */
function telling(kind: string, targetsOf: (told: Told) => readonly Target[], none: string, draw: Draw): NoticeKind {
  return {
    kind,
    turn: 'first',
    quiet: 'ignore',
    async targets(ctx, notice): Promise<readonly Target[] | Skip> {
      const targets = targetsOf(await listTold(ctx, await getConcern(ctx, subject(notice))));
      return targets.length > 0 ? targets : { skip: none };
    },
    async render(ctx, notice, target): Promise<Card | Skip> {
      if ('channel' in target && !(await findChannel(ctx, target.channel))) return { skip: 'the channel is no longer connected' };
      return draw(await getConcern(ctx, subject(notice)), ctx);
    },
  };
}

type Draw = (concern: ConcernFacts, ctx: Ctx) => Card;

const channelsOf = ({ channels }: Told): Target[] => channels.map((channel) => ({ channel }));

export const notices: readonly NoticeKind[] = [
  telling('concerns.raised', channelsOf, 'no channel is connected to the group', raisedCard),
  {
    ...telling('concerns.chair', ({ chairs }) => toPeople(chairs), 'nobody chairs the group', chairCard),
    card: { kind: 'concerns.chair', subject },
  },
  {
    ...telling('concerns.told', (told) => toPeople(told.secretariat), 'nobody else holds the office of the Secretariat', toldCard),
    card: { kind: 'concerns.told', subject },
  },
  telling(
    'concerns.legal',
    ({ legal }) => toPeople(legal),
    'no other legal contact is named, so the Secretariat alone is told',
    (concern, ctx) => legalCard(concern, ctx.body.settings.contact),
  ),
];

/** The cards of this feature that follow their facts; the subject is the concern. */
export const cards: readonly CardKind[] = [
  { kind: 'concerns.chair', render: async (ctx, id) => chairCard(await getConcern(ctx, id)) },
  { kind: 'concerns.told', render: async (ctx, id) => toldCard(await getConcern(ctx, id)) },
];
