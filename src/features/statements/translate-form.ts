import { note, type Form } from '../../bot/card.ts';
import { statementName } from './cards.ts';
import type { StatementFacts } from './lookup.ts';

/** The dialog that publishes the newest version in another language. */
export const translateForm = (statement: StatementFacts, maxText: number): Form => ({
  id: 'statements.translate',
  title: 'Another language',
  submit: 'Publish',
  close: 'Cancel',
  hidden: { kind: statement.kind, version: String(statement.version) },
  body: [
    note(`${statementName(statement)}. It stays the same version: whoever accepts it in one language has accepted it in all.`),
    {
      type: 'field',
      name: 'language',
      label: 'Language',
      hint: 'Its tag, such as fr, de or pt-BR.',
      input: { kind: 'text', maxLength: 40 },
    },
    { type: 'field', name: 'text', label: 'Text', input: { kind: 'text', multiline: true, maxLength: maxText } },
    { type: 'field', name: 'policyUrl', label: 'Link to the full policy', optional: true, input: { kind: 'url', placeholder: 'https://' } },
    {
      type: 'field',
      name: 'confirmed',
      label: 'Confirmation',
      optional: true,
      input: { kind: 'checkboxes', options: [{ value: 'yes', label: 'The Secretariat has confirmed this text' }] },
    },
  ],
});
