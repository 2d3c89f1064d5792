import { buttons, heading, list, note, paragraph, sentence, type Block, type Card } from '../../bot/card.ts';
import { bold, count, moment, rich, strike, when, type Text } from '../../bot/text.ts';
import { feedButton } from '../calendar/buttons.ts';
import { itemToText } from './agenda-text.ts';
import { manageButton, rsvpButtons, seriesAnswerButtons, seriesButton } from './buttons.ts';
import { clockNote, hostsLine, meetingTitle, seriesLine } from './cards.ts';
import { cancelReasonOf, type MeetingFacts } from './lookup.ts';
import { answerWords } from './notice-cards.ts';
import type { OpenSeries } from './series-answerable.ts';
import type { SeriesPage } from './show-series.ts';

/** What is said about several meetings of a series at once. */

const SHOWN = 6;

/** The announcement of a series: its rule, the next dates, and one answer for all. */
export function seriesCard(open: OpenSeries): Card {
  const [next] = open;
  const { series } = next;
  if (!series) return sentence(meetingTitle(next));
  const said = `${seriesLine(series)}.`;
  return {
    summary: rich`${meetingTitle(next)}, a series of meetings: ${said} The next one: ${when(next.startsAt, next.endsAt)}.`,
    blocks: [
      paragraph(bold(meetingTitle(next))),
      paragraph(said),
      ...(hasChanged(open) ? [note('Some meetings were moved or cancelled since. The dates below are as they are now.')] : []),
      paragraph('The next dates:'),
      ...dates(open),
      paragraph(hostsLine(next)),
      list(next.agenda.items.map(itemToText), true),
      note(
        'Your answer here counts for all meetings still to come; you can change it for each of them. Each has its own agenda, sent before it.',
      ),
      buttons(...seriesAnswerButtons(series.id, series.sequence)),
      buttons(seriesButton(series.id), feedButton),
    ],
  };
}

/** True when a date is not where the rule put it, or several were changed at once. */
const hasChanged = (open: OpenSeries): boolean => open.some((one) => one.movedFrom !== null) || (open[0].series?.sequence ?? 0) > 0;

function dates(meetings: readonly MeetingFacts[], line: (meeting: MeetingFacts) => Text = dateLine): Block[] {
  const left = meetings.length - SHOWN;
  return [list(meetings.slice(0, SHOWN).map(line)), ...(left > 0 ? [note(`and ${String(left)} more`)] : [])];
}

function dateLine(meeting: MeetingFacts): Text {
  const clocks = clockNote(meeting);
  return clocks === null ? when(meeting.startsAt, meeting.endsAt) : rich`${when(meeting.startsAt, meeting.endsAt)}. ${clocks}`;
}

const movedLine = (meeting: MeetingFacts): Text =>
  meeting.movedFrom ? rich`${moment(meeting.movedFrom)} is now ${dateLine(meeting)}` : dateLine(meeting);

/** Told once for all that were moved together. */
export function seriesMovedCard(meetings: OpenSeries, isPersonal: boolean): Card {
  const [first] = meetings;
  const what = count(meetings.length, 'meeting of the series is', 'meetings of the series are');
  const { series } = first;
  return {
    summary: rich`${meetingTitle(first)}: ${what} moved. The first is now ${when(first.startsAt, first.endsAt)}.`,
    blocks: [
      paragraph(rich`${bold(meetingTitle(first))}: ${what} moved.`),
      ...dates(meetings, movedLine),
      paragraph(`${isPersonal ? 'Your answers stay' : 'Answers already given stay'}; please change them if the new times do not suit you.`),
      ...(series ? [buttons(...seriesAnswerButtons(series.id, series.sequence)), buttons(seriesButton(series.id))] : []),
    ],
  };
}

export function seriesCancelledCard(meetings: OpenSeries): Card {
  const [first] = meetings;
  const what = count(meetings.length, 'meeting of the series is', 'meetings of the series are');
  const reason = cancelReasonOf(first);
  return {
    summary: rich`${meetingTitle(first)}: ${what} cancelled, from ${moment(first.startsAt)} on. Reason: ${reason}`,
    blocks: [
      paragraph(rich`${strike(meetingTitle(first))}: ${what} cancelled.`),
      ...dates(meetings, (one) => moment(one.startsAt)),
      paragraph(`Reason: ${reason}`),
    ],
  };
}

/** As many lines as fit into one block on Slack. */
const PER_BLOCK = 10;

/** All dates, for one person, with what they answered. */
export function seriesDatesCard({ open, takesPart, answers }: SeriesPage): Card {
  const [next] = open;
  const { series } = next;
  const line = (one: MeetingFacts): Text => {
    const answer = answers.get(one.id);
    return answer ? rich`${dateLine(one)}   ${answerWords[answer]}` : dateLine(one);
  };
  const lists: Block[] = [];
  for (let at = 0; at < open.length; at += PER_BLOCK) lists.push(list(open.slice(at, at + PER_BLOCK).map(line)));
  return {
    summary: rich`${meetingTitle(next)}: ${count(open.length, 'meeting', 'meetings')} still to come, the next on ${moment(next.startsAt)}.`,
    blocks: [
      heading(meetingTitle(next)),
      ...(series ? [note(`${seriesLine(series)}.`)] : []),
      ...lists,
      ...(takesPart && series
        ? [
            paragraph('The next one:'),
            buttons(...rsvpButtons(next.id, next.sequence)),
            paragraph('All of them:'),
            buttons(...seriesAnswerButtons(series.id, series.sequence)),
          ]
        : []),
    ],
  };
}

/** What who scheduled a series reads. */
export function seriesScheduledCard(meetings: readonly MeetingFacts[], posted: Text): Card {
  const [first] = meetings;
  if (!first?.series) return sentence(posted);
  const told = `Announced: ${meetingTitle(first)}. ${seriesLine(first.series)}.`;
  const shifted = meetings.flatMap((one) => {
    const clocks = clockNote(one);
    return clocks === null ? [] : [rich`${when(one.startsAt, one.endsAt)}: ${clocks}`];
  });
  return {
    summary: [told, ' ', posted],
    blocks: [
      paragraph(told),
      ...dates(meetings, (one) => when(one.startsAt, one.endsAt)),
      ...(shifted.length > 0 ? [paragraph('On these days the clocks change:'), list(shifted.slice(0, SHOWN))] : []),
      paragraph(posted),
      buttons(seriesButton(first.series.id), feedButton, manageButton(first.id)),
    ],
  };
}

export function seriesMovedReply({ moved, stayed, open }: { moved: number; stayed: number; open: readonly MeetingFacts[] }): Card {
  const left =
    stayed > 0
      ? ` ${count(stayed, 'meeting', 'meetings')} that had been moved alone before ${stayed === 1 ? 'stays' : 'stay'} as before.`
      : '';
  const [next] = open;
  const told = `Moved: ${count(moved, 'meeting', 'meetings')} of the series. The channels, and everybody who answered, are told once.${left}`;
  return {
    summary: told,
    blocks: [paragraph(told), ...dates(open), ...(next ? [buttons(manageButton(next.id))] : [])],
  };
}

export const seriesCancelledReply = (meeting: MeetingFacts, cancelled: number): Card =>
  sentence(
    `Cancelled: ${count(cancelled, 'meeting', 'meetings')} of ${meetingTitle(meeting)}. The channels, and everybody who answered, are told once, and why.`,
  );
