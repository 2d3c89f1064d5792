import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '../../../src/bot/context.ts';
import { openWorld, type World } from '../../support/world.ts';
import { openAttempts } from './attempt.ts';
import { MET, MORE } from './foreign.ts';
import { FACTORIES } from './inputs.ts';
import { ROLES, type Role } from './roles.ts';
import { setScene, type Scene } from './scene.ts';
import { ROWS, type Row } from './table.ts';
import { findVerbs, reachableIds } from './verbs.ts';

let world: World;
let scene: Scene;
let other: Scene;
let attempt: Awaited<ReturnType<typeof openAttempts>>;
const verbs = await findVerbs();

beforeAll(async () => {
  world = await openWorld();
  scene = await setScene(world, 'Alpha');
  other = await setScene(world, 'Beta');
  attempt = await openAttempts(world.db);
});
afterAll(() => world.close());

const ctxOf = (role: Role): Ctx => (role === 'otherBody' ? other.actors.participant : scene.actors[role]);

/** Input of this row, by who acts; a row without a factory fails by its name. */
function inputOf({ name }: Row, of: Scene, role: Role): Readonly<Record<string, unknown>> {
  const make = FACTORIES[name];
  if (!make) throw new Error(`${name} has no valid input in inputs.ts`);
  return make(of, role);
}

async function tryRow(row: Row, role: Role, input: Readonly<Record<string, unknown>>, looks?: 'always') {
  const run = verbs.get(row.verb);
  if (!run) throw new Error(`${row.verb} is no verb`);
  return attempt(ctxOf(role), (ctx) => run(ctx, input as never), looks);
}

describe('the table of authorisation', () => {
  it('has a row for every verb, and no other', () => {
    const known = new Set([...verbs.keys(), ...reachableIds()]);
    const named = new Set(ROWS.map((row) => row.verb));
    expect([...known].filter((id) => !named.has(id))).toEqual([]);
    expect([...named].filter((id) => !known.has(id))).toEqual([]);
    expect(Object.keys(FACTORIES).filter((name) => !ROWS.some((row) => row.name === name))).toEqual([]);
  });
});

describe('every cell holds, and a refusal writes nothing', () => {
  it.each(ROWS)('$name', async (row) => {
    const found: Record<string, string> = {};
    const wrote: string[] = [];
    for (const role of ROLES) {
      const came = await tryRow(row, role, inputOf(row, scene, role));
      found[role] = came.outcome;
      if (came.wrote) wrote.push(role);
    }
    expect(found).toEqual(row.cells);
    expect(wrote).toEqual([]);
  });
});

/** Who may, the widest right first. */
const ABLE = ['secretariat', 'chair', 'participant', 'outsider', 'stranger', 'scheduler'] as const;
const ableOf = (row: Row): (typeof ABLE)[number] | undefined => ABLE.find((role) => row.cells[role] === 'yes');

/** Fields in which the two bodies' valid inputs differ: they name something of the body. */
function referencesOf(row: Row, role: Role): (readonly [string, unknown])[] {
  const own = inputOf(row, scene, role);
  const foreign = inputOf(row, other, role);
  return Object.keys(own)
    .filter((field) => field !== 'draft' && field in foreign && JSON.stringify(own[field]) !== JSON.stringify(foreign[field]))
    .map((field) => [field, foreign[field]] as const);
}

describe("another body's things", () => {
  it('are not there for anybody, and nothing of them is told or written', async () => {
    const met: Record<string, string> = {};
    const wrong: string[] = [];
    for (const row of ROWS) {
      const role = ableOf(row);
      if (!role) continue;
      for (const [field, value] of referencesOf(row, role)) {
        const came = await tryRow(row, role, { ...inputOf(row, scene, role), [field]: value }, 'always');
        met[`${row.name} ${field}`] = came.outcome;
        if (came.wrote || came.heard.includes('Beta ')) wrong.push(`${row.name} ${field}: ${came.wrote ? 'wrote' : came.heard}`);
      }
    }
    expect(Object.keys(met).length).toBeGreaterThan(60);
    expect(met).toEqual(Object.fromEntries(Object.keys(met).map((name) => [name, MET[name] ?? 'none'])));
    expect(Object.keys(MET).filter((name) => !(name in met))).toEqual([]);
    expect(wrong).toEqual([]);
  });

  it.each(MORE)('$row: $field', async ({ row: name, field, value, meets }) => {
    const row = ROWS.find((one) => one.name === name)!;
    const role = ableOf(row)!;
    const plain = await tryRow(row, role, inputOf(row, scene, role));
    const came = await tryRow(row, role, { ...inputOf(row, scene, role), [field]: value(other) }, 'always');
    expect([plain.outcome, came.outcome]).toEqual(['yes', meets]);
    expect(came.heard).not.toContain('Beta ');
    expect(came.wrote && meets !== 'yes').toBe(false);
  });
});
