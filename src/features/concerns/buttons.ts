import type { Button } from '../../bot/card.ts';

/** Opens the form that records a competition concern about a meeting. */
export const concernButton = (meetingId: string, label = 'Raise a concern'): Button => ({
  label,
  press: 'concerns.open',
  with: { meeting: meetingId },
});

export const actionButton = (concernId: string): Button => ({
  label: 'Record what was done',
  style: 'primary',
  press: 'concerns.open-action',
  with: { concern: concernId },
});

export const movementButton = (concernId: string): Button => ({
  label: 'Somebody left or returned',
  press: 'concerns.open-movement',
  with: { concern: concernId },
});

export const showConcernButton = (concernId: string, describe: string): Button => ({
  label: 'Show',
  describe,
  press: 'concerns.show',
  with: { concern: concernId },
});
