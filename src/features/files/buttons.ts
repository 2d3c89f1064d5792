import type { Button } from '../../bot/card.ts';
import type { What } from './what.ts';

const labels = { minutes: 'Minutes as a file', record: 'Record as a file' } as const;

/** Answers with private links to the PDF and the Word file. */
export const filesButton = (what: What, meetingId: string, label: string = labels[what]): Button => ({
  label,
  press: 'files.link',
  with: { what, meeting: meetingId },
});

/** Ends one's own links to these files. */
export const revokeButton = (linkId: string): Button => ({ label: 'Stop these links', press: 'files.revoke', with: { link: linkId } });
