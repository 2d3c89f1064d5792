import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordAudit } from '../../../src/bot/audit.ts';
import { inTransaction } from '../../../src/bot/context.ts';
import { Conflict, NotAllowed, NotFound, Unavailable } from '../../../src/bot/errors.ts';
import { statements } from '../../../src/features/statements/index.ts';
import {
  findCurrentStatement,
  getCurrentStatement,
  getStatement,
  hasAcknowledged,
  listVersions,
} from '../../../src/features/statements/lookup.ts';
import { openPublish } from '../../../src/features/statements/open-publish.ts';
import { publish } from '../../../src/features/statements/publish.ts';
import { show } from '../../../src/features/statements/show.ts';
import { versions } from '../../../src/features/statements/versions.ts';
import { NOON, openWorld, type TestBody, type World } from '../../support/world.ts';
import { refusal, refusedFields, wordsOf } from '../groups/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const TODAY = '2026-11-23';
const antiTrust = { kind: 'anti_trust' as const, text: 'Keep to the agenda. Speak up.', effectiveFrom: TODAY, confirmed: ['yes'] };

async function secretariat() {
  const body = await world.newBody();
  const secretary = await body.person();
  return { body, ctx: body.asSecretariat(secretary), member: await body.person() };
}

describe('publishing', () => {
  test('makes the next version with its hash, and keeps the one before', async () => {
    const { body, ctx } = await secretariat();
    await body.statement(1, 'Old words.');
    const published = await publish(ctx, { ...antiTrust, policyUrl: 'https://body.invalid/policy' });
    expect(published).toMatchObject({ version: 2, text: antiTrust.text, confirmed: true, policyUrl: 'https://body.invalid/policy' });
    expect(published.effectiveOn).toEqual(new Date(TODAY));
    const sha256 = createHash('sha256').update(antiTrust.text).digest('hex');
    expect(await listVersions(ctx)).toMatchObject([
      { version: 2, sha256 },
      { version: 1, text: 'Old words.' },
    ]);
    expect((await getCurrentStatement(ctx)).id).toBe(published.id);
    const audit = await world.db.auditEvent.findFirstOrThrow({ where: { bodyId: body.body.id } });
    expect(audit).toMatchObject({
      action: 'statements.publish',
      facts: { statementVersionId: published.id, kind: 'anti_trust', version: 2, sha256 },
    });
  });

  test('makes the first version of a kind, each kind numbered by itself', async () => {
    const { body, ctx } = await secretariat();
    await body.statement(4);
    const { version } = await publish(ctx, { ...antiTrust, kind: 'conduct' });
    expect(version).toBe(1);
  });

  test('comes into force on its day in the body’s zone, and a higher version wins', async () => {
    const { body, ctx, member } = await secretariat();
    await body.statement(1);
    await publish(ctx, { ...antiTrust, effectiveFrom: '2026-12-01' });
    const current = async (now: string) => (await getCurrentStatement(body.asMember(member, new Date(now)))).version;
    expect(await current('2026-11-30T22:59:59.999Z')).toBe(1);
    expect(await current('2026-11-30T23:00:00.000Z')).toBe(2);
    await publish(ctx, { ...antiTrust, text: 'In force before it.', effectiveFrom: TODAY });
    expect(await current('2026-11-23T12:00:00.000Z')).toBe(3);
    expect(await current('2026-12-02T12:00:00.000Z')).toBe(3);
  });

  test('twice from the same form publishes once', async () => {
    const { body, ctx } = await secretariat();
    await body.statement(1);
    const { seen } = await openPublish(ctx, {});
    const input = { ...antiTrust, seen: seen.join(',') };
    const [first, second] = [await publish(ctx, input), await publish(ctx, input)];
    expect(second.id).toBe(first.id);
    expect(await body.audited()).toEqual(['statements.publish']);
  });

  test('at the same time as somebody else gives every version its own number', async () => {
    const { body, ctx } = await secretariat();
    await body.statement(1);
    const { seen } = await openPublish(ctx, {});
    const attempts = await Promise.allSettled(['One.', 'Two.'].map((text) => publish(ctx, { ...antiTrust, text, seen: seen.join(',') })));
    expect(attempts.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = attempts.find((one) => one.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(Conflict);
    expect((await listVersions(ctx)).map((one) => one.version)).toEqual([2, 1]);
  });

  test('refuses at the field what does not fit', async () => {
    const { ctx } = await secretariat();
    await publish(ctx, antiTrust);
    const refused = (input: object) => refusedFields(publish(ctx, { ...antiTrust, text: 'Other.', ...input }));
    expect(await refused({ text: antiTrust.text })).toEqual(['text']);
    expect(await refused({ text: '   ' })).toEqual(['text']);
    expect(await refused({ text: null })).toEqual(['text']);
    expect(await refused({ text: 'x'.repeat(2_501) })).toEqual(['text']);
    expect(await refused({ policyUrl: 'http://body.invalid' })).toEqual(['policyUrl']);
    expect(await refused({ effectiveFrom: '2026-11-22' })).toEqual(['effectiveFrom']);
    expect(await refused({ effectiveFrom: null })).toEqual(['effectiveFrom']);
    expect(await refused({ kind: 'other' })).toEqual(['kind']);
  });

  test('and its list of versions are the Secretariat’s alone', async () => {
    const { body, member } = await secretariat();
    for (const ctx of [body.asMember(member), body.asStranger()])
      for (const error of await Promise.all([publish(ctx, antiTrust), openPublish(ctx, {}), versions(ctx, {})].map(refusal)))
        expect(error).toBeInstanceOf(NotAllowed);
    expect(await listVersions(body.asMember(member))).toEqual([]);
  });
});

describe('/wg policy', () => {
  const shown = async (ctx: ReturnType<TestBody['asMember']>) => wordsOf((await statements.commands[0]!.run(ctx, {})).whisper!);

  test('shows the text in force and the coming one, with version and day, to anybody', async () => {
    const { body, ctx } = await secretariat();
    await body.statement(1, 'Keep to the agenda.');
    await publish(ctx, { ...antiTrust, effectiveFrom: '2026-12-01', confirmed: null, policyUrl: 'https://body.invalid/policy' });
    const words = await shown(body.asStranger());
    expect(words).toContain('Anti-trust statement, v1, in force since 1 Jan 2026\nKeep to the agenda.');
    expect(words).toContain('Anti-trust statement, v2, in force from 1 Dec 2026');
    expect(words).toContain('To be confirmed by the Secretariat.');
    expect(words).toContain('Read the full policy');
    expect(words).not.toContain('[New version]');
    expect(await shown(ctx)).toContain('[New version] [All versions]');
  });

  test('says so when nothing is published', async () => {
    const { ctx, body, member } = await secretariat();
    expect(await shown(ctx)).toContain('No text is published yet.');
    expect((await show(ctx, {})).current).toEqual([]);
    expect(await findCurrentStatement(ctx)).toBeNull();
    expect(await refusal(getCurrentStatement(body.asMember(member)))).toBeInstanceOf(Unavailable);
  });
});

describe('what was published and accepted', () => {
  test('is never changed or deleted', async () => {
    const { body, member } = await secretariat();
    const version = await body.statement();
    await world.db.acknowledgement.create({
      data: {
        id: uuidv7(),
        bodyId: body.body.id,
        personId: member.id,
        statementVersionId: version.id,
        occasion: 'join:x',
        at: NOON,
        surface: 'slack',
      },
    });
    await expect(world.db.statementVersion.updateMany({ where: { id: version.id }, data: { text: 'Other.' } })).rejects.toThrow();
    await expect(world.db.statementVersion.deleteMany({ where: { id: version.id } })).rejects.toThrow();
    await expect(world.db.acknowledgement.updateMany({ where: { personId: member.id }, data: { occasion: 'join:y' } })).rejects.toThrow();
    await expect(world.db.acknowledgement.deleteMany({ where: { personId: member.id } })).rejects.toThrow();
    expect(await getStatement(body.asMember(member), version.id)).toMatchObject({ text: 'Keep to the agenda.' });
  });

  test('of another body is not found', async () => {
    const { ctx } = await secretariat();
    const other = await world.newBody();
    const version = await other.statement();
    expect(await refusal(getStatement(ctx, version.id))).toBeInstanceOf(NotFound);
    expect(await findCurrentStatement(ctx)).toBeNull();
  });
});

describe('checking in', () => {
  test('is an acceptance of the statement that was on show, once', async () => {
    const { body, member } = await secretariat();
    const version = await body.statement();
    const meetingId = uuidv7();
    const checkIn = (facts: Record<string, string | null>) =>
      inTransaction(body.asMember(member), (ctx) => {
        recordAudit(ctx, 'attendance.checkIn', `meeting:${meetingId}`, facts);
        return Promise.resolve();
      });
    await checkIn({ meetingId, statementVersionId: null });
    expect(await hasAcknowledged(body.asMember(member), member.id, `meeting:${meetingId}`)).toBe(false);
    await checkIn({ meetingId, statementVersionId: version.id });
    await checkIn({ meetingId, statementVersionId: version.id });
    const rows = await world.db.acknowledgement.findMany({ where: { personId: member.id } });
    expect(rows).toMatchObject([{ occasion: `meeting:${meetingId}`, statementVersionId: version.id, meetingId, surface: 'slack' }]);
    expect(await hasAcknowledged(body.asMember(member), member.id, `meeting:${meetingId}`)).toBe(true);
  });
});
