import { buttons, list, note, paragraph, type Block, type Button, type Card } from '../../bot/card.ts';
import { bold, count, moment, rich, strike, when, type Text } from '../../bot/text.ts';
import type { Timings } from '../../bot/settings.ts';
import type { Answer } from '../../db/generated/client.ts';
import { CHECK_IN_MEANS, checkInButton, hereButton } from '../attendance/buttons.ts';
import { statementBlocks, statementName } from '../statements/cards.ts';
import type { StatementFacts } from '../statements/lookup.ts';
import { itemToText } from './agenda-text.ts';
import { agendaButton, calendarButton, cantComeButton, rsvpButtons } from './buttons.ts';
import { countsLine, meetingTitle } from './cards.ts';
import { cancelReasonOf, type MeetingFacts } from './lookup.ts';

/** What is sent about a meeting besides its card. */

export const answerWords: Readonly<Record<Answer, string>> = {
  attending: 'you are attending',
  tentative: 'you may come',
  declined: "you can't come",
};

/** Told once per move. To a person it says what happens with the answer they gave. */
export function movedCard(meeting: MeetingFacts, answer: Answer | null, agendaSent: Date | null = null): Card {
  const from = meeting.movedFrom ? rich` from ${moment(meeting.movedFrom)}` : '';
  const told = rich`${meetingTitle(meeting)} is moved${from} to ${when(meeting.startsAt, meeting.endsAt)}.`;
  const stands = answer
    ? `Your answer stays: ${answerWords[answer]}. Change it if the new time does not suit you.`
    : 'Answers already given stay; please change yours if the new time does not suit you.';
  return {
    summary: told,
    blocks: [
      paragraph(rich`${bold(meetingTitle(meeting))} is moved${from} to ${when(meeting.startsAt, meeting.endsAt)}.`),
      paragraph(stands),
      ...changedNotes(meeting, agendaSent),
      list(meeting.agenda.items.map(itemToText), true),
      buttons(...rsvpButtons(meeting.id, meeting.sequence)),
      buttons(agendaButton(meeting.id), calendarButton(meeting.id)),
    ],
  };
}

export function cancelledCard(meeting: MeetingFacts): Card {
  const reason = cancelReasonOf(meeting);
  return {
    summary: rich`${meetingTitle(meeting)}, planned for ${when(meeting.startsAt, meeting.endsAt)}, is cancelled. Reason: ${reason}`,
    blocks: [
      paragraph(rich`${strike(meetingTitle(meeting))} is cancelled. It was planned for ${when(meeting.startsAt, meeting.endsAt)}.`),
      paragraph(`Reason: ${reason}`),
    ],
  };
}

/** Said once to each reader: what they were sent is not what holds now. */
const changedNotes = (meeting: MeetingFacts, agendaSent: Date | null): Block[] =>
  agendaSent
    ? [note(rich`The agenda changed since it was sent (${moment(agendaSent)}). This is version ${String(meeting.agenda.n)}.`)]
    : [];

export function nudgeCard(meeting: MeetingFacts, agendaSent: Date | null = null): Card {
  const asked = rich`Will you come to ${meetingTitle(meeting)}, ${when(meeting.startsAt, meeting.endsAt)}? Your answer helps the chair to plan.`;
  return withAgenda(asked, meeting, agendaSent, [buttons(...rsvpButtons(meeting.id, meeting.sequence)), buttons(agendaButton(meeting.id))]);
}

export function reminderCard(meeting: MeetingFacts, agendaSent: Date | null = null): Card {
  const told = rich`Reminder: ${meetingTitle(meeting)}, ${when(meeting.startsAt, meeting.endsAt)}, online.`;
  return withAgenda(told, meeting, agendaSent, [
    paragraph(countsLine(meeting.answers)),
    buttons(...rsvpButtons(meeting.id, meeting.sequence)),
    buttons(agendaButton(meeting.id), calendarButton(meeting.id)),
  ]);
}

const withAgenda = (told: Text, meeting: MeetingFacts, agendaSent: Date | null, rest: readonly Block[]): Card => ({
  summary: agendaSent ? rich`${told} The agenda changed since it was sent.` : told,
  blocks: [paragraph(told), ...changedNotes(meeting, agendaSent), list(meeting.agenda.items.map(itemToText), true), ...rest],
});

export interface Joining {
  readonly meeting: MeetingFacts;
  readonly now: Date;
  readonly timings: CheckInTimes;
  readonly isNewLink: boolean;
  /** In the reader's language; null when none is published. */
  readonly statement: StatementFacts | null;
}

type CheckInTimes = Pick<Timings, 'checkInBefore' | 'checkInAfter'>;

/** The link to the meeting goes only to those who said they come, or may; with it goes all that checking in needs. */
export function joinCard(joining: Joining): Card {
  const { meeting, isNewLink } = joining;
  const toStart = (meeting.startsAt.getTime() - joining.now.getTime()) / 60_000;
  const starts = toStart > 0 ? `starts in ${count(Math.ceil(toStart), 'minute', 'minutes')}` : 'has started';
  const { state, blocks, button } = checkIn(joining, toStart);
  const first = isNewLink
    ? `The link of ${meetingTitle(meeting)} changed. Please join with this one; the meeting ${starts}.`
    : `${meetingTitle(meeting)} ${starts}.`;
  return {
    summary: rich`${first} ${state}`,
    blocks: [
      paragraph(first),
      buttons(joinLinkButton(meeting)),
      ...blocks,
      buttons(button, cantComeButton(meeting.id, meeting.sequence, "I can't come after all")),
    ],
  };
}

interface CheckIn {
  readonly state: Text;
  readonly blocks: readonly Block[];
  readonly button: Button;
}

/** To many people the link goes out a little earlier than check-in opens, and to who answers late, or again, after it closed. */
function checkIn({ meeting, timings, statement }: Joining, toStart: number): CheckIn {
  const asked = (state: Text, label: string): CheckIn => ({ state, blocks: [paragraph(state)], button: hereButton(meeting.id, label) });
  if (toStart < -timings.checkInAfter)
    return asked('Check-in has closed. If you are not recorded yet, press "I joined late".', 'I joined late');
  const wait = Math.ceil(toStart) - timings.checkInBefore;
  if (wait > 0) return asked(`Check-in opens in ${count(wait, 'minute', 'minutes')}: press "Check in" then.`, 'Check in');
  if (!statement) return asked('Check-in is open: press "Check in".', 'Check in');
  const button = checkInButton(meeting.id, statement.id);
  return {
    state: rich`Check-in is open. ${statementName(statement)}: ${statement.text} Press "${button.label}" to be recorded as here.`,
    blocks: [paragraph('Check-in is open. Once you are there, this is all it takes:'), ...statementBlocks(statement), note(CHECK_IN_MEANS)],
    button,
  };
}

export const joinLinkButton = (meeting: MeetingFacts): Button => ({ label: 'Join the meeting', style: 'primary', url: meeting.link });
