import { buttons, note, paragraph, quote, sentence, type Block, type Button, type Card } from '../../bot/card.ts';
import { clockTime, rich, type Text } from '../../bot/text.ts';
import { meetingLine } from '../meetings/cards.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { hereButton, readButton, rollButton } from './buttons.ts';
import type { ReadAloud } from './read.ts';

/** What whoever pressed "Statement read aloud" hears. */
export function readCard(result: ReadAloud): Card {
  if (result.outcome === 'choose') return chooseCard('Which meeting was it read aloud in?', result.meetings, (id) => readButton(id));
  const { meeting, by, at } = result;
  if (result.outcome === 'already')
    return sentence(rich`It is already recorded: ${by} read the statement aloud at ${clockTime(at)}.`, [hereButton(meeting.id)]);
  const own = result.isHere
    ? 'You accepted the statement with the same press, and are recorded as here.'
    : 'You accepted the statement with the same press.';
  return sentence(
    rich`Recorded: the statement was read aloud in ${meeting.subTopic} at ${clockTime(at)} by ${by}. ${own} The meeting is in session.`,
  );
}

/** One line and one button a meeting. */
export function chooseCard(question: string, meetings: readonly MeetingFacts[], toButton: (id: string) => Button): Card {
  const blocks = meetings.flatMap((meeting): Block[] => {
    const line = rich`${meeting.groupName}: ${meetingLine(meeting)}`;
    return [paragraph(line), buttons({ ...toButton(meeting.id), describe: `${meeting.groupName}, ${meeting.subTopic}` })];
  });
  return { summary: question, blocks: [paragraph(question), ...blocks] };
}

/** A person put something right that only the Secretariat can change. */
export function correctionCard(facts: {
  readonly meeting: MeetingFacts;
  readonly name: string;
  readonly organisation: string | null;
  readonly says: Text;
  readonly reason: string | null;
}): Card {
  const who = facts.organisation === null ? facts.name : `${facts.name} (${facts.organisation})`;
  const words = rich`About ${meetingLine(facts.meeting)}: ${who} says: ${facts.says}.`;
  const blocks: Block[] = [paragraph(words)];
  if (facts.reason !== null) blocks.push(quote(facts.reason));
  const roll = rollButton(facts.meeting.id, 'Open the roll');
  blocks.push(buttons(roll), note('What was recorded stays; a correction of the roll is its next version.'));
  return { summary: facts.reason === null ? words : rich`${words} ${facts.reason}`, blocks };
}
