import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordAudit } from '../../../src/bot/audit.ts';
import { inTransaction } from '../../../src/bot/context.ts';
import type { NoticeFacts } from '../../../src/bot/define.ts';
import { Conflict, InvalidInput, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { connect } from '../../../src/features/groups/connect.ts';
import { create } from '../../../src/features/groups/create.ts';
import { disconnect } from '../../../src/features/groups/disconnect.ts';
import { edit } from '../../../src/features/groups/edit.ts';
import { giveRole } from '../../../src/features/groups/give-role.ts';
import { groups } from '../../../src/features/groups/index.ts';
import { listChannels } from '../../../src/features/groups/lookup.ts';
import { openEdit } from '../../../src/features/groups/open-edit.ts';
import { openRoles } from '../../../src/features/groups/open-roles.ts';
import { publish } from '../../../src/features/statements/publish.ts';
import { NOON, openWorld, type TestBody, type World } from '../../support/world.ts';
import { refusal, refusedFields, withAccount, wordsOf } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const later = new Date(NOON.getTime() + 60_000);
const fields = { name: 'Circularity', remit: 'Fewer losses.', status: 'open', zone: 'Europe/Zurich' } as const;
const notice = (kind: string) => groups.notices.find((one) => one.kind === kind)!;
const planned = (body: TestBody) =>
  world.db.notice.findMany({ where: { bodyId: body.body.id }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });

async function secretariat() {
  const body = await world.newBody();
  const secretary = await body.person();
  await body.appoint(secretary.id, 'secretariat');
  const at = (now?: Date) => withAccount(body, body.asSecretariat(secretary, now), secretary);
  return { body, secretary, at, ctx: at(), member: await body.person() };
}

describe('/wg group', () => {
  const run = (ctx: ReturnType<TestBody['asMember']>, rest: string, place: { channelId: string; channelName: string } | null = null) => {
    const command = groups.commands.find((one) => one.word === 'group')!;
    return command.run(ctx, command.input(rest, place));
  };

  test('shows what there is, opens the forms, and says which word it does not know', async () => {
    const { body, ctx } = await secretariat();
    await body.group({ slug: 'circularity', name: 'Circularity' });
    expect(wordsOf((await run(ctx, '')).whisper!)).toMatch(/Circularity \(circularity\), open\n\[Edit\] \[Roles\][^]*\[Create a group\]/);
    expect((await run(ctx, 'create')).form?.id).toBe('groups.create');
    expect((await run(ctx, 'edit circ')).form).toMatchObject({ id: 'groups.edit', title: 'Edit Circularity' });
    expect((await run(ctx, 'roles circ')).form?.id).toBe('groups.give-role');
    expect(wordsOf((await run(ctx, 'circularity')).whisper!)).not.toContain("I don't know");
    expect(wordsOf((await run(ctx, 'circularity')).whisper!)).toContain('[Edit] [Roles]');
    expect(wordsOf((await run(ctx, 'conect circ')).whisper!)).toContain(`I don't know "conect" here.`);
    const connected = await run(ctx, 'connect circularity', { channelId: 'C1', channelName: 'circularity' });
    expect(wordsOf(connected.whisper!)).toContain('#circularity is connected to Circularity.');
  });

  test('is the Secretariat’s alone, every verb of it', async () => {
    const { body, member } = await secretariat();
    const group = await body.group({ slug: 'circularity' });
    const changedAt = NOON.toISOString();
    for (const ctx of [withAccount(body, body.asMember(member), member), body.asStranger()]) {
      const attempts = [
        run(ctx, ''),
        run(ctx, 'connect circularity', { channelId: 'C1', channelName: 'c' }),
        create(ctx, fields),
        edit(ctx, { groupId: group.id, changedAt, ...fields }),
        giveRole(ctx, { groupId: group.id, member: member.id, role: 'chair' }),
        openEdit(ctx, { group: 'circularity' }),
        openRoles(ctx, { group: 'circularity' }),
        connect(ctx, { group: 'circularity', channelId: 'C1', channelName: 'c' }),
        disconnect(ctx, { channelId: 'C1' }),
      ].map(refusal);
      for (const error of await Promise.all(attempts)) expect(error).toBeInstanceOf(NotAllowed);
    }
    expect(await body.audited()).toEqual([]);
  });
});

describe('making and changing a group', () => {
  test('makes it with a short name from its name, and audits ids and codes only', async () => {
    const { body, ctx } = await secretariat();
    const group = await create(ctx, {
      ...fields,
      name: 'Santé & Sécurité',
      termsUrl: 'https://body.invalid/tor',
      interests: 'Scrap\n\n Packaging \nScrap',
    });
    expect(group).toMatchObject({
      slug: 'sante-securite',
      interests: ['Scrap', 'Packaging'],
      termsUrl: 'https://body.invalid/tor',
      status: 'open',
    });
    const audit = await world.db.auditEvent.findFirstOrThrow({ where: { bodyId: body.body.id } });
    expect(audit).toMatchObject({
      action: 'groups.create',
      subject: `group:${group.id}`,
      facts: { groupId: group.id, slug: 'sante-securite', status: 'open' },
    });
  });

  test('refuses at the field what does not fit', async () => {
    const { body, ctx } = await secretariat();
    await body.group({ slug: 'circularity', name: 'Circularity' });
    const refused = (input: object) => refusedFields(create(ctx, { ...fields, name: 'New', ...input }));
    expect(await refused({ name: ' circulÁrity ' })).toEqual(['name']);
    expect(await refused({ name: null })).toEqual(['name']);
    expect(await refused({ slug: 'circularity' })).toEqual(['slug']);
    expect(await refused({ slug: 'Not A Slug' })).toEqual(['slug']);
    expect(await refused({ name: '!!!' })).toEqual(['slug']);
    expect(await refused({ termsUrl: 'http://body.invalid' })).toEqual(['termsUrl']);
    expect(await refused({ zone: 'Mars/Base' })).toEqual(['zone']);
    expect(await refused({ zone: '+01:00' })).toEqual(['zone']);
    expect(await refused({ applicationsUntil: '2026-02-30' })).toEqual(['applicationsUntil']);
    expect(
      await refused({ interests: 'x\n'.repeat(3) + Array.from({ length: 11 }, (_, n) => `Interest ${String(n)}`).join('\n') }),
    ).toEqual(['interests']);
  });

  test('changes what differs, says which fields in the audit, and nothing when nothing differs', async () => {
    const { body, ctx, at } = await secretariat();
    const { id } = await create(ctx, fields);
    const { changedAt } = await openEdit(ctx, { group: 'circularity' });
    const input = { groupId: id, changedAt: changedAt.toISOString(), ...fields };
    await edit(at(later), input);
    expect(await body.audited()).toEqual(['groups.create']);
    const changed = await edit(at(later), { ...input, status: 'applications', applicationsUntil: '2026-12-31' });
    expect(changed).toMatchObject({ status: 'applications', applicationsUntil: new Date('2026-12-31') });
    const audit = await world.db.auditEvent.findFirstOrThrow({ where: { bodyId: body.body.id, action: 'groups.edit' } });
    expect(audit.facts).toEqual({ groupId: id, changed: ['status', 'applicationsUntil'], status: 'applications' });
  });

  test('loses nobody’s change: a form opened before another change is told so', async () => {
    const { ctx, at } = await secretariat();
    const { id } = await create(ctx, fields);
    const changedAt = NOON.toISOString();
    await edit(at(later), { groupId: id, changedAt, ...fields, remit: 'First.' });
    expect(await refusal(edit(at(later), { groupId: id, changedAt, ...fields, remit: 'Second.' }))).toBeInstanceOf(Conflict);
    expect((await openEdit(ctx, { group: 'circularity' })).group.remit).toBe('First.');
  });

  test("does not reach another body's group", async () => {
    const { ctx } = await secretariat();
    const other = await (await world.newBody()).group();
    const changedAt = NOON.toISOString();
    expect(await refusal(edit(ctx, { groupId: other.id, changedAt, ...fields }))).toBeInstanceOf(NotFound);
  });
});

describe('roles', () => {
  test('are given to a member by id or e-mail, once, and audited with what they were', async () => {
    const { body, ctx, member } = await secretariat();
    const group = await body.group();
    const { id } = await body.member(group.id, member.id);
    expect(await giveRole(ctx, { groupId: group.id, member: member.id, role: 'chair' })).toMatchObject({
      name: member.name,
      role: 'chair',
    });
    await giveRole(ctx, { groupId: group.id, member: member.email.toUpperCase(), role: 'chair' });
    const rows = await world.db.auditEvent.findMany({ where: { bodyId: body.body.id } });
    expect(rows).toMatchObject([
      { action: 'groups.giveRole', facts: { groupId: group.id, membershipId: id, personId: member.id, role: 'chair', was: 'participant' } },
    ]);
  });

  test('are for members only', async () => {
    const { body, ctx, member } = await secretariat();
    const group = await body.group();
    const error = await refusal(giveRole(ctx, { groupId: group.id, member: member.id, role: 'chair' }));
    expect(error).toBeInstanceOf(InvalidInput);
    expect(await refusal(giveRole(ctx, { groupId: group.id, member: 'nobody@body.invalid', role: 'chair' }))).toBeInstanceOf(InvalidInput);
  });
});

describe('a channel', () => {
  const place = { channelId: 'C1', channelName: 'wg-circularity' };

  test('is connected once, and the statement is planned for it, pinned', async () => {
    const { body, ctx } = await secretariat();
    const statement = await body.statement(3);
    const group = await body.group({ slug: 'circularity', name: 'Circularity' });
    expect(await connect(ctx, { group: 'circularity', ...place })).toMatchObject({ wasConnected: false, isStatementComing: true });
    expect(await connect(ctx, { group: 'circ', ...place })).toMatchObject({ wasConnected: true });
    const [channel, ...more] = await listChannels(ctx, group.id);
    expect(more).toEqual([]);
    expect(channel).toMatchObject({ workspaceId: body.workspaceId, externalChannelId: 'C1', name: 'wg-circularity' });
    const [row, ...others] = await planned(body);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ kind: 'groups.statement', key: `channel:${String(channel?.id)}:statement:3`, dueAt: NOON });
    expect(await body.audited()).toEqual(['groups.connect']);

    const kind = notice('groups.statement');
    const facts: NoticeFacts = { ...row!, subject: { channelId: channel!.id, statementVersionId: statement.id } };
    expect(kind.pin).toBe(true);
    expect(await kind.targets(body.asScheduler(), facts)).toEqual([{ channel: channel?.id }]);
    const card = await kind.render(body.asScheduler(), facts, { channel: channel!.id });
    if ('skip' in card) throw new Error(card.skip);
    expect(wordsOf(card)).toMatch(
      /Anti-trust statement, v3[^]*Keep to the agenda\.[^]*It covers everything Circularity does, this channel too\./,
    );
  });

  test('of another group, of a closed group or outside a channel is refused in words', async () => {
    const { body, ctx } = await secretariat();
    await body.group({ slug: 'circularity', name: 'Circularity' });
    await body.group({ slug: 'climate', name: 'Climate' });
    await body.group({ slug: 'old', name: 'Old', status: 'closed' });
    await connect(ctx, { group: 'circularity', ...place });
    const taken = await refusal(connect(ctx, { group: 'climate', ...place }));
    expect(taken).toBeInstanceOf(Conflict);
    expect(taken.message).toContain('#wg-circularity is the channel of Circularity.');
    expect(await refusal(connect(ctx, { group: 'old', channelId: 'C2', channelName: 'x' }))).toBeInstanceOf(Conflict);
    expect((await refusal(connect(ctx, { group: 'climate' }))).message).toContain('in the channel');
    expect(await refusal(connect(body.asOperator(), { group: 'climate', ...place }))).toBeInstanceOf(Conflict);
    const near = await refusal(connect(ctx, { group: 'climte', channelId: 'C2', channelName: 'x' }));
    expect(near.buttons).toMatchObject([{ press: 'groups.connect', with: { group: 'climate', channelId: 'C2', channelName: 'x' } }]);
  });

  test('is disconnected, then free for another group; the statement is posted there anew', async () => {
    const { body, ctx } = await secretariat();
    await body.statement();
    await body.group({ slug: 'circularity' });
    await body.group({ slug: 'climate' });
    await connect(ctx, { group: 'circularity', ...place });
    await disconnect(ctx, { channelId: 'C1' });
    expect(await refusal(disconnect(ctx, { channelId: 'C1' }))).toBeInstanceOf(Conflict);
    await connect(ctx, { group: 'climate', ...place });
    const [first, second] = await planned(body);
    const subject = first!.subject as Record<string, string>;
    expect(await notice('groups.statement').targets(body.asScheduler(), { ...first!, subject })).toEqual({ skip: 'channel disconnected' });
    expect(second?.key).not.toBe(first?.key);
    expect(await body.audited()).toEqual(['groups.connect', 'groups.disconnect', 'groups.connect']);
  });

  test('gets a new version of the statement when it is in force; the overtaken one is not sent', async () => {
    const { body, ctx } = await secretariat();
    const group = await body.group({ slug: 'circularity' });
    const channel = await body.channel(group.id);
    const old = await body.statement();
    await publish(ctx, { kind: 'anti_trust', text: 'New words.', effectiveFrom: '2026-12-01', confirmed: ['yes'] });
    await publish(ctx, { kind: 'conduct', text: 'Be kind.', effectiveFrom: '2026-11-23' });
    const inForce = new Date('2026-11-30T23:00:00.000Z');
    const rows = await planned(body);
    expect(rows).toMatchObject([{ key: `channel:${channel.id}:statement:2`, dueAt: inForce }]);
    const targets = (now: Date, statementVersionId: string) =>
      notice('groups.statement').targets(body.asScheduler(now), { ...rows[0]!, subject: { channelId: channel.id, statementVersionId } });
    expect(await targets(inForce, old.id)).toEqual({ skip: 'another version is in force' });
  });
});

describe('joining the Board', () => {
  const began = (body: TestBody, personIds: string[], now?: Date) =>
    inTransaction(body.asOperator(now), (ctx) => {
      recordAudit(ctx, 'directory.appointments-changed', null, { personIds, office: 'board', began: true });
      return Promise.resolve();
    });

  test('ends every open membership from now, audits each, and tells the Secretariat and the person once', async () => {
    const { body, secretary, member } = await secretariat();
    const [first, second] = [await body.group({ name: 'Alpha' }), await body.group({ name: 'Beta' })];
    for (const group of [first, second]) await body.member(group.id, member.id);
    const bystander = await body.member(first.id, (await body.person()).id);
    await body.appoint(member.id, 'board', { from: '2026-11-23' });
    await Promise.all([began(body, [member.id], later), began(body, [member.id], later)]);
    await began(body, [member.id], later);

    const rows = await world.db.membership.findMany({ where: { personId: member.id } });
    for (const row of rows) expect(row).toMatchObject({ leftAt: later, endReason: 'board' });
    expect(await world.db.membership.findUniqueOrThrow({ where: { id: bystander.id } })).toMatchObject({ leftAt: null });
    expect((await body.audited()).filter((action) => action === 'groups.suspend')).toHaveLength(2);

    const [row, ...others] = await planned(body);
    expect(others).toEqual([]);
    const facts: NoticeFacts = { ...row!, subject: row!.subject as Record<string, string> };
    const kind = notice('groups.suspended');
    expect(await kind.targets(body.asScheduler(), facts)).toEqual([{ person: secretary.id }, { person: member.id }]);
    const shown = async (person: string) => {
      const card = await kind.render(body.asScheduler(), facts, { person });
      return 'skip' in card ? card.skip : wordsOf(card);
    };
    expect(await shown(secretary.id)).toContain(`${member.name} is now a sitting Board member`);
    expect(await shown(member.id)).toMatch(/^You are now a sitting Board member[^]*Alpha\nBeta/);
  });

  test('from a later day ends nothing yet, nor does the end of a term', async () => {
    const { body, member } = await secretariat();
    const group = await body.group();
    await body.member(group.id, member.id);
    await body.appoint(member.id, 'board', { from: '2026-12-01' });
    await began(body, [member.id]);
    await inTransaction(body.asOperator(), (ctx) => {
      recordAudit(ctx, 'directory.appointments-changed', null, { personIds: [member.id], office: 'board', began: false });
      return Promise.resolve();
    });
    expect(await world.db.membership.findMany({ where: { personId: member.id } })).toMatchObject([{ leftAt: null }]);
    expect(await planned(body)).toEqual([]);
  });
});
