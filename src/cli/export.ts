import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Ctx } from '../bot/context.ts';
import { isDay } from '../bot/days.ts';
import { Conflict, ConvenorError } from '../bot/errors.ts';
import { getNamedMeeting } from '../features/attendance/import-meeting.ts';
import type { Format } from '../documents/document.ts';
import { download } from '../features/files/download.ts';
import { listFilable } from '../features/files/filable.ts';
import { FileFormat, What } from '../features/files/what.ts';
import { resolveGroup } from '../features/groups/lookup.ts';
import type { Installation } from '../installation.ts';
import { complain, say } from './say.ts';

/** As typed. */
export interface ExportFlags {
  /** A meeting's id, or group+date. */
  readonly meeting?: string | undefined;
  readonly group?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly format?: string | undefined;
  readonly out?: string | undefined;
}

interface Wanted {
  readonly what: What;
  readonly format: Format;
  readonly out: string;
}

/**
 * Writes the minutes or the record of one meeting to a file, or of a group's meetings to a folder. 1 when there was nothing
 * to write, 2 for words that do not fit together.
 */
export async function exportFiles(
  installation: Pick<Installation, 'context' | 'body'>,
  words: readonly string[],
  flags: ExportFlags,
): Promise<0 | 1 | 2> {
  const ctx = installation.context(installation.body, 'cli', { kind: 'operator' });
  const wanted = toWanted(words, flags);
  if (typeof wanted === 'string') return complain(wanted);
  try {
    if (flags.meeting !== undefined) return await exportOne(ctx, wanted, (await getNamedMeeting(ctx, flags.meeting)).id);
    return await exportGroup(ctx, wanted, flags);
  } catch (error) {
    if (!(error instanceof ConvenorError)) throw error;
    complain(error.message);
    return error instanceof Conflict ? 1 : 2;
  }
}

/** A sentence for what does not fit. */
function toWanted(words: readonly string[], { meeting, group, from, to, format, out }: ExportFlags): Wanted | string {
  const [named = '', ...more] = words;
  const what = What.safeParse(named);
  if (!what.success || more.length > 0)
    return named === ''
      ? 'Say what to write: convenor export minutes|record'
      : `"${[named, ...more].join(' ')}" can't be exported yet: there are minutes and record.`;
  const parsed = FileFormat.safeParse(format);
  if (!parsed.success) return 'Say the kind of file: --format pdf or --format docx';
  if (out === undefined) return 'Say where to write: --out <file or folder>';
  if ((meeting === undefined) === (group === undefined)) return 'Name one meeting (--meeting) or a group (--group).';
  if (meeting !== undefined && (from !== undefined || to !== undefined)) return '--from and --to go with --group.';
  if ([from, to].some((day) => day !== undefined && !isDay(day))) return '--from and --to are days such as 2026-12-31.';
  return { what: what.data, format: parsed.data, out };
}

const isFolder = (place: string): Promise<boolean> =>
  stat(place).then(
    (found) => found.isDirectory(),
    () => /[\\/]$/.test(place),
  );

async function exportOne(ctx: Ctx, wanted: Wanted, meeting: string): Promise<0> {
  const file = await download(ctx, { what: wanted.what, meeting, format: wanted.format });
  const isIn = await isFolder(wanted.out);
  if (isIn) await mkdir(wanted.out, { recursive: true });
  await write(isIn ? path.join(wanted.out, file.fileName) : wanted.out, file);
  return 0;
}

async function exportGroup(ctx: Ctx, wanted: Wanted, { group = '', from, to }: ExportFlags): Promise<0 | 1> {
  const { id, name } = await resolveGroup(ctx, group, { press: 'records.past' });
  const meetings = await listFilable(ctx, { groupId: id, from: from ?? null, to: to ?? null });
  await mkdir(wanted.out, { recursive: true });
  let written = 0;
  for (const [i, meeting] of meetings.entries()) {
    const file = await download(ctx, { what: wanted.what, meeting, format: wanted.format }).catch((error: unknown) => {
      if (!(error instanceof Conflict)) throw error;
      say(error.message);
      return null;
    });
    if (!file) continue;
    // Two meetings of a day may be called the same.
    await write(path.join(wanted.out, `${String(i + 1).padStart(3, '0')} ${file.fileName}`), file);
    written += 1;
  }
  if (written === 0) say(`Nothing was written: ${name} has no ${wanted.what === 'minutes' ? 'minutes' : 'meetings held'} in that time.`);
  return written > 0 ? 0 : 1;
}

async function write(place: string, { bytes, sha256 }: { readonly bytes: Uint8Array; readonly sha256: string }): Promise<void> {
  await writeFile(place, bytes);
  say(`${place}  sha256 ${sha256}`);
}
