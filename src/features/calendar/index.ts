import { button, command, feature } from '../../bot/define.ts';
import { addToCalendar } from './add.ts';
import { addCard, feedCard } from './cards.ts';
import { makeFeed, replaceFeeds } from './feed.ts';

export const calendar = feature('calendar', {
  commands: [
    command({ word: 'calendar', aliases: ['ics'], about: 'Your meetings in your own calendar', audience: 'member' }, makeFeed, (made) => ({
      whisper: feedCard(made),
    })),
  ],
  buttons: [
    button('calendar.feed', makeFeed, (made) => ({ whisper: feedCard(made) })),
    button('calendar.replace', replaceFeeds, (made) => ({ whisper: feedCard(made) })),
    button('calendar.add', addToCalendar, (made) => ({ whisper: addCard(made) })),
  ],
});
