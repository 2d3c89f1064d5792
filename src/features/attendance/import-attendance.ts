import { createHash } from 'node:crypto';
import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { moment, rich } from '../../bot/text.ts';
import { findZone, getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { MeetingId } from './check-in.ts';
import { ORDERS } from './import-clock.ts';
import { readAttendanceFile, type AttendanceFile } from './import-file.ts';
import { followNames } from './import-layers.ts';
import { writeNames } from './import-names.ts';
import { countWaiting } from './import-queue.ts';
import { isRefused, type Problem } from './import-problem.ts';
import type { Reading } from './import-reading.ts';
import type { Product } from './import-table.ts';
import { lockSightings } from './presence.ts';
import { assertNotCancelled, checkInOpensAt } from './window.ts';

export const ImportAttendanceInput = z.object({
  meeting: MeetingId,
  file: z.instanceof(Uint8Array, { message: 'Give the file as it was downloaded.' }),
  /** The clock of whoever downloaded the file; left out, it is decided by the meeting's own times. */
  zone: z.string().nullish(),
  order: z.enum(ORDERS, 'The order is dmy or mdy.').nullish(),
  /** Take in the good rows although there are bad ones. */
  partial: z.boolean().default(false),
  /** One of several files of this meeting: what the others said stays. */
  beside: z.boolean().default(false),
});

export interface ImportedAttendance {
  /** False when the file or bad rows kept everything back. */
  readonly applied: boolean;
  readonly meeting: MeetingFacts;
  readonly problems: readonly Problem[];
  /** Null when the file as a whole was refused. */
  readonly file: FileFacts | null;
  /** Names of which this changed something; 0 when it was all known. */
  readonly changed: number;
  readonly added: number;
  readonly replaced: number;
  /** Names of this meeting, of this file and earlier ones, that wait for the Secretariat. */
  readonly waiting: number;
}

export interface FileFacts extends Pick<AttendanceFile, 'rows' | 'inWaitingRoom' | 'outside'> {
  readonly product: Product;
  readonly reading: Reading;
  readonly names: number;
}

/** Ten thousand rows take some seconds; a loaded machine gets time to finish what it began. */
const IMPORT_LIMIT_MS = 60_000;

/**
 * Takes in the attendance file of a meeting as Zoom or Teams wrote it. Whoever has exactly the e-mail of somebody in the
 * directory gets layers of source `import`; all other names wait for the Secretariat. It says what was seen, never that
 * somebody took part (`resolve` in layers.ts). The same file again changes nothing; a corrected one replaces, by
 * appending. With a bad row nothing is applied, unless `partial`, which then also withdraws nothing. For the Secretariat
 * and the operator. Throws Conflict before the meeting or when it was cancelled, InvalidInput for a zone that is none.
 */
export const importAttendance = verb('attendance.import', ImportAttendanceInput, async (ctx, input): Promise<ImportedAttendance> => {
  assertSecretariat(ctx);
  const meeting = await getMeeting(ctx, input.meeting);
  assertNotCancelled(meeting);
  if (ctx.now < meeting.startsAt)
    throw new Conflict(rich`${meeting.subTopic} starts at ${moment(meeting.startsAt)}: there is no attendance to take in yet.`);
  const zones = [...new Set([meeting.zone, ctx.body.zone, 'UTC'])];
  const options = { order: input.order ?? null, zone: toZone(input.zone), zones };
  const file = readAttendanceFile(input.file, meeting, checkInOpensAt(ctx, meeting), options);
  const none = { applied: false, meeting, changed: 0, added: 0, replaced: 0, waiting: 0 };
  if (isRefused(file)) return { ...none, problems: [file.refused], file: null };
  const { rows, inWaitingRoom, outside, product, reading, problems } = file;
  const facts = { rows, inWaitingRoom, outside, product, reading, names: file.names.length };
  if (problems.length > 0 && !input.partial) return { ...none, problems, file: facts };
  const sha256 = createHash('sha256').update(input.file).digest('hex');
  const isPart = input.beside || problems.length > 0;
  const done = await inTransaction(ctx, (ctx) => apply(ctx, meeting, file, isPart, sha256), IMPORT_LIMIT_MS);
  return { applied: true, meeting, problems, file: facts, ...done };
});

function toZone(typed: string | null | undefined): string | null {
  if (!typed) return null;
  const zone = findZone(typed);
  if (zone === null) throw new InvalidInput({ zone: `"${typed.slice(0, 40)}" is no time zone. Write it as in Europe/Zurich, or UTC.` });
  return zone;
}

async function apply(ctx: Ctx, meeting: MeetingFacts, file: AttendanceFile, isPart: boolean, sha256: string) {
  await lockSightings(ctx, meeting.id);
  const changed = await writeNames(ctx, meeting.id, file.names, isPart ? 'beside' : 'instead');
  const followed = await followNames(ctx, meeting);
  const { product, rows, reading, problems } = file;
  const waiting = await countWaiting(ctx, meeting.id);
  if (changed + followed.added + followed.replaced > 0) {
    const facts = { meetingId: meeting.id, product, rows, ...reading, bad: problems.length, names: changed, waiting, ...followed, sha256 };
    recordAudit(ctx, 'attendance.import', `meeting:${meeting.id}`, facts);
  }
  return { changed, ...followed, waiting };
}
