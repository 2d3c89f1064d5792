/** What a chair can have done about a concern: codes as they are kept, with their words. */
export const ACTIONS = {
  paused: 'Paused for now',
  stopped: 'Stopped and not taken up again',
  continued: 'Continued after advice',
  counsel: 'Deferred to counsel',
  ended: 'Meeting ended',
} as const;

export type Action = keyof typeof ACTIONS;
export const ACTION_CODES = Object.keys(ACTIONS) as [Action, ...Action[]];

/** Evidence is read as it was written: a code that is no longer offered is shown as it is. */
export const actionInWords = (code: string): string => (code in ACTIONS ? ACTIONS[code as Action] : code);
