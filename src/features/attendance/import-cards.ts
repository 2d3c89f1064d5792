import {
  buttons,
  heading,
  list,
  note,
  paragraph,
  sentence,
  type Block,
  type Button,
  type Card,
  type Field,
  type Form,
  type Option,
} from '../../bot/card.ts';
import { bold, clockTime, count, moment, rich, type Text } from '../../bot/text.ts';
import { nameInWords } from '../directory/lookup.ts';
import { meetingLine } from '../meetings/cards.ts';
import { reviewButton } from './buttons.ts';
import type { Decided } from './import-decide.ts';
import type { NameFacts, QueuedMeeting } from './import-queue.ts';
import type { Review, Reviewing } from './import-review.ts';
import type { Stay } from './import-stays.ts';

/** "3 names of the imported file wait". */
export const waitingWords = (waiting: number): string =>
  `${count(waiting, 'name', 'names')} of the imported file ${waiting === 1 ? 'waits' : 'wait'}`;

/** On the roll's page: to the Secretariat with the way to decide, to a chair with whom it waits for. */
export function waitingBlocks(waiting: number, meetingId: string, mayReview: boolean): Block[] {
  if (waiting === 0) return [];
  if (!mayReview) return [note(`${waitingWords(waiting)} for the Secretariat, who can say who it was.`)];
  return [paragraph(`${waitingWords(waiting)}:`), buttons(reviewButton({ meeting: meetingId }))];
}

/** The answer to /wg imported. */
export function queueCard(meetings: readonly QueuedMeeting[]): Card {
  const waiting = meetings.reduce((sum, one) => sum + one.waiting, 0);
  if (meetings.length === 0)
    return sentence('No name of an attendance file waits. Files are taken in on the command line: convenor attendance.');
  const summary = waiting === 0 ? 'No name of an attendance file waits.' : `${waitingWords(waiting)} for you to say who it was.`;
  const rows = meetings.flatMap(({ meeting, waiting, decided }): Block[] => {
    const counts = [...(waiting > 0 ? [`${String(waiting)} to decide`] : []), ...(decided > 0 ? [`${String(decided)} decided`] : [])];
    const label = waiting > 0 ? 'Review' : 'Look again';
    const describe = `${label}: ${meeting.groupName}, ${meeting.subTopic}`;
    const line = rich`${meeting.groupName}: ${meetingLine(meeting)}. ${counts.join(', ')}.`;
    return [paragraph(line), buttons({ ...reviewButton({ meeting: meeting.id }, label), describe })];
  });
  return { summary, blocks: [heading('Names of attendance files'), paragraph(summary), ...rows] };
}

type Answer = { readonly form: Form } | { readonly whisper: Card };

/** A name to decide about, or what was decided when none waits. */
export const reviewAnswer = (result: Reviewing): Answer =>
  result.outcome === 'name' ? { form: reviewForm(result, null) } : { whisper: decidedCard(result.meeting, result.decided) };

/** After a decision: the next name, or that none is left. */
export function decidedAnswer({ meeting, name, next }: Decided): Answer {
  if (next) return { form: reviewForm(next, name) };
  const change = name ? [changeButton(name)] : [];
  const words = name ? decisionWords(name) : rich`Left for later.`;
  return { whisper: sentence(rich`${words} That was the last one of ${meeting.subTopic}. The roll confirms who took part.`, change) };
}

const changeButton = (name: NameFacts): Button => ({
  ...reviewButton({ name: name.id }, 'Change'),
  describe: `Change who ${name.name} was`,
});

function decidedCard(meeting: Review['meeting'], decided: readonly NameFacts[]): Card {
  const summary = rich`${meeting.subTopic}: no name of the imported file waits.`;
  const rows = decided.flatMap((name): Block[] => {
    const by = name.decidedAt ? rich` By ${name.decidedBy ?? 'the Secretariat'}, ${moment(name.decidedAt)}.` : '';
    return [paragraph(rich`${decisionWords(name)}${by}`), buttons(changeButton(name))];
  });
  return { summary, blocks: [paragraph(summary), ...rows] };
}

function decisionWords(name: NameFacts): Text {
  const who = bold(name.name);
  if (name.state === 'person') return rich`${who} is ${name.person ?? 'somebody no longer in the directory'}.`;
  if (name.state === 'guest') return rich`${who} was a guest.`;
  return rich`${who} is ignored: ${name.reason ?? 'no reason was given'}.`;
}

/** More people than this are asked for by e-mail: a list takes a hundred choices, and three are taken. */
const LISTED = 90;

function reviewForm(review: Review, before: NameFacts | null): Form {
  const { meeting, name, waiting } = review;
  const left =
    name.state === 'waiting'
      ? `${waitingWords(waiting)}.`
      : rich`Decided before: ${decisionWords(name)} What you choose now takes its place.`;
  return {
    id: 'attendance.decide-imported',
    title: 'Who was this?',
    submit: 'Record it',
    close: 'Cancel',
    hidden: { name: name.id, decidedAt: name.decidedAt?.toISOString() ?? '' },
    body: [
      ...(before ? [note(rich`Recorded: ${decisionWords(before)}`)] : []),
      paragraph(rich`${meeting.groupName}: ${meetingLine(meeting)}`),
      note(left),
      paragraph(
        rich`In the file: ${bold(name.name)}${name.email === null ? ', without an e-mail' : `, ${name.email}, which nobody in the directory has`}`,
      ),
      list(staysWords(name.stays)),
      ...fields(review),
      note('It is kept beside what people said and overrides nothing. The roll confirms who took part.'),
    ],
  };
}

const STAYS = 10;

function staysWords(stays: readonly Stay[]): Text[] {
  const lines = stays.slice(0, STAYS).map(({ from, until }): Text => {
    if (!from || !until) return 'In the call; the file has no times';
    return rich`In the call from ${clockTime(from)} to ${clockTime(until)}`;
  });
  return stays.length > STAYS ? [...lines, `${String(stays.length - STAYS)} more stays`] : lines;
}

function fields({ meeting, invited }: Review): Field[] {
  const listed = invited.length > LISTED ? [] : invited;
  const options: Option[] = [
    ...listed.map((one) => ({ value: one.personId, label: nameInWords(one) })),
    { value: 'guest', label: 'A guest, not in this list' },
    { value: 'ignored', label: 'Nobody: ignore it, with a reason' },
    { value: 'later', label: 'I do not know yet: the next one' },
  ];
  const byEmail: Field = {
    type: 'field',
    name: 'email',
    label: 'Or their e-mail',
    hint: 'Of somebody who was invited and is not in the list above.',
    optional: true,
    input: { kind: 'email' },
  };
  return [
    { type: 'field', name: 'who', label: 'Who it was', optional: true, input: { kind: 'select', options } },
    ...(listed.length < invited.length || meeting.audience === 'all' ? [byEmail] : []),
    { type: 'field', name: 'reason', label: 'Why it is ignored', optional: true, input: { kind: 'text', maxLength: 500 } },
  ];
}
