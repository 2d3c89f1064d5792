import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Ctx } from '../../../src/bot/context.ts';
import { isSkip } from '../../../src/bot/define.ts';
import { attendance } from '../../../src/features/attendance/index.ts';
import { checkIn } from '../../../src/features/attendance/check-in.ts';
import { here } from '../../../src/features/attendance/here.ts';
import { read } from '../../../src/features/attendance/read.ts';
import { groupNotices } from '../../../src/features/groups/notices.ts';
import { join } from '../../../src/features/groups/join.ts';
import { openJoin } from '../../../src/features/groups/open-join.ts';
import { getMeetingRecord } from '../../../src/features/records/meeting-record.ts';
import { statementName } from '../../../src/features/statements/cards.ts';
import { statements } from '../../../src/features/statements/index.ts';
import { findInLanguage, languageLabel, toLocale } from '../../../src/features/statements/languages.ts';
import { findOwnStatement, getCurrentStatement } from '../../../src/features/statements/lookup.ts';
import { Conflict, NotAllowed } from '../../../src/bot/errors.ts';
import { publish } from '../../../src/features/statements/publish.ts';
import { translate as translateTo } from '../../../src/features/statements/translate.ts';
import { openPublish } from '../../../src/features/statements/open-publish.ts';
import { NOON, openWorld, type TestBody, type TestPerson, type World } from '../../support/world.ts';
import { at, heldMeeting, letPass } from '../attendance/held-meeting.ts';
import { refusedFields, wordsOf } from '../groups/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

type Version = Awaited<ReturnType<TestBody['statement']>>;

const translate = (version: Version, locale: string, text: string) =>
  world.db.statementVersion.create({ data: { ...version, id: uuidv7(), locale, text } });

/** The person acting from their chat account, whose client shows this language. */
async function from(body: TestBody, person: TestPerson, locale: string | null, now?: Date): Promise<Ctx> {
  const { id, workspaceId, externalUserId, name, email, zone } = await world.db.account.findFirstOrThrow({
    where: { personId: person.id },
  });
  await world.db.account.update({ where: { id }, data: { locale } });
  const { actor } = body.asMember(person);
  return body.ctx({ ...actor, account: { id, workspaceId, externalUserId, name, email, zone } } as Actor, now);
}

const acknowledged = (person: TestPerson) =>
  world.db.acknowledgement.findMany({ where: { personId: person.id }, select: { occasion: true, statementVersionId: true } });

describe('a statement in several languages', () => {
  test('is shown in the one a person chose, else the one of their chat, else the directory’s, else in English', async () => {
    const body = await world.newBody();
    const version = await body.statement();
    await translate(version, 'fr', 'Tenez-vous à l’ordre du jour.');
    await translate(version, 'pt-BR', 'Atenham-se à pauta.');
    const ann = await body.person();
    const shown = async (locale: string | null) => (await findOwnStatement(await from(body, ann, locale)))?.locale;
    expect(await Promise.resolve(shown(null))).toBe('en');
    expect(await shown('fr-CH')).toBe('fr');
    expect(await shown('pt_PT')).toBe('pt-BR');
    expect(await shown('ja-JP')).toBe('en');
    await world.db.person.update({ where: { id: ann.id }, data: { locale: 'pt' } });
    expect(await shown(null)).toBe('pt-BR');
    expect(await shown('fr-FR')).toBe('fr');
    await world.db.person.update({ where: { id: ann.id }, data: { preferences: { language: 'en' } } });
    expect(await shown('fr-FR')).toBe('en');
    const words = wordsOf((await statements.commands[0]!.run(await from(body, ann, 'fr-FR'), {})).whisper!);
    expect(words).toContain('Anti-trust statement, v1, in force since');
    expect(words).toContain('Also published in Brazilian Portuguese and French.\n[Preferences]');
  });

  test('is the version that counts for everybody: an older or a coming translation is not shown', async () => {
    const body = await world.newBody();
    const first = await body.statement();
    await translate(first, 'fr', 'Ancien.');
    const second = await body.statement(2, 'New words.');
    await translate({ ...second, effectiveFrom: new Date('2026-12-01') }, 'de', 'Neue Worte.');
    await translate({ ...second, version: 3 }, 'fr', 'Trop tôt.');
    const ann = await body.person();
    expect(await findOwnStatement(await from(body, ann, 'fr'))).toMatchObject({ version: 2, locale: 'en' });
    expect(await findOwnStatement(await from(body, ann, 'de'))).toMatchObject({ version: 2, locale: 'en' });
    expect(await findOwnStatement(await from(body, ann, 'de', new Date('2026-12-02')))).toMatchObject({ version: 2, locale: 'de' });
  });

  test('is numbered once: the first text in the body’s own language follows those in English', async () => {
    const body = await world.newBody();
    await body.statement(1, 'Keep to the agenda.');
    const ctx = { ...body.asOperator(), body: { ...body.body, locale: 'fr' } };
    expect(await getCurrentStatement(ctx)).toMatchObject({ version: 1, locale: 'en', language: 'English' });
    const input = { kind: 'anti_trust' as const, text: 'Tenez-vous à l’ordre du jour.', effectiveFrom: '2026-11-23' };
    expect(await publish(ctx, input)).toMatchObject({ version: 2, locale: 'fr', language: null });
    expect(await getCurrentStatement(ctx)).toMatchObject({ version: 2, locale: 'fr' });
  });

  test('is where a new version starts from in the language everybody reads', async () => {
    const body = await world.newBody();
    const version = await body.statement(1, 'Keep to the agenda.');
    await translate(version, 'de', 'Bleiben Sie bei der Tagesordnung.');
    expect(await openPublish(body.asOperator(), {})).toMatchObject({ text: 'Keep to the agenda.', seen: [version.id] });
  });

  test('is accepted on joining in the language of the form, and named so', async () => {
    const body = await world.newBody();
    const version = await body.statement();
    const french = await translate(version, 'fr', 'Tenez-vous à l’ordre du jour.');
    const group = await body.group();
    const ann = await body.person();
    const ctx = await from(body, ann, 'fr-FR');
    const form = await openJoin(ctx, { group: group.slug });
    expect('ask' in form && form.ask.statement).toMatchObject({ id: french.id, version: 1, language: 'French' });
    // Their chat's language changes while the form is open: what they read is what they accept.
    await join(await from(body, ann, 'en-GB'), { groupId: group.id, statementVersionId: french.id, comply: ['yes'] });
    expect(await acknowledged(ann)).toMatchObject([{ statementVersionId: french.id }]);
  });

  test('is accepted once at a meeting, whatever the language, and read aloud in everybody’s', async () => {
    const held = await heldMeeting(world);
    const { body, statement, meeting, chair, payload, member } = held;
    const french = await translate(statement, 'fr', 'Tenez-vous à l’ordre du jour.');
    const ann = await member('Ann', 'attending');
    const ben = await member('Ben', 'attending');
    const ctx = await from(body, ann, 'fr-FR', at('12:01'));
    const own = await here(ctx, {});
    expect(own.outcome === 'statement' && own.statement.id).toBe(french.id);
    await checkIn(ctx, { meeting: meeting.id, statement: french.id });
    await checkIn(ctx, payload);
    await checkIn(body.asMember(ben, at('12:02')), payload);
    const occasion = `meeting:${meeting.id}`;
    expect(await acknowledged(ann)).toEqual([{ occasion, statementVersionId: french.id }]);
    expect(await acknowledged(ben)).toEqual([{ occasion, statementVersionId: statement.id }]);
    await letPass(world, held);
    await read(await from(body, chair, 'fr', at('12:03')), { meeting: meeting.id });
    expect((await world.db.reading.findFirstOrThrow({ where: { meetingId: meeting.id } })).statementVersionId).toBe(statement.id);
    const record = await getMeetingRecord(body.asOperator(), meeting.id);
    expect(record.statements.map(statementName).sort()).toEqual(['Anti-trust statement, v1', 'Anti-trust statement, v1, in French']);
    expect(record.acknowledgements.map((one) => [one.name, one.version])).toEqual([['Ann', 1], ['Ben', 1], ['Cleo Chair', 1]]); // prettier-ignore
  });

  test('is accepted a second time on one occasion only in another version', async () => {
    const { body, statement, meeting, payload, member } = await heldMeeting(world);
    const french = await translate(statement, 'fr', 'Tenez-vous à l’ordre du jour.');
    const ann = await member('Ann', 'attending');
    const ctx = body.asMember(ann, at('12:01'));
    await checkIn(ctx, payload);
    await world.db.acknowledgement.count();
    const again = statements.reactions['attendance.checkIn']!;
    const entry = (id: string) => ({ facts: { meetingId: meeting.id, statementVersionId: id } }) as never;
    await again(ctx, entry(french.id));
    expect(await acknowledged(ann)).toHaveLength(1);
    await again(ctx, entry((await body.statement(2)).id));
    expect(await acknowledged(ann)).toHaveLength(2);
  });

  test('stands in a channel in everybody’s language, with the way to the reader’s own', async () => {
    const { body, statement, group, meeting } = await heldMeeting(world);
    await translate(statement, 'fr', 'Tenez-vous à l’ordre du jour.');
    const channel = await body.channel(group.id);
    const subject = { channelId: channel.id, statementVersionId: statement.id };
    const facts = { id: uuidv7(), meetingId: meeting.id, subject, dueAt: at('12:00') };
    for (const [kind, notices] of [
      ['attendance.opening', attendance.notices],
      ['groups.statement', groupNotices],
    ] as const) {
      const card = await notices
        .find((one) => one.kind === kind)!
        .render(body.asScheduler(at('12:00')), { ...facts, kind }, { channel: channel.id });
      const words = isSkip(card) ? card.skip : wordsOf(card);
      expect(words).toContain('Keep to the agenda.');
      expect(words).toContain('Also published in French.\n[In your language]');
    }
  });

  test('in one language says nothing of others', async () => {
    const body = await world.newBody();
    await body.statement();
    expect(wordsOf((await statements.commands[0]!.run(body.asStranger(), {})).whisper!)).not.toContain('Also published');
    expect((await getCurrentStatement(body.asOperator())).language).toBeNull();
  });
});

describe('publishing in another language', () => {
  const french = { kind: 'anti_trust' as const, version: '1', language: 'FR', text: 'Tenez-vous à l’ordre du jour.' };

  test('adds it to the newest version, once, and posts nothing anew', async () => {
    const body = await world.newBody();
    const english = await body.statement();
    await body.channel((await body.group()).id);
    const form = (await statements.buttons.find((one) => one.id === 'statements.open-translate')!.run(body.asOperator(), {})).form!;
    expect(form.hidden).toEqual({ kind: 'anti_trust', version: '1' });
    const done = await statements.forms.find((one) => one.id === 'statements.translate')!.run(body.asOperator(), french);
    expect(wordsOf(done.whisper!)).toContain('Anti-trust statement, v1, in French, is published.');
    await translateTo(body.asOperator(), french);
    expect(await body.audited()).toEqual(['statements.translate']);
    expect(await world.db.notice.count({ where: { bodyId: body.body.id } })).toBe(0);
    const rows = await world.db.statementVersion.findMany({ where: { bodyId: body.body.id }, orderBy: { locale: 'asc' } });
    expect(rows.map((one) => [one.locale, one.version, one.effectiveFrom])).toEqual([
      ['en', 1, english.effectiveFrom],
      ['fr', 1, NOON],
    ]);
    expect((await getCurrentStatement(body.asOperator())).id).toBe(english.id);
    const next = await publish(body.asOperator(), { ...french, text: 'New.', effectiveFrom: '2026-11-23' });
    expect(next).toMatchObject({ version: 2, language: null });
  });

  test('is refused for what is there, what is no language, an older version, and everybody but the Secretariat', async () => {
    const body = await world.newBody();
    const ctx = body.asOperator();
    await expect(translateTo(ctx, french)).rejects.toBeInstanceOf(Conflict);
    await body.statement();
    expect(await refusedFields(translateTo(ctx, { ...french, language: 'en-GB' }))).toEqual(['language']);
    expect(await refusedFields(translateTo(ctx, { ...french, language: 'Elvish' }))).toEqual(['language']);
    expect(await refusedFields(translateTo(ctx, { ...french, text: ' ' }))).toEqual(['text']);
    await translateTo(ctx, french);
    expect(await refusedFields(translateTo(ctx, { ...french, text: 'Autre.' }))).toEqual(['language']);
    await body.statement(2);
    await expect(translateTo(ctx, french)).rejects.toBeInstanceOf(Conflict);
    await expect(translateTo(body.asMember(await body.person()), french)).rejects.toBeInstanceOf(NotAllowed);
  });
});

describe('language tags', () => {
  test.each([
    ['fr', 'fr'],
    ['en_US', 'en-US'],
    [' PT-br ', 'pt-BR'],
    ['xx', null],
    ['', null],
    ['not a tag', null],
  ])('of %j is %j', (typed, locale) => {
    expect(toLocale(typed)).toBe(locale);
  });

  test('are matched exactly first, then by language', () => {
    const all = ['fr-CA', 'fr', 'zh-Hant'].map((locale) => ({ locale }));
    expect(findInLanguage(all, 'fr')?.locale).toBe('fr');
    expect(findInLanguage(all, 'fr-FR')?.locale).toBe('fr-CA');
    expect(findInLanguage(all, 'nonsense tag')).toBeUndefined();
    expect(languageLabel('de')).toBe('German (Deutsch)');
    expect(languageLabel('x')).toBe('x');
  });
});
