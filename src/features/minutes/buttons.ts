import type { Button } from '../../bot/card.ts';

/** The minutes of one meeting: the page to write them for who runs it, the issued text for everybody else. Pages count from 0. */
export const showMinutesButton = (meetingId: string, label = 'Minutes', page = 0): Button => ({
  label,
  press: 'minutes.show',
  with: { meeting: meetingId, page: String(page) },
});

/** To the page before and the page after, as far as there are such. */
export function turnButtons(meetingId: string, page: number, pages: number, what: 'page' | 'items'): Button[] {
  const turn = (to: number, label: string): Button[] => (to >= 0 && to < pages ? [showMinutesButton(meetingId, label, to)] : []);
  return [...turn(page - 1, `Previous ${what}`), ...turn(page + 1, `Next ${what}`)];
}

/** Opens the notes, from a page counted from 0. */
export const notesButton = (meetingId: string, label = 'Write the notes', page = 0): Button => ({
  label,
  press: 'minutes.open-notes',
  with: { meeting: meetingId, page: String(page) },
});

export const reviewButton = (meetingId: string, version: number): Button => ({
  label: 'Send to the Secretariat for review',
  press: 'minutes.send-for-review',
  with: { meeting: meetingId, version: String(version) },
});

export const sendBackButton = (meetingId: string, version: number): Button => ({
  label: 'Send back with a note',
  press: 'minutes.open-send-back',
  with: { meeting: meetingId, version: String(version) },
});

export const issueButton = (meetingId: string, version: number): Button => ({
  label: 'Issue the minutes',
  style: 'primary',
  press: 'minutes.issue',
  with: { meeting: meetingId, version: String(version) },
  confirm: {
    title: 'Issue the minutes?',
    text: "They go to the group's channels as they are. What is wrong later is corrected by a new version.",
    yes: 'Issue them',
    no: 'Not yet',
  },
});

/** Lets a flagged text stand; `flag` names it in that version. */
export const keepButton = (meetingId: string, version: number, flag: string, topic: string, describe: string): Button => ({
  label: `Keep "${topic}", with a reason`,
  describe,
  press: 'minutes.open-keep',
  with: { meeting: meetingId, version: String(version), flag },
});

/** For everybody on the roll and in the group. */
export const commentButton = (meetingId: string): Button => ({
  label: 'Suggest a correction',
  press: 'minutes.open-comment',
  with: { meeting: meetingId },
});

/** Opens the correction of issued minutes, for a comment where one is named. */
export const correctButton = (meetingId: string, more: { comment?: string; page?: number; label?: string } = {}): Button => ({
  label: more.label ?? 'Correct the minutes',
  press: 'minutes.open-correction',
  with: { meeting: meetingId, page: String(more.page ?? 0), ...(more.comment === undefined ? {} : { comment: more.comment }) },
});

export const declineButton = (commentId: string): Button => ({
  label: 'Do not take it up',
  press: 'minutes.open-decline',
  with: { comment: commentId },
});
