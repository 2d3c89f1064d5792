import { button, feature } from '../../bot/define.ts';
import { linkedCard, revokedCard } from './cards.ts';
import { linkFiles } from './link.ts';
import { revokeLinks } from './revoke.ts';

export const files = feature('files', {
  buttons: [
    button('files.link', linkFiles, (linked) => ({ whisper: linkedCard(linked) })),
    button('files.revoke', revokeLinks, () => ({ replace: revokedCard() })),
  ],
});
