import type { Button } from '../../bot/card.ts';

/** Opens the person's own choices: which messages, when, and in which zone. */
export const preferencesButton: Button = { label: 'Preferences', press: 'preferences.open' };

/** For the Secretariat: which notices a group's meetings have, and when. */
export const groupNoticesButton = (group: { readonly slug: string; readonly name: string }): Button => ({
  label: 'Notices',
  press: 'preferences.open-group-notices',
  with: { group: group.slug },
  describe: `Notices of ${group.name}`,
});
