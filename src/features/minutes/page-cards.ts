import { buttons, heading, list, note, paragraph, quote, sentence, type Block, type Button, type Card } from '../../bot/card.ts';
import { bold, count, moment, rich, type Text } from '../../bot/text.ts';
import { addActionButton } from '../actions/buttons.ts';
import { rollButton } from '../attendance/buttons.ts';
import { meetingLine, meetingTitle } from '../meetings/cards.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { issueButton, keepButton, notesButton, reviewButton, sendBackButton, showMinutesButton, turnButtons } from './buttons.ts';
import type { NoteItem } from './content.ts';
import { itemName, openFlags, type Flag } from './flags.ts';
import { actionLine } from './issued-cards.ts';
import { ITEMS_ON_PAGE } from './notes.ts';
import type { MinutesPage } from './page.ts';
import type { SendingBack } from './send-back.ts';

const FLAGS_SHOWN = 5;
const ACTIONS_SHOWN = 10;
/** Of what the items of one message take, as it is sent; Slack takes some 12,000 characters of words. */
const ITEMS_LENGTH = 9_000;
const ITEMS_SHOWN = 10;

/** The minutes while they are written, some items at a time: what to do next, what is noted, what is flagged. */
export function pageCard(page: MinutesPage, wanted = 0, told: Text | null = null): Card {
  const { meeting, actions } = page;
  if (meeting.state === 'minutes_issued')
    return sentence(`The minutes of ${meetingTitle(meeting)} are issued.`, [showMinutesButton(meeting.id, 'Show the minutes')]);
  const pages = itemPages(page);
  const shown = Math.min(wanted, pages.length - 1);
  const { blocks = [], first = 0 } = pages[shown] ?? {};
  const next = nextWords(page);
  const more = actions.length > ACTIONS_SHOWN ? [note(`and ${String(actions.length - ACTIONS_SHOWN)} more`)] : [];
  return {
    summary: rich`${told ? rich`${told} ` : ''}Minutes of ${meeting.groupName}: ${meetingLine(meeting)}. ${stateWords(page)} ${next}`,
    blocks: [
      paragraph(bold(`Minutes: ${meetingTitle(meeting)}`)),
      ...(told ? [paragraph(told)] : []),
      ...returnedBlocks(page),
      note(rich`${stateWords(page)} Roll confirmed by ${page.roll.confirmedBy.name}.`),
      paragraph(rich`${bold('Next')}: ${next}`),
      buttons(...nextButtons(page, Math.floor(first / ITEMS_ON_PAGE))),
      ...blocks,
      ...pageButtons(meeting.id, shown, pages.length),
      heading('Actions'),
      ...(actions.length === 0 ? [paragraph('None yet.')] : [list(actions.slice(0, ACTIONS_SHOWN).map(actionLine)), ...more]),
    ],
  };
}

interface ItemsPage {
  /** Index of the first item. */
  readonly first: number;
  readonly blocks: Block[];
}

const NO_AGENDA: Block = paragraph('The meeting had no agenda here. What was talked about is noted as a departure from it.');

/** As many items as one message can hold with their flags, at least one. */
function itemPages(page: MinutesPage): ItemsPage[] {
  const pages: { first: number; blocks: Block[]; size: number; items: number }[] = [];
  for (const [i, item] of page.content.items.entries()) {
    const blocks = itemBlocks(page, item);
    const size = JSON.stringify(blocks).length;
    const last = pages.at(-1);
    if (!last || last.size + size > ITEMS_LENGTH || last.items === ITEMS_SHOWN) pages.push({ first: i, blocks, size, items: 1 });
    else {
      last.blocks.push(...blocks);
      last.size += size;
      last.items += 1;
    }
  }
  return pages.length > 0 ? pages : [{ first: 0, blocks: [NO_AGENDA] }];
}

/** What the Secretariat asks for, until they are sent again. */
function returnedBlocks({ content: { returned } }: MinutesPage): Block[] {
  if (!returned) return [];
  return [paragraph(rich`${returned.by.name} sent them back, ${moment(new Date(returned.at))}:`), quote(returned.note)];
}

function stateWords({ n, versions, content }: MinutesPage): Text {
  const latest = versions.at(-1);
  if (!latest) return 'Nothing is noted yet.';
  const { review } = content;
  const sent = review ? rich` Sent to the Secretariat by ${review.by.name}, ${moment(new Date(review.at))}.` : '';
  return rich`Draft ${n}, saved by ${latest.by}, ${moment(latest.at)}.${sent}`;
}

function itemBlocks(page: MinutesPage, item: NoteItem): Block[] {
  const input: Text = item.input === null ? '' : rich`\n${bold('Input to the Standards Committee')}: ${item.input}`;
  const own = page.flags.filter((flag) => flag.item.key === item.key);
  const open = openFlags(own).slice(0, FLAGS_SHOWN);
  const keep = open.map((flag) => keepButton(page.meeting.id, page.n, flag.id, flag.topic, `Keep "${flag.topic}" in ${itemName(item)}`));
  return [
    paragraph(rich`${bold(itemName(item))}: ${item.note || 'nothing noted yet'}${input}`),
    ...(own.length > 0 ? [note(own.slice(0, FLAGS_SHOWN).map(flagWords).join(' '))] : []),
    ...(page.isSecretariat && keep.length > 0 ? [buttons(...keep)] : []),
  ];
}

function flagWords({ topic, reason, instead, kept }: Flag): string {
  if (kept) return `Flagged (${topic}), kept by ${kept.by.name}: ${kept.reason}`;
  return `Flagged (${topic}): ${reason}${instead === null ? '' : ` ${instead}`}`;
}

function nextWords({ n, flags, content, isSecretariat }: MinutesPage): string {
  if (n === 0) return 'Write the notes: one or two sentences for each item.';
  const open = openFlags(flags).length;
  const flagged = `${count(open, 'text is', 'texts are')} flagged.`;
  if (isSecretariat)
    return open > 0
      ? `${flagged} Reword each, or keep it with a reason; then they can be issued.`
      : content.review
        ? 'Read them through; then issue them, or send them back with a note.'
        : 'Read them through, and issue them.';
  if (content.returned && open === 0) return 'Change what the Secretariat asks for; then send the minutes to it again.';
  if (content.review) return 'The Secretariat looks at them and issues them. You can still change the notes.';
  return open > 0
    ? `${flagged} Please put them in other words; then send the minutes to the Secretariat.`
    : 'Send them to the Secretariat, which issues them.';
}

function nextButtons({ meeting, n, flags, content, isSecretariat }: MinutesPage, page: number): Button[] {
  const write = notesButton(meeting.id, n === 0 ? 'Write the notes' : 'Change the notes', page);
  if (n === 0) return [{ ...write, style: 'primary' }, addActionButton(meeting.id)];
  const review = content.review || isSecretariat ? [] : [reviewButton(meeting.id, n)];
  const issue = isSecretariat && openFlags(flags).length === 0 ? [issueButton(meeting.id, n)] : [];
  const back = isSecretariat && content.review ? [sendBackButton(meeting.id, n)] : [];
  return [...issue, ...review, ...back, write, addActionButton(meeting.id)];
}

function pageButtons(meetingId: string, page: number, pages: number): Block[] {
  if (pages < 2) return [];
  return [note(`Page ${String(page + 1)} of ${String(pages)} of the items.`), buttons(...turnButtons(meetingId, page, pages, 'items'))];
}

const CHOICES = 15;

export function chooseCard(meetings: readonly MeetingFacts[]): Card {
  const question = 'Several meetings wait for their minutes. Which one is it?';
  const rows = meetings
    .slice(0, CHOICES)
    .flatMap((meeting): Block[] => [
      paragraph(rich`${meeting.groupName}: ${meetingLine(meeting)}`),
      buttons({ ...showMinutesButton(meeting.id), describe: `Minutes of ${meetingTitle(meeting)}` }),
    ]);
  return { summary: question, blocks: [paragraph(question), ...rows] };
}

/** The roll comes first. */
export const rollFirstCard = (meeting: MeetingFacts): Card =>
  sentence(
    rich`The roll of ${meeting.groupName}: ${meetingLine(meeting)}, is not confirmed yet. Confirm who was there first; then the minutes can be written.`,
    [rollButton(meeting.id)],
  );

export const noMinutesCard: Card = sentence('No meeting that you run waits for its minutes, and none of your groups has issued any yet.');

/** After sending them to the Secretariat. */
export const sentCard = (meeting: MeetingFacts): Card =>
  sentence(`The Secretariat has the minutes of ${meetingTitle(meeting)} now. It issues them, or sends them back to you with a note.`, [
    showMinutesButton(meeting.id, 'Show the minutes'),
  ]);

/** To the Secretariat, after sending them back. */
export const sentBackCard = ({ meeting, sentBy }: SendingBack): Card =>
  sentence(`The minutes of ${meetingTitle(meeting)} are sent back. ${sentBy} and whoever runs the meeting are told, with your note.`, [
    showMinutesButton(meeting.id, 'Show the minutes'),
  ]);

/** To who runs the meeting, some days after its roll was confirmed. */
export function dueCard({ meeting, n, content }: MinutesPage): Card {
  const words =
    n === 0
      ? rich`The minutes of ${meetingTitle(meeting)} are still to be written: one or two sentences for each item.`
      : rich`The minutes of ${meetingTitle(meeting)} are in draft. The Secretariat issues them once you send them.`;
  return {
    summary: words,
    blocks: [
      heading(`Minutes due: ${meeting.subTopic}`),
      paragraph(words),
      ...(content.returned ? [paragraph('The Secretariat asks for:'), quote(content.returned.note)] : []),
      buttons(
        n === 0
          ? { ...notesButton(meeting.id), style: 'primary' }
          : { ...showMinutesButton(meeting.id, 'Show the minutes'), style: 'primary' },
      ),
    ],
  };
}
