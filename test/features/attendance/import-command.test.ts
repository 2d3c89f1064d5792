import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeAttendance, type AttendanceWords } from '../../../src/cli/attendance.ts';
import { openWorld, type World } from '../../support/world.ts';
import { at, heldMeeting, type Held } from './held-meeting.ts';
import { teamsReport, us, utf16 } from './import-fixtures.ts';

let world: World;
let folder: string;
beforeAll(async () => {
  world = await openWorld();
  folder = await mkdtemp(path.join(tmpdir(), 'convenor-attendance-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await world.close();
});

/** Runs the command; its exit status and all that it printed. */
async function run({ body }: Held, words: Partial<AttendanceWords>): Promise<{ status: number; out: string }> {
  const installation = { body: body.body, context: () => body.asOperator(at('15:00')) };
  const all = { meeting: 'circularity+2026-11-23', file: '', zone: undefined, order: undefined, partial: false, beside: false, ...words };
  let out = '';
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write.bind(stream));
  for (const stream of streams) stream.write = (text: string | Uint8Array) => ((out += String(text)), true);
  try {
    return { status: await takeAttendance(installation, all), out };
  } finally {
    streams.forEach((stream, i) => (stream.write = writes[i]!));
  }
}

const save = async (name: string, bytes: Uint8Array): Promise<string> => {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
};

test('the command takes in the good file of a meeting named by group and day, and says what became of it', async () => {
  const held = await heldMeeting(world);
  const ann = await held.member('Ann');
  const stay = { join: us('13:02'), leave: us('13:58') };
  const file = await save(
    'good.csv',
    utf16(
      teamsReport([
        { name: 'Ann', email: ann.email, ...stay },
        { name: 'Gus', ...stay },
      ]),
    ),
  );
  expect(await run(held, { file })).toEqual({
    status: 0,
    out: [
      'Circularity, Scrap quality, Mon 23 Nov 2026, 13:00 (Europe/Zurich)',
      '2 rows of Teams, times read as Europe/Zurich, month first',
      '2 names, 2 of them new or changed',
      '2 times of joining and leaving added, 0 of earlier files replaced or withdrawn',
      '1 name waits for the Secretariat: /wg imported',
      '',
    ].join('\n'),
  });
  const again = await run(held, { file, meeting: held.meeting.id, zone: 'Europe/Zurich', order: 'mdy' });
  expect(again).toMatchObject({ status: 0, out: expect.stringContaining('2 names, 0 of them new or changed') as string });
});

test('the command ends with 1 where a row is bad, by line and column, and applies the others only with --partial', async () => {
  const held = await heldMeeting(world);
  const bad = { name: 'Bad', join: us('13:02'), leave: 'late' };
  const file = await save('bad.csv', utf16(teamsReport([{ name: 'Gus', join: us('13:02'), leave: us('13:58') }, bad])));
  const refused = await run(held, { file });
  expect(refused).toMatchObject({
    status: 1,
    out: expect.stringMatching(/^line 17, Leave Time: .+\nNothing was applied\. Mend/) as string,
  });
  expect(await world.db.importedName.count({ where: { meetingId: held.meeting.id } })).toBe(0);
  const partial = await run(held, { file, partial: true });
  expect(partial).toMatchObject({ status: 1, out: expect.stringContaining('1 name waits') as string });
  const wrong = await run(held, { file: await save('wrong.csv', new Uint8Array([0xff])) });
  expect(wrong).toMatchObject({
    status: 1,
    out: expect.stringMatching(/^line 1, file: This is neither.+\nNothing was applied\.\n$/) as string,
  });
});

test.each<[string, Partial<AttendanceWords>, string]>([
  ['a meeting that is none', { meeting: 'circularity' }, 'Name the meeting by its id, or by group and date'],
  ['a group that is none', { meeting: 'nowhere+2026-11-23' }, 'There is no working group called "nowhere"'],
  ['a day without a meeting', { meeting: 'circularity+2026-11-24' }, 'has no meeting on 2026-11-24'],
  ['a file that is not there', { file: '/nowhere/at/all.csv' }, 'There is no file'],
  ['an order that is none', { order: 'ymd' }, '--order is dmy (day first) or mdy (month first).'],
  ['a zone that is none', { zone: 'Mars/Crater' }, '"Mars/Crater" is no time zone'],
])('the command ends with 2 for %s', async (_, words, said) => {
  const held = await heldMeeting(world);
  const file = await save('any.csv', utf16(teamsReport([{ name: 'Gus', join: us('13:02'), leave: us('13:58') }])));
  expect(await run(held, { file, ...words })).toMatchObject({ status: 2, out: expect.stringContaining(said) as string });
  expect(await world.db.importedName.count({ where: { meetingId: held.meeting.id } })).toBe(0);
});
