import { buttons, heading, note, paragraph, sentence, type Block, type Button, type Card } from '../../bot/card.ts';
import { toPages, type Section } from '../../bot/pages.ts';
import { bold, clockTime, count, link, localTime, moment, rich, when, type Text } from '../../bot/text.ts';
import { dayWords } from '../actions/cards.ts';
import { isPresent, type RollEntry, type RollFacts } from '../attendance/lookup.ts';
import { acceptedWords, notAcceptedLines } from '../attendance/cards.ts';
import { concernLine } from '../concerns/cards.ts';
import { filesButton } from '../files/buttons.ts';
import { meetingTitle } from '../meetings/cards.ts';
import { documentName, type MeetingFacts } from '../meetings/lookup.ts';
import { commentButton, correctButton, declineButton, showMinutesButton, turnButtons } from './buttons.ts';
import type { CommentFacts } from './comments.ts';
import type { MinuteAction } from './content.ts';
import { itemName } from './flags.ts';
import type { IssuedMinutes } from './head.ts';
import { versionName } from './versions.ts';

type ClassName = (slug: string | null) => string;

/** Characters of a posted message: its head, buttons and plain sentence need room beside them in what Slack takes. */
const MESSAGE_LIMIT = 8_000;

const withAffiliation =
  (className: ClassName) =>
  ({ name, organisation, membershipClass, role, status }: RollEntry): Text => {
    const from = organisation === null ? '' : `, ${organisation}`;
    const kind = membershipClass ? ` (${className(membershipClass)})` : '';
    const chairs = role === 'chair' || role === 'vice_chair' ? `, ${role.replace('_', '-')}` : '';
    return `${name}${from}${kind}${chairs}${status === 'left_early' ? ', left early' : ''}`;
  };

/** With the affiliation that was written down at the meeting. */
function hostWords(host: MeetingFacts['chair'], { entries }: RollFacts): string {
  if (!host) return 'none named';
  const entry = entries.find(({ personId }) => personId === host.id);
  const isThere = entry !== undefined && isPresent(entry.status);
  return `${host.name}${entry?.organisation ? `, ${entry.organisation}` : ''}${isThere ? '' : ' (named, not recorded as there)'}`;
}

function headLines({ meeting, statements, reading, roll, acceptance }: IssuedMinutes): Text[] {
  const versions = statements.length === 0 ? 'no version was accepted or read' : statements.map((n) => `version ${String(n)}`).join(', ');
  const read = reading ? rich`read aloud by ${reading.by} at ${clockTime(reading.at)}` : 'not recorded as read aloud';
  return [
    rich`Held ${when(meeting.startsAt, meeting.endsAt)}, online. ${meeting.kindName}`,
    rich`Anti-trust statement: ${versions}; ${read}; ${acceptedWords(acceptance)}`,
    ...notAcceptedLines(acceptance),
    `Chair: ${hostWords(meeting.chair, roll)}`,
    `Secretariat: ${hostWords(meeting.secretariat, roll)}`,
    rich`Roll: version ${roll.version}, confirmed by ${roll.confirmedBy.name}, ${moment(roll.at)}`,
  ];
}

export function actionLine({ what, owner, due, state }: MinuteAction): Text {
  const day = due === null ? 'no date' : `by ${dayWords(due)}`;
  return `${what}. ${owner ?? 'Nobody named'}, ${day}${state === 'open' ? '' : `, ${state}`}`;
}

function toSections(issued: IssuedMinutes, className: ClassName): Section[] {
  const { minutes, meeting, participants, alternates, apologies, invited } = issued;
  const inputs = minutes.items.flatMap((item): Text[] => (item.input === null ? [] : [rich`${bold(itemName(item))}: ${item.input}`]));
  return [
    { title: 'Meeting', lines: headLines(issued) },
    { title: 'Participants', lines: participants.map(withAffiliation(className)) },
    { title: 'Alternates', lines: alternates },
    { title: 'Apologies', lines: apologies.map(withAffiliation(className)) },
    { title: 'Invited', lines: invited.map(withAffiliation(className)) },
    { title: 'Documents', lines: meeting.agenda.documents.map((one) => link(one.url, documentName(one))) },
    { title: 'Items', lines: minutes.items.map((item) => rich`${bold(itemName(item))}: ${item.note || 'Nothing was noted.'}`) },
    { title: 'Competition concerns', lines: issued.concerns.map(concernLine), none: 'None was raised in the meeting.' },
    { title: 'Actions', lines: minutes.actions.map(actionLine) },
    { title: 'Input to the Standards Committee', lines: inputs },
  ];
}

const ADVISES = 'Working groups advise; they do not decide. What was said is not attributed to people or organisations.';

export const correctedLines = ({ minutes }: Pick<IssuedMinutes, 'minutes'>): Text[] =>
  minutes.corrections.map(({ n, edition, at, reason }) => rich`Corrected on ${localTime(at, 'date')}, version ${edition ?? n}: ${reason}`);

function summaryOf(issued: IssuedMinutes): Text {
  const { meeting, minutes } = issued;
  const corrected = correctedLines(issued).flatMap((line) => [' ', line, '.']);
  return rich`Minutes of ${meetingTitle(meeting)}, ${when(meeting.startsAt, meeting.endsAt)}: ${count(minutes.items.length, 'item', 'items')}, ${count(minutes.actions.length, 'action', 'actions')}.${corrected}`;
}

function topBlocks(issued: IssuedMinutes): Block[] {
  const { meeting, issued: first, minutes } = issued;
  return [
    paragraph(bold(`Minutes: ${meetingTitle(meeting)}`)),
    note(rich`Issued by ${first.by}, ${moment(first.at)}. ${versionName(minutes)}.`),
    ...correctedLines(issued).map((line) => paragraph(line)),
  ];
}

const isOpen = ({ minutes }: IssuedMinutes, now: Date): boolean => minutes.commentsUntil !== null && now <= minutes.commentsUntil;

/** In the group's channels. What one message can't hold is cut with "…"; the whole is behind its buttons. */
export function minutesCard(issued: IssuedMinutes, now: Date, className: ClassName): Card {
  const [first = [], ...rest] = toPages(toSections(issued, className), MESSAGE_LIMIT);
  const { meeting, minutes } = issued;
  const cut = rest.length > 0 ? [paragraph('…'), note('The rest is too long for one message. Read it all here, or in the file.')] : [];
  const whole = rest.length > 0 ? [showMinutesButton(meeting.id, 'Read it all here')] : [];
  const offered = [...whole, filesButton('minutes', meeting.id), ...(isOpen(issued, now) ? [commentButton(meeting.id)] : [])];
  const until =
    isOpen(issued, now) && minutes.commentsUntil ? [note(rich`Corrections can be suggested until ${moment(minutes.commentsUntil)}.`)] : [];
  return { summary: summaryOf(issued), blocks: [...topBlocks(issued), ...first, ...cut, note(ADVISES), ...until, buttons(...offered)] };
}

/** All of it, page by page, for whoever asked. */
export function wholeCard(issued: IssuedMinutes, wanted: number, now: Date, className: ClassName, desk: Desk | null): Card {
  const pages = toPages(toSections(issued, className), MESSAGE_LIMIT);
  const page = Math.min(wanted, pages.length - 1);
  const { id } = issued.meeting;
  const where = pages.length > 1 ? [note(`Page ${String(page + 1)} of ${String(pages.length)}.`)] : [];
  const act = desk ? [correctButton(id)] : isOpen(issued, now) ? [commentButton(id)] : [];
  return {
    summary: summaryOf(issued),
    blocks: [
      ...topBlocks(issued),
      ...where,
      ...(pages[page] ?? []),
      note(ADVISES),
      ...(desk && page === 0 ? deskBlocks(desk) : []),
      buttons(...turnButtons(id, page, pages.length, 'page'), filesButton('minutes', id), ...act),
    ],
  };
}

/** What waits for the Secretariat about issued minutes. */
export interface Desk {
  readonly comments: readonly CommentFacts[];
}

const SHOWN = 5;

function deskBlocks({ comments }: Desk): Block[] {
  const waiting = comments.filter(({ answer }) => answer === null);
  if (waiting.length === 0) return [];
  const rows = waiting.slice(0, SHOWN).flatMap((one): Block[] => [paragraph(commentLine(one)), buttons(...commentButtons(one))]);
  const more = waiting.length > SHOWN ? [note(`and ${String(waiting.length - SHOWN)} more; they come up here as these are answered.`)] : [];
  return [heading('Suggested corrections'), ...rows, ...more];
}

export const commentLine = ({ item, text, by, organisation, at }: CommentFacts): Text =>
  rich`${item ?? 'The minutes as a whole'}: ${text} (${by}${organisation === null ? '' : `, ${organisation}`}, ${moment(at)})`;

export const commentButtons = ({ id, meetingId, by }: CommentFacts): Button[] => [
  { ...correctButton(meetingId, { comment: id }), describe: `Correct the minutes as ${by} suggests` },
  { ...declineButton(id), describe: `Do not take up what ${by} suggests` },
];

/** Told once in the channels. */
export function correctedCard(issued: IssuedMinutes, n: number): Card {
  const found = issued.minutes.corrections.find((one) => one.n === n);
  const words = rich`The minutes of ${meetingTitle(issued.meeting)}, ${localTime(issued.meeting.startsAt, 'date')}, were corrected. Reason: ${found?.reason ?? 'none was kept'}`;
  return sentence(words, [showMinutesButton(issued.meeting.id, 'Show the minutes'), filesButton('minutes', issued.meeting.id)]);
}

/** After correcting. */
export const correctedReply = (meeting: MeetingFacts): Card =>
  sentence(`The minutes of ${meetingTitle(meeting)} are corrected. Where they are posted, they follow, and the channels are told once.`, [
    showMinutesButton(meeting.id, 'Show the minutes'),
    filesButton('minutes', meeting.id),
  ]);

/** After issuing. */
export const issuedReply = (meeting: MeetingFacts): Card =>
  sentence(`The minutes of ${meetingTitle(meeting)} are issued. They go to the group's channels now.`, [
    showMinutesButton(meeting.id, 'Show the minutes'),
    filesButton('minutes', meeting.id),
  ]);
