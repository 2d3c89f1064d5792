import type { Button } from '../../bot/card.ts';

/** Shows the person's chat accounts, and a code to link another. */
export const accountsButton: Button = { label: 'Chat accounts', press: 'directory.link' };
