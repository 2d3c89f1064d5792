import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyPreset, loadBody, seedDemoDirectory } from '../../../prisma/seed.ts';
import type { BodyFacts, Ctx } from '../../../src/bot/context.ts';
import { eligibility } from '../../../src/features/directory/eligibility.ts';
import { listPeople, listSecretariat, today } from '../../../src/features/directory/lookup.ts';
import { PresetError, readPreset } from '../../../src/preset.ts';
import { NOON, openWorld, type World } from '../../support/world.ts';

const log = pino({ level: 'silent' });
const ASI = path.resolve(import.meta.dirname, '../../../prisma/presets/asi');

let world: World;
let asi: BodyFacts;

beforeAll(async () => {
  world = await openWorld();
  const applied = await Promise.all([1, 2, 3].map(() => applyPreset(world.db, { preset: 'asi', now: NOON, log })));
  asi = applied[0]!;
  expect(applied.map((one) => one.id)).toEqual([asi.id, asi.id, asi.id]);
});
afterAll(() => world.close());

const operator = (body: BodyFacts, now = NOON): Ctx => ({
  db: world.db,
  body,
  actor: { kind: 'operator' },
  surface: 'cli',
  now,
  log,
  publicUrl: '',
  reactions: new Map(),
  wake: () => undefined,
});

describe('applying the ASI preset', () => {
  it('makes one body with five groups, six classes and a statement to be confirmed, even by three replicas at once', async () => {
    const groups = await world.db.group.findMany({ where: { bodyId: asi.id }, orderBy: { slug: 'asc' } });
    expect(groups.map((one) => one.slug)).toEqual([
      'circularity',
      'climate-change',
      'human-rights',
      'nature-positive',
      'standards-benchmarking',
    ]);
    expect(asi.settings.membershipClasses.map((one) => one.slug)).toEqual([
      'production_and_transformation',
      'industrial_users',
      'civil_society',
      'downstream_supporters',
      'associations',
      'general_supporters',
    ]);
    const versions = await world.db.statementVersion.findMany({ where: { bodyId: asi.id, statement: { kind: 'anti_trust' } } });
    expect(versions).toMatchObject([{ version: 1, confirmed: false }]);
    expect(versions[0]!.text.split('\n')).toHaveLength(6);
    const audited = await world.db.auditEvent.findMany({ where: { bodyId: asi.id } });
    expect(audited.map((one) => one.action)).toEqual(['preset.apply']);
  });

  it('overwrites nothing that was changed', async () => {
    const where = { bodyId_slug: { bodyId: asi.id, slug: 'circularity' } };
    await world.db.group.update({ where, data: { name: 'Circular Economy', status: 'dormant' } });
    await world.db.body.update({ where: { id: asi.id }, data: { settings: { ...asi.settings, contact: 'Ravi' } } });
    const again = await applyPreset(world.db, { preset: 'asi', now: NOON, log });
    expect(await world.db.group.findUnique({ where })).toMatchObject({ name: 'Circular Economy', status: 'dormant' });
    expect(again.settings.contact).toBe('Ravi');
    expect(await loadBody(world.db, { id: asi.id })).toEqual(again);
    expect(await world.db.auditEvent.count({ where: { bodyId: asi.id } })).toBe(1);
  });

  it('gives its screen to a body from before there was one, and leaves an empty one empty', async () => {
    const { screen, ...before } = asi.settings;
    const screenOf = async (settings: object) => {
      await world.db.body.update({ where: { id: asi.id }, data: { settings } });
      return (await applyPreset(world.db, { preset: 'asi', now: NOON, log })).settings.screen;
    };
    expect(screen.length).toBeGreaterThan(5);
    expect(await screenOf(before)).toEqual(screen);
    expect(await screenOf({ ...before, screen: [] })).toEqual([]);
    await world.db.body.update({ where: { id: asi.id }, data: { settings: asi.settings } });
  });
});

describe("a preset that can't be used", () => {
  let presets: string;

  beforeEach(async () => {
    presets = await mkdtemp(path.join(tmpdir(), 'convenor-presets-'));
    await cp(ASI, path.join(presets, 'mine'), { recursive: true });
  });
  afterEach(() => rm(presets, { recursive: true, force: true }));

  async function change(file: string, from: string, to: string): Promise<void> {
    const where = path.join(presets, 'mine', file);
    const text = await readFile(where, 'utf8');
    expect(text).toContain(from);
    await writeFile(where, text.replace(from, to));
  }

  it.each<[string, string, string, RegExp]>([
    ['groups.json', '"human-rights"', '"Human Rights"', /groups\.json can't be used:\n {2}\[3\]\.slug: give small letters/],
    ['groups.json', '"human-rights"', '"circularity"', /\[3\]\.slug: "circularity" is there twice/],
    ['groups.json', '"remit"', '"remitt"', /\[0\]\.remit: /],
    ['preset.json', '4320', '-1', /preset\.json can't be used:\n {2}settings\.timings\.nudgeBefore: /],
    ['preset.json', 'Europe/Zurich', 'Europe/Nowhere', /zone: give an IANA time zone/],
    ['preset.json', '"https:', '"http:', /statements\[0\]\.policyUrl: give an https link/],
    ['preset.json', 'statement.en.md', 'gone.md', /gone\.md can't be read/],
    [
      'screen.en.json',
      '"boycott*"',
      '"Boycott*"',
      /screen\.en\.json can't be used:\n {2}\[8\]\.words\[0\]: give small letters.* \(line \d+\)/,
    ],
    ['screen.en.json', '"boycott*"', '"bo*"', /\[8\]\.words\[0\]: give at least 3 letters/],
    ['screen.en.json', '"boycott*"', '"boy*cott"', /\[8\]\.words\[0\]: give words with one space.* \(line \d+\)/],
    ['screen.en.json', '"cost benefit"', '"value benefit"', /\[1\]\.accepted\[0\]: "value benefit" accepts nothing that the words find/],
    ['screen.en.json', '"rebates"', '"rebate"', /\[0\]\.words\[\d+\]: "rebate" is there twice/],
    ['screen.en.json', '"topic": "cost"', '"topic": "price"', /\[1\]\.topic: "price" is there twice/],
    ['screen.en.json', 'learn from each other."', 'learn"', /\[1\]\.reason: give a sentence/],
    ['screen.en.json', '"words"', '"word"', /\[0\].*: .*\(line \d+\)/],
    ['preset.json', 'screen.en.json', 'gone.json', /gone\.json can't be read/],
    ['preset.json', '"locale": "en",', '"locale": "en"', /preset\.json is not JSON: .*line 6/],
  ])('is refused with the file and the place: %s, %s', async (file, from, to, message) => {
    await change(file, from, to);
    const applied = applyPreset(world.db, { preset: 'mine', now: NOON, log, presets });
    await expect(applied).rejects.toThrow(PresetError);
    await expect(applied).rejects.toThrow(message);
  });

  it('is refused by name when it is not there', () => {
    expect(() => readPreset('nowhere')).toThrow(/nowhere\/preset\.json can't be read/);
  });
});

describe('the demo directory', () => {
  it('has no problems, is taken in once, and its people may what their story says, for years', async () => {
    const result = await seedDemoDirectory(operator(asi));
    expect(result).toMatchObject({ applied: true, rows: 22, added: 22, problems: [] });
    expect(await seedDemoDirectory(operator(asi))).toBeNull();

    const people = JSON.parse(await readFile(path.join(ASI, 'demo-people.json'), 'utf8')) as { id: string; email: string; tz: string }[];
    const rows = await world.db.person.findMany({ where: { bodyId: asi.id } });
    for (const now of [NOON, new Date('2031-06-01T12:00:00Z')]) {
      const ctx = operator(asi, now);
      const facts = new Map(
        (
          await listPeople(
            ctx,
            rows.map((row) => row.id),
          )
        ).map((one) => [one.email, one]),
      );
      const may = (id: string, group: string): string => {
        const person = facts.get(people.find((one) => one.id === id)!.email)!;
        const found = eligibility(person, group, today(ctx));
        return found.eligible ? found.basis : found.reason;
      };
      expect(people.filter((one) => !facts.has(one.email)).map((one) => one.id)).toEqual(['U0STRANGER']);
      for (const id of ['U0PRODUCER', 'U0USER', 'U0NGO', 'U0DOWNSTREAM']) expect(may(id, 'circularity')).toBe('member');
      expect(may('U0IPAF', 'circularity')).toBe('ipaf');
      expect([may('U0EXPERT', 'nature-positive'), may('U0EXPERT', 'circularity')]).toEqual(['expert', 'not-invited-here']);
      expect([may('U0BOARD', 'circularity'), may('U0LAPSED', 'circularity')]).toEqual(['board', 'lapsed']);
      expect(await listSecretariat(ctx)).toHaveLength(2);
    }
    const classes = await world.db.organisation.groupBy({
      by: ['membershipClass'],
      where: { bodyId: asi.id, NOT: { membershipClass: '' } },
    });
    expect(classes).toHaveLength(6);
  });
});
