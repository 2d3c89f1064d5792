import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Document } from '../../../src/documents/document.ts';
import { gatherFacts, listLayers } from '../../../src/features/files/facts.ts';
import { fileName } from '../../../src/features/files/file-name.ts';
import { minutesDocument } from '../../../src/features/files/minutes-document.ts';
import { recordDocument } from '../../../src/features/files/record-document.ts';
import { getMeeting } from '../../../src/features/meetings/lookup.ts';
import { openWorld, type World } from '../../support/world.ts';
import { at, heldMeeting } from '../attendance/held-meeting.ts';
import { recordedMeeting, type Recorded } from './recorded-meeting.ts';
import { minutesOf } from './sample.ts';

let world: World;
let recorded: Recorded;
beforeAll(async () => {
  world = await openWorld();
  recorded = await recordedMeeting(world);
});
afterAll(() => world.close());

async function factsOf({ body, meeting, secretary }: Pick<Recorded, 'body' | 'meeting' | 'secretary'>) {
  const ctx = body.asSecretariat(secretary, at('15:00'));
  const facts = await gatherFacts(ctx, await getMeeting(ctx, meeting.id));
  return { ...facts, layers: await listLayers(ctx, meeting.id), drawnUpAt: ctx.now };
}

const minutes = async (more: Parameters<typeof minutesOf>[1] = {}) =>
  minutesDocument({ ...(await factsOf(recorded)), minutes: minutesOf(recorded.meeting.id, more) });

const headOf = (document: Document) => Object.fromEntries(document.head.map(({ label, text }) => [label, text]));
/** All that a section says. */
function said(document: Document, heading: string): string {
  const section = document.sections.find((one) => one.heading === heading);
  if (!section) throw new Error(`no section "${heading}"`);
  return section.blocks
    .map((block) =>
      'text' in block ? block.text : 'items' in block ? block.items.join('\n') : block.rows.map((row) => row.join(' | ')).join('\n'),
    )
    .join('\n');
}

test('minutes begin as a record of the body does, and say that they are advice', async () => {
  const document = await minutes();
  expect(document.notice).toBe('Advice, not a decision');
  expect(document.head.map((row) => row.label)).toEqual([
    ...['Body', 'Working group', 'Kind of meeting', 'Sub-topic', 'Date', 'Start and end', 'Statement', 'Chair'],
    ...['Version', 'Comments'],
  ]);
  expect(document.sections.map((one) => one.heading)).toEqual([
    ...['Participants', 'Secretariat', 'Alternates', 'Apologies', 'Invited and guests', 'Documents'],
    ...['Items', 'Departures from the agenda', 'Objections', 'Actions', 'Input to the Standards Committee', 'Distribution', 'Corrections'],
  ]);
  expect(headOf(document)).toMatchObject({
    Body: 'Test Body',
    Date: 'Mon 23 Nov 2026',
    'Start and end': '13:00 (Mon 12:00 UTC) to 14:00 (Mon 13:00 UTC), Europe/Zurich',
    Statement:
      'Anti-trust statement, v1\nRead aloud by Cleo Chair, Mon 23 Nov 2026, 13:02 (Mon 12:02 UTC)\nOf those there: 3 of 6 accepted\nHere, not accepted: Dora, Dora Works; Ben <b>Bold</b>, Ben <b>Bold</b> Works; Prof. Gus Guest, University of Somewhere',
    Chair: expect.stringMatching(/^Cleo Chair, Organisation \d+$/) as unknown,
    Version: '1. Issued by Sam Secretary, Tue 24 Nov 2026, 10:00 (Tue 09:00 UTC)',
    Comments: 'Until Tue 1 Dec 2026, 10:00 (Tue 09:00 UTC)',
  });
});

test('everybody stands once among who took part, with affiliation, class and role as they were', async () => {
  const document = await minutes();
  const participants = said(document, 'Participants');
  expect(participants).toContain('Ann Ångström | Ann Ångström Works | Civil Society | participant | 13:01 | ');
  expect(participants).toMatch(/Cleo Chair \| Organisation \d+ \| Civil Society \| chair/);
  expect(participants).toContain('Ben <b>Bold</b> |');
  expect(participants).not.toMatch(/Carl|Sam Secretary|Dora|Gus/);
  expect(said(document, 'Secretariat')).toBe('Sam Secretary');
  expect(said(document, 'Alternates')).toBe('Dora, Dora Works (Civil Society), for Carl');
  expect(said(document, 'Apologies')).toBe('Carl, Carl Works (Civil Society)');
  expect(said(document, 'Invited and guests')).toBe('Prof. Gus Guest, University of Somewhere');
});

test('minutes hold notes, actions, input and what strayed, and nothing that was told to the Secretariat alone', async () => {
  const document = await minutes();
  expect(said(document, 'Documents')).toBe('Agenda, version 1, not sent to a channel\nMethod paper, v3: https://docs.example.org/methods');
  expect(said(document, 'Items')).toBe(
    '1. Welcome and statement\nThe statement was read.\n2. Pathway methods\nThree methods were compared.\nA guest from a university\nNothing was noted.',
  );
  expect(said(document, 'Departures from the agenda')).toBe('Not on the agenda: A guest from a university');
  expect(said(document, 'Actions')).toBe(
    'Send the method paper | Ann | 15 Jan 2027 | open\nAsk the auditors | Nobody named | No date | done',
  );
  expect(said(document, 'Input to the Standards Committee')).toBe('2. Pathway methods: Allow a regional pathway in the next revision.');
  expect(said(document, 'Corrections')).toBe('Version 2, Tue 24 Nov 2026, 10:00 (Tue 09:00 UTC): A name was misspelt.');
  const objections = said(document, 'Objections');
  expect(objections).toContain('Mon 23 Nov 2026, 13:14 (Mon 12:14 UTC): competition concern about item 2, Pathway methods');
  expect(JSON.stringify(document)).not.toMatch(/13:20|told only to the Secretariat/);
});

test('a draft says that it is one, wherever its pages get to', async () => {
  const document = await minutes({ isIssued: false, kind: 'draft', n: 1, edition: null });
  expect(document.notice).toBe('Draft. Advice, not a decision');
  expect(document.footer).toContain('Minutes, draft 1');
  expect(said(document, 'Distribution')).toContain('Not issued yet');
});

test('issued minutes are version 1, a correction is version 2, and each distribution says which it was', async () => {
  const facts = await factsOf(recorded);
  const [draft, first, second] = ['08:00', '09:00', '11:00'].map((clock) => new Date(`2026-11-24T${clock}:00.000Z`)) as [Date, Date, Date];
  const content = { items: [], kept: [], actions: [], rollVersion: 1, review: null, returned: null };
  const version = { meetingId: recorded.meeting.id, content, by: 'Sam Secretary', reason: null };
  const versions = [
    { ...version, n: 4, edition: null, kind: 'draft' as const, at: draft },
    { ...version, n: 5, edition: 1, kind: 'issued' as const, at: first },
    { ...version, n: 6, edition: 2, kind: 'correction' as const, at: second },
  ];
  const sent = { to: '#climate', state: 'sent' as const, error: null };
  const deliveries = [
    { ...sent, kind: 'minutes.issued', sentAt: first },
    { ...sent, kind: 'minutes.corrected', sentAt: second },
  ];
  const record = { ...facts.record, minutes: versions, deliveries };
  const document = minutesDocument({ ...facts, record, minutes: minutesOf(recorded.meeting.id, { n: 6, edition: 2, kind: 'correction' }) });
  expect(document.footer).toContain('Minutes, version 2.');
  expect(said(document, 'Distribution')).toMatch(/#climate, .*: version 1\n#climate, .*: version 2$/);
});

test('"none" is said wherever there is nothing', async () => {
  const empty = await heldMeeting(world);
  const facts = await factsOf(empty);
  const document = minutesDocument({ ...facts, minutes: minutesOf(empty.meeting.id, { items: [], actions: [], corrections: [] }) });
  for (const { heading } of document.sections.filter((one) => one.heading !== 'Distribution'))
    expect(`${heading}: ${said(document, heading)}`).toMatch(/: None\.(\nNobody has confirmed the roll yet: these are claims\.)?$/);
  expect(headOf(document)).toMatchObject({
    Chair: 'None named',
    Statement: expect.stringContaining('None was read or accepted') as unknown,
  });
});

test('the record holds every layer with whose word it is, and what was told to the Secretariat alone', async () => {
  const document = recordDocument({ ...(await factsOf(recorded)), minutes: null });
  expect(document.notice).toBe('For the Secretariat');
  const layers = said(document, 'Layers of attendance').split('\n');
  expect(layers).toContain(
    'Ann Ångström | arrived | Mon 23 Nov 2026, 13:01 (Mon 12:01 UTC) | the person | Mon 23 Nov 2026, 13:01 (Mon 12:01 UTC)',
  );
  expect(layers.filter((line) => line.includes('| chair, Cleo Chair |')).length).toBeGreaterThan(3);
  expect(said(document, 'Attendance')).toMatch(/Carl \| Carl Works \| Civil Society \| participant \| apologies/);
  expect(said(document, 'Attendance')).toContain('Roll confirmed by Cleo Chair');
  expect(said(document, 'Concerns')).toContain('told only to the Secretariat');
  expect(said(document, 'Agenda versions')).toContain('Version 1 was sent to nobody');
  expect(said(document, 'Minutes')).toBe('None were written.');
  const written = recordDocument({ ...(await factsOf(recorded)), minutes: minutesOf(recorded.meeting.id) });
  expect(said(written, 'Minutes: Items')).toContain('Three methods were compared.');
  expect(said(document, 'Documents')).toBe('Method paper, v3: https://docs.example.org/methods');
});

test('a file is called what it is, in letters that every system takes', async () => {
  const facts = await factsOf(recorded);
  expect(fileName(facts, 'minutes')).toBe('Circularity, 2026-11-23, Scrap quality, minutes');
  const meeting = { ...facts.record.meeting, subTopic: `A/B: "x" <y>\n${'Größe '.repeat(60)}` };
  const name = fileName({ record: { ...facts.record, meeting } }, 'record');
  expect(name).toMatch(/^Circularity, 2026-11-23, A B x y Größe .*…, record$/);
  expect(name.length).toBeLessThan(140);
});
