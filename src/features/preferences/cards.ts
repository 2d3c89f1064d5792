import { buttons, note, paragraph, sentence, type Card } from '../../bot/card.ts';
import { CHAT_ZONE, type PersonalKind, type Preferences } from '../../bot/preferences.ts';
import type { QuietHours } from '../../bot/quiet.ts';
import type { GroupNotices, SwitchableKind } from '../../bot/settings.ts';
import { count } from '../../bot/text.ts';
import type { GroupFacts } from '../groups/lookup.ts';
import { languageLabel } from '../statements/lookup.ts';
import { groupNoticesButton, preferencesButton } from './buttons.ts';

/** What a person's messages are called where they choose among them. */
export const kindWords: Readonly<Record<PersonalKind, string>> = {
  'meetings.nudge': 'Please answer: when I have not said whether I come',
  'meetings.reminder': 'Reminder of a meeting I come to',
  'meetings.join': 'Joining link, shortly before',
  'attendance.missed': '"Were you there?", when I was not seen',
  'actions.due': 'Reminder of an action of mine, before it is due and on the day',
};

export const groupKindWords: Readonly<Record<SwitchableKind, string>> = {
  'meetings.agenda': 'Agenda and documents',
  'meetings.nudge': 'Request to answer, to those who have not',
  'meetings.reminder': 'Reminder',
  'attendance.missed': '"Were you there?", to those who were not seen',
};

const HOUR = 60;
const DAY = 24 * HOUR;

/** "7 days", "36 hours", "90 minutes": the largest unit that comes out even; two days and less are told in hours. */
export function durationWords(minutes: number): string {
  if (minutes > 2 * DAY && minutes % DAY === 0) return count(minutes / DAY, 'day', 'days');
  return minutes > 0 && minutes % HOUR === 0 ? count(minutes / HOUR, 'hour', 'hours') : count(minutes, 'minute', 'minutes');
}

interface Saved {
  readonly chosen: Preferences;
  readonly changed: readonly string[];
  readonly quietHours: QuietHours | null;
  /** Where the messages come, in sentences. */
  readonly writeTo: readonly string[];
}

/** The page after a person's choices were kept. */
export function savedCard({ chosen, changed, quietHours, writeTo }: Saved): Card {
  const head = changed.length === 0 ? 'Nothing was changed.' : 'Saved.';
  const lines = [
    chosen.off.length === 0
      ? 'You get every kind of message.'
      : `Not sent to you: ${chosen.off.map((kind) => shortWords[kind]).join(', ')}.`,
    chosen.reminderBefore === null
      ? 'You are reminded when the group is.'
      : `You are reminded ${durationWords(chosen.reminderBefore)} before.`,
    ...writeTo,
    quietHours ? `Quiet hours: ${quietHours.from} to ${quietHours.until}.` : 'No quiet hours.',
    ...(chosen.language === null ? [] : [`Statements: in ${languageLabel(chosen.language)}, where they are published in it.`]),
    ...(chosen.zone === null ? [] : [chosen.zone === CHAT_ZONE ? 'Time zone: the one of your chat.' : `Time zone: ${chosen.zone}.`]),
  ];
  return { summary: `${head} ${lines.join(' ')}`, blocks: [paragraph(head), paragraph(lines.join(' ')), buttons(preferencesButton)] };
}

const shortWords: Readonly<Record<PersonalKind, string>> = {
  'meetings.nudge': 'requests to answer',
  'meetings.reminder': 'reminders',
  'meetings.join': 'joining links',
  'attendance.missed': '"were you there?"',
  'actions.due': 'reminders of actions',
};

interface SavedGroup {
  readonly group: GroupFacts;
  readonly notices: GroupNotices;
  readonly isChanged: boolean;
}

/** The page after a group's notices were set. */
export function savedGroupCard({ group, notices: { off, timings }, isChanged }: SavedGroup): Card {
  if (!isChanged) return sentence(`The notices of ${group.name} are as they were: nothing was changed.`, [groupNoticesButton(group)]);
  const text = `The notices of ${group.name} are saved, and the plans of its meetings follow. What was sent stays sent.`;
  const when = [
    ...(off.includes('meetings.agenda') ? [] : [`agenda ${durationWords(timings.agendaBefore)} before`]),
    ...(off.includes('meetings.nudge') ? [] : [`request to answer ${durationWords(timings.nudgeBefore)} before`]),
    ...(off.includes('meetings.reminder') ? [] : [`reminder ${durationWords(timings.reminderBefore)} before`]),
    ...(off.includes('attendance.missed') ? [] : [`"were you there?" ${durationWords(timings.missedAfter)} after`]),
  ];
  const told = when.length === 0 ? 'Only what always goes out is sent.' : `Sent: ${when.join(', ')}.`;
  return { summary: `${text} ${told}`, blocks: [paragraph(text), note(told), buttons(groupNoticesButton(group))] };
}
