import { buttons, heading, note, paragraph, sentence, type Button, type Card, type Form } from '../../bot/card.ts';
import { bold, clockTime, moment, rich, toPlain, typed, type Text } from '../../bot/text.ts';
import { concernButton } from '../concerns/buttons.ts';
import { meetingLine, meetingTitle } from '../meetings/cards.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { alsoIn, statementBlocks, statementName } from '../statements/cards.ts';
import type { StatementFacts } from '../statements/lookup.ts';
import { conflictButton } from '../opening/buttons.ts';
import { CHECK_IN_MEANS, checkInButton, hereButton, leaveEarlyButton, wasThereButtons, wrongButton } from './buttons.ts';
import { nameInWords } from '../directory/lookup.ts';
import type { Acceptance } from './acceptance.ts';
import type { CheckedIn } from './check-in.ts';
import type { Here } from './here.ts';
import type { LeftEarly } from './leave-early.ts';
import type { OpeningFacts } from './opening.ts';
import type { WasThere } from './was-there.ts';

export { chooseCard } from './chair-cards.ts';

/** "Here: 3 of 7 expected" */
export const hereLine = ({ here, expected }: Pick<OpeningFacts, 'here' | 'expected'>): string =>
  expected === 0 ? 'Here: nobody yet' : `Here: ${String(here)} of ${String(expected)} expected`;

const NAMED = 20;

/** "4 of 5 accepted" */
export const acceptedWords = ({ there, accepted }: Acceptance): string =>
  there === 0 ? 'nobody is recorded as there' : `${String(accepted)} of ${String(there)} accepted`;

/** Who was there without being known to have accepted, as a line of its own; none where all did. */
export function notAcceptedLines({ without }: Acceptance): string[] {
  if (without.length === 0) return [];
  const names = without.slice(0, NAMED).map(nameInWords);
  const more = without.length > NAMED ? ` and ${String(without.length - NAMED)} more` : '';
  return [`Here, not accepted: ${names.join('; ')}${more}`];
}

/** The statement in the group's channel at the start; to join late once check-in closed, and without a button after the end. */
export function openingCard(facts: OpeningFacts): Card {
  const { meeting, isOver, isLate } = facts;
  if (meeting.state === 'cancelled') return sentence(`${meetingTitle(meeting)} was cancelled.`);
  if (isOver) return overCard(facts);
  return isLate ? lateCard(facts) : beginCard(facts);
}

function beginCard(facts: OpeningFacts): Card {
  const { meeting, statement, languages, closesAt } = facts;
  const counted = rich`${hereLine(facts)}. Check-in is open until ${clockTime(closesAt)}.`;
  return {
    summary: rich`${meetingTitle(meeting)} begins. ${statementName(statement)}: ${statement.text} Press "I'm here and I will comply" to be recorded as here. ${counted}`,
    blocks: [
      heading(`Before we begin: ${meeting.subTopic}`),
      ...statementBlocks(statement),
      ...alsoIn(languages, hereButton(meeting.id, 'In your language')),
      paragraph(CHECK_IN_MEANS),
      buttons(checkInButton(meeting.id, statement.id), concernButton(meeting.id)),
      note(counted),
    ],
  };
}

function lateCard(facts: OpeningFacts): Card {
  const { meeting, statement, closesAt } = facts;
  const words = rich`Check-in closed at ${clockTime(closesAt)}. If you joined later, say so: the chair sees it when confirming the list.`;
  return {
    summary: rich`${meetingTitle(meeting)} is under way. ${statementName(statement)}: ${statement.text} ${words} ${hereLine(facts)}.`,
    blocks: [
      heading(`Under way: ${meeting.subTopic}`),
      ...statementBlocks(statement),
      paragraph(words),
      buttons(hereButton(meeting.id, 'I joined late'), concernButton(meeting.id)),
      note(hereLine(facts)),
    ],
  };
}

function overCard(facts: OpeningFacts): Card {
  const { meeting, statement } = facts;
  return {
    summary: `${meetingTitle(meeting)} is over and check-in is closed. ${hereLine(facts)}.`,
    blocks: [
      heading(meeting.subTopic),
      ...statementBlocks(statement),
      paragraph(rich`The meeting is over and check-in is closed. If you were there and are not recorded, type ${typed('here')}.`),
      note(hereLine(facts)),
    ],
  };
}

interface Shown {
  readonly meeting: MeetingFacts;
  readonly statement: StatementFacts;
  readonly closedAt: Date | null;
}

/** The statement shown to one person, with the button that accepts it. */
function statementCard({ meeting, statement, closedAt }: Shown, opening: Text): Card {
  const button = checkInButton(meeting.id, statement.id, closedAt !== null);
  const late = closedAt
    ? [paragraph(rich`Check-in closed at ${clockTime(closedAt)}. You can still say that you joined late: the chair confirms it.`)]
    : [];
  return {
    summary: rich`${opening} ${statementName(statement)}: ${statement.text} Press "${button.label}" to be recorded as here.`,
    blocks: [paragraph(opening), ...late, ...statementBlocks(statement), paragraph(CHECK_IN_MEANS), buttons(button)],
  };
}

const recorded = (how: 'here' | 'late' | 'already', at: Date, organisation: string | null): Text =>
  rich`You are ${how === 'already' ? 'already ' : ''}recorded as ${how === 'late' ? 'joining late,' : 'here'} at ${clockTime(at)}${organisation === null ? '' : ` for ${organisation}`}. The chair confirms the list at the end.`;

/** What the person alone hears after pressing. */
export function checkedInCard(result: CheckedIn): Card {
  switch (result.outcome) {
    case 'new-statement':
      return statementCard(result, 'The statement you saw has been replaced by a newer one, so nothing is recorded yet.');
    case 'closed':
      return statementCard(result, `Nothing is recorded yet for ${meetingTitle(result.meeting)}.`);
    default:
      return sentence(recorded(result.outcome, result.at, result.organisation), afterCheckIn(result.meeting.id));
  }
}

const afterCheckIn = (meetingId: string): Button[] => [leaveEarlyButton(meetingId), conflictButton(meetingId), wrongButton(meetingId)];

/** The answer to /wg here. */
export function hereCard(result: Here): Card {
  switch (result.outcome) {
    case 'none':
      return noneCard(result.next, result.missed);
    case 'several':
      return {
        summary: 'More than one meeting is under way. Choose the one you are in.',
        blocks: [
          paragraph('More than one meeting is under way. Choose the one you are in.'),
          buttons(...result.meetings.map((meeting) => hereButton(meeting.id, meetingTitle(meeting)))),
        ],
      };
    case 'recorded':
      return sentence(
        recorded('already', result.standing.arrivedAt ?? result.meeting.startsAt, result.organisation),
        afterCheckIn(result.meeting.id),
      );
    case 'statement':
      return statementCard(result, `You are checking in to ${meetingTitle(result.meeting)}.`);
  }
}

function noneCard(next: MeetingFacts | null, missed: MeetingFacts | null): Card {
  const words = next
    ? rich`No meeting of your groups is under way. The next one: ${meetingLine(next)}.`
    : 'No meeting of your groups is under way, and none is planned yet.';
  if (!missed) return sentence(words);
  const late = rich`You are not recorded at the latest one, ${meetingLine(missed)}. If you were there, say so here.`;
  return { summary: rich`${words} ${late}`, blocks: [paragraph(words), paragraph(late), buttons(...wasThereButtons(missed.id))] };
}

export function leftEarlyCard(result: Exclude<LeftEarly, { outcome: 'ask-when' }>): Card {
  const words =
    result.outcome === 'left'
      ? rich`Noted: you left ${result.meeting.subTopic} at ${clockTime(result.at)}. If you come back, check in again.`
      : rich`It is already noted that you left at ${clockTime(result.at)}.`;
  return sentence(words, [hereButton(result.meeting.id, 'I am back'), wrongButton(result.meeting.id)]);
}

/** "Were you there?", to people who said they would come and were not seen. */
export function missedCard(meeting: MeetingFacts, until: Date): Card {
  const words = rich`You had planned to be at ${bold(meetingTitle(meeting))}, and no check-in is recorded. Were you there?`;
  const more = rich`You can answer until ${moment(until)}. The chair or the Secretariat confirms it.`;
  return { summary: rich`${words} ${more}`, blocks: [paragraph(words), buttons(...wasThereButtons(meeting.id)), note(more)] };
}

export function wasThereCard({ meeting, was, outcome, told }: WasThere): Card {
  const what = was === 'yes' ? 'you were there' : 'you were not there';
  if (outcome === 'already') return sentence(`It is already recorded that ${what} at ${meeting.subTopic}. Thank you.`);
  const next = told
    ? 'The list was confirmed before, so the Secretariat is told and can correct it.'
    : 'The chair or the Secretariat confirms it.';
  return sentence(`Thank you. You said that ${what} at ${meeting.subTopic}. ${next}`);
}

export function correctedCard({ meeting, told }: { readonly meeting: MeetingFacts; readonly told: boolean }): Card {
  const next = told ? 'The Secretariat is told and looks at it.' : 'The chair sees it when confirming the list.';
  return sentence(`Thank you. What you said about ${meeting.subTopic} is noted beside what was recorded. ${next}`);
}

/** "This is wrong": what is right instead. */
export function correctionForm(meeting: MeetingFacts, zone: string, chosen = 'not-there'): Form {
  const options = [
    { value: 'not-there', label: 'I was not there' },
    { value: 'arrived-at', label: 'I arrived at another time' },
    { value: 'left-at', label: 'I left before the end' },
    { value: 'stayed', label: 'I stayed to the end' },
    { value: 'affiliation', label: 'My organisation is wrong' },
  ];
  return {
    id: 'attendance.correct',
    title: 'What is right?',
    submit: 'Send',
    close: 'Cancel',
    hidden: { meeting: meeting.id },
    body: [
      paragraph(rich`${meetingLine(meeting)}. What is recorded stays; what you say is put beside it.`),
      { type: 'field', name: 'what', label: 'What is right', input: { kind: 'radio', options, initial: chosen } },
      {
        type: 'field',
        name: 'time',
        label: 'Time',
        hint: `When you arrived or left, in your time zone (${zone}).`,
        optional: true,
        input: { kind: 'time' },
      },
      {
        type: 'field',
        name: 'note',
        label: 'Note',
        hint: 'Your organisation, if it is wrong, or what else helps. The chair and the Secretariat see it.',
        optional: true,
        input: { kind: 'text', multiline: true, maxLength: 1_000 },
      },
    ],
  };
}

/** A meeting as the label of a button. */
export const meetingLabel = (meeting: MeetingFacts, zone: string): string => toPlain(meetingLine(meeting), zone);
