import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportFiles, type ExportFlags } from '../../../src/cli/export.ts';
import { openWorld, type World } from '../../support/world.ts';
import { addMeeting, at } from '../attendance/held-meeting.ts';
import { readPdf, wordsOf } from '../../documents/reading.ts';
import { recordedMeeting, type Recorded } from './recorded-meeting.ts';

let world: World;
let recorded: Recorded;
let folder: string;
beforeAll(async () => {
  world = await openWorld();
  recorded = await recordedMeeting(world);
  folder = await mkdtemp(path.join(tmpdir(), 'convenor-export-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await world.close();
});

/** Runs the command; its exit status and all that it printed. */
async function run(words: string, flags: ExportFlags): Promise<{ status: number; out: string }> {
  const { body } = recorded;
  const installation = { body: body.body, context: () => body.asOperator(at('15:00')) };
  let out = '';
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write.bind(stream));
  for (const stream of streams) stream.write = (text: string | Uint8Array) => ((out += String(text)), true);
  try {
    return { status: await exportFiles(installation, words.split(' '), flags), out };
  } finally {
    streams.forEach((stream, i) => (stream.write = writes[i]!));
  }
}

test('the record of a meeting is written to a file, or into a folder by its own name, and its hash is printed', async () => {
  const file = path.join(folder, 'one.docx');
  const meeting = 'circularity+2026-11-23';
  expect(await run('record', { meeting, format: 'docx', out: file })).toMatchObject({
    status: 0,
    out: expect.stringMatching(/one\.docx {2}sha256 [0-9a-f]{64}\n$/) as unknown,
  });
  expect(wordsOf(await readFile(file))).toContain('Record: Circularity, Scrap quality');
  expect((await run('record', { meeting: recorded.meeting.id, format: 'pdf', out: folder })).status).toBe(0);
  const { pages } = await readPdf(await readFile(path.join(folder, 'Circularity, 2026-11-23, Scrap quality, record.pdf')));
  expect(pages[0]).toContain('Record: Circularity, Scrap quality');
});

test('the records of a group in a time go to a folder, a file each, also where two are called the same', async () => {
  await addMeeting(world, recorded.body, recorded.group.id);
  await world.db.meeting.updateMany({
    where: { bodyId: recorded.body.body.id, id: { not: recorded.meeting.id } },
    data: { subTopic: 'Scrap quality' },
  });
  const out = path.join(folder, 'all');
  expect((await run('record', { group: 'circularity', from: '2026-11-23', to: '2026-11-23', format: 'docx', out })).status).toBe(0);
  expect((await readdir(out)).sort()).toEqual([
    '001 Circularity, 2026-11-23, Scrap quality, record.docx',
    '002 Circularity, 2026-11-23, Scrap quality, record.docx',
  ]);
  const none = await run('record', { group: 'circularity', from: '2026-11-24', format: 'docx', out });
  expect(none).toEqual({ status: 1, out: 'Nothing was written: Circularity has no meetings held in that time.\n' });
});

test('minutes that are not there are said to be missing', async () => {
  const one = await run('minutes', { meeting: recorded.meeting.id, format: 'pdf', out: folder });
  expect(one).toEqual({ status: 1, out: 'There are no minutes of Circularity: Scrap quality yet.\n' });
  const all = await run('minutes', { group: 'circularity', format: 'pdf', out: path.join(folder, 'minutes') });
  expect(all.status).toBe(1);
  expect(all.out).toContain('Nothing was written: Circularity has no minutes in that time.');
});

test.each<[string, ExportFlags, string]>([
  ['', {}, 'Say what to write'],
  ['people', {}, '"people" can\'t be exported yet'],
  ['record', { meeting: 'x', out: 'x' }, '--format pdf or --format docx'],
  ['record', { meeting: 'x', format: 'odt', out: 'x' }, '--format pdf or --format docx'],
  ['record', { meeting: 'x', format: 'pdf' }, '--out <file or folder>'],
  ['record', { format: 'pdf', out: 'x' }, 'Name one meeting (--meeting) or a group (--group).'],
  ['record', { meeting: 'x', group: 'y', format: 'pdf', out: 'x' }, 'Name one meeting (--meeting) or a group (--group).'],
  ['record', { meeting: 'x', from: '2026-01-01', format: 'pdf', out: 'x' }, '--from and --to go with --group.'],
  ['record', { group: 'circularity', from: '2026-02-30', format: 'pdf', out: 'x' }, '--from and --to are days'],
  ['record', { group: 'nowhere', format: 'pdf', out: 'x' }, 'nowhere'],
  ['record', { meeting: 'circularity+2026-11-24', format: 'pdf', out: 'x' }, 'Circularity has no meeting on 2026-11-24.'],
])('words that do not fit are told and nothing is written: export %s %j', async (words, flags, said) => {
  const result = await run(words, flags);
  expect(result.status).toBe(2);
  expect(result.out).toContain(said);
});
