import { buttons, note, paragraph, sentence, type Card } from '../../bot/card.ts';
import { moment, rich, type Text } from '../../bot/text.ts';
import { meetingTitle } from '../meetings/cards.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { showMinutesButton } from './buttons.ts';
import type { CommentFacts } from './comments.ts';
import { commentButtons, commentLine } from './issued-cards.ts';

/** For the Secretariat; follows what became of it. */
export function commentCard(meeting: MeetingFacts, comment: CommentFacts): Card {
  const words = rich`A correction of the minutes of ${meetingTitle(meeting)} is suggested. ${commentLine(comment)}`;
  const { answer } = comment;
  if (answer) return sentence(rich`${words} ${answerWords(answer)}`, [showMinutesButton(meeting.id, 'Show the minutes')]);
  return {
    summary: words,
    blocks: [paragraph(words), note('Whoever suggests it is told what came of it.'), buttons(...commentButtons(comment))],
  };
}

const answerWords = ({ edition, reason, by, at }: NonNullable<CommentFacts['answer']>): Text =>
  edition === null
    ? rich`Not taken up by ${by}, ${moment(at)}: ${reason}`
    : rich`Taken up by ${by} in version ${edition}, ${moment(at)}: ${reason}`;

/** For whoever suggested it. */
export function answeredCard(meeting: MeetingFacts, { item, answer }: CommentFacts): Card {
  const about = `What you suggested about the minutes of ${meetingTitle(meeting)} (${item ?? 'as a whole'})`;
  const what =
    answer?.takenUpIn == null
      ? `was not taken up. Reason: ${answer?.reason ?? 'none was kept'}`
      : `was taken up. They were corrected: ${answer.reason}`;
  return sentence(`${about} ${what}`, [showMinutesButton(meeting.id, 'Show the minutes')]);
}

export const thankedCard = (meeting: MeetingFacts): Card =>
  sentence(`The Secretariat has your suggestion for the minutes of ${meetingTitle(meeting)}. You will hear what came of it.`);

export const declinedCard = ({ by }: CommentFacts): Card => sentence(`Noted: not taken up. ${by} is told why.`);
