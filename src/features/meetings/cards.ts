import { buttons, list, note, paragraph, type Block, type Button, type Card } from '../../bot/card.ts';
import { bold, count, link, moment, rich, strike, toPlain, when, type Text } from '../../bot/text.ts';
import type { MeetingState } from '../../db/generated/client.ts';
import { itemToText, type AgendaItem } from './agenda-text.ts';
import { carriedBlocks } from './carried-blocks.ts';
import { NOTHING_CARRIED, type Carried } from './carried.ts';
import { agendaButton, calendarButton, rsvpButtons, whoButton } from './buttons.ts';
import { documentName } from './document-version.ts';
import { clockChangeOf } from './local-time.ts';
import { cancelReasonOf, type AnswerCounts, type MeetingFacts, type SeriesFacts } from './lookup.ts';
import { seriesSentence, zoneName } from './rule-words.ts';
import type { AgendaPage } from './show-agenda.ts';

export const stateWords: Readonly<Record<MeetingState, string>> = {
  draft: 'draft',
  announced: 'announced',
  agenda_sent: 'agenda sent',
  check_in_open: 'check-in open',
  in_session: 'in session',
  closed: 'closed',
  minutes_draft: 'closed, minutes in draft',
  minutes_issued: 'closed, minutes issued',
  cancelled: 'cancelled',
};

/** "Climate Change: 1.5 degree pathways" */
export const meetingTitle = (meeting: Pick<MeetingFacts, 'groupName' | 'subTopic'>): string => `${meeting.groupName}: ${meeting.subTopic}`;

/** "Scrap quality, Tue 8 Dec 2026, 15:00 to 16:00 (Tue 14:00 UTC)" */
export const meetingLine = (meeting: Pick<MeetingFacts, 'subTopic' | 'startsAt' | 'endsAt'>): Text =>
  rich`${meeting.subTopic}, ${when(meeting.startsAt, meeting.endsAt)}`;

/** "Every second Tuesday at 15:00, Zurich time, until 3 June 2027, 12 meetings" */
export function seriesLine(series: SeriesFacts): string {
  const said = seriesSentence(series);
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}

/** What the clocks do to its start, on the two days in the year when they change; null otherwise. */
export function clockNote(meeting: Pick<MeetingFacts, 'localStart' | 'zone'>): string | null {
  const change = clockChangeOf(meeting);
  if (change === null) return null;
  return change.kind === 'skipped'
    ? `The clocks go forward and there is no ${change.planned}, so it starts at ${change.starts}, ${zoneName(meeting.zone)}.`
    : `The clocks go back and show ${change.planned} twice; the first counts, ${zoneName(meeting.zone)}.`;
}

/** "Attending 6 (from 5 organisations)  Maybe 2  Apologies 1" */
export function countsLine({ attending, attendingOrganisations, tentative, declined }: AnswerCounts): string {
  const from = attendingOrganisations > 0 ? ` (from ${count(attendingOrganisations, 'organisation', 'organisations')})` : '';
  return `Attending ${String(attending)}${from}   Maybe ${String(tentative)}   Apologies ${String(declined)}`;
}

/** The card of a meeting, the same wherever it was posted. */
export const meetingCard = (meeting: MeetingFacts): Card => ({ summary: meetingSummary(meeting), blocks: meetingBlocks(meeting) });

/** What the meeting card shows; without its buttons once nobody can answer any more. */
export function meetingBlocks(meeting: MeetingFacts): Block[] {
  if (meeting.state === 'cancelled') return cancelledBlocks(meeting);
  const blocks: Block[] = [];
  if (meeting.movedFrom) blocks.push(paragraph(rich`Moved from ${moment(meeting.movedFrom)}`));
  blocks.push(
    paragraph(rich`${bold(meetingTitle(meeting))}   ${stateWords[meeting.state]}`),
    paragraph(rich`${when(meeting.startsAt, meeting.endsAt)}, online`),
    ...clockNotes(meeting),
    paragraph(hostsLine(meeting)),
    list(meeting.agenda.items.map(itemToText), true),
    paragraph(countsLine(meeting.answers)),
  );
  if (meeting.isOver) return blocks;
  return [
    ...blocks,
    buttons(...rsvpButtons(meeting.id, meeting.sequence)),
    buttons(agendaButton(meeting.id), calendarButton(meeting.id), whoButton(meeting.id)),
  ];
}

const cancelledBlocks = (meeting: MeetingFacts): Block[] => [
  paragraph(rich`${strike(meetingTitle(meeting))}   ${stateWords.cancelled}`),
  paragraph(rich`It was planned for ${when(meeting.startsAt, meeting.endsAt)}.`),
  paragraph(`Reason: ${cancelReasonOf(meeting)}`),
];

function clockNotes(meeting: MeetingFacts): Block[] {
  const clocks = clockNote(meeting);
  return clocks === null ? [] : [note(clocks)];
}

/** "Sub-topic. Chair: N. N. Secretariat: N. N." */
export function hostsLine({ kindName, chair, secretariat }: MeetingFacts): string {
  return `${kindName}. Chair: ${chair?.name ?? 'not named yet'}. Secretariat: ${secretariat?.name ?? 'not named yet'}.`;
}

function meetingSummary(meeting: MeetingFacts): Text {
  const title = meetingTitle(meeting);
  const time = when(meeting.startsAt, meeting.endsAt);
  if (meeting.state === 'cancelled') return rich`${title}, planned for ${time}, is cancelled. Reason: ${cancelReasonOf(meeting)}`;
  const moved = meeting.movedFrom ? rich`, moved from ${moment(meeting.movedFrom)}` : '';
  return rich`${title}, ${stateWords[meeting.state]}: ${time}, online${moved}. ${countsLine(meeting.answers).replaceAll('   ', ', ')}.`;
}

/** The agenda with its documents, as posted to the channels. */
export const agendaCard = (meeting: MeetingFacts, carried: Carried = NOTHING_CARRIED): Card => ({
  summary: rich`Agenda of ${meetingTitle(meeting)}, ${when(meeting.startsAt, meeting.endsAt)}: ${meeting.agenda.items.map(itemToText).join('; ')}.`,
  blocks: [
    ...agendaBlocks(meeting, carried),
    ...(meeting.isOver
      ? []
      : [buttons(...rsvpButtons(meeting.id, meeting.sequence)), buttons(calendarButton(meeting.id), whoButton(meeting.id))]),
  ],
});

/** The agenda as one person asked for it, with what they may do to it. */
export function agendaPageCard({ meeting, takesPart, mayEdit, items, carried }: AgendaPage): Card {
  const offered: Button[] = [];
  if (takesPart && !meeting.isOver) offered.push(suggestButton(meeting.id));
  if (mayEdit) offered.push(editAgendaButton(meeting.id));
  const shown = takesPart ? meeting : { ...meeting, agenda: { ...meeting.agenda, documents: [] } };
  const blocks = agendaBlocks(shown, takesPart ? carried : NOTHING_CARRIED, items.map(itemForChair));
  if (!takesPart && meeting.agenda.documents.length > 0) blocks.push(note('The documents are for the members of the group.'));
  return { summary: agendaCard(meeting).summary, blocks: offered.length > 0 ? [...blocks, buttons(...offered)] : blocks };
}

/** A line that waits is marked: who reads it must know that others do not. */
const itemForChair = (item: AgendaItem): string =>
  item.clearance?.state === 'checking'
    ? `${itemToText(item)}. Being checked: only you and the Secretariat see this text.`
    : itemToText(item);

function agendaBlocks(meeting: MeetingFacts, carried: Carried, lines: readonly string[] = meeting.agenda.items.map(itemToText)): Block[] {
  const { documents } = meeting.agenda;
  const title = `Agenda: ${meetingTitle(meeting)}`;
  const isCancelled = meeting.state === 'cancelled';
  return [
    paragraph(isCancelled ? rich`${strike(title)}   ${stateWords.cancelled}` : bold(title)),
    paragraph(rich`${when(meeting.startsAt, meeting.endsAt)}, online`),
    ...clockNotes(meeting),
    list(lines, true),
    paragraph(documents.length === 0 ? 'Documents: none.' : 'Documents:'),
    ...(documents.length === 0 ? [] : [list(documents.map((one) => link(one.url, documentName(one))))]),
    ...carriedBlocks(carried),
    note('Please keep to these items: what is not on the agenda is not discussed.'),
  ];
}

export const suggestButton = (meetingId: string): Button => ({
  label: 'Suggest an item',
  press: 'meetings.open-suggest',
  with: { meeting: meetingId },
});

export const editAgendaButton = (meetingId: string): Button => ({
  label: 'Edit the agenda',
  press: 'meetings.open-edit-agenda',
  with: { meeting: meetingId },
});

/** A confirm or field hint that can hold no spans: the meeting in plain words, in its own zone. */
export const plainMeeting = (meeting: MeetingFacts): string => `${toPlain(meetingLine(meeting), meeting.zone)}, ${meeting.zone} time`;
