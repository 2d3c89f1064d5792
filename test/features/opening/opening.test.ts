import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Card } from '../../../src/bot/card.ts';
import type { Ctx } from '../../../src/bot/context.ts';
import { Conflict, InvalidInput, NotAllowed } from '../../../src/bot/errors.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { attendance } from '../../../src/features/attendance/index.ts';
import { checkIn } from '../../../src/features/attendance/check-in.ts';
import { close } from '../../../src/features/attendance/close.ts';
import { confirmRoll } from '../../../src/features/attendance/confirm-roll.ts';
import { leaveEarly } from '../../../src/features/attendance/leave-early.ts';
import { read } from '../../../src/features/attendance/read.ts';
import { ask } from '../../../src/features/opening/ask.ts';
import { opening } from '../../../src/features/opening/index.ts';
import { findOpened, openingSubject } from '../../../src/features/opening/lookup.ts';
import { open } from '../../../src/features/opening/open.ts';
import { override } from '../../../src/features/opening/override.ts';
import { postNow } from '../../../src/features/opening/post-now.ts';
import { getMeetingRecord } from '../../../src/features/records/meeting-record.ts';
import { meetingRecordCard } from '../../../src/features/records/meeting-cards.ts';
import { labels, textOf, words, wordsOf } from '../../support/card-words.ts';
import { openWorld, type World } from '../../support/world.ts';
import { addMeeting, at, heldMeeting, passGate, posted, secretariatHere, writeAgenda, type Held } from '../attendance/held-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const page = async (ctx: Ctx, rest = ''): Promise<Card> => {
  const command = opening.commands.find((one) => one.word === 'open')!;
  return (await command.run(ctx, command.input(rest, null))).whisper!;
};
const refusal = async (work: Promise<unknown>): Promise<Conflict> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Conflict);
  return error as Conflict;
};
const offered = (error: Conflict): string[] => error.buttons.map((one) => toPlain(one.label));
const card = (held: Held, time: string, isSecretariat = false) =>
  attendance.cards
    .find((one) => one.kind === 'attendance.opening-chair')!
    .render(held.body.asScheduler(at(time)), openingSubject(held.meeting.id, isSecretariat)) as Promise<Card>;

const REASON = 'The agenda was read out at the start.';

describe('the opening gate', () => {
  test('refuses a reading while something is missing, names each line, and offers what can be done', async () => {
    const held = await heldMeeting(world);
    const { body, meeting, chair, group } = held;
    await body.channel(group.id);
    await writeAgenda(world, held);
    await posted(world, held, 'meetings.announced', at('09:00'));
    const error = await refusal(read(body.asMember(chair, at('12:01')), { meeting: meeting.id }));
    expect(error.message).toContain('Nothing is recorded yet');
    const said = wordsOf(error.words);
    expect(said).toContain('Agenda: sent Mon 23 Nov 2026, 10:00 (Mon 09:00 UTC), 3 hours before the start, which is too late');
    expect(said).toContain('Secretariat: nobody is named for this meeting, and nobody of the Secretariat has checked in');
    expect(said).toContain('Statement: not posted in a channel of the group');
    expect(offered(error)).toEqual(['Post it now', 'Ask the Secretariat to let it open', 'See the opening page']);
    expect(await world.db.reading.count({ where: { meetingId: meeting.id } })).toBe(0);
    expect(await body.audited()).toEqual([]);
  });

  test('counts an announcement as sending the agenda only when the agenda was written by then', async () => {
    const held = await heldMeeting(world);
    const { body, chair } = held;
    await posted(world, held, 'meetings.announced', new Date('2026-10-01T09:00:00Z'));
    expect(textOf(await page(body.asMember(chair, at('12:00'))))).toContain('Agenda: there is none yet');
    await writeAgenda(world, held);
    expect(textOf(await page(body.asMember(chair, at('12:00'))))).toContain('Agenda: it has not gone out to a channel');
    await posted(world, held, 'meetings.announced', new Date('2026-11-01T09:00:00Z'));
    expect(textOf(await page(body.asMember(chair, at('12:00'))))).toContain('22 days before the start, ok');
  });

  test('sees the Secretariat by a check-in or when they open it themselves, and no more once they left', async () => {
    const held = await heldMeeting(world);
    const { body, meeting, chair, secretary } = held;
    const line = async (ctx: Ctx) => /Secretariat: [^\n]*/.exec(textOf(await page(ctx)))?.[0];
    expect(await line(body.asMember(chair, at('12:00')))).toContain('nobody');
    expect(await line(body.asSecretariat(secretary, at('12:00')))).toBe('Secretariat: Sam Secretary opens the meeting, ok');
    await secretariatHere(world, held);
    expect(await line(body.asMember(chair, at('12:00')))).toContain('Sam Secretary is here since 12:51');
    await leaveEarly(body.asSecretariat(secretary, at('12:02')), { meeting: meeting.id });
    expect(await line(body.asMember(chair, at('12:03')))).toContain('Sam Secretary has left');
  });

  test('opens when everything is in place, and keeps the checks as they stood then', async () => {
    const held = await heldMeeting(world);
    await passGate(world, held);
    const { body, meeting, chair, secretary } = held;
    await read(body.asMember(chair, at('12:01')), { meeting: meeting.id });
    await leaveEarly(body.asSecretariat(secretary, at('12:02')), { meeting: meeting.id });
    const opened = await findOpened(body.asMember(chair), meeting.id);
    expect(opened).toMatchObject({ by: 'Cleo Chair', at: at('12:01') });
    expect(opened?.checks.map(({ check, fact, isOk }) => [check, fact, isOk])).toEqual([
      ['agenda', 'sent', true],
      ['secretariat', 'here', true],
      ['statement', 'posted', true],
    ]);
    const record = meetingRecordCard(await getMeetingRecord(body.asSecretariat(secretary, at('14:00')), meeting.id), 0, String);
    expect(textOf(record)).toContain('Secretariat: Sam Secretary is here since 12:51 (Mon 11:51 UTC), ok');
  });

  test('opened by two chairs at once is opened by one, and the other hears who', async () => {
    const held = await heldMeeting(world);
    await passGate(world, held);
    const { body, meeting, chair } = held;
    const vice = await body.person({ name: 'Vic Vice' });
    await body.member(held.group.id, vice.id, 'vice_chair');
    const both = await Promise.all([chair, vice].map((one) => read(body.asMember(one, at('12:01')), { meeting: meeting.id })));
    expect(both.map((one) => one.outcome).sort()).toEqual(['already', 'recorded']);
    const by = both.map((one) => (one.outcome === 'choose' ? '' : one.by));
    expect(new Set(by).size).toBe(1);
    expect(await world.db.opening.count({ where: { meetingId: meeting.id } })).toBe(1);
    expect(await body.audited()).toEqual(['attendance.read', 'attendance.checkIn']);
  });
});

describe('letting pass', () => {
  test('is the Secretariat’s with a reason, once a check; then the meeting opens and the record says so', async () => {
    const held = await heldMeeting(world);
    const { body, meeting, chair, secretary } = held;
    await writeAgenda(world, held);
    await posted(world, held, 'attendance.opening', at('12:00'));
    const ctx = body.asSecretariat(secretary, at('12:01'));
    const [form] = opening.forms.filter((one) => one.id === 'opening.override');
    const first = await form!.run(ctx, { meeting: meeting.id, check: 'agenda', reason: REASON });
    expect(words(first.whisper)).toContain(`Went on without the agenda check, by Sam Secretary at 13:01 (Mon 12:01 UTC): ${REASON}`);
    const again = await override(body.asSecretariat(secretary, at('12:02')), {
      meeting: meeting.id,
      check: 'agenda',
      reason: 'Another one',
    });
    expect(again).toMatchObject({ outcome: 'already', override: { reason: REASON, at: at('12:01') } });
    expect(await body.audited()).toEqual(['opening.override']);
    await secretariatHere(world, held);
    expect(await read(body.asMember(chair, at('12:03')), { meeting: meeting.id })).toMatchObject({ outcome: 'recorded' });
    const record = meetingRecordCard(await getMeetingRecord(body.asSecretariat(secretary, at('14:00')), meeting.id), 0, String);
    expect(textOf(record)).toContain('Agenda: it has not gone out to a channel');
    expect(textOf(record)).toContain(REASON);
  });

  test('is refused to chairs, after the opening, for a check that is in place, for an unknown one, and without a reason', async () => {
    const held = await heldMeeting(world);
    await passGate(world, held);
    const { body, meeting, chair, secretary } = held;
    const input = { meeting: meeting.id, check: 'agenda' as const, reason: REASON };
    await expect(override(body.asMember(chair, at('12:01')), input)).rejects.toThrow(NotAllowed);
    const ctx = body.asSecretariat(secretary, at('12:01'));
    await expect(override(ctx, input)).rejects.toThrow(/in place now/);
    await expect(override(ctx, { ...input, check: 'weather' as never })).rejects.toThrow(InvalidInput);
    await expect(override(ctx, { ...input, reason: ' ' })).rejects.toThrow(InvalidInput);
    await expect(override(body.asSecretariat(secretary, at('11:00')), input)).rejects.toThrow(/can be opened from/);
    await read(ctx, { meeting: meeting.id });
    await expect(override(ctx, input)).rejects.toThrow(/open already: Sam Secretary/);
    expect(await world.db.override.count({ where: { meetingId: meeting.id } })).toBe(0);
  });

  test('is asked for by a chair in one message, which follows the gate', async () => {
    const held = await heldMeeting(world);
    const { body, meeting, chair, secretary } = held;
    const ctx = body.asMember(chair, at('12:01'));
    const [one, two] = await Promise.all([ask(ctx, { meeting: meeting.id }), ask(ctx, { meeting: meeting.id })]);
    expect([one.outcome, two.outcome]).toContain('asked');
    const planned = await world.db.notice.findMany({ where: { meetingId: meeting.id, kind: 'opening.asked' } });
    expect(planned).toHaveLength(1);
    const [kind] = opening.notices;
    const notice = { ...planned[0]!, subject: {} };
    expect(await kind!.targets(body.asScheduler(at('12:01')), notice)).toEqual([{ person: secretary.id }]);
    const sent = (await kind!.render(body.asScheduler(at('12:01')), notice, { person: secretary.id })) as Card;
    expect(labels(sent)).toEqual(['Go on anyway: agenda', 'Go on anyway: Secretariat', 'Go on anyway: statement']);
    expect(textOf(await page(ctx))).toContain('The Secretariat was asked to let it open at 13:01');
    for (const check of ['agenda', 'secretariat', 'statement'] as const)
      await override(body.asSecretariat(secretary, at('12:02')), { meeting: meeting.id, check, reason: REASON });
    expect(await read(body.asMember(chair, at('12:03')), { meeting: meeting.id })).toMatchObject({ outcome: 'recorded' });
    await expect(ask(body.asMember(await held.member('Ann'), at('12:02')), { meeting: meeting.id })).rejects.toThrow(NotAllowed);
  });

  test('let open, tells whoever runs the meeting in a message of its own, but not who let it open', async () => {
    const held = await heldMeeting(world);
    const { body, meeting, chair, secretary } = held;
    const told = () => world.db.notice.findMany({ where: { meetingId: meeting.id, kind: 'opening.let-open' } });
    const letPass = (check: 'agenda' | 'secretariat' | 'statement', time: string) =>
      override(body.asSecretariat(secretary, at(time)), { meeting: meeting.id, check, reason: REASON });
    await letPass('agenda', '12:01');
    await letPass('secretariat', '12:01');
    expect(await told()).toEqual([]);
    await letPass('statement', '12:02');
    const [planned, ...more] = await told();
    expect(more).toEqual([]);
    expect(planned).toMatchObject({ dueAt: at('12:02'), expiresAt: meeting.endsAt, subject: { by: secretary.id } });
    const kind = opening.notices.find((one) => one.kind === 'opening.let-open')!;
    const notice = { ...planned!, subject: { by: secretary.id } };
    const ctx = body.asScheduler(at('12:02'));
    expect(await kind.targets(ctx, notice)).toEqual([{ person: chair.id }]);
    const sent = (await kind.render(ctx, notice, { person: chair.id })) as Card;
    expect(labels(sent)).toEqual(['Statement read aloud and I will comply', 'See the opening page', 'Join the meeting']);
    expect(textOf(sent)).toContain('can be opened now');
    expect(textOf(sent)).toContain(`by Sam Secretary at 13:02 (Mon 12:02 UTC): ${REASON}`);
    await read(body.asMember(chair, at('12:03')), { meeting: meeting.id });
    expect(await kind.render(body.asScheduler(at('12:03')), notice, { person: chair.id })).toEqual({ skip: 'the meeting is open' });
  });

  test('marks what is missing, and offers to read aloud as the main thing only when nothing is', async () => {
    const held = await heldMeeting(world);
    const { body, meeting, chair, secretary } = held;
    const style = (shown: Card) =>
      shown.blocks
        .flatMap((block) => (block.type === 'buttons' ? block.buttons : []))
        .find(({ label }) => toPlain(label) === 'Statement read aloud and I will comply')?.style;
    const before = await page(body.asMember(chair, at('12:01')));
    expect(textOf(before)).toContain('Missing: Agenda: there is none yet');
    expect(style(before)).toBeUndefined();
    for (const check of ['agenda', 'secretariat', 'statement'] as const)
      await override(body.asSecretariat(secretary, at('12:02')), { meeting: meeting.id, check, reason: REASON });
    const after = await page(body.asMember(chair, at('12:03')));
    expect(textOf(after)).not.toContain('Missing');
    expect(style(after)).toBe('primary');
  });

  test('the card of a chair offers to ask, that of the Secretariat to go on', async () => {
    const held = await heldMeeting(world);
    expect(labels(await card(held, '12:00'))[0]).toBe('Ask the Secretariat to let it open');
    expect(labels(await card(held, '12:00', true))[0]).toBe('Go on anyway: agenda');
  });

  test('a statement that never went out is posted by one press, once', async () => {
    const held = await heldMeeting(world);
    const { body, meeting, chair, group } = held;
    const ctx = body.asMember(chair, at('12:01'));
    expect(wordsOf((await refusal(postNow(ctx, { meeting: meeting.id }))).words)).toContain('no channel');
    await body.channel(group.id);
    await postNow(ctx, { meeting: meeting.id });
    expect(wordsOf((await refusal(postNow(ctx, { meeting: meeting.id }))).words)).toContain('on its way');
    const planned = await world.db.notice.findMany({ where: { meetingId: meeting.id, kind: 'attendance.opening' } });
    expect(planned).toMatchObject([{ state: 'planned', dueAt: at('12:01'), subject: { sequence: '0' } }]);
  });
});

describe('/wg open and /wg close', () => {
  test('open the page of the meeting one runs, let choose between several, and say when there is none', async () => {
    const held = await heldMeeting(world);
    const { body, group, chair, member } = held;
    expect(words(await page(body.asMember(chair, at('09:00'))))).toContain('No meeting that you run is under way or about to start');
    expect(words(await page(body.asMember(await member('Ann'), at('12:00'))))).toContain('No meeting that you run');
    expect(textOf(await page(body.asMember(chair, at('11:51')), 'circularity'))).toContain('Open the meeting: Scrap quality');
    await addMeeting(world, body, group.id, { subTopic: 'Packaging' });
    expect(labels(await page(body.asMember(chair, at('12:00'))))).toEqual(['Open the meeting', 'Open the meeting']);
    await expect(open(body.asMember(await member('Ben'), at('12:00')), { meeting: held.meeting.id })).rejects.toThrow(NotAllowed);
  });

  test('opened once, the page says by whom and when', async () => {
    const held = await heldMeeting(world);
    await passGate(world, held);
    const { body, meeting, chair } = held;
    await read(body.asMember(chair, at('12:01')), { meeting: meeting.id });
    const shown = await page(body.asMember(chair, at('12:05')));
    expect(textOf(shown)).toContain('Read aloud: recorded at 13:01 (Mon 12:01 UTC) by Cleo Chair');
    expect(labels(shown)).toEqual(['Join the meeting', 'Raise a concern', 'Declare a conflict of interest', 'Close the meeting']);
    expect(await read(body.asMember(chair, at('12:06')), { meeting: meeting.id })).toMatchObject({ outcome: 'already', at: at('12:01') });
  });

  test('closing one that was not opened records nothing and says both ways; the Secretariat lets it pass', async () => {
    const held = await heldMeeting(world);
    const { body, meeting, chair, secretary } = held;
    const error = await refusal(close(body.asMember(chair, at('13:01')), {}));
    expect(wordsOf(error.words)).toContain('nobody recorded that the statement was read aloud. Nothing was closed');
    expect(offered(error)).toEqual(['Statement read aloud and I will comply', 'Ask the Secretariat to let it open']);
    const ctx = body.asSecretariat(secretary, at('13:02'));
    expect(offered(await refusal(close(ctx, { meeting: meeting.id })))).toEqual([
      'Statement read aloud and I will comply',
      'Close without a reading',
    ]);
    await override(ctx, { meeting: meeting.id, check: 'not_opened', reason: 'The chair was cut off.' });
    expect(await close(body.asMember(chair, at('13:03')), {})).toMatchObject({ outcome: 'open' });
    await confirmRoll(body.asMember(chair, at('13:04')), { meeting: meeting.id, version: 0 });
    const record = meetingRecordCard(await getMeetingRecord(ctx, meeting.id), 0, String);
    expect(textOf(record)).toContain('Not opened: it is not recorded that the statement was read aloud');
    expect(textOf(record)).toContain('The chair was cut off.');
  });

  test('closing one that was opened gives its roll', async () => {
    const held = await heldMeeting(world);
    await passGate(world, held);
    const { body, meeting, chair } = held;
    await read(body.asMember(chair, at('12:01')), { meeting: meeting.id });
    const command = attendance.commands.find((one) => one.word === 'close')!;
    expect((await command.run(body.asMember(chair, at('12:50')), command.input('circularity', null))).form).toMatchObject({
      title: 'Who was there?',
    });
    await expect(close(body.asMember(chair, at('11:55')), { meeting: meeting.id })).rejects.toThrow(/once it has begun/);
  });
});

describe('the live view', () => {
  async function inClass(held: Held, name: string, membershipClass: string, time: string) {
    const organisation = await held.body.organisation({ name: `${name} Works`, membershipClass });
    const person = await held.body.person({ name, organisationId: organisation.id });
    await held.body.member(held.group.id, person.id);
    await checkIn(held.body.asMember(person, at(time)), held.payload);
    return person;
  }

  test('says who is here, by class, who is expected and who left, and how it ended', async () => {
    const held = await heldMeeting(world);
    await passGate(world, held);
    const { body, meeting, chair } = held;
    const ann = await held.member('Ann', 'attending');
    await held.member('Ben', 'attending');
    const eve = await held.member('Eve');
    for (const one of [ann, eve]) await checkIn(body.asMember(one, at('12:01')), held.payload);
    await leaveEarly(body.asMember(eve, at('12:20')), { meeting: meeting.id });
    await read(body.asMember(chair, at('12:02')), { meeting: meeting.id });
    const shown = textOf(await card(held, '12:30'));
    expect(shown).toContain('Here: 3 of 5 expected. Secretariat 1, Civil Society 2.');
    expect(shown).toContain('Ann, Ann Works: 13:01');
    expect(shown).toContain('Left:\nEve, Eve Works: 13:20');
    expect(shown).toContain('Expected and not here: Ben.');
    expect(shown).toContain('Conflicts of interest declared: none.');
    const ended = await card(held, '13:00');
    expect(textOf(ended)).toContain('ended at Mon 23 Nov 2026, 14:00 (Mon 13:00 UTC)');
    expect(labels(ended)).toEqual(['Confirm the roll']);
  });

  test('points out likely competitors alone, and that nobody of the Secretariat is here', async () => {
    const held = await heldMeeting(world);
    const { body, secretary } = held;
    body.body.settings.membershipClasses.find((one) => one.slug === 'industrial_users')!.competes = true;
    await inClass(held, 'Ina', 'industrial_users', '12:01');
    expect(textOf(await card(held, '12:02'))).toContain('Nobody of the Secretariat is here.');
    await inClass(held, 'Ivo', 'industrial_users', '12:02');
    expect(textOf(await card(held, '12:03'))).toContain(
      'everybody here is of one class, Industrial Users, whose organisations may compete',
    );
    await secretariatHere(world, { ...held, secretary }, at('12:04'));
    expect(textOf(await card(held, '12:05'))).not.toMatch(/Nobody of the Secretariat|compete/);
  });

  test('is drawn again when somebody comes, leaves or answers', async () => {
    const held = await heldMeeting(world);
    const { body, meeting } = held;
    const ann = await held.member('Ann', 'attending');
    const ref = { platform: 'slack' as const, workspaceId: body.workspaceId, channelId: 'D1', ts: '1' };
    const row = { id: uuidv7(), bodyId: body.body.id, workspaceId: body.workspaceId, kind: 'attendance.opening-chair' };
    await world.db.postedCard.create({
      data: { ...row, subject: openingSubject(meeting.id, true), messageRef: ref, refKey: `opening ${row.id}`, postedAt: at('12:00') },
    });
    const isStale = async () => {
      const { staleAt } = await world.db.postedCard.findUniqueOrThrow({ where: { id: row.id } });
      await world.db.postedCard.update({ where: { id: row.id }, data: { staleAt: null } });
      return staleAt !== null;
    };
    expect(await isStale()).toBe(false);
    await checkIn(body.asMember(ann, at('12:01')), held.payload);
    expect(await isStale()).toBe(true);
    await leaveEarly(body.asMember(ann, at('12:02')), { meeting: meeting.id });
    expect(await isStale()).toBe(true);
  });
});
