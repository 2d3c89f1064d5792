import type { Button } from '../../bot/card.ts';

/** The opening page of a meeting, for who runs it. */
export const openButton = (meetingId: string, label = 'Open the meeting'): Button => ({
  label,
  press: 'opening.open',
  with: { meeting: meetingId },
});

/** Lets a check pass, for the Secretariat: asks for the reason. */
export const overrideButton = (
  meetingId: string,
  check: 'agenda' | 'secretariat' | 'statement' | 'not_opened',
  label = 'Go on anyway, with a reason',
): Button => ({ label, press: 'opening.open-override', with: { meeting: meetingId, check } });

export const askButton = (meetingId: string): Button => ({
  label: 'Ask the Secretariat to let it open',
  press: 'opening.ask',
  with: { meeting: meetingId },
});

export const postNowButton = (meetingId: string): Button => ({
  label: 'Post it now',
  describe: 'Post the anti-trust statement in the channels now',
  press: 'opening.post-now',
  with: { meeting: meetingId },
});

export const conflictButton = (meetingId: string, label = 'Declare a conflict of interest'): Button => ({
  label,
  press: 'opening.open-conflict',
  with: { meeting: meetingId },
});

export const withdrawConflictButton = (conflictId: string, describe: string): Button => ({
  label: 'Withdraw it',
  describe,
  press: 'opening.withdraw-conflict',
  with: { conflict: conflictId },
});
