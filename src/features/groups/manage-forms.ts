import { note, type Field, type Form } from '../../bot/card.ts';
import type { GroupStatus } from '../../db/generated/client.ts';
import { roleNames } from './cards.ts';
import type { EditFormFacts } from './open-edit.ts';
import type { GroupFacts, MemberFacts } from './lookup.ts';
import type { RolesFormFacts } from './open-roles.ts';
import { dialogTitle } from './titles.ts';

export const statusNames: Readonly<Record<GroupStatus, string>> = {
  draft: 'Being prepared',
  open: 'Open',
  applications: 'Open for applications',
  dormant: 'Resting',
  closed: 'Closed',
};

/** The dialog for a new group. */
export const createForm = (zone: string): Form => ({
  id: 'groups.create',
  title: 'New working group',
  submit: 'Create',
  close: 'Cancel',
  body: [
    ...groupFields({ status: 'open', zone }),
    {
      type: 'field',
      name: 'slug',
      label: 'Short name',
      hint: 'What people type, such as climate-change. Made from the name when left empty; it never changes.',
      optional: true,
      input: { kind: 'text', maxLength: 60 },
    },
  ],
});

/** The dialog for changing a group. */
export const editForm = ({ group, changedAt }: EditFormFacts): Form => ({
  id: 'groups.edit',
  title: dialogTitle(`Edit ${group.name}`),
  submit: 'Save',
  close: 'Cancel',
  hidden: { groupId: group.id, changedAt: changedAt.toISOString() },
  body: groupFields(group),
});

const initial = (value: string | null | undefined): { initial?: string } => (value ? { initial: value } : {});

function groupFields(group: Partial<GroupFacts>): Field[] {
  const { name, remit, status, applicationsUntil, termsUrl, zone, interests } = group;
  const day = applicationsUntil?.toISOString().slice(0, 10);
  const statuses = Object.entries(statusNames).map(([value, label]) => ({ value, label }));
  return [
    field('name', 'Name', { kind: 'text', maxLength: 80, ...initial(name) }),
    field('remit', 'What it is for', { kind: 'text', multiline: true, maxLength: 500, ...initial(remit) }),
    field('status', 'Status', { kind: 'select', options: statuses, ...initial(status) }),
    optional(
      'applicationsUntil',
      'Applications until',
      { kind: 'date', ...initial(day) },
      'Counts while the status is open for applications.',
    ),
    optional('termsUrl', 'Link to the terms of reference', { kind: 'url', placeholder: 'https://', ...initial(termsUrl) }),
    field('zone', 'Time zone', { kind: 'text', maxLength: 60, placeholder: 'Europe/Zurich', ...initial(zone) }),
    optional(
      'interests',
      'Interests',
      { kind: 'text', multiline: true, ...initial(interests?.join('\n')) },
      'One a line, at most ten; people tick them when they join.',
    ),
  ];
}

const field = (name: string, label: string, input: Field['input']): Field => ({ type: 'field', name, label, input });

const optional = (name: string, label: string, input: Field['input'], hint?: string): Field => ({
  ...field(name, label, input),
  optional: true,
  ...(hint === undefined ? {} : { hint }),
});

/** Slack's limit on the choices of one select; a larger group is asked for an e-mail address instead. */
const CHOICES = 100;

/** The dialog for giving a role; a sentence instead when nobody is in the group yet. */
export function rolesForm({ group, members }: RolesFormFacts): Form {
  const title = dialogTitle(`Roles in ${group.name}`);
  if (members.length === 0)
    return {
      id: 'groups.give-role',
      title,
      close: 'Close',
      body: [note('Nobody is in this group yet. People get a role after they have joined.')],
    };
  const roles = Object.entries(roleNames).map(([value, label]) => ({ value, label }));
  return {
    id: 'groups.give-role',
    title,
    submit: 'Give the role',
    close: 'Cancel',
    hidden: { groupId: group.id },
    body: [memberField(members), field('role', 'Role', { kind: 'radio', options: roles })],
  };
}

const memberField = (members: readonly MemberFacts[]): Field =>
  members.length > CHOICES
    ? field('member', 'E-mail address of the member', { kind: 'email' })
    : field('member', 'Member', { kind: 'select', options: members.map(toOption) });

const toOption = ({ personId, name, organisation, role }: MemberFacts) => ({
  value: personId,
  label: `${name}${organisation === null ? '' : `, ${organisation}`} (${roleNames[role]})`,
});
