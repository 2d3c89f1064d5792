import { buttons, heading, note, paragraph, type Block, type Card } from '../../bot/card.ts';
import { bold, channelName, rich, typed } from '../../bot/text.ts';
import { groupNoticesButton } from '../preferences/buttons.ts';
import { listGroupsButton, openGroupButton } from './buttons.ts';
import { editButton, roleNames, rolesButton } from './cards.ts';
import type { Connected } from './connect.ts';
import type { Disconnected } from './disconnect.ts';
import type { RoleGiven } from './give-role.ts';
import type { GroupFacts } from './lookup.ts';
import { statusNames } from './manage-forms.ts';

/** As many groups as one message can carry, each with its buttons. */
const SHOWN = 20;

/** The answer to /wg group alone, or with a word it does not know. */
export function manageCard(groups: readonly GroupFacts[], unknown: string | null): Card {
  const intro =
    unknown === null ? 'Create, change and connect working groups.' : `I don't know "${unknown.slice(0, 40)}" here. This is what there is.`;
  const blocks: Block[] = [heading('Working groups'), paragraph(intro)];
  for (const group of groups.slice(0, SHOWN))
    blocks.push(
      paragraph(rich`${bold(group.name)} (${group.slug}), ${statusNames[group.status].toLowerCase()}`),
      buttons(editButton(group), rolesButton(group), groupNoticesButton(group)),
    );
  if (groups.length > SHOWN) blocks.push(note(rich`More groups: type ${typed('group edit')} and a part of the name.`));
  blocks.push(
    note(rich`In a channel: ${typed('group connect')} and the group connects it; ${typed('group disconnect')} ends that.`),
    buttons({ label: 'Create a group', style: 'primary', press: 'groups.open-create' }, listGroupsButton),
  );
  return { summary: `${intro} There are ${String(groups.length)} groups.`, blocks };
}

/** The page after a group was made or changed. */
export function savedCard(group: GroupFacts, isNew: boolean): Card {
  const text = isNew
    ? rich`${group.name} is made. Its short name is ${group.slug}. To connect a channel, type ${typed(`group connect ${group.slug}`)} in it.`
    : `${group.name} is saved. Its status is: ${statusNames[group.status].toLowerCase()}.`;
  return { summary: text, blocks: [paragraph(text), buttons(openGroupButton(group))] };
}

/** The page after a role was given. */
export function roleGivenCard({ group, name, role }: RoleGiven): Card {
  const text = `${name} is now ${roleNames[role]} in ${group.name}.`;
  return { summary: text, blocks: [paragraph(text), buttons(rolesButton(group), openGroupButton(group))] };
}

/** The answer to /wg group connect. */
export function connectedCard({ group, channelName: name, wasConnected, isStatementComing }: Connected): Card {
  const channel = channelName(name);
  const coming = isStatementComing
    ? 'The anti-trust statement is posted there now. If it is not pinned there, please pin it: not every chat lets an app do that.'
    : 'No anti-trust statement is published yet; it is posted there as soon as there is one.';
  const text = wasConnected
    ? rich`${channel} is already connected to ${group.name}. Nothing has changed.`
    : rich`${channel} is connected to ${group.name}. ${coming}`;
  return { summary: text, blocks: [paragraph(text), buttons(openGroupButton(group))] };
}

/** The answer to /wg group disconnect. */
export function disconnectedCard({ group, channelName: name }: Disconnected): Card {
  const text = rich`${channelName(name)} is no longer connected to ${group.name}. Nothing more is posted there.`;
  return { summary: text, blocks: [paragraph(text), buttons(openGroupButton(group))] };
}
