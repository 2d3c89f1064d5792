import type { Button } from '../../bot/card.ts';

interface Named {
  readonly slug: string;
  readonly name: string;
}

/** Opens the join form of a group. */
export const joinButton = (group: Named): Button => ({
  label: 'Join',
  press: 'groups.open-join',
  with: { group: group.slug },
  describe: `Join ${group.name}`,
});

/** Shows a group: what it is for, who runs it, what comes next. */
export const openGroupButton = (group: Named): Button => ({
  label: 'Open',
  press: 'groups.show',
  with: { group: group.slug },
  describe: `Open ${group.name}`,
});

/** Asks before leaving a group. */
export const leaveButton = (group: Named): Button => ({
  label: 'Leave',
  press: 'groups.open-leave',
  with: { group: group.slug },
  describe: `Leave ${group.name}`,
});

/** Shows the list of groups. */
export const listGroupsButton: Button = { label: 'Show the groups', press: 'groups.list' };

/** Shows the person's groups, next meetings and what waits for an answer. */
export const myGroupsButton: Button = { label: 'My groups', press: 'groups.my' };
