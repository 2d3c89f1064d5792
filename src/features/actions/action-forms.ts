import { note, paragraph, type Field, type Form } from '../../bot/card.ts';
import { optionLabel } from '../../bot/shorten.ts';
import { rich } from '../../bot/text.ts';
import { nameInWords } from '../directory/lookup.ts';
import { meetingLine } from '../meetings/cards.ts';
import { actionLine } from './action-words.ts';
import type { AddChoices } from './add.ts';
import type { ChangeChoices } from './change.ts';
import { NOBODY, NOTE_LIMIT, WHAT_LIMIT } from './inputs.ts';
import type { ActionFacts } from './lookup.ts';
import type { OwnerChoice } from './owners.ts';

/** Slack's limit, the narrower of the two platforms; one option is "nobody". */
const OPTIONS = 99;

export function addForm({ draft, group, meeting, owners, confirms }: AddChoices): Form {
  const about = meeting ? rich`${group.name}: ${meetingLine(meeting)}` : group.name;
  return {
    id: 'actions.add',
    title: 'Add an action',
    submit: 'Add',
    close: 'Cancel',
    hidden: { draft, ...(meeting ? { meeting: meeting.id } : { group: group.slug }) },
    body: [
      paragraph(about),
      ...actionFields(owners, confirms),
      note('The group reads it. An action is a task for its work, not a decision.'),
    ],
  };
}

export function changeForm({ action, owners, confirms }: ChangeChoices): Form {
  return {
    id: 'actions.change',
    title: 'Change an action',
    submit: 'Save',
    close: 'Cancel',
    hidden: { action: action.id, n: String(action.n) },
    body: [paragraph(action.group.name), ...actionFields(withOwner(owners, action), confirms, action)],
  };
}

/** Who owns it stays to choose, wherever they are in the list or if they left. */
function withOwner(owners: readonly OwnerChoice[], { ownerId, owner }: ActionFacts): readonly OwnerChoice[] {
  if (ownerId === null) return owners;
  const own = owners.find((one) => one.id === ownerId) ?? { id: ownerId, name: owner ?? 'No longer in the directory', organisation: null };
  return [own, ...owners.filter((one) => one.id !== ownerId)];
}

function actionFields(owners: readonly OwnerChoice[], confirms: boolean, now?: ActionFacts): Field[] {
  const options = [
    { value: NOBODY, label: 'Nobody yet, or somebody not in this list' },
    ...owners.slice(0, OPTIONS).map((one) => ({ value: one.id, label: optionLabel(nameInWords(one)) })),
  ];
  const written = now?.ownerId === null ? now.owner : undefined;
  const clearance: Field = {
    type: 'field',
    name: 'clearance',
    label: 'Why flagged words may stand',
    hint: 'Only when it touches what the anti-trust rules keep out. It is kept in the record.',
    optional: true,
    input: { kind: 'text', maxLength: 500 },
  };
  return [
    {
      type: 'field',
      name: 'what',
      label: 'What is to be done',
      input: { kind: 'text', maxLength: WHAT_LIMIT, ...(now && { initial: now.what }) },
    },
    { type: 'field', name: 'owner', label: 'Owner', input: { kind: 'select', options, initial: now?.ownerId ?? NOBODY } },
    {
      type: 'field',
      name: 'ownerName',
      label: 'Owner who is not in the list',
      hint: 'Name only. They get no reminders.',
      optional: true,
      input: { kind: 'text', maxLength: 120, ...(written && { initial: written }) },
    },
    { type: 'field', name: 'due', label: 'Due', optional: true, input: { kind: 'date', ...(now?.due ? { initial: now.due } : {}) } },
    ...(confirms ? [clearance] : []),
  ];
}

const noteField = (name: string, label: string, hint: string, optional?: true): Field => ({
  type: 'field',
  name,
  label,
  hint,
  ...(optional && { optional }),
  input: { kind: 'text', multiline: true, maxLength: NOTE_LIMIT },
});

export const doneForm = (action: ActionFacts): Form => ({
  id: 'actions.mark-done',
  title: 'Done',
  submit: 'It is done',
  close: 'Cancel',
  hidden: { action: action.id },
  body: [paragraph(actionLine(action)), noteField('note', 'Note', 'What came of it, such as where the draft is.', true)],
});

export const dropForm = (action: ActionFacts): Form => ({
  id: 'actions.drop',
  title: 'Drop an action',
  submit: 'Drop it',
  close: 'Cancel',
  hidden: { action: action.id },
  body: [paragraph(actionLine(action)), noteField('reason', 'Why', 'It is kept in the record.')],
});
