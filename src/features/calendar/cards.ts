import { buttons, list, note, paragraph, type Card } from '../../bot/card.ts';
import { count, link, rich, typed } from '../../bot/text.ts';
import { meetingLine } from '../meetings/cards.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { replaceButton } from './buttons.ts';
import type { FeedAddress } from './feed.ts';

export function feedCard({ url, live }: FeedAddress): Card {
  const first = 'Your personal calendar address. Subscribe to it, and the meetings of your groups appear and move by themselves.';
  return {
    summary: `${first} ${url}`,
    blocks: [
      paragraph(first),
      paragraph(link(url, url)),
      list([
        'Outlook: Add calendar, Subscribe from web, paste the address.',
        'Google Calendar: Other calendars, From URL, paste the address.',
        'Apple Calendar: File, New Calendar Subscription, paste the address.',
      ]),
      note(
        'Keep the address to yourself: whoever has it sees your meetings and their links. It is shown this once; asking again makes another.',
      ),
      ...(live > 1 ? [note(`${count(live, 'address works', 'addresses work')} now. If somebody else got to see one, replace them.`)] : []),
      buttons(replaceButton),
    ],
  };
}

export const addCard = ({ meeting, url }: { meeting: MeetingFacts; url: string }): Card => ({
  summary: rich`Calendar entry for ${meetingLine(meeting)}: ${url}`,
  blocks: [
    paragraph(rich`Calendar entry for ${meetingLine(meeting)}.`),
    buttons({ label: 'Download the entry', url, style: 'primary' }),
    note(rich`If the meeting moves, this entry does not follow. For entries that do, type ${typed('calendar')}.`),
  ],
});
