import { button, command, feature, form, opener, type Reply } from '../../bot/define.ts';
import { add, openAdd } from './add.ts';
import { addForm, changeForm, doneForm, dropForm } from './action-forms.ts';
import { addedCard, changedCard, finishedCard, listCard } from './cards.ts';
import { change, openChange } from './change.ts';
import { drop, markDone, openDone, openDrop, reopen, type Finished } from './finish.ts';
import { list } from './list.ts';
import type { ActionFacts } from './lookup.ts';
import { dueNotice, givenNotice } from './notices.ts';
import { ADD_PRESS } from './rights.ts';

const showDone = (found: ActionFacts | Finished): Reply =>
  'outcome' in found ? { whisper: finishedCard(found) } : { form: doneForm(found) };

export const actions = feature('actions', {
  commands: [
    command(
      {
        word: 'action',
        aliases: ['actions'],
        takes: '[group]',
        about: 'Open actions, yours first; chairs add and change them',
        audience: 'member',
        input: (rest) => ({ group: rest }),
      },
      list,
      (page) => ({ whisper: listCard(page) }),
    ),
  ],
  buttons: [
    button('actions.list', list, (page) => ({ whisper: listCard(page) })),
    opener(ADD_PRESS, openAdd, (choices) => ({ form: addForm(choices) })),
    opener('actions.open-change', openChange, (choices) => ({ form: changeForm(choices) })),
    opener('actions.open-done', openDone, showDone),
    opener('actions.open-drop', openDrop, (action) => ({ form: dropForm(action) })),
    button('actions.reopen', reopen, (done) => ({ whisper: finishedCard(done) })),
  ],
  forms: [
    form('actions.add', add, (done) => ({ whisper: addedCard(done) })),
    form('actions.change', change, (done) => ({ whisper: changedCard(done) })),
    form('actions.mark-done', markDone, (done) => ({ whisper: finishedCard(done) })),
    form('actions.drop', drop, (done) => ({ whisper: finishedCard(done) })),
  ],
  notices: [givenNotice, dueNotice],
});
