import { buttons, note, paragraph, sentence, type Card } from '../../bot/card.ts';
import { moment, rich } from '../../bot/text.ts';
import { meetingLine } from '../meetings/cards.ts';
import { revokeButton } from './buttons.ts';
import type { Linked } from './link.ts';

/** Only to who asked. */
export function linkedCard({ id, what, meeting, isDraft, pdf, word, until }: Linked): Card {
  const name = what === 'record' ? 'The record' : isDraft ? 'The draft of the minutes' : 'The minutes';
  const words = rich`${name} of ${meeting.groupName}: ${meetingLine(meeting)}.`;
  const lasting = rich`These links are made for you and work until ${moment(until)}. Keep them to yourself: whoever has one can open it.`;
  return {
    summary: rich`${words} PDF: ${pdf} Word: ${word} ${lasting}`,
    blocks: [
      paragraph(words),
      buttons({ label: 'PDF', url: pdf, style: 'primary' }, { label: 'Word', url: word }, revokeButton(id)),
      note(lasting),
    ],
  };
}

export const revokedCard = (): Card => sentence('These links no longer work. You can ask for new ones at any time.');
