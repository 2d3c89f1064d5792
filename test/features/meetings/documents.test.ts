import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findTopics } from '../../../src/bot/screen.ts';
import { documentsToText, parseDocuments } from '../../../src/features/meetings/agenda-text.ts';
import { change } from '../../../src/features/meetings/change.ts';
import { editAgenda } from '../../../src/features/meetings/edit-agenda.ts';
import { meetings } from '../../../src/features/meetings/index.ts';
import { schedule } from '../../../src/features/meetings/schedule.ts';
import { getMeetingRecord } from '../../../src/features/records/meeting-record.ts';
import { versionLines } from '../../../src/features/records/agenda-cards.ts';
import { textOf, wordsOf } from '../../support/card-words.ts';
import { openWorld, settings, type World } from '../../support/world.ts';
import { fieldsOf, stage } from '../actions/stage.ts';
import { saying, typed } from './planned-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const URL = 'https://docs.example.org/d';

describe("a document's version", () => {
  test.each([
    ['Draft criteria, v0.3', 'Draft criteria', 'v0.3'],
    ['Draft criteria v2', 'Draft criteria', 'v2'],
    ['Draft criteria (v1.2.3)', 'Draft criteria', 'v1.2.3'],
    ['Log (version 2026-11-01)', 'Log', 'version 2026-11-01'],
    ['Log, Version: 12b', 'Log', 'v12b'],
    ['Log [revision 4]', 'Log', 'v4'],
    ['The new version', 'The new version', undefined],
    ['Plan for revision 2027', 'Plan for revision 2027', undefined],
    ['Plan (versions of members)', 'Plan (versions of members)', undefined],
    ['Motor V8x99', 'Motor V8x99', undefined],
    ['Vehicles 2030', 'Vehicles 2030', undefined],
  ])('%s', (line, title, version) => {
    const parsed = parseDocuments(`${line} ${URL}`);
    expect(parsed).toEqual({ items: [{ title, url: URL, ...(version && { version }) }] });
    // As it is offered for editing it is read again as the same.
    if ('items' in parsed) expect(parseDocuments(documentsToText(parsed.items))).toEqual(parsed);
  });

  test.each([
    ['Draft (version latest)', '"latest" is no version'],
    ['Draft, version 2026-13-45', '"2026-13-45" is no version'],
    ['Draft (v2027/28)', '"2027/28" is no version'],
    ['Draft (version 99999.1)', '"99999.1" is no version'],
    ['Draft (version )', 'is no version'],
  ])('that is nonsense is told by its line: %s', (line, words) => {
    expect(parseDocuments(`Good v1 ${URL}\n${line} ${URL}`)).toEqual({ problem: saying(`Line 2: `) });
    expect(parseDocuments(`${line} ${URL}`)).toEqual({ problem: saying(words) });
  });

  test('is shown on the agenda, kept with each of its versions, and what changed is in the record', async () => {
    const on = await stage(world);
    const save = (n: number, agenda: string, documents: string) => editAgenda(on.asChair, { meeting: on.meeting.id, n, agenda, documents });
    await save(1, 'Welcome, 5 min\nMethods', `Draft criteria, v0.3 ${URL}\nLog ${URL}/log`);
    await save(2, 'Welcome, 10 min\nScrap', `Draft criteria, v0.4 ${URL}\nNew (version 2026-11-01) ${URL}/new`);
    const page = await meetings.buttons.find((one) => one.id === 'meetings.agenda')!.run(on.asChair, { meeting: on.meeting.id });
    expect(textOf(page.whisper)).toContain('Documents:\nDraft criteria, v0.4\nNew, version 2026-11-01\n');
    const record = await getMeetingRecord(on.asSam, on.meeting.id);
    expect(record.agendaVersions[1]?.documents[0]).toMatchObject({ title: 'Draft criteria', version: 'v0.3' });
    expect(record.agendaVersions.map((one) => one.changes)).toEqual([
      [],
      [
        '"Welcome" added',
        '"Methods" added',
        '"Welcome and statement" taken out',
        '"Pathway methods" taken out',
        'document "Draft criteria, v0.3" added',
        'document "Log" added',
      ],
      [
        '"Scrap" added',
        '"Methods" taken out',
        'document "Draft criteria" is v0.4 (was v0.3)',
        'document "New, version 2026-11-01" added',
        'document "Log" taken out',
      ],
    ]);
    const lines = record.agendaVersions.flatMap(versionLines).map(wordsOf);
    expect(lines).toContain('Version 3 against version 2: document "Draft criteria" is v0.4 (was v0.3)');
  });
});

describe('titles that touch what competitors do not discuss', () => {
  const documents = `Price forecasts of members ${URL}`;

  test('are refused to a chair by their field, with what to do', async () => {
    const on = await stage(world);
    const flagged = { subTopic: 'Capacity plans of smelters', documents };
    const told = await fieldsOf(schedule(on.asChair, typed(on.group, flagged)));
    expect(told).toEqual({
      subTopic: saying('ask the Secretariat to write it there with a reason'),
      documents: saying('Document 1, "Price forecasts of members"'),
    });
    const link = 'https://meet.example.org/room';
    const given = { meeting: on.meeting.id, kind: 'sub_topic', link, subTopic: flagged.subTopic };
    expect(await fieldsOf(change(on.asChair, given))).toEqual({ subTopic: saying('Put it in other words') });
    const agenda = 'Welcome, 5 min';
    expect(await fieldsOf(editAgenda(on.asChair, { meeting: on.meeting.id, n: 1, agenda, documents }))).toEqual({
      documents: saying('Put it in other words'),
    });
  });

  test('stand with a reason of the Secretariat, which the record keeps, and are not asked about again', async () => {
    const on = await stage(world);
    const given = { meeting: on.meeting.id, n: 1, agenda: 'Welcome, 5 min', documents };
    expect(await fieldsOf(editAgenda(on.asSam, given))).toEqual({ clearance: saying('Say here why this may stand') });
    await editAgenda(on.asSam, { ...given, clearance: 'Published by a third party.' });
    expect((await on.body.audited()).filter((one) => one === 'meetings.clearLine')).toHaveLength(1);
    await editAgenda(on.asChair, { ...given, n: 2, agenda: 'Welcome, 10 min' });
    const record = await getMeetingRecord(on.asSam, on.meeting.id);
    const lines = record.agendaVersions.flatMap(versionLines).map(wordsOf).join('\n');
    expect(lines).toMatch(/"Price forecasts of members": cleared \(.*\), Sam Secretary, .* Reason: Published by a third party\./);
    expect(record.agendaVersions[2]?.documents[0]?.clearance).toMatchObject({ state: 'cleared' });
  });

  test('leave a sub-topic that stood there before alone, and offer the field of the reason to the Secretariat only', async () => {
    const on = await stage(world);
    await world.db.meeting.update({ where: { id: on.meeting.id }, data: { subTopic: 'Capacity plans of smelters' } });
    const link = 'https://meet.example.org/other';
    const given = { meeting: on.meeting.id, kind: 'sub_topic', link, subTopic: 'Capacity plans of smelters' };
    expect(await change(on.asChair, given)).toMatchObject({ meeting: { link, subTopic: given.subTopic } });
    const open = meetings.buttons.find((one) => one.id === 'meetings.open-change')!;
    const names = async (ctx: typeof on.asChair) => JSON.stringify((await open.run(ctx, { meeting: on.meeting.id })).form);
    expect(await names(on.asSam)).toContain('clearance');
    expect(await names(on.asChair)).not.toContain('clearance');
  });
});

describe('letters that look like Latin ones', () => {
  const topics = (text: string) => findTopics(text, settings.screen).map((one) => one.topic);

  test.each(['Billet pricеs', 'Billet рrices', 'Billet ΡRΙCΕS', 'Billet рriсеѕ', 'Billet p r i с e s'])('hide nothing: %s', (text) => {
    expect(topics(text)).toEqual(topics('Billet prices'));
    expect(topics(text)).not.toEqual([]);
  });

  test.each(['Обсуждение методов расчёта выбросов', 'Συζήτηση για την ανακύκλωση', 'Оса и рок: совет', '日本語の議題'])(
    'find nothing in what is written in them: %s',
    (text) => {
      expect(topics(text)).toEqual([]);
    },
  );
});
