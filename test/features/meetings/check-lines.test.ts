import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Card } from '../../../src/bot/card.ts';
import type { Ctx } from '../../../src/bot/context.ts';
import { Conflict, InvalidInput, NotAllowed } from '../../../src/bot/errors.ts';
import { openConcern } from '../../../src/features/concerns/open.ts';
import { features } from '../../../src/features/index.ts';
import { agendaCard, meetingCard } from '../../../src/features/meetings/cards.ts';
import { cancel } from '../../../src/features/meetings/cancel.ts';
import { clearLine, prepareReword, rewordLine } from '../../../src/features/meetings/check-line.ts';
import { editAgenda } from '../../../src/features/meetings/edit-agenda.ts';
import { meetings } from '../../../src/features/meetings/index.ts';
import { getMeeting, listAgendaVersions } from '../../../src/features/meetings/lookup.ts';
import { prepareEdit } from '../../../src/features/meetings/prepare-manage.ts';
import { schedule } from '../../../src/features/meetings/schedule.ts';
import { suggest } from '../../../src/features/meetings/suggest.ts';
import { openWorld, type TestBody, type World } from '../../support/world.ts';
import { plannedMeeting, saying, secretary, typed } from './planned-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const CHECKED = { title: 'Being checked by the Secretariat', minutes: 30 };
const FLAGGED = 'Welcome, 5 min\nBillet prices, 30 min (lead: N. N.)';
const said = (card: unknown) => JSON.stringify(card);
const notice = features.flatMap((one) => one.notices).find((one) => one.kind === 'meetings.check')!;
const press = (id: string) => [...meetings.buttons, ...meetings.forms].find((one) => one.id === id)!;

async function flagged(more: Record<string, unknown> = {}) {
  const body = await world.newBody();
  const sam = await secretary(body);
  const planned = await plannedMeeting(body, { agenda: FLAGGED, ...more });
  const line = { meeting: planned.meeting.id, n: 1, item: 2 };
  return { body, sam, ...planned, line, asSam: body.asSecretariat(sam), asChair: body.asMember(planned.chair) };
}

/** The one message to each of the Secretariat, as it would go out. */
async function messages(body: TestBody): Promise<Card[]> {
  const rows = await world.db.notice.findMany({ where: { bodyId: body.body.id, kind: 'meetings.check' }, orderBy: { createdAt: 'asc' } });
  const ctx = body.asScheduler();
  const cards: Card[] = [];
  for (const row of rows) {
    const facts = { ...row, subject: row.subject as Record<string, string> };
    const targets = await notice.targets(ctx, facts);
    if ('skip' in targets) continue;
    for (const target of targets) {
      const card = await notice.render(ctx, facts, target);
      if (!('skip' in card)) cards.push(card);
    }
  }
  return cards;
}

const audits = (body: TestBody, action: string) =>
  world.db.auditEvent.findMany({ where: { bodyId: body.body.id, action }, orderBy: { n: 'asc' } });
const latest = async (ctx: Ctx, id: string) => (await listAgendaVersions(ctx, id)).at(-1)!;

describe("a chair's flagged line", () => {
  test('waits: everybody sees that it is being checked, the chair and the Secretariat its text', async () => {
    const { body, ann, asSam, asChair, meeting } = await flagged();
    expect(meeting.agenda.items).toEqual([{ title: 'Welcome', minutes: 5 }, CHECKED]);
    for (const card of [meetingCard(meeting), agendaCard(meeting)]) {
      expect(said(card)).toContain('Being checked by the Secretariat, 30 min');
      expect(said(card)).not.toMatch(/Billet|N\. N\./);
    }
    const page = async (ctx: Ctx) => said(await press('meetings.agenda').run(ctx, { meeting: meeting.id }));
    expect(await page(body.asMember(ann))).not.toContain('Billet');
    expect(await page(asChair)).toContain('Billet prices, 30 min (lead: N. N.). Being checked: only you and the Secretariat');
    expect(await page(asSam)).toContain('Billet prices');
    expect((await prepareEdit(asChair, { meeting: meeting.id })).agenda.items[1]).toMatchObject({ title: 'Billet prices' });
    await expect(prepareEdit(body.asMember(ann), { meeting: meeting.id })).rejects.toBeInstanceOf(NotAllowed);
  });

  test('is told to who typed it with the reason, and to the Secretariat in one message with its buttons', async () => {
    const { body, group, asChair } = await flagged();
    const reply = said(await press('meetings.schedule').run(asChair, typed(group, { agenda: FLAGGED, time: '14:00' })));
    expect(reply).toContain('1 line waits for the Secretariat');
    expect(reply).toContain('It may touch prices');
    const [first, second, ...others] = await messages(body);
    expect(others).toEqual([]);
    for (const card of [first, second]) {
      expect(said(card)).toMatch(/Billet prices.*Typed by Cleo Chair\..*It may touch prices.*"Clear".*"Reword"/s);
    }
    expect((await audits(body, 'meetings.holdLines')).map((one) => one.facts)).toMatchObject([
      { n: 1, items: ['2'], topics: ['price'] },
      { n: 1, items: ['2'], topics: ['price'] },
    ]);
    expect(said(await audits(body, 'meetings.holdLines'))).not.toContain('Billet');
  });

  test('stands once the Secretariat clears it, in a new version that says who did', async () => {
    const { body, sam, asSam, asChair, meeting, line } = await flagged();
    const done = await clearLine(asSam, line);
    expect(done.meeting.id).toBe(meeting.id);
    const now = await getMeeting(asSam, meeting.id);
    expect(now.agenda).toMatchObject({ n: 2, items: [{ title: 'Welcome' }, { title: 'Billet prices', minutes: 30, lead: 'N. N.' }] });
    expect(said(now.agenda)).not.toContain('clearance');
    expect((await latest(asSam, meeting.id)).items[1]?.clearance).toMatchObject({ state: 'cleared', topics: ['price'], byId: sam.id });
    expect((await audits(body, 'meetings.clearLine'))[0]?.facts).toMatchObject({ meetingId: meeting.id, topics: ['price'] });
    expect(await messages(body)).toEqual([]);
    // The chair edits something else: what was cleared stays cleared.
    await editAgenda(asChair, { meeting: meeting.id, n: 2, agenda: 'Welcome, 10 min\nBILLET  prices, 20 min (lead: N. N.)' });
    expect((await getMeeting(asSam, meeting.id)).agenda.items[1]).toMatchObject({ title: 'BILLET  prices', minutes: 20 });
    expect(await audits(body, 'meetings.holdLines')).toHaveLength(1);
  });

  test('can be reworded; the new words are screened too and need a reason', async () => {
    const { asSam, sam, body, meeting, line } = await flagged();
    expect(await prepareReword(asSam, line)).toMatchObject({ line: 'Billet prices, 30 min (lead: N. N.)' });
    const reword = (words: string, clearance = '') => rewordLine(asSam, { ...line, line: words, clearance });
    await expect(reword('Billet cost trends')).rejects.toMatchObject({ fields: { clearance: saying('It may touch costs') } });
    await expect(reword('AOB')).rejects.toMatchObject({ fields: { agenda: saying('Name the item') } });
    await expect(reword('One\nTwo')).rejects.toMatchObject({ fields: { line: saying('one line only') } });
    await expect(reword('Billet prices, 10 min (lead: N. N.)')).rejects.toMatchObject({ fields: { line: saying('same line') } });
    await expect(reword(' ')).rejects.toBeInstanceOf(InvalidInput);
    await reword('How billets are certified, 30 min');
    expect((await getMeeting(asSam, meeting.id)).agenda.items[1]).toEqual({ title: 'How billets are certified', minutes: 30 });
    expect((await latest(asSam, meeting.id)).items[1]?.clearance).toMatchObject({ state: 'reworded', topics: ['price'], byId: sam.id });
    expect(await audits(body, 'meetings.rewordLine')).toHaveLength(1);
    await expect(clearLine(asSam, line)).rejects.toThrow(/reworded, or taken out/);
  });

  test('is cleared and reworded by the Secretariat only', async () => {
    const { body, ann, asChair, line } = await flagged();
    for (const ctx of [asChair, body.asMember(ann), body.asStranger()]) {
      await expect(clearLine(ctx, line)).rejects.toBeInstanceOf(NotAllowed);
      await expect(prepareReword(ctx, line)).rejects.toBeInstanceOf(NotAllowed);
      await expect(rewordLine(ctx, { ...line, line: 'Other words' })).rejects.toBeInstanceOf(NotAllowed);
    }
    expect(await audits(body, 'meetings.clearLine')).toEqual([]);
  });

  test('is cleared once, however many press at once, and not after the meeting was cancelled', async () => {
    const { body, asSam, asChair, meeting, line } = await flagged();
    const both = await Promise.allSettled([clearLine(asSam, line), clearLine(asSam, line)]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(clearLine(asSam, line)).rejects.toThrow(/cleared this line already/);
    expect(await audits(body, 'meetings.clearLine')).toHaveLength(1);
    expect((await getMeeting(asSam, meeting.id)).agenda.n).toBe(2);
    await cancel(asChair, { meeting: meeting.id, reason: 'x' });
    await expect(clearLine(asSam, line)).rejects.toThrow(/cancelled/);
    await expect(clearLine(asSam, { meeting: meeting.id, n: 'x', item: '1' })).rejects.toBeInstanceOf(InvalidInput);
  });

  test('is found where it stands now when the agenda was changed since', async () => {
    const { asSam, asChair, meeting, line } = await flagged();
    await editAgenda(asChair, { meeting: meeting.id, n: 1, agenda: 'Billet prices, 30 min (lead: N. N.)\nWelcome' });
    await clearLine(asSam, line);
    expect((await getMeeting(asSam, meeting.id)).agenda.items).toMatchObject([{ title: 'Billet prices' }, { title: 'Welcome' }]);
    await expect(clearLine(asSam, { ...line, item: 9 })).rejects.toBeInstanceOf(Conflict);
  });

  test('of a series is one line in one message, and is cleared in all of its meetings', async () => {
    const { body, asSam, meeting, line } = await flagged({ repeats: 'weekly', lastDate: '2026-12-31' });
    const cards = await messages(body);
    expect(cards).toHaveLength(1);
    expect(said(cards)).toContain('in 4 meetings of the series');
    expect(await clearLine(asSam, line)).toMatchObject({ times: 4 });
    const series = await world.db.meeting.findMany({ where: { seriesId: meeting.series!.id } });
    for (const { id } of series) expect((await getMeeting(asSam, id)).agenda.items[1]).toMatchObject({ title: 'Billet prices' });
    expect(await audits(body, 'meetings.clearLine')).toHaveLength(1);
  });

  test('broken over two lines, or hidden in the lead, waits as well', async () => {
    const { asSam, asChair, meeting } = await flagged();
    const agenda = 'Welcome and pri\nces of billets\nMethods (lead: our capacity)\nNext input';
    await editAgenda(asChair, { meeting: meeting.id, n: 1, agenda });
    expect((await latest(asSam, meeting.id)).items.map((one) => one.clearance?.topics.join() ?? '')).toEqual([
      'price',
      'price',
      'capacity',
      '',
    ]);
  });

  test('is not read from the form that raises a concern', async () => {
    const { body, ann, meeting } = await flagged();
    const start = new Date(meeting.startsAt.getTime() + 60_000);
    const opened = await openConcern(body.asMember(ann, start), {});
    expect(opened).toMatchObject({ outcome: 'meeting' });
    expect(said(opened)).not.toContain('Billet');
  });
});

describe("the Secretariat's own flagged line", () => {
  test('asks for a reason in the form, which is kept and logged', async () => {
    const { body, sam, asSam, meeting } = await flagged();
    const save = (clearance: string) =>
      editAgenda(asSam, { meeting: meeting.id, n: 1, agenda: 'What audits mean for customers', clearance });
    await expect(save(' ')).rejects.toMatchObject({
      fields: { clearance: saying('Item 1, "What audits mean for customers": It may touch who buys') },
    });
    await save('Only published survey results.');
    expect((await getMeeting(asSam, meeting.id)).agenda.items).toEqual([{ title: 'What audits mean for customers' }]);
    expect((await latest(asSam, meeting.id)).items[0]?.clearance).toMatchObject({
      state: 'cleared',
      topics: ['customers'],
      byId: sam.id,
      reason: 'Only published survey results.',
    });
    expect((await audits(body, 'meetings.clearLine'))[0]?.facts).toMatchObject({ how: 'own line', topics: ['customers'] });
  });

  test("leaves the chair's waiting lines waiting when it saves the agenda", async () => {
    const { asSam, meeting } = await flagged();
    await editAgenda(asSam, { meeting: meeting.id, n: 1, agenda: `${FLAGGED}\nNext input` });
    expect((await getMeeting(asSam, meeting.id)).agenda.items).toEqual([
      { title: 'Welcome', minutes: 5 },
      CHECKED,
      { title: 'Next input' },
    ]);
  });

  test('has its reason field in no form of a chair, and a reason a chair sends counts for nothing', async () => {
    const { asSam, asChair, meeting } = await flagged();
    const form = async (ctx: Ctx) => said(await press('meetings.open-edit-agenda').run(ctx, { meeting: meeting.id }));
    expect(await form(asSam)).toContain('Why flagged lines may stay');
    expect(await form(asChair)).not.toContain('Why flagged lines may stay');
    await editAgenda(asChair, { meeting: meeting.id, n: 1, agenda: 'Smelter margins', clearance: 'I say so' });
    expect((await getMeeting(asSam, meeting.id)).agenda.items).toEqual([{ title: 'Being checked by the Secretariat' }]);
  });
});

describe('any other business', () => {
  test('is refused to a chair with what to do, and stands when the Secretariat pre-clears it', async () => {
    const { body, group, asSam, asChair, meeting } = await flagged();
    const save = (ctx: Ctx, n: number, agenda: string, clearance = '') => editAgenda(ctx, { meeting: meeting.id, n, agenda, clearance });
    const refused = { fields: { agenda: saying('Name the item, or ask the Secretariat to pre-clear it') } };
    await expect(save(asChair, 1, 'Welcome\nDivers', 'I say so')).rejects.toMatchObject(refused);
    await expect(schedule(asChair, typed(group, { agenda: 'AOB', clearance: 'I say so' }))).rejects.toMatchObject(refused);
    const asked = { fields: { agenda: saying('Name the item, or give the reason why it may stand.') } };
    await expect(save(asSam, 1, 'Welcome\nAOB')).rejects.toMatchObject(asked);
    await save(asSam, 1, 'Welcome\nAOB, 5 min', 'Farewell of the chair.');
    expect((await latest(asSam, meeting.id)).items[1]?.clearance).toMatchObject({ state: 'cleared', reason: 'Farewell of the chair.' });
    expect((await audits(body, 'meetings.clearLine'))[0]?.facts).toMatchObject({ topics: ['any-other-business'] });
    await save(asChair, 2, 'Welcome\nMethods\nAOB, 5 min');
    expect((await getMeeting(asSam, meeting.id)).agenda.items).toMatchObject([{}, {}, { title: 'AOB', minutes: 5 }]);
  });
});

describe('a suggestion', () => {
  const suggestion = features.flatMap((one) => one.notices).find((one) => one.kind === 'meetings.suggestion')!;

  test('that touches the screen is told to who typed it and to the chair, with the reason', async () => {
    const { body, ann, chair, meeting } = await flagged();
    const done = await suggest(body.asMember(ann), { meeting: meeting.id, text: 'Compare our mar\ngins' });
    expect(done.reasons).toEqual([saying('It may touch margins')]);
    const reply = said(await press('meetings.suggest').run(body.asMember(ann), { meeting: meeting.id, text: 'Smelter margins' }));
    expect(reply).toContain('It may touch margins');
    expect((await audits(body, 'meetings.suggest'))[0]?.facts).toMatchObject({ topics: ['margin'] });
    const row = await world.db.notice.findFirstOrThrow({ where: { bodyId: body.body.id, kind: 'meetings.suggestion' } });
    const facts = { ...row, subject: row.subject as Record<string, string> };
    expect(said(await suggestion.render(body.asScheduler(), facts, { person: chair.id }))).toContain('Flagged: It may touch margins');
  });

  test('of any other business is asked for its name', async () => {
    const { body, ann, meeting } = await flagged();
    await expect(suggest(body.asMember(ann), { meeting: meeting.id, text: 'Any other business' })).rejects.toMatchObject({
      fields: { text: saying('Name the item') },
    });
    expect((await suggest(body.asMember(ann), { meeting: meeting.id, text: 'Cost-benefit of a standard' })).reasons).toEqual([]);
  });
});
