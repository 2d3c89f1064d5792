import type { Button } from '../../bot/card.ts';
import { RUN_COMMAND } from '../../bot/dispatch.ts';

/** Opens the form that adds an action which came up at a meeting. */
export const addActionButton = (meetingId: string, label = 'Add an action'): Button => ({
  label,
  press: 'actions.open-add',
  with: { meeting: meetingId },
});

export const addToGroupButton = ({ name, slug }: { readonly name: string; readonly slug: string }): Button => ({
  label: 'Add an action',
  describe: `Add an action for ${name}`,
  press: 'actions.open-add',
  with: { group: slug },
});

/** The person's own open actions and those of their groups. */
export const actionsButton: Button = { label: 'Actions', press: RUN_COMMAND, with: { word: 'action' } };

const about =
  (label: string, press: string, style?: 'primary') =>
  ({ id, what }: { readonly id: string; readonly what: string }): Button => ({
    label,
    describe: `${label}: ${what}`,
    press,
    with: { action: id },
    ...(style && { style }),
  });

export const doneButton = about('Done', 'actions.open-done', 'primary');
export const changeButton = about('Change', 'actions.open-change');
export const dropButton = about('Drop', 'actions.open-drop');
export const reopenButton = about('Undo', 'actions.reopen');
