import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../../src/bot/errors.ts';
import { add, openAdd } from '../../../src/features/actions/add.ts';
import { change, openChange } from '../../../src/features/actions/change.ts';
import { drop, markDone, openDone, reopen } from '../../../src/features/actions/finish.ts';
import { actions } from '../../../src/features/actions/index.ts';
import { list } from '../../../src/features/actions/list.ts';
import { listActions } from '../../../src/features/actions/lookup.ts';
import { verifyChain } from '../../../src/features/records/verify.ts';
import { labels, textOf } from '../../support/card-words.ts';
import { NOON, openWorld, type World } from '../../support/world.ts';
import { saying } from '../meetings/planned-meeting.ts';
import { days, fieldsOf, stage, steps } from './stage.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('adding', () => {
  test('keeps what, whose and until when, with a step and an audit row that tells neither words nor names', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id, due: '2026-12-09' });
    expect(action).toMatchObject({
      what: 'Draft the definition',
      ownerId: on.ann.id,
      owner: 'Ann Member',
      due: '2026-12-09',
      state: 'open',
    });
    expect(await steps(world, action.id)).toMatchObject([
      { n: 1, step: 'added', what: 'Draft the definition', owner: 'Ann Member', due: '2026-12-09', byName: 'Cleo Chair', note: null },
    ]);
    const rows = await world.db.auditEvent.findMany({ where: { bodyId: on.body.body.id, action: 'actions.add' } });
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/definition|Ann/);
    expect(await verifyChain(world.db, on.body.body.id)).toMatchObject({ broken: null });
  });

  test('at a meeting is found by that meeting and by its group, open ones apart', async () => {
    const on = await stage(world);
    const first = await on.add({ meeting: on.meeting.id, group: null, due: '2027-01-10' });
    const second = await on.add({ due: '2026-12-01' });
    const third = await on.add({ ownerName: 'Gus Guest' });
    const ids = async (where: Parameters<typeof listActions>[1]) => (await listActions(on.asChair, where)).map((one) => one.id);
    expect(await ids({ meetingId: on.meeting.id })).toEqual([first.id]);
    expect(await ids({ groupId: on.group.id })).toEqual([second.id, first.id, third.id]);
    expect(third).toMatchObject({ ownerId: null, owner: 'Gus Guest' });
    await markDone(on.asChair, { action: second.id });
    expect(await ids({ groupId: on.group.id, openOnly: true })).toEqual([first.id, third.id]);
  });

  test('the id of another place’s action tells nothing of it', async () => {
    const on = await stage(world);
    const { id } = await on.add();
    await expect(add(on.asChair, { draft: id, meeting: on.meeting.id, what: 'Ask the smelters' })).rejects.toThrow('no longer works');
  });

  test('the same form twice is one action', async () => {
    const on = await stage(world);
    const form = await openAdd(on.asChair, { meeting: on.meeting.id });
    const input = { draft: form.draft, meeting: on.meeting.id, what: 'Ask the smelters' };
    expect((await add(on.asChair, input)).outcome).toBe('added');
    expect((await add(on.asChair, input)).outcome).toBe('already');
    expect(await listActions(on.asChair, { meetingId: on.meeting.id })).toHaveLength(1);
  });

  test('refuses by the field what can not be, and writes nothing', async () => {
    const on = await stage(world);
    const rights = await on.body.group({ name: 'Human Rights' });
    const elsewhere = await on.body.person({ name: 'Else Where' });
    await on.body.member(rights.id, elsewhere.id);
    const given = (more: object) => fieldsOf(add(on.asChair, { draft: uuidv7(), group: on.group.slug, what: 'X', ...more }));
    expect(await given({ due: '2026-11-22' })).toEqual({ due: 'This date is in the past. Give today or a later day.' });
    expect(await given({ due: '2026-02-30' })).toEqual({ due: saying('not in the calendar') });
    expect(await given({ due: '2062-01-01' })).toEqual({ due: saying('more than 3 years ahead') });
    expect(await given({ what: '  ' })).toEqual({ what: 'Say what is to be done.' });
    expect(await given({ owner: elsewhere.id })).toEqual({ owner: saying('not in Climate Change') });
    expect(await given({ owner: uuidv7() })).toEqual({ owner: saying('not in Climate Change') });
    expect(await given({ owner: on.ann.id, ownerName: 'Gus' })).toEqual({ ownerName: saying('one owner') });
    expect(await listActions(on.asChair, { groupId: on.group.id })).toEqual([]);
    expect(await given({ due: '2026-11-23', owner: on.sam.id })).toEqual({});
  });

  test("today counts in the group's zone", async () => {
    const on = await stage(world);
    await world.db.group.update({ where: { id: on.group.id }, data: { zone: 'Pacific/Auckland' } });
    const given = { draft: uuidv7(), group: on.group.slug, what: 'X', due: '2026-11-23' };
    expect(await fieldsOf(add(on.asChair, given))).toEqual({ due: saying('in the past') });
  });

  test('is for chairs, who runs the meeting, and the Secretariat; others hear whom to tell', async () => {
    const on = await stage(world);
    const otherChair = await on.body.person();
    await on.body.member((await on.body.group()).id, otherChair.id, 'chair');
    const guestChair = await on.body.person();
    for (const who of [on.ann, otherChair]) {
      const refused = openAdd(on.body.asMember(who), { group: on.group.slug });
      await expect(refused).rejects.toThrow(NotAllowed);
      await expect(refused).rejects.toThrow(/kept by its chairs and the Secretariat.*tell the chair/);
    }
    await expect(openAdd(on.body.asStranger(), { group: on.group.slug })).rejects.toThrow(NotAllowed);
    await world.db.meeting.update({ where: { id: on.meeting.id }, data: { chairId: guestChair.id } });
    const action = await on.add({ meeting: on.meeting.id, group: null }, on.body.asMember(guestChair));
    await expect(openAdd(on.body.asMember(guestChair), { group: on.group.slug })).rejects.toThrow(NotAllowed);
    expect((await openChange(on.body.asMember(guestChair), { action: action.id })).action.id).toBe(action.id);
  });

  test('a cancelled meeting takes no action', async () => {
    const on = await stage(world);
    await world.db.meeting.update({ where: { id: on.meeting.id }, data: { state: 'cancelled' } });
    await expect(openAdd(on.asChair, { meeting: on.meeting.id })).rejects.toThrow(Conflict);
  });
});

describe('what competitors do not discuss', () => {
  const what = 'Compare the premium prices of members';

  test('is told to who types it, and the Secretariat lets it stand with a reason that is kept', async () => {
    const on = await stage(world);
    const typed = { draft: uuidv7(), group: on.group.slug, what };
    expect(await fieldsOf(add(on.asChair, { ...typed, clearance: 'Because.' }))).toEqual({ what: saying('ask the Secretariat') });
    expect(await fieldsOf(add(on.asSam, typed))).toEqual({ clearance: saying('Say here why this may stand') });
    const { action } = await add(on.asSam, { ...typed, clearance: 'Published figures only.' });
    expect(await steps(world, action.id)).toMatchObject([{ topics: [saying('price')], clearance: 'Published figures only.' }]);
  });

  test('is not let in by a change, a note, a reason or a name either', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id });
    const ann = on.body.asMember(on.ann);
    expect(await fieldsOf(change(on.asChair, { action: action.id, n: 1, what }))).toEqual({ what: saying('other words') });
    expect(await fieldsOf(markDone(ann, { action: action.id, note: what }))).toEqual({ note: saying('other words') });
    expect(await fieldsOf(drop(on.asSam, { action: action.id, reason: what }))).toEqual({ reason: saying('other words') });
    expect(await fieldsOf(on.add({ ownerName: what }))).toEqual({ what: saying('other words') });
    expect(await steps(world, action.id)).toHaveLength(1);
  });

  test('asks for no reason where nothing is flagged, and keeps none', async () => {
    const on = await stage(world);
    const action = await on.add({ clearance: 'Idle words.' }, on.asSam);
    expect(await steps(world, action.id)).toMatchObject([{ topics: [], clearance: null }]);
  });
});

describe('changing', () => {
  test('keeps what it was, and says nothing changed when nothing did', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id, due: '2026-12-09' });
    const same = { action: action.id, n: 1, what: action.what, owner: on.ann.id, due: action.due };
    expect(await change(on.asChair, same)).toMatchObject({ isChanged: false });
    const done = await change(on.asSam, { ...same, what: 'Draft two definitions', owner: on.ben.id, due: null });
    expect(done).toMatchObject({ isChanged: true, action: { what: 'Draft two definitions', owner: 'Ben Member', due: null, n: 2 } });
    expect(await steps(world, action.id)).toMatchObject([
      { step: 'added', owner: 'Ann Member', due: '2026-12-09' },
      { step: 'changed', owner: 'Ben Member', due: null, byName: 'Sam Secretary' },
    ]);
  });

  test('of two people at once one wins, and the other keeps what was typed and hears what it says now', async () => {
    const on = await stage(world);
    const action = await on.add();
    const [one, other] = await Promise.all([
      fieldsOf(change(on.asChair, { action: action.id, n: 1, what: 'By the chair' })),
      fieldsOf(change(on.asSam, { action: action.id, n: 1, what: 'By Sam' })),
    ]);
    const lost = [one, other].filter((fields) => 'what' in fields);
    expect(lost).toHaveLength(1);
    expect(lost[0]!.what).toMatch(/Somebody changed this action while you were writing; it now says: By (the chair|Sam)/);
    expect(await steps(world, action.id)).toHaveLength(2);
  });

  test('leaves a day that has passed as it is, and an owner who left', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id, due: '2026-11-24' });
    await world.db.membership.updateMany({ where: { personId: on.ann.id }, data: { leftAt: NOON } });
    const later = on.body.asMember(on.chair, days(NOON, 9));
    const choices = await actions.buttons.find((one) => one.id === 'actions.open-change')!.run(later, { action: action.id });
    expect(JSON.stringify(choices.form)).toContain('Ann Member');
    const kept = { action: action.id, n: 1, owner: on.ann.id, due: '2026-11-24' };
    expect(await change(later, { ...kept, what: 'Draft it soon' })).toMatchObject({ isChanged: true, action: { owner: 'Ann Member' } });
    expect(await fieldsOf(change(later, { ...kept, n: 2, what: 'Draft', due: '2026-11-25' }))).toEqual({ due: saying('in the past') });
  });

  test('is refused to the owner, and once the action is done or dropped', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id });
    await expect(openChange(on.body.asMember(on.ann), { action: action.id })).rejects.toThrow(NotAllowed);
    await drop(on.asChair, { action: action.id, reason: 'Not needed' });
    await expect(openChange(on.asChair, { action: action.id })).rejects.toThrow(/dropped.*take it up again/);
  });
});

describe('done and dropped', () => {
  test('the owner marks it done with a note; a second press says who did and changes nothing', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id });
    const ann = on.body.asMember(on.ann);
    expect(await openDone(ann, { action: action.id })).toMatchObject({ id: action.id });
    expect(await markDone(ann, { action: action.id, note: 'In the library.' })).toMatchObject({ outcome: 'now', by: 'Ann Member' });
    expect(await markDone(on.asChair, { action: action.id })).toMatchObject({ outcome: 'already', by: 'Ann Member' });
    expect(await openDone(on.asChair, { action: action.id })).toMatchObject({ outcome: 'already' });
    expect(await steps(world, action.id)).toMatchObject([{ step: 'added' }, { step: 'done', note: 'In the library.' }]);
    expect((await on.body.audited()).filter((one) => one === 'actions.markDone')).toHaveLength(1);
  });

  test('two presses at once have one effect', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id });
    const both = await Promise.all([
      markDone(on.body.asMember(on.ann), { action: action.id }),
      markDone(on.asChair, { action: action.id }),
    ]);
    expect(both.map((one) => one.outcome).sort()).toEqual(['already', 'now']);
    expect(await steps(world, action.id)).toHaveLength(2);
  });

  test('others are refused, and hear who may', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id });
    for (const refused of [openDone, markDone, reopen])
      await expect(refused(on.body.asMember(on.ben), { action: action.id })).rejects.toThrow(/Only the owner of this action, the chairs/);
    await expect(drop(on.body.asMember(on.ann), { action: action.id, reason: 'No time' })).rejects.toThrow(NotAllowed);
    await expect(markDone(on.body.asStranger(), { action: action.id })).rejects.toThrow(NotAllowed);
  });

  test('the owner takes "done" back for a day, the chair at any time; what is dropped only the chair takes up', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id });
    const ann = on.body.asMember(on.ann);
    await markDone(ann, { action: action.id });
    expect(await reopen(on.body.asMember(on.ann, days(NOON, 1)), { action: action.id })).toMatchObject({
      action: { state: 'open', closedAt: null },
    });
    expect(await reopen(ann, { action: action.id })).toMatchObject({ outcome: 'already' });
    await markDone(ann, { action: action.id });
    await expect(reopen(on.body.asMember(on.ann, days(NOON, 1.01)), { action: action.id })).rejects.toThrow(/for a day only/);
    await reopen(on.body.asMember(on.chair, days(NOON, 30)), { action: action.id });
    await drop(on.asChair, { action: action.id, reason: 'Not needed' });
    await expect(reopen(ann, { action: action.id })).rejects.toThrow(Conflict);
    await reopen(on.asChair, { action: action.id });
    const kept = await steps(world, action.id);
    expect(kept.map((one) => one.step)).toEqual(['added', 'done', 'reopened', 'done', 'reopened', 'dropped', 'reopened']);
  });

  test('a drop wants its reason', async () => {
    const on = await stage(world);
    const action = await on.add();
    expect(await fieldsOf(drop(on.asChair, { action: action.id, reason: ' ' }))).toEqual({ reason: saying('Say why') });
  });
});

describe('/wg action', () => {
  const typed = async (ctx: Parameters<typeof list>[0], rest = '') => {
    const command = actions.commands[0]!;
    return (await command.run(ctx, command.input(rest, null))).whisper!;
  };

  test("shows one's own first, then those of the groups, with the buttons that are one's own", async () => {
    const on = await stage(world);
    await on.add({ what: 'Early', owner: on.ben.id, due: '2026-11-25' });
    await on.add({ what: 'Mine', owner: on.ann.id, due: '2027-02-01' });
    const card = await typed(on.body.asMember(on.ann));
    expect(textOf(card)).toMatch(
      /Climate Change \(yours\): Mine\. Owner: Ann Member\. Due 1 Feb 2027\.\nClimate Change \(due soon or late\): Early/,
    );
    expect(labels(card)).toEqual(['Done']);
    expect(labels(await typed(on.asChair, 'climate'))).toEqual(['Done', 'Change', 'Drop', 'Done', 'Change', 'Drop', 'Add an action']);
  });

  test('is shown ten at a time, every one once', async () => {
    const on = await stage(world);
    for (let i = 0; i < 23; i++) await on.add({ what: `Number ${String(i)}.` });
    const seen: string[] = [];
    for (let from = 0; from < 23; from += 10) {
      const page = await list(on.asSam, { from: String(from) });
      seen.push(...page.shown.map(({ action }) => action.what));
    }
    expect(new Set(seen).size).toBe(23);
    const card = await typed(on.asSam);
    expect(labels(card)).toContain('13 more');
  });

  test('is for the group: who is not in it hears so; own actions stay in view after leaving', async () => {
    const on = await stage(world);
    const outsider = await on.body.person();
    await expect(list(on.body.asMember(outsider), { group: 'climate' })).rejects.toThrow(/You are not in Climate Change/);
    expect((await list(on.body.asMember(outsider), {})).total).toBe(0);
    await on.add({ owner: on.ann.id });
    await world.db.membership.updateMany({ where: { personId: on.ann.id }, data: { leftAt: NOON } });
    expect((await list(on.body.asMember(on.ann), {})).total).toBe(1);
  });

  test("shows nothing of another body's, nor lets it be named", async () => {
    const on = await stage(world);
    const other = await stage(world);
    const action = await other.add();
    expect((await list(on.asSam, {})).total).toBe(0);
    for (const verb of [openChange, openDone, markDone, reopen]) await expect(verb(on.asSam, { action: action.id })).rejects.toThrow(/./);
    await expect(add(on.asSam, { draft: action.id, group: on.group.slug, what: 'X' })).rejects.toThrow(Conflict);
    expect(await steps(world, action.id)).toHaveLength(1);
  });
});
