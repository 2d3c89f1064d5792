import { buttons, divider, heading, note, paragraph, sentence, type Block, type Button, type Card } from '../../bot/card.ts';
import { RUN_COMMAND } from '../../bot/dispatch.ts';
import { bold, count, moment, rich, type Text } from '../../bot/text.ts';
import type { GroupFacts } from '../groups/lookup.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import type { DeliveryCounts, TroubledDelivery } from './lookup.ts';

const SHOWN = 10;

const nameOf = ({ what, about, to }: TroubledDelivery): string => `${what}${about ? ` about ${about}` : ''} to ${to}`;

/** Offered only while sending still makes sense; for an unknown one the risk of a double is said first. */
function retryButton(delivery: TroubledDelivery): Button[] {
  if (!delivery.isUseful) return [];
  const base = { describe: `Send again: ${nameOf(delivery)}`, press: 'notices.retry', with: { delivery: delivery.id } };
  if (delivery.state === 'failed') return [{ label: 'Try again', ...base }];
  const confirm = {
    title: 'Send it again?',
    text: 'It may already have arrived. If so, it will be there twice.',
    yes: 'Send again',
    no: 'Leave it',
  };
  return [{ label: 'Send again', ...base, confirm }];
}

const dismissButton = (delivery: TroubledDelivery): Button => ({
  label: 'Dismiss',
  describe: `Dismiss: ${nameOf(delivery)}`,
  press: 'notices.dismiss',
  with: { delivery: delivery.id },
});

const listButton: Button = { label: 'All that failed', press: RUN_COMMAND, with: { word: 'notices' } };

function troubledBlocks(delivery: TroubledDelivery): Block[] {
  const fate = delivery.state === 'failed' ? 'not delivered' : 'perhaps not delivered';
  return [
    paragraph(rich`${bold(nameOf(delivery))}: ${fate}, due ${moment(delivery.dueAt)}. ${delivery.reason}`),
    buttons(...retryButton(delivery), dismissButton(delivery)),
  ];
}

export interface Shown {
  readonly troubled: readonly TroubledDelivery[];
  readonly counts: DeliveryCounts;
}

/** What the Secretariat sees on /wg notices. */
export function noticesCard({ troubled, counts }: Shown): Card {
  const recent = `In the last 7 days: ${String(counts.sent)} delivered, ${String(counts.failed)} failed, ${String(counts.unknown)} uncertain, ${String(counts.expired)} expired. Waiting: ${String(counts.waiting)}.`;
  if (troubled.length === 0) {
    const fine = 'Nothing waits for you: no delivery failed.';
    return { summary: `${fine} ${recent}`, blocks: [heading('Notices'), paragraph(fine), note(recent)] };
  }
  const summary = `${count(troubled.length, 'delivery needs', 'deliveries need')} your attention. ${recent}`;
  const more = troubled.length - SHOWN;
  return {
    summary,
    blocks: [
      heading('Notices'),
      note(recent),
      ...troubled.slice(0, SHOWN).flatMap((one) => [divider, ...troubledBlocks(one)]),
      ...(more > 0 ? [divider, note(`And ${String(more)} more; they show here once these are dealt with.`)] : []),
    ],
  };
}

/** The message that tells the Secretariat of a delivery that failed. */
export function troubledCard(delivery: TroubledDelivery): Card {
  const summary: Text = `A message could not be delivered: ${nameOf(delivery)}. ${delivery.reason}`;
  return { summary, blocks: [paragraph(summary), buttons(...retryButton(delivery), listButton)] };
}

export const retriedCard = (delivery: TroubledDelivery): Card => sentence(`It is being sent again now: ${nameOf(delivery)}.`, [listButton]);

export const dismissedCard = (delivery: TroubledDelivery): Card => sentence(`Taken off the list: ${nameOf(delivery)}.`, [listButton]);

/** What the chair hears after /wg remind. */
export function remindedCard({ group, meeting, waiting, unasked }: Reminded): Card {
  const who = count(waiting, 'member who has', 'members who have');
  const others = `${count(unasked, 'other has', 'others have')} these reminders turned off and ${unasked === 1 ? 'is' : 'are'} not written to.`;
  return sentence(
    rich`Asked ${who} not answered yet about ${bold(meeting.subTopic)} in ${group.name}. ${unasked > 0 ? others : 'Nobody else is written to.'}`,
  );
}

interface Reminded {
  readonly group: GroupFacts;
  readonly meeting: MeetingFacts;
  readonly waiting: number;
  /** Have not answered either, and chose to get no such requests. */
  readonly unasked: number;
}
