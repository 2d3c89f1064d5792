import pino from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { Actor, BodyFacts, Ctx, Surface } from '../../src/bot/context.ts';
import { reactionsOf } from '../../src/bot/dispatch.ts';
import { fold } from '../../src/bot/fold.ts';
import { BodySettings } from '../../src/bot/settings.ts';
import type { Database } from '../../src/db/client.ts';
import type { GroupStatus, MembershipRole, Office, Standing } from '../../src/db/generated/client.ts';
import { features } from '../../src/features/index.ts';
import { readPreset } from '../../src/preset.ts';
import { openTestDb } from './test-db.ts';

/** Noon UTC on a Monday: every test's now unless it says otherwise. */
export const NOON = new Date('2026-11-23T12:00:00.000Z');

export const settings: BodySettings = BodySettings.parse({
  contact: 'the Secretariat (secretariat@body.invalid)',
  membershipClasses: [
    { slug: 'production_and_transformation', name: 'Production and Transformation', tier: 'full' },
    { slug: 'industrial_users', name: 'Industrial Users', tier: 'full' },
    { slug: 'civil_society', name: 'Civil Society', tier: 'full' },
    { slug: 'downstream_supporters', name: 'Downstream Supporters', tier: 'associate' },
  ],
  meetingKinds: [
    { slug: 'priority', name: 'Priority' },
    { slug: 'sub_topic', name: 'Sub-topic' },
  ],
  timings: {
    agendaBefore: 7 * 24 * 60,
    nudgeBefore: 3 * 24 * 60,
    reminderBefore: 24 * 60,
    checkInBefore: 10,
    checkInAfter: 30,
    missedAfter: 30,
    correctionAfter: 72 * 60,
  },
  notices: { off: [], quietHours: { from: '22:00', until: '07:00' } },
  screen: readPreset('asi').settings.screen,
  wording: readPreset('asi').settings.wording,
});

export interface TestPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** A migrated database with one body in it; each call of `newBody` adds another that shares nothing with the first. */
export async function openWorld() {
  const test = await openTestDb();
  return { ...test, newBody: () => newBody(test.db), close: () => test.close() };
}

export type World = Awaited<ReturnType<typeof openWorld>>;
export type TestBody = Awaited<ReturnType<typeof newBody>>;

async function newBody(db: Database) {
  const body: BodyFacts = { id: uuidv7(), slug: `body-${uuidv7()}`, name: 'Test Body', zone: 'Europe/Zurich', locale: 'en', settings };
  await db.body.create({ data: { ...body, settings: body.settings, preset: 'test', createdAt: NOON } });
  const workspaceId = uuidv7();
  await db.workspace.create({
    data: { id: workspaceId, bodyId: body.id, platform: 'slack', externalId: `T${workspaceId}`, name: 'Test', connectedAt: NOON },
  });

  const ctx = (actor: Actor, now: Date = NOON, surface: Surface = 'slack'): Ctx => ({
    db,
    body,
    actor,
    surface,
    now,
    log: pino({ level: 'silent' }),
    publicUrl: 'https://convenor.invalid',
    reactions: reactionsOf(features),
    wake: () => undefined,
  });

  let serial = 0;
  async function organisation(data: { name?: string; membershipClass?: string; standing?: Standing } = {}) {
    serial += 1;
    const name = data.name ?? `Organisation ${String(serial)}`;
    return db.organisation.create({
      data: {
        id: uuidv7(),
        bodyId: body.id,
        name,
        nameKey: fold(name),
        membershipClass: data.membershipClass ?? 'civil_society',
        country: 'CH',
        standing: data.standing ?? 'good',
        emailDomains: [],
        createdAt: NOON,
        updatedAt: NOON,
      },
    });
  }

  /** A person of a new organisation in good standing (unless told otherwise), with a chat account. */
  async function person(
    data: { name?: string; organisationId?: string | null; zone?: string; account?: boolean } = {},
  ): Promise<TestPerson> {
    serial += 1;
    const name = data.name ?? `Person ${String(serial)}`;
    const email = `person${String(serial)}@body.invalid`;
    const organisationId = data.organisationId === undefined ? (await organisation()).id : data.organisationId;
    const id = uuidv7();
    await db.person.create({
      data: {
        id,
        bodyId: body.id,
        name,
        nameKey: fold(name),
        email,
        organisationId,
        zone: data.zone ?? null,
        createdAt: NOON,
        updatedAt: NOON,
      },
    });
    if (data.account !== false)
      await db.account.create({
        data: { id: uuidv7(), bodyId: body.id, workspaceId, externalUserId: `U${id}`, personId: id, name, email, seenAt: NOON },
      });
    return { id, name, email };
  }

  async function appoint(
    personId: string,
    office: Office,
    dates: { from?: string; until?: string; groupSlugs?: string[]; sponsor?: string } = {},
  ) {
    await db.appointment.create({
      data: {
        id: uuidv7(),
        bodyId: body.id,
        personId,
        office,
        fromDate: dates.from ? new Date(dates.from) : null,
        untilDate: dates.until ? new Date(dates.until) : null,
        groupSlugs: dates.groupSlugs ?? [],
        sponsor: dates.sponsor ?? null,
        createdAt: NOON,
      },
    });
  }

  async function group(
    data: { slug?: string; name?: string; status?: GroupStatus; applicationsUntil?: string; interests?: string[] } = {},
  ) {
    serial += 1;
    const name = data.name ?? `Group ${String(serial)}`;
    return db.group.create({
      data: {
        id: uuidv7(),
        bodyId: body.id,
        slug: data.slug ?? `group-${String(serial)}`,
        name,
        nameKey: fold(name),
        remit: `The remit of ${name}.`,
        status: data.status ?? 'open',
        applicationsUntil: data.applicationsUntil ? new Date(data.applicationsUntil) : null,
        interests: data.interests ?? [],
        zone: body.zone,
        createdAt: NOON,
        updatedAt: NOON,
      },
    });
  }

  async function member(groupId: string, personId: string, role: MembershipRole = 'participant') {
    return db.membership.create({
      data: { id: uuidv7(), bodyId: body.id, groupId, personId, role, basis: 'member', interests: [], joinedAt: NOON },
    });
  }

  async function channel(groupId: string, externalChannelId = `C${uuidv7()}`) {
    return db.groupChannel.create({
      data: { id: uuidv7(), bodyId: body.id, groupId, workspaceId, externalChannelId, name: 'channel', connectedAt: NOON },
    });
  }

  async function statement(version = 1, text = 'Keep to the agenda.') {
    const found = await db.statement.upsert({
      where: { bodyId_kind: { bodyId: body.id, kind: 'anti_trust' } },
      create: { id: uuidv7(), bodyId: body.id, kind: 'anti_trust' },
      update: {},
    });
    return db.statementVersion.create({
      data: {
        id: uuidv7(),
        bodyId: body.id,
        statementId: found.id,
        version,
        locale: 'en',
        text,
        sha256: 'test',
        effectiveFrom: new Date('2026-01-01'),
        publishedAt: new Date('2026-01-01'),
        confirmed: true,
      },
    });
  }

  const acting = (one: TestPerson, isSecretariat: boolean): Actor => ({
    kind: 'person',
    person: { id: one.id, name: one.name, zone: body.zone, isSecretariat },
    account: null,
  });

  return {
    body,
    workspaceId,
    ctx,
    organisation,
    person,
    appoint,
    group,
    member,
    channel,
    statement,
    asMember: (one: TestPerson, now?: Date) => ctx(acting(one, false), now),
    asSecretariat: (one: TestPerson, now?: Date) => ctx(acting(one, true), now),
    asScheduler: (now?: Date) => ctx({ kind: 'scheduler' }, now, 'scheduler'),
    asOperator: (now?: Date) => ctx({ kind: 'operator' }, now, 'cli'),
    asStranger: (externalUserId = 'USTRANGER', now?: Date) =>
      ctx({ kind: 'stranger', account: { id: uuidv7(), workspaceId, externalUserId, name: 'Stranger', email: null, zone: null } }, now),
    /** The audit actions of this body, oldest first. */
    async audited(): Promise<string[]> {
      const rows = await db.auditEvent.findMany({ where: { bodyId: body.id }, orderBy: { n: 'asc' } });
      return rows.map((row) => row.action);
    },
  };
}
