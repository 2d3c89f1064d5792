import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Profile } from '../../../src/bot/chat.ts';
import type { Caller, Seen } from '../../../src/bot/dispatch.ts';
import { recognise } from '../../../src/features/directory/recognise.ts';
import { NOON, openWorld, type TestBody, type World } from '../../support/world.ts';

let world: World;
let body: TestBody;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  body = await world.newBody();
});

const HOUR = 3_600_000;
const after = (ms: number) => body.asOperator(new Date(NOON.getTime() + ms));

function caller(seen: Seen | null, profile: Partial<Profile> = {}): Caller {
  const told = {
    externalUserId: 'U1',
    name: 'Chat Name',
    email: null,
    zone: null,
    locale: null,
    isBot: false,
    isForeign: false,
    ...profile,
  };
  return {
    body: body.body,
    workspaceId: body.workspaceId,
    externalUserId: 'U1',
    surface: 'teams',
    profile: () => Promise.resolve(told),
    ...(seen && { seen }),
  };
}

const account = () => world.db.account.findFirstOrThrow({ where: { workspaceId: body.workspaceId, externalUserId: 'U1' } });
const contact = { memberId: '29:a', conversationId: 'a:1' };

describe('what comes with a request', () => {
  it('is kept at first contact, and says more than the profile', async () => {
    await recognise(body.asOperator(), caller({ zone: 'Europe/Oslo', locale: 'nb-NO', contact }, { zone: 'Asia/Tokyo' }));
    expect(await account()).toMatchObject({ zone: 'Europe/Oslo', locale: 'nb-NO', contact, name: 'Chat Name' });
  });

  it.each(['a person', 'a stranger'])('is kept at once when it is new, of %s', async (who) => {
    const email = who === 'a person' ? (await body.person({ account: false })).email : null;
    await recognise(body.asOperator(), caller({ zone: 'Europe/Oslo', locale: 'nb-NO', contact }, { email }));
    const actor = await recognise(after(1_000), caller({ zone: 'Europe/Rome', contact: { conversationId: 'a:2' } }, { email }));
    expect(await account()).toMatchObject({
      zone: 'Europe/Rome',
      locale: 'nb-NO',
      contact: { memberId: '29:a', conversationId: 'a:2' },
      seenAt: new Date(NOON.getTime() + 1_000),
    });
    expect(actor).toMatchObject({ kind: email ? 'person' : 'stranger', account: { zone: 'Europe/Rome' } });
    if (actor.kind === 'person') expect(actor.person.zone).toBe('Europe/Rome');
  });

  it('of several requests at once is kept of each', async () => {
    await recognise(body.asOperator(), caller(null));
    const parts: Seen[] = [
      { contact: { memberId: '29:a' } },
      { contact: { conversationId: 'a:1' } },
      { zone: 'Europe/Oslo' },
      { locale: 'nb' },
    ];
    await Promise.all(parts.map((seen) => recognise(after(1_000), caller(seen))));
    expect(await account()).toMatchObject({ contact, zone: 'Europe/Oslo', locale: 'nb' });
  });

  it('writes nothing when nothing is new', async () => {
    const seen = { zone: 'Europe/Oslo', locale: 'nb-NO', contact };
    await recognise(body.asOperator(), caller(seen));
    const before = await rowVersion();
    for (const said of [seen, { contact: { memberId: '29:a' } }, {}, null]) await recognise(after(HOUR - 1), caller(said));
    expect(await rowVersion()).toBe(before);
    await recognise(after(HOUR), caller(seen));
    expect(await rowVersion()).not.toBe(before);
  });

  it('stays where it is not said, of a stranger whose platform is asked again too', async () => {
    await recognise(body.asOperator(), caller({ zone: 'Europe/Oslo', locale: 'nb-NO', contact }, { email: 'old@x.example' }));
    await recognise(after(HOUR), caller(null, { name: 'New Name' }));
    expect(await account()).toMatchObject({ zone: 'Europe/Oslo', locale: 'nb-NO', contact, name: 'New Name', email: null });
    await recognise(after(2 * HOUR), caller({ zone: 'Europe/Rome' }));
    expect(await account()).toMatchObject({ zone: 'Europe/Rome', locale: 'nb-NO', contact });
  });

  it('is no contact where none was ever told', async () => {
    await recognise(body.asOperator(), caller(null));
    await recognise(after(1_000), caller({ zone: 'Europe/Rome' }));
    expect((await account()).contact).toBeNull();
  });

  it('lets who was out of reach be reached again', async () => {
    await recognise(body.asOperator(), caller({ contact }));
    await world.db.account.updateMany({ where: { workspaceId: body.workspaceId }, data: { unreachable: 'MessageWritesBlocked' } });
    await recognise(after(1_000), caller({ contact }));
    expect(await account()).toMatchObject({ unreachable: null, contact });
  });
});

/** Changes with every write to the account's row. */
async function rowVersion(): Promise<string> {
  const [row] = await world.db.$queryRaw<{ version: string }[]>`
    SELECT xmin::text AS version FROM "Account" WHERE "workspaceId" = ${body.workspaceId}::uuid AND "externalUserId" = 'U1'`;
  return row!.version;
}
