import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import type { Card, Field, Form } from '../../../src/bot/card.ts';
import type { Ctx } from '../../../src/bot/context.ts';
import { isSkip, type NoticeFacts, type Target } from '../../../src/bot/define.ts';
import { Conflict, InvalidInput, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { concerns } from '../../../src/features/concerns/index.ts';
import { getConcern, listConcerns } from '../../../src/features/concerns/lookup.ts';
import { raise } from '../../../src/features/concerns/raise.ts';
import { confirmRoll } from '../../../src/features/attendance/confirm-roll.ts';
import { records } from '../../../src/features/records/index.ts';
import { verifyChain } from '../../../src/features/records/verify.ts';
import { readPreset } from '../../../src/preset.ts';
import { BodySettings } from '../../../src/bot/settings.ts';
import { fieldsOf, labels, textOf, words, wordsOf } from '../../support/card-words.ts';
import { openWorld, settings, type TestPerson, type World } from '../../support/world.ts';
import { addMeeting, at, heldMeeting, type Held } from '../attendance/held-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const field = (form: Form | undefined, name: string): Field => fieldsOf(form).find((one) => one.name === name)!;
const optionsOf = (one: Field): string[] => ('options' in one.input ? one.input.options.map((option) => option.label) : []);
const typed = (ctx: Ctx, word: string, rest = '') => {
  const command = concerns.commands.find((one) => one.word === word)!;
  return command.run(ctx, command.input(rest, null));
};
const press = (ctx: Ctx, id: string, payload: object) => concerns.buttons.find((one) => one.id === id)!.run(ctx, payload);
const submit = (ctx: Ctx, form: Form | undefined, values: object) =>
  concerns.forms.find((one) => one.id === form?.id)!.run(ctx, { ...values, ...form?.hidden });

/** What goes out about the concerns of a body, by kind: who gets it and what it says. */
async function toldBy(held: Held, now = at('12:15')): Promise<Record<string, { to: Target[] | string; says: string; card: Card | null }>> {
  const ctx = held.body.asScheduler(now);
  const planned = await world.db.notice.findMany({ where: { bodyId: held.body.body.id, kind: { startsWith: 'concerns.' } } });
  const told: Awaited<ReturnType<typeof toldBy>> = {};
  for (const row of planned) {
    const notice: NoticeFacts = { ...row, id: row.id, subject: row.subject as Record<string, string> };
    const kind = concerns.notices.find((one) => one.kind === row.kind)!;
    const to = await kind.targets(ctx, notice);
    if (isSkip(to)) {
      told[row.kind] = { to: to.skip, says: '', card: null };
      continue;
    }
    const card = await kind.render(ctx, notice, to[0]!);
    told[row.kind] = { to: [...to], says: isSkip(card) ? card.skip : words(card), card: isSkip(card) ? null : card };
  }
  return told;
}

async function withAgenda(held: Held, titles: string[] = ['Welcome', 'Pathway methods']) {
  const { body, meeting } = held;
  const items = titles.map((title) => ({ title }));
  const row = { id: uuidv7(), bodyId: body.body.id, meetingId: meeting.id, n: 1, items, documents: [], at: at('08:00') };
  await world.db.agendaVersion.create({ data: row });
  return held;
}

const input = (held: Held, how: 'open' | 'secretariat', more: object = {}) => ({
  draft: uuidv7(),
  meeting: held.meeting.id,
  how,
  agenda: '1',
  item: '2',
  ...more,
});

async function inSession() {
  const held = await withAgenda(await heldMeeting(world));
  const channel = await held.body.channel(held.group.id);
  const ann = await held.member('Ann');
  return { ...held, channel, ann };
}

async function withLegal<T extends Held>(held: T): Promise<T & { counsel: TestPerson }> {
  const counsel = await held.body.person({ name: 'Lee Legal', organisationId: null });
  Object.assign(held.body.body, { settings: { ...held.body.body.settings, legalContact: [counsel.email] } });
  return { ...held, counsel };
}

describe('/wg concern', () => {
  test('asks how, about which item of the agenda, and never for what was said', async () => {
    const { body, ann, meeting } = await inSession();
    const { form } = await typed(body.asMember(ann, at('12:14')), 'concern');
    expect(form).toMatchObject({ id: 'concerns.raise', title: 'Raise a concern', submit: 'Record it', hidden: { meeting: meeting.id } });
    expect(fieldsOf(form).map((one) => one.name)).toEqual(['how', 'item', 'nameless']);
    expect(optionsOf(field(form, 'how'))).toEqual(['Say it in the meeting, named', 'Tell only the Secretariat']);
    expect(optionsOf(field(form, 'item'))).toEqual([
      '1. Welcome',
      '2. Pathway methods',
      'Something not on the agenda',
      "Not this meeting: the group's chat or other work",
    ]);
    expect(form?.body.map((one) => ('text' in one ? wordsOf(one.text) : '')).join(' ')).toContain('Do not describe the sensitive content.');
    expect(fieldsOf(form).filter((one) => one.input.kind === 'text')).toEqual([]);
  });

  test('without an agenda lets the item be named in a few words, and no more', async () => {
    const held = await heldMeeting(world);
    const ann = await held.member('Ann');
    const ctx = held.body.asMember(ann, at('12:14'));
    const { form } = await press(ctx, 'concerns.open', { meeting: held.meeting.id });
    expect(field(form, 'which')).toMatchObject({ label: 'Which item', optional: true, input: { kind: 'text', maxLength: 60 } });
    expect(field(form, 'which').hint).toContain('Do not describe the sensitive content.');
    const values = { how: 'open', item: 'off-agenda', which: 'x'.repeat(61), nameless: [] };
    await expect(submit(ctx, form, values)).rejects.toThrow(/at most 60 characters/);
    const { whisper } = await submit(ctx, form, { ...values, which: 'Scrap grades' });
    expect(words(whisper)).toContain('about something that is not on the agenda ("Scrap grades")');
  });

  test('is about the meeting whose check-in is open, else the latest that ended within 72 hours', async () => {
    const { body, group, meeting, ann } = await inSession();
    const later = await addMeeting(world, body, group.id, { startsAt: at('18:00'), subTopic: 'Later' });
    const about = async (now: Date) => (await typed(body.asMember(ann, now), 'concern')).form?.hidden?.meeting;
    expect(await about(at('11:50'))).toBe(meeting.id);
    expect(await about(at('13:30'))).toBe(meeting.id);
    expect(await about(at('17:50'))).toBe(later.id);
    expect(await about(new Date('2026-11-26T18:59:00Z'))).toBe(later.id);
    expect(await about(new Date('2026-11-26T19:01:00Z'))).toBeUndefined();
  });

  test('of two meetings at once lets the person choose', async () => {
    const { body, group, ann } = await inSession();
    await addMeeting(world, body, group.id, { subTopic: 'Packaging' });
    const { whisper } = await typed(body.asMember(ann, at('12:14')), 'concern');
    expect(words(whisper)).toBe('More than one meeting is under way. Which one is it about?');
    expect(labels(whisper)).toEqual(['Raise a concern', 'Raise a concern']);
  });

  test('without a meeting is about the chat of a group, which is chosen', async () => {
    const held = await inSession();
    const { body, ann, group } = held;
    const second = await body.group({ name: 'Nature' });
    await body.member(second.id, ann.id);
    const ctx = body.asMember(ann, at('08:00'));
    const { form } = await typed(ctx, 'concern');
    expect(optionsOf(field(form, 'group'))).toEqual(['Circularity', 'Nature']);
    expect(optionsOf(field(form, 'how'))[0]).toBe("Say it in the group's channels, named");
    await expect(submit(ctx, form, { how: 'open', group: null })).rejects.toThrow('Choose the group.');
    const { whisper } = await submit(ctx, form, { how: 'open', group: group.id, which: 'Thread on scrap' });
    expect(words(whisper)).toContain('about the group\'s chat or other work ("Thread on scrap")');
    expect(await world.db.concern.findFirst({ where: { bodyId: body.body.id } })).toMatchObject({ meetingId: null, groupId: group.id });
    const told = await toldBy(held);
    expect(told['concerns.raised']?.says).toContain('Please stop this discussion, and write nothing more about it.');
    expect(labels(told['concerns.chair']?.card ?? undefined)).toEqual(['Record what was done']);
  });

  test('with a group named opens for it, and for its meeting when one goes on', async () => {
    const { body, meeting, ann } = await inSession();
    expect((await typed(body.asMember(ann, at('08:00')), 'concern', 'circ')).form?.hidden?.meeting).toBeUndefined();
    expect((await typed(body.asMember(ann, at('12:14')), 'concern', 'circ')).form?.hidden?.meeting).toBe(meeting.id);
    await body.group({ name: 'Nature' });
    await expect(typed(body.asMember(ann, at('12:14')), 'concern', 'nature')).rejects.toThrow(/by people who take part in it/);
  });

  test('is open to hosts, to the Secretariat, to who was seen there and to a lapsed organisation, and refused to others in words', async () => {
    const held = await inSession();
    const { body, meeting, secretary } = held;
    const open = (ctx: Ctx) => press(ctx, 'concerns.open', { meeting: meeting.id });
    expect((await open(body.asSecretariat(secretary, at('12:14')))).form).toBeDefined();
    const guest = await body.person({ name: 'Gil Guest' });
    await expect(open(body.asMember(guest, at('12:14')))).rejects.toThrow(NotAllowed);
    await expect(typed(body.asMember(guest, at('12:14')), 'concern')).rejects.toThrow(/You are in no working group/);
    const copied = { name: guest.name, role: 'guest' };
    const seen = {
      id: uuidv7(),
      bodyId: body.body.id,
      meetingId: meeting.id,
      personId: guest.id,
      at: at('12:01'),
      recordedAt: at('12:01'),
    };
    await world.db.presence.create({ data: { ...seen, ...copied, source: 'teams', what: 'arrived' } });
    expect((await open(body.asMember(guest, at('12:14')))).form).toBeDefined();
    const lapsed = await held.member('Lea');
    await world.db.organisation.updateMany({ where: { name: 'Lea Works', bodyId: body.body.id }, data: { standing: 'lapsed' } });
    expect((await open(body.asMember(lapsed, at('12:14')))).form).toBeDefined();
    await expect(open(body.asStranger())).rejects.toThrow(/not in Test Body's directory/);
    await expect(raise(body.asStranger(), input(held, 'secretariat', { nameless: ['yes'] }))).rejects.toThrow(NotAllowed);
  });

  test('says why a meeting takes none, and that the group does', async () => {
    const { body, group, meeting, ann } = await inSession();
    const open = (now: Date) => press(body.asMember(ann, now), 'concerns.open', { meeting: meeting.id });
    await expect(open(at('11:49'))).rejects.toThrow(/has not begun. A concern about the group's chats/);
    await expect(open(new Date('2026-11-26T13:01:00Z'))).rejects.toThrow(/more than three days ago/);
    await world.db.meeting.update({ where: { id: meeting.id }, data: { state: 'cancelled' } });
    await expect(open(at('12:14'))).rejects.toThrow(/was cancelled/);
    const refused = await open(at('12:14')).catch((error: unknown) => error);
    expect(refused).toMatchObject({ buttons: [{ label: 'About Circularity', with: { group: group.slug } }] });
  });
});

describe('said in the meeting', () => {
  test('is on the record with time, meeting, item and who, and in the audit without a word of the item', async () => {
    const held = await inSession();
    const { body, meeting, group, ann } = held;
    const { form } = await typed(body.asMember(ann, at('12:13')), 'concern');
    const { whisper } = await submit(body.asMember(ann, at('12:14')), form, { how: 'open', item: '2', nameless: [] });
    expect(words(whisper)).toContain('Recorded: a competition concern at 13:14 (Mon 12:14 UTC) about item 2, Pathway methods.');
    expect(await world.db.concern.findMany({ where: { bodyId: body.body.id } })).toMatchObject([
      {
        meetingId: meeting.id,
        groupId: group.id,
        openness: 'open',
        itemNumber: 2,
        item: 'Pathway methods',
        raisedById: ann.id,
        at: at('12:14'),
      },
    ]);
    const [audited] = await world.db.auditEvent.findMany({ where: { bodyId: body.body.id } });
    expect(audited).toMatchObject({ action: 'concerns.raise', actorId: ann.id, facts: { meetingId: meeting.id, openness: 'open' } });
    expect(JSON.stringify(audited)).not.toContain('Pathway');
  });

  test('goes to the channels named, to the chair, the Secretariat and the legal contact, first and whatever the hour', async () => {
    const held = await withLegal(await inSession());
    const { body, ann, channel, chair, secretary, counsel } = held;
    await raise(body.asMember(ann, at('12:14')), input(held, 'open'));
    const told = await toldBy(held);
    expect(told['concerns.raised']).toMatchObject({ to: [{ channel: channel.id }] });
    expect(told['concerns.raised']?.says).toContain(
      'Stop, please: a competition concern was raised at 13:14 (Mon 12:14 UTC) by Ann (Ann Works) about item 2, Pathway methods. The chair pauses this item now.',
    );
    expect(told['concerns.chair']).toMatchObject({ to: [{ person: chair.id }] });
    expect(told['concerns.chair']?.says).toContain('Pause this item now, and say so.');
    expect(labels(told['concerns.chair']?.card ?? undefined)).toEqual(['Record what was done', 'Somebody left or returned']);
    expect(told['concerns.told']).toMatchObject({ to: [{ person: secretary.id }] });
    expect(told['concerns.legal']).toMatchObject({ to: [{ person: counsel.id }] });
    expect(told['concerns.legal']?.says).toContain('Raised by Ann (Ann Works).');
    expect(concerns.notices.map(({ turn, quiet }) => ({ turn, quiet }))).toEqual(Array(4).fill({ turn: 'first', quiet: 'ignore' }));
    const due = await world.db.notice.findMany({ where: { bodyId: body.body.id } });
    expect(due.map((one) => [one.dueAt, one.meetingId])).toEqual(Array(4).fill([at('12:14'), null]));
  });

  test('tells nobody twice: a chair who is Secretariat, a legal contact who chairs', async () => {
    const held = await withLegal(await inSession());
    const { body, ann, chair, secretary, meeting } = held;
    await world.db.meeting.update({ where: { id: meeting.id }, data: { chairId: chair.id, secretariatId: secretary.id } });
    Object.assign(body.body, { settings: { ...body.body.settings, legalContact: [chair.email, 'nobody@body.invalid'] } });
    await raise(body.asMember(ann, at('12:14')), input(held, 'open'));
    const told = await toldBy(held);
    expect(told['concerns.chair']?.to).toEqual([{ person: chair.id }, { person: secretary.id }]);
    expect(told['concerns.told']?.to).toMatch(/nobody else/);
    expect(told['concerns.legal']?.to).toMatch(/no other legal contact/);
  });

  test('sent twice, or by two clicks at once, is one concern, told once', async () => {
    const held = await inSession();
    const { body, ann } = held;
    const once = input(held, 'open');
    const ctx = body.asMember(ann, at('12:14'));
    const results = await Promise.all([raise(ctx, once), raise(ctx, once)]);
    expect(results.map((one) => one.outcome).sort()).toEqual(['already', 'recorded']);
    const { whisper } = await concerns.forms[0]!.run(body.asMember(ann, at('12:16')), once);
    expect(words(whisper)).toContain('It is already recorded: a competition concern at 13:14');
    expect(await world.db.concern.count({ where: { bodyId: body.body.id } })).toBe(1);
    expect(await world.db.notice.count({ where: { bodyId: body.body.id } })).toBe(4);
    expect(await body.audited()).toEqual(['concerns.raise']);
  });

  test('keeps the item as it stood on the form when the agenda changes meanwhile', async () => {
    const held = await inSession();
    const row = { id: uuidv7(), bodyId: held.body.body.id, meetingId: held.meeting.id, n: 2, documents: [], at: at('12:13') };
    await world.db.agendaVersion.create({ data: { ...row, items: [{ title: 'Only one' }] } });
    const { concern } = await raise(held.body.asMember(held.ann, at('12:14')), input(held, 'open'));
    expect(concern).toMatchObject({ itemNumber: 2, item: 'Pathway methods' });
    const gone = raise(held.body.asMember(held.ann, at('12:14')), input(held, 'open', { agenda: '2' }));
    await expect(gone).rejects.toThrow(/not on the agenda any more/);
  });

  test('refuses a form without a choice, and a nameless word in the meeting, by the field', async () => {
    const held = await inSession();
    const ctx = held.body.asMember(held.ann, at('12:14'));
    const fieldsOfFault = (fault: unknown) => (fault instanceof InvalidInput ? fault.fields : fault);
    const sent = (more: object) => raise(ctx, input(held, 'open', more)).catch(fieldsOfFault);
    expect(await sent({ how: null })).toEqual({ how: 'Choose who is to hear of it.' });
    expect(await sent({ item: null })).toEqual({ item: 'Choose what it is about.' });
    expect(await sent({ item: 'x' })).toEqual({ item: 'Choose what it is about.' });
    expect(await sent({ nameless: ['yes'] })).toMatchObject({ nameless: expect.stringContaining('with your name') as string });
    expect(await world.db.concern.count({ where: { bodyId: held.body.body.id } })).toBe(0);
  });

  test('in a group without a channel is to be said aloud', async () => {
    const held = await withAgenda(await heldMeeting(world));
    const ann = await held.member('Ann');
    const { whisper } = await concerns.forms[0]!.run(held.body.asMember(ann, at('12:14')), input(held, 'open'));
    expect(words(whisper)).toContain('The group has no channel, so please say "stop" aloud.');
    expect((await toldBy(held))['concerns.raised']?.to).toBe('no channel is connected to the group');
  });

  test("is told though the meeting is cancelled right after, and a form of another body's concern is refused", async () => {
    const held = await inSession();
    const sent = input(held, 'open');
    await raise(held.body.asMember(held.ann, at('12:14')), sent);
    await world.db.meeting.update({ where: { id: held.meeting.id }, data: { state: 'cancelled' } });
    expect((await toldBy(held))['concerns.legal']).toBeDefined();
    expect((await toldBy(held))['concerns.told']?.says).toContain('competition concern');
    const other = await inSession();
    const stolen = raise(other.body.asMember(other.ann, at('12:14')), { ...input(other, 'open'), draft: sent.draft });
    await expect(stolen).rejects.toThrow(Conflict);
  });
});

describe('told only to the Secretariat', () => {
  test('leaves no trace in the channels, with the chair, or in what others read', async () => {
    const held = await withLegal(await inSession());
    const { body, ann, chair, secretary, counsel, meeting } = held;
    const { concern } = await raise(body.asMember(ann, at('12:14')), input(held, 'secretariat'));
    const told = await toldBy(held);
    expect(Object.keys(told).sort()).toEqual(['concerns.legal', 'concerns.told']);
    expect(told['concerns.told']).toMatchObject({ to: [{ person: secretary.id }] });
    expect(told['concerns.told']?.says).toContain('Raised by Ann (Ann Works).');
    expect(told['concerns.legal']).toMatchObject({ to: [{ person: counsel.id }] });
    expect(told['concerns.legal']?.says).not.toContain('Ann');
    for (const reader of [body.asMember(chair, at('12:20')), body.asMember(ann, at('12:20')), body.asMember(counsel, at('12:20'))]) {
      expect(await listConcerns(reader, meeting.id)).toEqual([]);
      await expect(getConcern(reader, concern.id)).rejects.toThrow(NotFound);
      await expect(press(reader, 'concerns.show', { concern: concern.id })).rejects.toThrow(NotFound);
      await expect(press(reader, 'concerns.open-action', { concern: concern.id })).rejects.toThrow(NotFound);
      await expect(typed(reader, 'concerns')).rejects.toThrow(/Only the Secretariat/);
    }
    expect(await listConcerns(body.asSecretariat(secretary), meeting.id)).toHaveLength(1);
  });

  test('with the name kept out stores no id of theirs, in the row, the notices or the audit', async () => {
    const held = await withLegal(await inSession());
    const { body, ann } = held;
    const account = await world.db.account.findFirstOrThrow({ where: { personId: ann.id } });
    const { whisper } = await concerns.forms[0]!.run(body.asMember(ann, at('12:14')), input(held, 'secretariat', { nameless: ['yes'] }));
    expect(words(whisper)).toContain('Your name is kept nowhere');
    const where = { bodyId: body.body.id };
    const kept = JSON.stringify([
      await world.db.concern.findMany({ where }),
      await world.db.notice.findMany({ where }),
      await world.db.auditEvent.findMany({ where }),
      await world.db.erasable.findMany({ where }),
    ]);
    for (const trace of [ann.id, account.id, ann.name, ann.email, 'Ann Works']) expect(kept).not.toContain(trace);
    expect(await world.db.auditEvent.findFirst({ where })).toMatchObject({ actorKind: 'withheld', actorId: null });
    expect(await verifyChain(world.db, body.body.id)).toEqual({ rows: 1, broken: null });
    expect((await toldBy(held))['concerns.told']?.says).toContain('The person asked to keep their name out');
  });

  test('without a named legal contact is told to the Secretariat alone', async () => {
    const held = await inSession();
    await raise(held.body.asMember(held.ann, at('12:14')), input(held, 'secretariat'));
    expect((await toldBy(held))['concerns.legal']?.to).toMatch(/the Secretariat alone is told/);
  });

  test('with nobody there to be told says so to the person', async () => {
    const held = await inSession();
    await world.db.appointment.deleteMany({ where: { bodyId: held.body.body.id } });
    const { whisper } = await concerns.forms[0]!.run(held.body.asMember(held.ann, at('12:14')), input(held, 'secretariat'));
    expect(words(whisper)).toContain('please tell the Secretariat (secretariat@body.invalid) yourself');
  });
});

describe('the legal contact', () => {
  test('is named by e-mail in the settings of the body, and nobody in the preset that ships', () => {
    expect(readPreset('asi').settings.legalContact).toEqual([]);
    expect(BodySettings.parse({ ...settings, legalContact: ['Lee@Body.Invalid'] }).legalContact).toEqual(['lee@body.invalid']);
    expect(BodySettings.safeParse({ ...settings, legalContact: ['Lee'] }).error?.issues[0]?.message).toBe('give an e-mail address');
  });
});

describe('what became of a concern', () => {
  async function raised() {
    const held = await inSession();
    const { concern } = await raise(held.body.asMember(held.ann, at('12:14')), input(held, 'open'));
    return { ...held, concern };
  }

  test('is recorded by the chair as rows beside it, twice sent is once, and refreshes the cards', async () => {
    const { body, concern, chair } = await raised();
    for (const kind of ['concerns.chair', 'concerns.told'])
      await world.db.postedCard.create({
        data: {
          ...{ id: uuidv7(), bodyId: body.body.id, workspaceId: body.workspaceId, kind, subject: concern.id },
          ...{ messageRef: {}, refKey: kind + concern.id, postedAt: at('12:15') },
        },
      });
    const ctx = body.asMember(chair, at('12:20'));
    const { form } = await press(ctx, 'concerns.open-action', { concern: concern.id });
    expect(optionsOf(field(form, 'action'))).toContain('Deferred to counsel');
    await submit(ctx, form, { action: 'counsel', time: '13:16' });
    const { whisper } = await submit(ctx, form, { action: 'counsel', time: '13:16' });
    expect(textOf(whisper)).toContain('13:16 (Mon 12:16 UTC): Deferred to counsel, noted by Cleo Chair');
    expect(await world.db.concernStep.findMany({ where: { concernId: concern.id } })).toMatchObject([
      { what: 'action', action: 'counsel', at: at('12:16'), recordedAt: at('12:20'), byId: chair.id },
    ]);
    expect(await body.audited()).toEqual(['concerns.raise', 'concerns.noteAction']);
    expect(await world.db.postedCard.count({ where: { bodyId: body.body.id, staleAt: at('12:20') } })).toBe(2);
    expect(textOf((await concerns.cards[0]!.render(body.asScheduler(at('12:21')), concern.id)) ?? undefined)).toContain(
      'Deferred to counsel',
    );
  });

  test('names who left and who came back, members and guests', async () => {
    const { body, concern, chair, ann } = await raised();
    const ctx = body.asMember(chair, at('12:20'));
    const first = await press(ctx, 'concerns.open-movement', { concern: concern.id });
    expect(optionsOf(field(first.form, 'person'))).toEqual(['Ann, Ann Works', expect.stringContaining('Cleo Chair')]);
    await submit(ctx, first.form, { person: ann.id, what: 'left', time: '13:15' });
    const second = await press(ctx, 'concerns.open-movement', { concern: concern.id });
    const { whisper } = await submit(ctx, second.form, { person: null, name: 'Gus Guest', what: 'returned', time: null });
    expect(textOf(whisper)).toContain('13:15 (Mon 12:15 UTC): Ann left, noted by Cleo Chair');
    expect(textOf(whisper)).toContain('13:20 (Mon 12:20 UTC): Gus Guest came back');
    const [, moved] = await world.db.auditEvent.findMany({ where: { bodyId: body.body.id }, orderBy: { n: 'asc' } });
    expect(moved).toMatchObject({ action: 'concerns.noteMovement', facts: { what: 'left', personId: ann.id } });
  });

  test('is refused to others, without a person, and at a time that has not come', async () => {
    const { body, concern, chair, ann } = await raised();
    const fault = press(body.asMember(ann, at('12:20')), 'concerns.open-action', { concern: concern.id });
    await expect(fault).rejects.toThrow(/recorded by who chairs and by the Secretariat/);
    await expect(press(body.asStranger(), 'concerns.open-movement', { concern: concern.id })).rejects.toThrow(NotAllowed);
    const ctx = body.asMember(chair, at('12:20'));
    const { form } = await press(ctx, 'concerns.open-movement', { concern: concern.id });
    await expect(submit(ctx, form, { what: 'left', name: ' ' })).rejects.toThrow(/Choose who it was/);
    await expect(submit(ctx, form, { what: 'left', name: 'Gus', time: '13:30' })).rejects.toThrow(/that has passed/);
    await expect(press(ctx, 'concerns.show', { concern: uuidv7() })).rejects.toThrow(/no such concern/);
    expect(await world.db.concernStep.count({ where: { concernId: concern.id } })).toBe(0);
  });
});

describe('the record', () => {
  test("of the meeting has the concerns with what was done, those kept apart for the Secretariat's eyes", async () => {
    const held = await inSession();
    const { body, ann, chair, secretary, meeting } = held;
    const { concern } = await raise(body.asMember(ann, at('12:14')), input(held, 'open'));
    await raise(body.asMember(ann, at('12:30')), input(held, 'secretariat', { nameless: ['yes'] }));
    const ctx = body.asMember(chair, at('12:20'));
    const { form } = await press(ctx, 'concerns.open-action', { concern: concern.id });
    await submit(ctx, form, { action: 'stopped' });
    await confirmRoll(body.asMember(chair, at('13:05')), { meeting: meeting.id, version: 0 });
    const shown = await records.buttons
      .find((one) => one.id === 'records.meeting')!
      .run(body.asSecretariat(secretary, at('14:00')), { meeting: meeting.id, page: 0 });
    expect(textOf(shown.whisper)).toContain(
      'Mon 23 Nov 2026, 13:14 (Mon 12:14 UTC): competition concern about item 2, Pathway methods, raised by Ann (Ann Works), said openly; 13:20 (Mon 12:20 UTC): Stopped and not taken up again, noted by Cleo Chair',
    );
    expect(textOf(shown.whisper)).toContain('raised by somebody who asked to keep their name out, told only to the Secretariat');
    expect((await listConcerns(body.asMember(chair), meeting.id)).map((one) => one.id)).toEqual([concern.id]);
  });

  test('of all groups is listed for the Secretariat, and says when there is none', async () => {
    const held = await inSession();
    const { body, ann, secretary } = held;
    const ctx = body.asSecretariat(secretary, at('12:40'));
    expect(words((await typed(ctx, 'concerns')).whisper)).toBe('No competition concern has been raised.');
    await raise(body.asMember(ann, at('12:14')), input(held, 'secretariat'));
    const { whisper } = await typed(ctx, 'concerns');
    expect(textOf(whisper)).toContain('Circularity: Scrap quality: a competition concern was raised');
    expect(labels(whisper)).toEqual(['Show']);
  });
});
