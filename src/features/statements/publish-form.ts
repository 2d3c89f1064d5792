import { note, type Form } from '../../bot/card.ts';
import { kindNames } from './cards.ts';
import { isoDay } from '../../bot/days.ts';
import type { PublishFormFacts } from './open-publish.ts';

/** The dialog of /wg policy for a new version. */
export function publishForm(facts: PublishFormFacts, maxText: number): Form {
  return {
    id: 'statements.publish',
    title: 'New version',
    submit: 'Publish',
    close: 'Cancel',
    hidden: { seen: facts.seen.join(',') },
    body: [
      note('The version before stays on record, with everything that was accepted under it.'),
      {
        type: 'field',
        name: 'kind',
        label: 'Which text',
        input: { kind: 'select', options: Object.entries(kindNames).map(([value, label]) => ({ value, label })), initial: facts.kind },
      },
      {
        type: 'field',
        name: 'text',
        label: 'Text',
        hint: 'Short and plain; it is shown whole wherever people accept it.',
        input: { kind: 'text', multiline: true, maxLength: maxText, initial: facts.text },
      },
      {
        type: 'field',
        name: 'policyUrl',
        label: 'Link to the full policy',
        optional: true,
        input: { kind: 'url', placeholder: 'https://', ...(facts.policyUrl === null ? {} : { initial: facts.policyUrl }) },
      },
      { type: 'field', name: 'effectiveFrom', label: 'In force from', input: { kind: 'date', initial: isoDay(facts.today) } },
      {
        type: 'field',
        name: 'confirmed',
        label: 'Confirmation',
        optional: true,
        input: { kind: 'checkboxes', options: [{ value: 'yes', label: 'The Secretariat has confirmed this text' }] },
      },
    ],
  };
}
