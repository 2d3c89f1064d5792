import { button, command, feature, form, opener } from '../../bot/define.ts';
import { askedAnswer, declaredCard, openedCard, overriddenCard, postedCard, withdrawnCard } from './answer-cards.ts';
import { ask } from './ask.ts';
import { declareConflict } from './declare-conflict.ts';
import { cards, notices } from './notices.ts';
import { open } from './open.ts';
import { openConflict } from './open-conflict.ts';
import { openOverride } from './open-override.ts';
import { conflictForm, overrideForm } from './opening-forms.ts';
import { override } from './override.ts';
import { postNow } from './post-now.ts';
import { followMeeting } from './stale.ts';
import { withdrawConflict } from './withdraw-conflict.ts';

/** Whatever changes what an opening card shows. Reading aloud and its posting mark it themselves. */
const FOLLOWED = [
  'attendance.checkIn',
  'attendance.leaveEarly',
  'attendance.wasThere',
  'attendance.correct',
  'attendance.markRoll',
  'attendance.confirmRoll',
  'attendance.notePeopleJoined',
  'attendance.notePeopleLeft',
  'attendance.noteSessionEnded',
  'attendance.import',
  'attendance.read',
  'meetings.rsvp',
  'meetings.withdraw',
  'meetings.move',
  'meetings.cancel',
  'opening.override',
  'opening.ask',
  'opening.postNow',
  'opening.declareConflict',
  'opening.withdrawConflict',
];

export const opening = feature('opening', {
  commands: [
    command(
      {
        word: 'open',
        takes: '[group]',
        about: 'Open a meeting, and see who is here',
        audience: 'chair',
        input: (rest) => (rest === '' ? {} : { group: rest }),
      },
      open,
      (result) => ({ whisper: openedCard(result) }),
    ),
  ],
  buttons: [
    button('opening.open', open, (result) => ({ whisper: openedCard(result) })),
    opener('opening.open-override', openOverride, (question) => ({ form: overrideForm(question) })),
    button('opening.ask', ask, (result) => ({ whisper: askedAnswer(result) })),
    button('opening.post-now', postNow, (meeting) => ({ whisper: postedCard(meeting.subTopic) })),
    opener('opening.open-conflict', openConflict, (opened) => ({ form: conflictForm(opened) })),
    button('opening.withdraw-conflict', withdrawConflict, (conflict) => ({ whisper: withdrawnCard(conflict) })),
  ],
  forms: [
    form('opening.override', override, (result) => ({ whisper: overriddenCard(result) })),
    form('opening.declare-conflict', declareConflict, (result) => ({ whisper: declaredCard(result) })),
  ],
  notices,
  cards,
  reactions: Object.fromEntries(FOLLOWED.map((action) => [action, followMeeting])),
});
