import { buttons, heading, list, note, paragraph, sentence, type Block, type Button, type Card } from '../../bot/card.ts';
import { clockTime, moment, rich, type Text } from '../../bot/text.ts';
import { meetingLine } from '../meetings/cards.ts';
import { minutesAfter, type MeetingFacts } from '../meetings/lookup.ts';
import { actionButton, concernButton, movementButton, showConcernButton } from './buttons.ts';
import { itemWords, placeWords, raiserWords, stepLine } from './concern-words.ts';
import type { ConcernFacts } from './lookup.ts';
import type { Raised } from './raise.ts';

export { concernLine } from './concern-words.ts';

const TITLE = 'Stop: competition concern';

/** Several meetings go on at once. */
export function chooseCard(meetings: readonly MeetingFacts[]): Card {
  const question = 'More than one meeting is under way. Which one is it about?';
  const rows = meetings.flatMap((meeting): Block[] => [
    paragraph(rich`${meeting.groupName}: ${meetingLine(meeting)}`),
    buttons({ ...concernButton(meeting.id), describe: `Raise a concern about ${meeting.groupName}, ${meeting.subTopic}` }),
  ]);
  return { summary: question, blocks: [paragraph(question), ...rows] };
}

/** In the group's channels, named. */
export function raisedCard(concern: ConcernFacts): Card {
  const by = raiserWords(concern) ?? 'a participant';
  const words = rich`Stop, please: a competition concern was raised at ${clockTime(concern.at)} by ${by} about ${itemWords(concern)}.`;
  const next = nextWords(concern);
  const why = 'What was said is not written down here. The concern is on the record with its time.';
  return { summary: rich`${words} ${next} ${why}`, blocks: [heading(TITLE), paragraph(words), paragraph(next), note(why)] };
}

/** Meetings run over: for this long after the planned end the talk can still be stopped. */
const OVERRUN_MINUTES = 60;

function nextWords({ meeting, at }: ConcernFacts): string {
  if (!meeting) return 'Please stop this discussion, and write nothing more about it.';
  return at <= minutesAfter(meeting.endsAt, OVERRUN_MINUTES)
    ? 'The chair pauses this item now. Please say and write nothing more about it until the chair goes on.'
    : 'The chair and the Secretariat look at it. Please say and write nothing more about it.';
}

const storyOf = (concern: ConcernFacts): Text =>
  rich`${placeWords(concern)}: a competition concern was raised at ${moment(concern.at)} about ${itemWords(concern)}.`;

const byWords = (concern: ConcernFacts): string => {
  const by = raiserWords(concern);
  return by === null ? 'The person asked to keep their name out, so it is kept nowhere.' : `Raised by ${by}.`;
};

function stepBlocks({ steps }: ConcernFacts): Block[] {
  if (steps.length === 0) return [note('Nothing is recorded yet of what was done.')];
  return [paragraph('Recorded since:'), list(steps.map(stepLine))];
}

const followUps = ({ id, meeting }: ConcernFacts): Button[] => [actionButton(id), ...(meeting ? [movementButton(id)] : [])];

/** To who chairs: what to do, and what was recorded since. */
export function chairCard(concern: ConcernFacts): Card {
  const what = concern.meeting ? 'this item' : 'this discussion';
  const steps = [
    `Pause ${what} now, and say so.`,
    'Do not repeat or write down what was said.',
    'Decide with the Secretariat or counsel how to go on, and record it here.',
    ...(concern.meeting ? ['If somebody leaves because of it, record when they left and came back.'] : []),
  ];
  return {
    summary: rich`${TITLE}. ${storyOf(concern)} ${byWords(concern)} ${steps.join(' ')}`,
    blocks: [
      heading(TITLE),
      paragraph(rich`${storyOf(concern)} ${byWords(concern)}`),
      list(steps, true),
      ...stepBlocks(concern),
      buttons(...followUps(concern)),
    ],
  };
}

const openlyOr = ({ openness }: ConcernFacts): string =>
  openness === 'open'
    ? "It was said openly: the group's channels and the chair are told."
    : 'It was told only to the Secretariat: the chair and the group do not know of it, so please keep it among yourselves.';

/** To the Secretariat. */
export function toldCard(concern: ConcernFacts): Card {
  const words = rich`${storyOf(concern)} ${byWords(concern)}`;
  return {
    summary: rich`${TITLE}. ${words} ${openlyOr(concern)}`,
    blocks: [heading(TITLE), paragraph(words), note(openlyOr(concern)), ...stepBlocks(concern), buttons(...followUps(concern))],
  };
}

/** To the legal contact; what was told to the Secretariat alone comes without a name. */
export function legalCard(concern: ConcernFacts, contact: string): Card {
  const by =
    concern.openness === 'open' ? byWords(concern) : `It was told only to the Secretariat, so no name is given here: ask ${contact}.`;
  const words = rich`${storyOf(concern)} ${by}`;
  const why =
    'You are told because you are named as legal contact. What was said is not written down; please do not ask for it in the chat.';
  return { summary: rich`${TITLE}. ${words} ${why}`, blocks: [heading(TITLE), paragraph(words), note(why)] };
}

/** What whoever raised it hears. */
export function recordedCard({ outcome, concern, told }: Raised, contact: string): Card {
  const already = outcome === 'already' ? 'It is already recorded' : 'Recorded';
  const words = rich`${already}: a competition concern at ${clockTime(concern.at)} about ${itemWords(concern)}.`;
  const nobody = told.chairs.length + told.secretariat.length + told.legal.length === 0;
  const alone = nobody ? ` Nobody who should hear of it could be found, so please tell ${contact} yourself.` : '';
  const next = concern.openness === 'open' ? openNext(told.channels.length > 0) : quietNext(concern.raisedBy !== null);
  const leave = concern.meeting ? ' If the talk goes on, leave, and ask that the time be recorded.' : '';
  return sentence(rich`${words} ${next}${alone}${leave}`);
}

const openNext = (isPosted: boolean): string =>
  isPosted
    ? "It goes out in the group's channels with your name, and to the chair, the Secretariat and the legal contact, if one is named."
    : 'The group has no channel, so please say "stop" aloud. The chair, the Secretariat and the legal contact, if one is named, are told.';

const quietNext = (isNamed: boolean): string =>
  isNamed
    ? 'Only the Secretariat is told with your name; the legal contact, if one is named, without it. Nothing shows in the channels, nor to the chair.'
    : 'Only the Secretariat and the legal contact, if one is named, are told. Your name is kept nowhere, so nobody can ask you back.';

/** After a follow-up, and for "Show". */
export function notedCard(concern: ConcernFacts): Card {
  const words = storyOf(concern);
  return { summary: words, blocks: [paragraph(words), ...stepBlocks(concern), buttons(...followUps(concern))] };
}

/** The answer to /wg concerns. */
export function listCard(concerns: readonly ConcernFacts[]): Card {
  if (concerns.length === 0) return sentence('No competition concern has been raised.');
  const words = 'Competition concerns, the latest first.';
  const rows = concerns.flatMap((concern): Block[] => [
    paragraph(rich`${storyOf(concern)} ${byWords(concern)}`),
    buttons(showConcernButton(concern.id, `Show the concern about ${placeWords(concern)}`)),
  ]);
  return { summary: words, blocks: [heading('Concerns'), ...rows] };
}
