import type { MeetingState } from '../../db/generated/client.ts';

/** The states of a meeting in the order in which they come; a meeting is cancelled instead of held (PRODUCT.md section 4). */
export const STATES = [
  'draft',
  'announced',
  'agenda_sent',
  'check_in_open',
  'in_session',
  'closed',
  'minutes_draft',
  'minutes_issued',
  'cancelled',
] as const satisfies readonly MeetingState[];

const PLANNED = ['announced', 'agenda_sent', 'check_in_open'] as const;
const OPEN = [...PLANNED, 'in_session'] as const;
/** The roll is confirmed. */
const CLOSED = ['closed', 'minutes_draft', 'minutes_issued'] as const;

interface Permit {
  /** What may be done, as a page names it. */
  readonly title: string;
  readonly in: readonly MeetingState[];
  /** What else it depends on; times are of the body's settings. */
  readonly also?: string;
}

/**
 * In which states of a meeting what may still be done. The guards ask this table; who may do it is another question.
 * Nothing at all may be done to a draft: nobody sees it.
 */
export const PERMITS = {
  answer: { title: 'answer', in: OPEN, also: 'until its end' },
  suggest: { title: 'suggest an item', in: PLANNED, also: 'until its start' },
  change: { title: 'change what it is about, its link or hosts', in: OPEN, also: 'until its end' },
  move: { title: 'move', in: PLANNED, also: 'until its start' },
  cancel: { title: 'cancel', in: PLANNED, also: 'until its end' },
  editAgenda: { title: 'edit the agenda', in: OPEN, also: 'until its end' },
  checkIn: { title: 'check in', in: OPEN, also: 'from the opening of check-in until its end; once check-in closed, as joining late' },
  read: { title: 'record that the statement was read', in: OPEN, also: 'from the opening of check-in' },
  roll: {
    title: 'confirm or correct the roll',
    in: [...OPEN, ...CLOSED],
    also: 'from its start; once confirmed, the Secretariat with a reason',
  },
  correctOwn: { title: 'correct what is recorded about oneself', in: [...OPEN, ...CLOSED], also: 'while corrections are open' },
  import: { title: 'take in an attendance file', in: [...OPEN, ...CLOSED], also: 'from its start' },
  addAction: { title: 'add an action', in: [...OPEN, ...CLOSED] },
  minutes: { title: 'write minutes', in: CLOSED, also: 'once issued, as a correction with a reason' },
  comment: { title: 'suggest a correction of the minutes', in: ['minutes_issued'], also: 'while comments are open' },
} as const satisfies Readonly<Record<string, Permit>>;

export type Act = keyof typeof PERMITS;

/** The states that permit it. */
export const statesFor = (act: Act): MeetingState[] => [...PERMITS[act].in];

/** Whether the state permits it; times and rights are asked beside this. */
export const permits = (meeting: { readonly state: MeetingState }, act: Act): boolean => statesFor(act).includes(meeting.state);

/** Nobody confirmed the roll yet, and it is announced and not cancelled. */
export const OPEN_STATES: readonly MeetingState[] = OPEN;

/** True once the roll is confirmed. */
export const isClosed = (meeting: { readonly state: MeetingState }): boolean => CLOSED.some((one) => one === meeting.state);
