import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Card } from '../../../src/bot/card.ts';
import { addPerson } from '../../../src/features/directory/add-person.ts';
import { groupCard, listCard } from '../../../src/features/groups/cards.ts';
import { groups } from '../../../src/features/groups/index.ts';
import { list } from '../../../src/features/groups/list.ts';
import { show } from '../../../src/features/groups/show.ts';
import { home } from '../../../src/features/home/index.ts';
import { labels, textOf } from '../../support/card-words.ts';
import { openWorld, type TestBody, type TestPerson, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** A body with two groups that take people in. */
async function twoGroups() {
  const body = await world.newBody();
  await body.group({ slug: 'circularity', name: 'Circularity' });
  const climate = await body.group({ slug: 'climate', name: 'Climate Change' });
  return { body, climate };
}

async function shownTo(body: TestBody, person: TestPerson): Promise<Record<'home' | 'list' | 'group', Card>> {
  const ctx = body.asMember(person);
  return {
    home: await home.home!(ctx),
    list: listCard(await list(ctx, {})),
    group: groupCard(await show(ctx, { group: 'circularity' })),
  };
}

describe('what may be joined', () => {
  test('is offered on the home, in the list and on the page of the group', async () => {
    const { body } = await twoGroups();
    const shown = await shownTo(body, await body.person());
    expect(labels(shown.home).filter((one) => one === 'Join')).toHaveLength(2);
    expect(labels(shown.list).filter((one) => one === 'Join')).toHaveLength(2);
    expect(labels(shown.group)).toContain('Join');
  });

  test.each([
    [
      'a sitting Board member',
      'while you are a sitting Board member',
      async (body: TestBody) => {
        const person = await body.person();
        await body.appoint(person.id, 'board', { from: '2026-01-01' });
        return person;
      },
    ],
    [
      'somebody of a lapsed organisation',
      'has lapsed',
      async (body: TestBody) => body.person({ organisationId: (await body.organisation({ standing: 'lapsed' })).id }),
    ],
  ])('is not offered to %s, who reads why and whom to ask before they press', async (_, reason, make) => {
    const { body } = await twoGroups();
    const shown = await shownTo(body, await make(body));
    for (const card of Object.values(shown)) {
      expect(labels(card)).not.toContain('Join');
      expect(labels(card)).toContain('Ask the Secretariat');
      expect(textOf(card)).toContain(reason);
    }
  });

  test('of an expert is what they are invited to, and nothing is refused that they did not ask for', async () => {
    const { body, climate } = await twoGroups();
    const expert = await body.person({ organisationId: null });
    await body.appoint(expert.id, 'expert', { from: '2026-01-01', until: '2026-12-31', groupSlugs: ['climate'] });
    const before = await shownTo(body, expert);
    expect(labels(before.home).filter((one) => one === 'Join')).toHaveLength(1);
    await body.member(climate.id, expert.id);
    const after = await shownTo(body, expert);
    expect(labels(after.home)).not.toContain('Join');
    expect(textOf(after.home)).not.toContain('but not to');
    expect(textOf(after.group)).toContain('You are invited as an expert, but not to Circularity.');
  });
});

describe('being added to the directory', () => {
  const kind = groups.notices.find((one) => one.kind === 'groups.added')!;

  async function added(data: { standing?: 'lapsed' } = {}) {
    const { body, climate } = await twoGroups();
    const organisation = await body.organisation({ name: 'Keepers', ...data });
    const secretary = await body.person();
    const ctx = body.asSecretariat(secretary);
    const { person } = await addPerson(ctx, { name: 'Nadia Petrova', email: 'nadia@new.example', organisation: organisation.id });
    const planned = await world.db.notice.findMany({ where: { bodyId: body.body.id, kind: 'groups.added' } });
    return { body, climate, person, planned };
  }

  test('is told once, with for whom one takes part and the groups one can join', async () => {
    const { body, person, planned } = await added();
    expect(planned).toHaveLength(1);
    const notice = { ...planned[0]!, subject: { personId: person.personId } };
    expect(planned[0]).toMatchObject({ subject: notice.subject });
    const ctx = body.asScheduler();
    expect(await kind.targets(ctx, notice)).toEqual([{ person: person.personId }]);
    const card = (await kind.render(ctx, notice, { person: person.personId })) as Card;
    expect(textOf(card)).toContain("You are in Test Body's directory now, for Keepers (Civil Society).");
    expect(labels(card)).toEqual(['Join', 'Join', 'Show the groups', 'Ask the Secretariat']);
  });

  test('says why no group can be joined, where that is so', async () => {
    const { body, person, planned } = await added({ standing: 'lapsed' });
    const notice = { ...planned[0]!, subject: { personId: person.personId } };
    const card = (await kind.render(body.asScheduler(), notice, { person: person.personId })) as Card;
    expect(labels(card)).toEqual(['Show the groups', 'Ask the Secretariat']);
    expect(textOf(card)).toContain('The membership of Keepers in Test Body has lapsed');
  });

  test('is not told any more to who has joined meanwhile', async () => {
    const { body, climate, person, planned } = await added();
    await body.member(climate.id, person.personId);
    const notice = { ...planned[0]!, subject: { personId: person.personId } };
    expect(await kind.render(body.asScheduler(), notice, { person: person.personId })).toEqual({ skip: 'has joined a group already' });
  });
});
