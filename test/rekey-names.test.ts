import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { rekeyNames } from '../src/rekey-names.ts';
import { NOON, openWorld } from './support/world.ts';

const quiet = { info: () => undefined, warn: () => undefined };

it('gives organisations of an earlier release the key of today, and merges nothing where it is taken', async () => {
  const world = await openWorld();
  const body = await world.newBody();
  const { db } = world;
  const add = (name: string, nameKey: string) =>
    db.organisation.create({
      data: {
        ...{ id: uuidv7(), bodyId: body.body.id, name, nameKey, membershipClass: 'civil_society' },
        ...{ country: 'CH', emailDomains: [], createdAt: NOON, updatedAt: NOON },
      },
    });
  const old = await add('Ångström-Werke', 'angstrom werke');
  const taken = await add('MÜLLER', 'muller');
  await add('Müller', 'müller');
  await rekeyNames(db, quiet);
  await rekeyNames(db, quiet);
  const key = async (id: string) => (await db.organisation.findUniqueOrThrow({ where: { id } })).nameKey;
  expect(await key(old.id)).toBe('ångström-werke');
  expect(await key(taken.id)).toBe('muller');
  expect(await db.organisation.count({ where: { bodyId: body.body.id } })).toBe(3);
  await world.close();
});
