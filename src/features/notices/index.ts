import { button, command, feature } from '../../bot/define.ts';
import { dismissedCard, noticesCard, remindedCard, retriedCard } from './cards.ts';
import { dismiss } from './dismiss.ts';
import { remind } from './remind.ts';
import { retry } from './retry.ts';
import { show } from './show.ts';
import { troubled } from './troubled.ts';

export const notices = feature('notices', {
  commands: [
    command(
      {
        word: 'remind',
        takes: '[group]',
        about: 'Remind those who have not answered about the next meeting',
        audience: 'chair',
        input: (rest) => ({ group: rest }),
      },
      remind,
      (done) => ({ whisper: remindedCard(done) }),
    ),
    command({ word: 'notices', about: 'What could not be delivered, and why', audience: 'secretariat' }, show, (shown) => ({
      whisper: noticesCard(shown),
    })),
  ],
  buttons: [
    button('notices.remind', remind, (done) => ({ whisper: remindedCard(done) })),
    button('notices.retry', retry, (delivery) => ({ whisper: retriedCard(delivery) })),
    button('notices.dismiss', dismiss, (delivery) => ({ whisper: dismissedCard(delivery) })),
  ],
  notices: [troubled],
});
