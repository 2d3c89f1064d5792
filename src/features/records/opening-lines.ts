import { moment, rich, type Text } from '../../bot/text.ts';
import { checkLine, overrideLine } from '../opening/cards.ts';
import type { MeetingRecord } from './meeting-record.ts';

/** How a meeting was opened: each check as it stood then, and what was let pass. That it was not opened is said. */
export function openingLines({ meeting, opened, overrides, reading }: MeetingRecord): Text[] {
  const passed = overrides.map(overrideLine);
  if (opened)
    return [rich`Opened by ${opened.by}, ${moment(opened.at)}`, ...opened.checks.map((one) => checkLine(one, meeting)), ...passed];
  const none = reading
    ? 'Opened before the checks of the opening were kept'
    : 'Not opened: it is not recorded that the statement was read aloud';
  return [none, ...passed];
}
