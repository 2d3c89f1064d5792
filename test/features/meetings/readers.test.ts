import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Target } from '../../../src/bot/define.ts';
import { getMeeting } from '../../../src/features/meetings/lookup.ts';
import { listChairTargets } from '../../../src/features/meetings/readers.ts';
import { openWorld, type TestBody, type TestPerson, type World } from '../../support/world.ts';
import { plannedMeeting, secretary, type Planned } from './planned-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function suggestionsGoTo(body: TestBody, { meeting }: Planned): Promise<Target[]> {
  const ctx = body.asScheduler();
  return listChairTargets(ctx, await getMeeting(ctx, meeting.id));
}

const targets = (...people: TestPerson[]): Target[] => people.map((one) => ({ person: one.id }));
const sorted = (found: readonly Target[]): Target[] => [...found].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const onTheBoard = (body: TestBody, one: TestPerson): Promise<void> =>
  body.appoint(one.id, 'board', { from: '2026-11-01', until: '2026-12-31' });

const nameNobody = ({ meeting }: Planned) => world.db.meeting.update({ where: { id: meeting.id }, data: { chairId: null } });

async function addVice(body: TestBody, { group }: Planned): Promise<TestPerson> {
  const vice = await body.person({ name: 'Vera Vice' });
  await body.member(group.id, vice.id, 'vice_chair');
  return vice;
}

describe('a suggestion for the agenda goes', () => {
  test('to the chair named for the meeting alone', async () => {
    const body = await world.newBody();
    const planned = await plannedMeeting(body);
    await addVice(body, planned);
    await secretary(body);
    expect(await suggestionsGoTo(body, planned)).toEqual(targets(planned.chair));
  });

  test('to the chairs and vice-chairs of the group when nobody is named', async () => {
    const body = await world.newBody();
    const planned = await plannedMeeting(body);
    const vice = await addVice(body, planned);
    await nameNobody(planned);
    expect(sorted(await suggestionsGoTo(body, planned))).toEqual(sorted(targets(planned.chair, vice)));
  });

  test('to a vice-chair when the named chair sits on the Board today', async () => {
    const body = await world.newBody();
    const planned = await plannedMeeting(body);
    const vice = await addVice(body, planned);
    await onTheBoard(body, planned.chair);
    expect(await suggestionsGoTo(body, planned)).toEqual(targets(vice));
  });

  test('to the Secretariat when no chair may take part today, whoever of it is named for the meeting', async () => {
    const body = await world.newBody();
    const planned = await plannedMeeting(body);
    const [sam, sue] = [await secretary(body), await secretary(body, 'Sue Secretary')];
    const { organisationId } = await world.db.person.findUniqueOrThrow({ where: { id: planned.chair.id } });
    await world.db.organisation.update({ where: { id: organisationId! }, data: { standing: 'lapsed' } });
    expect(sorted(await suggestionsGoTo(body, planned))).toEqual(sorted(targets(sam, sue)));
  });

  test('to nobody where there is no chair and no Secretariat', async () => {
    const body = await world.newBody();
    const planned = await plannedMeeting(body);
    await onTheBoard(body, planned.chair);
    expect(await suggestionsGoTo(body, planned)).toEqual([]);
  });
});
