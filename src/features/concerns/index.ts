import { readerZone } from '../../bot/actor.ts';
import { button, command, feature, form, opener, type Reply } from '../../bot/define.ts';
import { chooseCard, listCard, notedCard, recordedCard } from './cards.ts';
import { actionForm, groupConcernForm, meetingConcernForm, movementForm } from './concern-forms.ts';
import { noteAction, noteMovement } from './follow-up.ts';
import { list, show } from './list.ts';
import { cards, notices } from './notices.ts';
import { openAction, openMovement } from './open-follow-up.ts';
import { openConcern, type Opened } from './open.ts';
import { raise } from './raise.ts';

function showOpened(opened: Opened): Reply {
  switch (opened.outcome) {
    case 'meeting':
      return { form: meetingConcernForm(opened.draft, opened.meeting) };
    case 'groups':
      return { form: groupConcernForm(opened.draft, opened.groups) };
    case 'choose':
      return { whisper: chooseCard(opened.meetings) };
  }
}

export const concerns = feature('concerns', {
  commands: [
    command(
      {
        word: 'concern',
        opens: true,
        takes: '[group]',
        about: 'Stop: raise a competition concern, openly or only to the Secretariat',
        audience: 'member',
        input: (rest) => (rest === '' ? {} : { group: rest }),
      },
      openConcern,
      showOpened,
    ),
    command({ word: 'concerns', about: 'Competition concerns that were raised', audience: 'secretariat' }, list, (result) => ({
      whisper: listCard(result),
    })),
  ],
  buttons: [
    opener('concerns.open', openConcern, showOpened),
    opener('concerns.open-action', openAction, (result, ctx) => ({ form: actionForm(result, readerZone(ctx)) })),
    opener('concerns.open-movement', openMovement, (result, ctx) => ({ form: movementForm(result, readerZone(ctx)) })),
    button('concerns.show', show, (concern) => ({ whisper: notedCard(concern) })),
  ],
  forms: [
    form('concerns.raise', raise, (result, ctx) => ({ whisper: recordedCard(result, ctx.body.settings.contact) })),
    form('concerns.note-action', noteAction, (concern) => ({ whisper: notedCard(concern) })),
    form('concerns.note-movement', noteMovement, (concern) => ({ whisper: notedCard(concern) })),
  ],
  notices,
  cards,
});
