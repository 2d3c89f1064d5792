import { note, paragraph, type Block, type Field, type Form, type Option } from '../../bot/card.ts';
import { optionLabel } from '../../bot/shorten.ts';
import { rich } from '../../bot/text.ts';
import { nameInWords } from '../directory/lookup.ts';
import type { GroupFacts } from '../groups/lookup.ts';
import { meetingLine } from '../meetings/cards.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { ACTIONS } from './actions.ts';
import { itemWords } from './concern-words.ts';
import { CHAT, OFF_AGENDA } from './item.ts';
import type { FollowUp, Movement } from './open-follow-up.ts';
import { WHICH_LIMIT } from './raise.ts';

const WARNING = 'Stop: competition concern. Do not describe the sensitive content.';

/** About a meeting, or the chat of its group. */
export function meetingConcernForm(draft: string, meeting: MeetingFacts): Form {
  const items = meeting.agenda.items.map(({ title }, i) => ({ value: String(i + 1), label: optionLabel(`${String(i + 1)}. ${title}`) }));
  const options = [
    ...items,
    { value: OFF_AGENDA, label: items.length > 0 ? 'Something not on the agenda' : 'This meeting; it has no agenda here' },
    { value: CHAT, label: "Not this meeting: the group's chat or other work" },
  ];
  const item: Field = { type: 'field', name: 'item', label: 'Agenda item', input: { kind: 'select', options } };
  const hidden = { draft, meeting: meeting.id, agenda: String(meeting.agenda.n) };
  const fields = items.length > 0 ? [item] : [item, whichField('Which item')];
  return concernForm(hidden, [paragraph(rich`${meeting.groupName}: ${meetingLine(meeting)}`)], 'Say it in the meeting, named', fields);
}

/** Outside a meeting: about the chat or other work of a group. */
export function groupConcernForm(draft: string, groups: readonly GroupFacts[]): Form {
  const options = groups.slice(0, 100).map(({ id, name }) => ({ value: id, label: optionLabel(name) }));
  const [only] = options;
  const initial = only && options.length === 1 ? { initial: only.value } : {};
  const group: Field = { type: 'field', name: 'group', label: 'Group', input: { kind: 'select', options, ...initial } };
  const about = note("No meeting of yours is under way, so this is about a group's chat or other work.");
  return concernForm({ draft }, [about], "Say it in the group's channels, named", [group, whichField('Which discussion')]);
}

const whichField = (label: string): Field => ({
  type: 'field',
  name: 'which',
  label,
  hint: 'A few words to find it again. Do not describe the sensitive content.',
  optional: true,
  input: { kind: 'text', maxLength: WHICH_LIMIT },
});

function concernForm(hidden: Form['hidden'], about: readonly Block[], openly: string, fields: readonly Field[]): Form {
  const options: Option[] = [
    { value: 'open', label: openly, about: 'The channels, the chair and the Secretariat are told at once.' },
    { value: 'secretariat', label: 'Tell only the Secretariat', about: 'Nothing shows in the channels, nor to the chair.' },
  ];
  return {
    id: 'concerns.raise',
    title: 'Raise a concern',
    submit: 'Record it',
    close: 'Cancel',
    ...(hidden && { hidden }),
    body: [
      paragraph(WARNING),
      ...about,
      { type: 'field', name: 'how', label: 'How', input: { kind: 'radio', options } },
      ...fields,
      {
        type: 'field',
        name: 'nameless',
        label: 'Your name',
        hint: 'Only with "Tell only the Secretariat". Then nobody can see who you are, nor ask you back.',
        optional: true,
        input: { kind: 'checkboxes', options: [{ value: 'yes', label: 'Keep my name out' }] },
      },
      note('The time is recorded, and the legal contact is told, if one is named.'),
    ],
  };
}

const timeField = (zone: string): Field => ({
  type: 'field',
  name: 'time',
  label: 'Time',
  hint: `Leave it empty for now. In your time zone (${zone}).`,
  optional: true,
  input: { kind: 'time' },
});

/** What the chair did. */
export function actionForm({ draft, concern }: FollowUp, zone: string): Form {
  const options = Object.entries(ACTIONS).map(([value, label]) => ({ value, label }));
  return {
    id: 'concerns.note-action',
    title: 'What was done',
    submit: 'Record it',
    close: 'Cancel',
    hidden: { draft, concern: concern.id },
    body: [
      paragraph(`About ${itemWords(concern)}. Each entry is kept; a later one is put beside it.`),
      { type: 'field', name: 'action', label: 'What was done', input: { kind: 'radio', options } },
      timeField(zone),
    ],
  };
}

/** Who left or came back. */
export function movementForm({ draft, concern, people }: Movement, zone: string): Form {
  const options = people.map((one) => ({ value: one.id, label: optionLabel(nameInWords(one)) }));
  const who: Field[] =
    options.length > 0 ? [{ type: 'field', name: 'person', label: 'Who', optional: true, input: { kind: 'select', options } }] : [];
  return {
    id: 'concerns.note-movement',
    title: 'Left or returned',
    submit: 'Record it',
    close: 'Cancel',
    hidden: { draft, concern: concern.id },
    body: [
      ...who,
      {
        type: 'field',
        name: 'name',
        label: 'Somebody who is not in the list',
        hint: 'Name only.',
        optional: true,
        input: { kind: 'text', maxLength: 120 },
      },
      {
        type: 'field',
        name: 'what',
        label: 'What happened',
        input: {
          kind: 'radio',
          options: [
            { value: 'left', label: 'Left the meeting' },
            { value: 'returned', label: 'Came back' },
          ],
        },
      },
      timeField(zone),
    ],
  };
}
