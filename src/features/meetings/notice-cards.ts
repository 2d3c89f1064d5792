import { buttons, list, note, paragraph, sentence, type Block, type Button, type Card } from '../../bot/card.ts';
import { bold, count, moment, rich, strike, typed, when, type Text } from '../../bot/text.ts';
import type { Timings } from '../../bot/settings.ts';
import type { Answer } from '../../db/generated/client.ts';
import { itemToText } from './agenda-text.ts';
import { agendaButton, calendarButton, cantComeButton, rsvpButtons } from './buttons.ts';
import { countsLine, editAgendaButton, meetingTitle } from './cards.ts';
import { cancelReasonOf, type MeetingFacts } from './lookup.ts';
import type { SuggestionFacts } from './readers.ts';

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
}

type CheckInTimes = Pick<Timings, 'checkInBefore' | 'checkInAfter'>;

/** The link to the meeting goes only to those who said they come, or may. */
export function joinCard({ meeting, now, timings, isNewLink }: Joining): Card {
  const toStart = (meeting.startsAt.getTime() - now.getTime()) / 60_000;
  const starts = toStart > 0 ? `starts in ${count(Math.ceil(toStart), 'minute', 'minutes')}` : 'has started';
  const { state, way } = checkInWords(toStart, timings);
  const first = isNewLink
    ? `The link of ${meetingTitle(meeting)} changed. Please join with this one; the meeting ${starts}.`
    : `${meetingTitle(meeting)} ${starts}.`;
  return {
    summary: `${first} ${state}.`,
    blocks: [
      paragraph(first),
      paragraph(rich`${state}${way} under the statement in the channel, or type ${typed('here')}.`),
      buttons(joinLinkButton(meeting), cantComeButton(meeting.id, meeting.sequence, "I can't come after all")),
    ],
  };
}

/** To many people the link goes out a little earlier than check-in opens, and to who answers late, or again, after it closed. */
function checkInWords(toStart: number, { checkInBefore, checkInAfter }: CheckInTimes): { readonly state: string; readonly way: string } {
  if (toStart < -checkInAfter) return { state: 'Check-in has closed', way: '. If you are not recorded yet, press "I joined late"' };
  const wait = Math.ceil(toStart) - checkInBefore;
  const state = wait > 0 ? `Check-in opens in ${count(wait, 'minute', 'minutes')}` : 'Check-in is open';
  return { state, way: ': press "I\'m here and I will comply"' };
}

export const joinLinkButton = (meeting: MeetingFacts): Button => ({ label: 'Join the meeting', style: 'primary', url: meeting.link });

/** `reasons` say why the screen flags it; the chair hears them before putting it on the agenda. */
export function suggestionCard(meeting: MeetingFacts, { text, by, organisation }: SuggestionFacts, reasons: readonly string[] = []): Card {
  const from = organisation ? `${by} (${organisation})` : by;
  const told = rich`${from} suggests an item for ${meetingTitle(meeting)}, ${when(meeting.startsAt, meeting.endsAt)}: ${text}`;
  const flagged = reasons.length === 0 ? '' : ` Flagged: ${reasons.join(' ')} On the agenda, the Secretariat checks it first.`;
  return sentence(rich`${told}${flagged}`, [editAgendaButton(meeting.id)]);
}
