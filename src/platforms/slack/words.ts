import { sentence, type Card } from '../../bot/card.ts';

export const TOO_LATE: Card = sentence('That took too long, so the form could not be opened. Please try again.');
export const NOT_OPENED: Card = sentence('Slack did not open the form just now. Please try again in a minute; nothing was changed.');
export const STILL_WORKING: Card = sentence('That is taking longer than usual. The answer follows here.');
export const SUBMITTED_LATE = 'That is taking longer than usual. Please press again; it is saved at most once.';
export const GONE: Card = sentence('This is from an earlier version and no longer works. Type /wg to see what you can do now.');
