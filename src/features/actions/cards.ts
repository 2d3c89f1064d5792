import { buttons, heading, note, paragraph, sentence, type Block, type Button, type Card } from '../../bot/card.ts';
import { bold, clockTime, count, moment, rich, type Text } from '../../bot/text.ts';
import type { Added } from './add.ts';
import { meetingLine } from '../meetings/cards.ts';
import { actionLine, dayWords, dueWords, sentenceOf } from './action-words.ts';
import { actionsButton, addToGroupButton, changeButton, doneButton, dropButton, reopenButton } from './buttons.ts';
import type { Changed } from './change.ts';
import type { Finished } from './finish.ts';
import type { ActionsPage, ListedAction } from './list.ts';
import type { ActionFacts } from './lookup.ts';

export { actionLine, dayWords } from './action-words.ts';

type Met = Parameters<typeof meetingLine>[0];

const ADVICE = 'Actions are tasks for the work of a group. Groups advise; they do not decide.';

/** The answer to /wg action. */
export function listCard(page: ActionsPage): Card {
  const { group, shown, total } = page;
  const of = group ? ` of ${group.name}` : '';
  const words = total === 0 ? `No action${of} is open.` : `${count(total, 'action', 'actions')}${of} open.`;
  const title = group ? `Open actions: ${group.name}` : 'Open actions';
  return {
    summary: [words, ...shown.map(({ action }) => ` ${actionLine(action)}`)],
    blocks: [
      heading(title.slice(0, 150)),
      ...(total === 0 ? [paragraph(words)] : shown.flatMap(actionBlocks)),
      ...pageBlocks(page),
      note(ADVICE),
    ],
  };
}

function actionBlocks({ action, isMine, isKeeper, isDueSoon }: ListedAction): Block[] {
  const marks = [...(isMine ? ['yours'] : []), ...(isDueSoon ? ['due soon or late'] : [])];
  const mark = marks.length > 0 ? ` (${marks.join(', ')})` : '';
  const pressed = [...(isMine || isKeeper ? [doneButton(action)] : []), ...(isKeeper ? [changeButton(action), dropButton(action)] : [])];
  const line = paragraph(rich`${bold(action.group.name)}${mark}: ${actionLine(action)}`);
  return pressed.length > 0 ? [line, buttons(...pressed)] : [line];
}

function pageBlocks({ group, shown, total, from, places }: ActionsPage): Block[] {
  const until = from + shown.length;
  const more: Button[] =
    until < total
      ? [
          {
            label: `${String(total - until)} more`,
            press: 'actions.list',
            with: { from: String(until), ...(group && { group: group.slug }) },
          },
        ]
      : [];
  const single = places.length === 1;
  const add = places.map((one) => (single ? addToGroupButton(one) : { ...addToGroupButton(one), label: `Add: ${one.name}`.slice(0, 75) }));
  const pressed = [...more, ...add];
  return pressed.length > 0 ? [buttons(...pressed)] : [];
}

export function addedCard({ outcome, action }: Added): Card {
  const head = outcome === 'already' ? 'It is already in the list' : 'Added';
  const reminded = action.ownerId !== null && action.due !== null ? ' The owner is reminded before it is due.' : '';
  return sentence(
    `${head}: ${actionLine(action)}${outcome === 'added' ? reminded : ''} It stands on the next agenda of ${action.group.name} until it is done.`,
    [changeButton(action), actionsButton],
  );
}

export const changedCard = ({ action, isChanged }: Changed): Card =>
  sentence(`${isChanged ? 'Saved' : 'Nothing was changed'}: ${actionLine(action)}`, [actionsButton]);

const STATES = { open: 'open again', done: 'done', dropped: 'dropped' } as const;

/** After "Done", "Drop" and "Undo". */
export function finishedCard({ outcome, action, by, at }: Finished): Card {
  const state = STATES[action.state];
  const told: Text =
    outcome === 'already'
      ? rich`This action is ${state === 'open again' ? 'open' : state} already: ${action.what} (${by}, ${moment(at)})`
      : rich`Noted as ${state} at ${clockTime(at)}: ${action.what}`;
  return sentence(told, action.state === 'open' ? [actionsButton] : [reopenButton(action), actionsButton]);
}

/** To the owner, once it is theirs. */
export function givenCard(action: ActionFacts, meeting: Met | null, contact: string): Card {
  const { what, due, group } = action;
  const from = meeting ? rich` It came up at the meeting ${meetingLine(meeting)}.` : '';
  const words = rich`This action for ${group.name} is yours: ${sentenceOf(what)} ${dueWords(due)}${from}`;
  return {
    summary: words,
    blocks: [
      paragraph(words),
      note(`If it can not be yours, tell the chair of the group or ${contact}. ${ADVICE}`),
      buttons(doneButton(action), actionsButton),
    ],
  };
}

/** To the owner, before it is due and on the day. */
export function dueCard(action: ActionFacts, due: string, isToday: boolean): Card {
  const when = isToday ? 'today' : `on ${dayWords(due)}`;
  return sentence(`Your action for ${action.group.name} is due ${when}: ${action.what}`, [doneButton(action), actionsButton]);
}
