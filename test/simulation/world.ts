import pino from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { Actor, BodyFacts, Ctx, Surface } from '../../src/bot/context.ts';
import { reactionsOf } from '../../src/bot/dispatch.ts';
import { fold } from '../../src/bot/fold.ts';
import { BodySettings } from '../../src/bot/settings.ts';
import type { Database } from '../../src/db/client.ts';
import { features } from '../../src/features/index.ts';
import { NO_PREFERENCES, type Group, type Model, type Organisation, type Person } from './model.ts';
import type { Random } from './random.ts';
import { addDays, dayIn } from './wall-time.ts';

export const BODY_ZONE = 'Europe/Zurich';
/** Of these, the clocks of all changed in 2018; Lord Howe's by half an hour, Sao Paulo's at midnight. */
export const ZONES = ['Europe/Zurich', 'America/New_York', 'Australia/Lord_Howe', 'Australia/Sydney', 'America/Sao_Paulo'] as const;

/** Where meetings are planned that are not in their group's zone; in Tokyo the clocks never change. */
export const OTHER_ZONES = [...ZONES, 'Asia/Tokyo'] as const;

const DAY_MINUTES = 24 * 60;

const settings = BodySettings.parse({
  contact: 'the Secretariat (secretariat@body.invalid)',
  membershipClasses: [
    { slug: 'industrial_users', name: 'Industrial Users', tier: 'full' },
    { slug: 'civil_society', name: 'Civil Society', tier: 'full' },
    { slug: 'downstream_supporters', name: 'Downstream Supporters', tier: 'associate' },
  ],
  meetingKinds: [
    { slug: 'priority', name: 'Priority' },
    { slug: 'sub_topic', name: 'Sub-topic' },
  ],
  notices: { off: [], quietHours: null },
  timings: {
    agendaBefore: 7 * DAY_MINUTES,
    nudgeBefore: 3 * DAY_MINUTES,
    reminderBefore: DAY_MINUTES,
    checkInBefore: 10,
    checkInAfter: 30,
    missedAfter: 30,
    correctionAfter: 72 * 60,
  },
});

export interface World {
  readonly db: Database;
  readonly body: BodyFacts;
  /** The first lets the bot read what was posted, the second does not. */
  readonly workspaces: readonly [string, string];
  ctx(actor: Actor, now: number, surface: Surface, wake: () => void): Ctx;
}

export interface Size {
  /** How many people beside the Secretariat. */
  readonly people: number;
}

/** A body with its people and groups, as an installation has it on its first day; all else comes about through verbs. */
export async function createWorld(db: Database, model: Model, random: Random, size: Size, now: number): Promise<World> {
  const at = new Date(now);
  const body: BodyFacts = { id: uuidv7(), slug: `body-${uuidv7()}`, name: 'Test Body', zone: BODY_ZONE, locale: 'en', settings };
  await db.body.create({ data: { ...body, settings: body.settings, preset: 'test', createdAt: at } });
  const workspaces = [uuidv7(), uuidv7()] as const;
  for (const [i, id] of workspaces.entries())
    await db.workspace.create({
      data: {
        id,
        bodyId: body.id,
        platform: i === 0 ? 'slack' : 'teams',
        externalId: `T${id}`,
        name: `Workspace ${String(i)}`,
        connectedAt: at,
      },
    });
  await addGroups(db, model, body, at);
  await addPeople(db, model, random, size, body, workspaces, at);
  const reactions = reactionsOf(features);
  const log = pino({ level: process.env.LOG_LEVEL ?? 'silent' });
  return {
    db,
    body,
    workspaces,
    ctx: (actor, time, surface, wake) => ({
      db,
      body,
      actor,
      surface,
      now: new Date(time),
      log,
      publicUrl: 'https://convenor.invalid',
      reactions,
      wake,
    }),
  };
}

async function addGroups(db: Database, model: Model, body: BodyFacts, at: Date): Promise<void> {
  for (const [i, zone] of ZONES.entries()) {
    const group: Group = { id: uuidv7(), slug: `group-${String(i)}`, name: `Group of ${zone.split('/')[1]!.replace('_', ' ')}`, zone };
    model.groups.set(group.id, group);
    const { id, slug, name } = group;
    const facts = { remit: 'What it is for.', status: 'open' as const, interests: [], createdAt: at, updatedAt: at };
    await db.group.create({ data: { id, bodyId: body.id, slug, name, nameKey: fold(name), zone, ...facts } });
  }
}

const CLASSES = ['industrial_users', 'civil_society', 'downstream_supporters'] as const;

async function addPeople(
  db: Database,
  model: Model,
  random: Random,
  size: Size,
  body: BodyFacts,
  workspaces: readonly [string, string],
  at: Date,
): Promise<void> {
  const organisations: (Organisation & { id: string })[] = [];
  for (let i = 0; i < Math.max(3, Math.ceil(size.people / 3)); i += 1) {
    const one = { id: uuidv7(), name: `Organisation ${String(i)}`, membershipClass: CLASSES[i % 3]!, standing: 'good' as const };
    organisations.push(one);
    await db.organisation.create({
      data: { ...one, bodyId: body.id, nameKey: fold(one.name), country: 'CH', emailDomains: [], createdAt: at, updatedAt: at },
    });
  }
  const today = dayIn(at.getTime(), BODY_ZONE);
  for (let i = 0; i < size.people + 2; i += 1) {
    const isSecretariat = i < 2;
    const isExpert = i === 2;
    const organisation = isSecretariat || isExpert ? null : organisations[i % organisations.length]!;
    const name = `Person ${String(i).padStart(2, '0')}`;
    const id = uuidv7();
    const both = random.chance(0.25);
    const places = isSecretariat || both ? (both ? workspaces : [workspaces[0]]) : [random.pick(workspaces)];
    const person: Person = {
      id,
      name,
      email: `person${String(i)}@body.invalid`,
      organisation,
      accounts: places.map((workspaceId) => ({
        id: uuidv7(),
        workspaceId,
        address: `U${String(i)}-${String(workspaces.indexOf(workspaceId))}`,
      })),
      isSecretariat,
      board: [],
      lost: { groups: new Set(), last: '', told: '' },
      preferences: NO_PREFERENCES,
      invited: isExpert ? { groups: ['group-0', 'group-1'], from: today, until: addDays(today, 200) } : null,
    };
    model.people.set(id, person);
    await addPerson(db, body, person, organisation?.id ?? null, at);
  }
}

async function addPerson(db: Database, body: BodyFacts, person: Person, organisationId: string | null, at: Date): Promise<void> {
  const { id, name, email, invited, isSecretariat } = person;
  await db.person.create({ data: { id, bodyId: body.id, name, nameKey: fold(name), email, organisationId, createdAt: at, updatedAt: at } });
  for (const account of person.accounts)
    await db.account.create({
      data: {
        id: account.id,
        bodyId: body.id,
        workspaceId: account.workspaceId,
        externalUserId: account.address,
        personId: id,
        name,
        email,
        seenAt: at,
      },
    });
  const office = { id: uuidv7(), bodyId: body.id, personId: id, createdAt: at };
  if (isSecretariat) await db.appointment.create({ data: { ...office, office: 'secretariat' } });
  if (invited) {
    const { groups, from, until } = invited;
    const dates = { fromDate: new Date(from), untilDate: new Date(until) };
    await db.appointment.create({ data: { ...office, office: 'expert', groupSlugs: [...groups], sponsor: 'Person 00', ...dates } });
  }
}
