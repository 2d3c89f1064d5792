import type { Button } from '../../bot/card.ts';

export const checkInButton = (meetingId: string, statementVersionId: string, isLate = false): Button => ({
  label: isLate ? 'I joined late and I will comply' : "I'm here and I will comply",
  style: 'primary',
  press: 'attendance.check-in',
  with: { meeting: meetingId, statement: statementVersionId, ...(isLate ? { late: 'yes' } : {}) },
});

/** What pressing the button above means; stands with it wherever it does. */
export const CHECK_IN_MEANS = 'By pressing you confirm that you are here, and will comply. It is recorded with the time.';

/** Shows the statement of a meeting under way, with the button that accepts it. */
export const hereButton = (meetingId: string, label = 'Check in'): Button => ({
  label,
  press: 'attendance.here',
  with: { meeting: meetingId },
});

export const wasThereButtons = (meetingId: string): readonly Button[] => [
  { label: 'I was there and kept to the statement', press: 'attendance.was-there', with: { meeting: meetingId, was: 'yes' } },
  { label: 'I was not there', press: 'attendance.was-there', with: { meeting: meetingId, was: 'no' } },
];

export const leaveEarlyButton = (meetingId: string): Button => ({
  label: 'I had to leave early',
  press: 'attendance.leave-early',
  with: { meeting: meetingId },
});

export const wrongButton = (meetingId: string): Button => ({
  label: 'This is wrong',
  press: 'attendance.open-correction',
  with: { meeting: meetingId },
});

/** Also the acceptance of who reads; it begins with what operators rely on. */
export const READ_LABEL = 'Statement read aloud and I will comply';

/** Not `isReady`: something is missing, and what that is comes before it. */
export const readButton = (meetingId: string, isReady = true): Button => ({
  label: READ_LABEL,
  ...(isReady ? { style: 'primary' } : {}),
  press: 'attendance.read',
  with: { meeting: meetingId },
});

/** Gives the roll of a meeting that was opened; says what to do about one that was not. */
export const closeButton = (meetingId: string, label = 'Close the meeting'): Button => ({
  label,
  press: 'attendance.close',
  with: { meeting: meetingId },
});

export const rollButton = (meetingId: string, label = 'Confirm the roll'): Button => ({
  label,
  style: 'primary',
  press: 'attendance.open-roll',
  with: { meeting: meetingId },
});

/** Opens a name of an attendance file to decide about: the one named, or the first that waits. */
export const reviewButton = (about: { readonly name: string } | { readonly meeting: string }, label = 'Review'): Button => ({
  label,
  press: 'attendance.review-imported',
  with: { ...about },
});
