import { ConvenorError } from '../bot/errors.ts';
import { count, formatInZone } from '../bot/text.ts';
import { importAttendance, type ImportedAttendance } from '../features/attendance/import-attendance.ts';
import { ORDERS } from '../features/attendance/import-clock.ts';
import { getNamedMeeting } from '../features/attendance/import-meeting.ts';
import { readingWords } from '../features/attendance/import-reading.ts';
import type { Installation } from '../installation.ts';
import { readInput } from './read-input.ts';
import { complain, say } from './say.ts';

export interface AttendanceWords {
  /** A meeting's id, or group+date. */
  readonly meeting: string;
  readonly file: string;
  readonly zone: string | undefined;
  readonly order: string | undefined;
  readonly partial: boolean;
  readonly beside: boolean;
}

/**
 * Takes in the attendance file of a meeting. 1 when a row was bad (nothing was applied then, unless `partial`) or the file is
 * not the meeting's; 2 for a meeting, file, zone or order that is none.
 */
export async function takeAttendance(installation: Pick<Installation, 'context' | 'body'>, words: AttendanceWords): Promise<0 | 1 | 2> {
  const ctx = installation.context(installation.body, 'cli', { kind: 'operator' });
  const { zone, partial, beside } = words;
  const order = ORDERS.find((one) => one === words.order);
  if (words.order !== undefined && !order) return complain('--order is dmy (day first) or mdy (month first).');
  const meeting = await orWords(getNamedMeeting(ctx, words.meeting));
  if (typeof meeting === 'string') return complain(meeting);
  const file = await readInput(words.file);
  if (typeof file === 'string') return complain(file);
  const input = { meeting: meeting.id, file, zone: zone ?? null, order: order ?? null, partial, beside };
  const result = await orWords(importAttendance(ctx, input));
  if (typeof result === 'string') return complain(result);
  print(result);
  return result.problems.length === 0 ? 0 : 1;
}

const orWords = <T>(work: Promise<T>): Promise<T | string> =>
  work.catch((error: unknown) => {
    if (error instanceof ConvenorError) return error.message;
    throw error;
  });

function print(result: ImportedAttendance): void {
  for (const { line, column, reason } of result.problems) say(`line ${String(line)}, ${column}: ${reason}`);
  const { file, meeting } = result;
  if (!file) return void say('Nothing was applied.');
  if (!result.applied) return void say('Nothing was applied. Mend the lines above, or take in the good ones with --partial.');
  const left = `${String(file.inWaitingRoom)} of the waiting room, ${String(file.outside)} outside the time of the meeting`;
  say(`${meeting.groupName}, ${meeting.subTopic}, ${formatInZone(meeting.startsAt, 'dateTime', meeting.zone)} (${meeting.zone})`);
  say(`${String(file.rows)} rows of ${file.product === 'zoom' ? 'Zoom' : 'Teams'}, times read as ${readingWords(file.reading)}`);
  if (file.inWaitingRoom + file.outside > 0) say(`left out: ${left}`);
  say(`${String(file.names)} names, ${String(result.changed)} of them new or changed`);
  say(`${String(result.added)} times of joining and leaving added, ${String(result.replaced)} of earlier files replaced or withdrawn`);
  if (result.waiting > 0) say(`${count(result.waiting, 'name waits', 'names wait')} for the Secretariat: /wg imported`);
}
