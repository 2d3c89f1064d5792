import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Conflict, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import type { NoticeFacts } from '../../../src/bot/define.ts';
import { groups } from '../../../src/features/groups/index.ts';
import {
  assertChair,
  countMembers,
  findGroupBySlug,
  getGroup,
  isChair,
  listGroups,
  listMembers,
} from '../../../src/features/groups/lookup.ts';
import { my } from '../../../src/features/groups/my.ts';
import { resolveGroup } from '../../../src/features/groups/resolve.ts';
import { show } from '../../../src/features/groups/show.ts';
import { NOON, openWorld, type TestBody, type World } from '../../support/world.ts';
import { addMeeting, refusal, wordsOf } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const entry = (id: string) => groups.buttons.find((one) => one.id === id)!;
const notice = (kind: string) => groups.notices.find((one) => one.kind === kind)!;

describe('/wg list', () => {
  const list = async (ctx: ReturnType<TestBody['asMember']>) => wordsOf((await entry('groups.list').run(ctx, {})).whisper!);

  test('shows each group with its remit, next meeting, and whether one joined', async () => {
    const body = await world.newBody();
    const climate = await body.group({ name: 'Climate Change' });
    await body.group({ name: 'Circularity' });
    await body.group({ name: 'Old', status: 'closed' });
    await body.group({ name: 'Secret plan', status: 'draft' });
    const member = await body.person();
    await body.member(climate.id, member.id);
    await addMeeting(world.db, body, climate.id, { subTopic: 'Later', startsAt: new Date('2026-12-01T10:00:00Z') });
    await addMeeting(world.db, body, climate.id, { subTopic: 'Pathways', startsAt: new Date('2026-11-30T10:00:00Z') });
    const words = await list(body.asMember(member));
    expect(words).toMatch(/Climate Change, joined\nThe remit of Climate Change\.\nNext: .*Pathways/);
    expect(words).toMatch(/Circularity\nThe remit of Circularity\.\nNo meeting planned\.\n\[Join\]/);
    expect(words).toContain('Groups advise; they do not decide.');
    expect(words).not.toMatch(/Old|Secret plan|Later|Ask the Secretariat/);
  });

  test('lets a stranger look, with the way to be added and no Join', async () => {
    const body = await world.newBody();
    await body.group({ name: 'Circularity' });
    const words = await list(body.asStranger());
    expect(words).toContain('Circularity');
    expect(words).toContain('[Ask the Secretariat to add me]');
    expect(words).not.toContain('[Join]');
  });

  test('says so when there is no group, and shows drafts to the Secretariat', async () => {
    const body = await world.newBody();
    const secretary = await body.person();
    expect(await list(body.asSecretariat(secretary))).toContain('has no working group yet');
    await body.group({ name: 'Next year', status: 'draft' });
    expect(await list(body.asSecretariat(secretary))).toContain('Next year, being prepared');
  });

  test('offers no Join where applications are over or the group rests', async () => {
    const body = await world.newBody();
    await body.group({ name: 'Late', status: 'applications', applicationsUntil: '2026-11-01' });
    await body.group({ name: 'Asleep', status: 'dormant' });
    const words = await list(body.asMember(await body.person()));
    expect(words).toContain('Late, applications closed on 1 Nov 2026');
    expect(words).toContain('Asleep, resting');
    expect(words).not.toContain('[Join]');
  });
});

describe('/wg my', () => {
  test('shows my groups, my answers and the meetings that wait', async () => {
    const body = await world.newBody();
    const group = await body.group({ name: 'Circularity' });
    const other = await body.group();
    const member = await body.person();
    await body.member(group.id, member.id, 'chair');
    const answered = await addMeeting(world.db, body, group.id, { subTopic: 'Answered' });
    const open = await addMeeting(world.db, body, group.id, { subTopic: 'Open' });
    await addMeeting(world.db, body, other.id, { subTopic: 'Not mine' });
    await world.db.rsvp.create({
      data: {
        id: answered.id,
        bodyId: body.body.id,
        meetingId: answered.id,
        personId: member.id,
        answer: 'tentative',
        surface: 'slack',
        at: NOON,
      },
    });
    await world.db.rsvpCurrent.create({
      data: { meetingId: answered.id, personId: member.id, bodyId: body.body.id, rsvpId: answered.id, answer: 'tentative', at: NOON },
    });
    const page = await my(body.asMember(member), {});
    expect(page.waiting.map((one) => one.id)).toEqual([open.id]);
    expect(page.answered).toMatchObject([{ answer: 'tentative', meeting: { id: answered.id } }]);
    const words = wordsOf((await entry('groups.my').run(body.asMember(member), {})).whisper!);
    expect(words).toMatch(/Circularity: Open.*\n\[Attending\] \[Maybe\] \[Can't come\]/);
    expect(words).toMatch(/Answered.*: maybe/);
    expect(words).toContain('Circularity, chair');
    expect(words).not.toContain('Not mine');
  });

  test('of somebody in no group points to the list, and strangers are told how to be added', async () => {
    const body = await world.newBody();
    const words = wordsOf((await entry('groups.my').run(body.asMember(await body.person()), {})).whisper!);
    expect(words).toContain('You are in no working group yet.');
    expect(await refusal(my(body.asStranger(), {}))).toBeInstanceOf(NotAllowed);
  });
});

describe('a group named by people', () => {
  const way = { press: 'groups.open-join' };

  async function named() {
    const body = await world.newBody();
    const names = {
      'climate-change': 'Climate Change',
      'human-rights': 'Human Rights',
      'standards-benchmarking': 'Standards Benchmarking and Harmonisation',
    };
    for (const [slug, name] of Object.entries(names)) await body.group({ slug, name });
    await body.group({ slug: 'etude', name: 'Étude climatique' });
    return { body, ctx: body.asMember(await body.person()) };
  }

  test('is found by slug, name or any unambiguous part, case and accents ignored', async () => {
    const { ctx } = await named();
    const found = async (typed: string) => (await resolveGroup(ctx, typed, way)).slug;
    expect(await found('climate-change')).toBe('climate-change');
    expect(await found('  HUMAN rights ')).toBe('human-rights');
    expect(await found('harmoni')).toBe('standards-benchmarking');
    expect(await found('stand harm')).toBe('standards-benchmarking');
    expect(await found('etude')).toBe('etude');
  });

  test('is asked back when it could be several, or is a near miss', async () => {
    const { ctx } = await named();
    const several = await refusal(resolveGroup(ctx, 'clima', way));
    expect(several).toBeInstanceOf(Conflict);
    expect(several.buttons).toMatchObject([
      { label: 'Climate Change', press: 'groups.open-join', with: { group: 'climate-change' } },
      { label: 'Étude climatique', with: { group: 'etude' } },
    ]);
    const near = await refusal(resolveGroup(ctx, 'climte', { ...way, with: { channelId: 'C1' } }));
    expect(near).toBeInstanceOf(NotFound);
    expect(near.buttons[0]).toMatchObject({ label: 'Climate Change', with: { group: 'climate-change', channelId: 'C1' } });
    const none = await refusal(resolveGroup(ctx, '<!channel> '.repeat(10), way));
    expect(none.message.length).toBeLessThan(150);
    expect(none.buttons).toMatchObject([{ press: 'groups.list' }]);
  });

  test('is the living one when a closed one has the same name', async () => {
    const { body, ctx } = await named();
    await body.group({ slug: 'climate-change-2020', name: 'Climate Change', status: 'closed' });
    expect((await resolveGroup(ctx, 'climate change', way)).slug).toBe('climate-change');
  });

  test('is never a draft, nor of another body', async () => {
    const { body, ctx } = await named();
    const draft = await body.group({ slug: 'draft', name: 'Draft', status: 'draft' });
    const other = await (await world.newBody()).group({ slug: 'elsewhere' });
    expect(await refusal(resolveGroup(ctx, 'draft', way))).toBeInstanceOf(NotFound);
    expect(await refusal(getGroup(ctx, draft.id))).toBeInstanceOf(NotFound);
    expect(await refusal(getGroup(ctx, other.id))).toBeInstanceOf(NotFound);
    expect(await findGroupBySlug(ctx, 'elsewhere')).toBeNull();
    expect((await listGroups(ctx)).map((group) => group.slug)).not.toContain('draft');
    expect(await getGroup(body.asScheduler(), draft.id)).toMatchObject({ slug: 'draft' });
  });
});

describe('members', () => {
  test('are listed by organisation and name, open memberships only, and counted', async () => {
    const body = await world.newBody();
    const group = await body.group({ slug: 'circularity' });
    const [alpha, beta] = [await body.organisation({ name: 'Alpha' }), await body.organisation({ name: 'beta' })];
    const zoe = await body.person({ name: 'Zoe', organisationId: alpha.id });
    const adam = await body.person({ name: 'Adam', organisationId: beta.id });
    const eve = await body.person({ name: 'Eve', organisationId: alpha.id });
    const expert = await body.person({ name: 'An Expert', organisationId: null });
    for (const one of [zoe, adam, eve, expert]) await body.member(group.id, one.id);
    const gone = await body.member(group.id, (await body.person({ name: 'Gone' })).id);
    await world.db.membership.update({ where: { id: gone.id }, data: { leftAt: NOON, endReason: 'left' } });
    const ctx = body.asMember(zoe);
    expect((await listMembers(ctx, group.id)).map((one) => one.name)).toEqual(['Eve', 'Zoe', 'Adam', 'An Expert']);
    expect(await countMembers(ctx, group.id)).toEqual({ people: 4, organisations: 2 });
    expect(await show(ctx, { group: 'circularity' })).toMatchObject({ members: { people: 4 }, membership: { role: 'participant' } });
  });

  test('who chair may run the group, and only theirs; so may the Secretariat', async () => {
    const body = await world.newBody();
    const [group, other] = [await body.group(), await body.group()];
    const [chair, vice, participant] = [await body.person(), await body.person(), await body.person()];
    await body.member(group.id, chair.id, 'chair');
    await body.member(group.id, vice.id, 'vice_chair');
    await body.member(group.id, participant.id);
    await assertChair(body.asMember(chair), group.id);
    await assertChair(body.asMember(vice), group.id);
    await assertChair(body.asSecretariat(participant), group.id);
    expect(await isChair(body.asMember(chair), other.id)).toBe(false);
    expect(await isChair(body.asStranger(), group.id)).toBe(false);
    const error = await refusal(assertChair(body.asMember(participant), group.id));
    expect(error).toBeInstanceOf(NotAllowed);
    expect(error.message).toContain('chairs');
  });

  test('see a group with its meetings and chairs; strangers see no names', async () => {
    const body = await world.newBody();
    const group = await body.group({ slug: 'circularity', name: 'Circularity' });
    const chair = await body.person({ name: 'Ada Chair' });
    await body.member(group.id, chair.id, 'chair');
    await addMeeting(world.db, body, group.id);
    const shown = async (ctx: ReturnType<TestBody['asMember']>) =>
      wordsOf((await entry('groups.show').run(ctx, { group: 'circularity' })).whisper!);
    expect(await shown(body.asMember(chair))).toMatch(/Chairs: Ada Chair\.[^]*\[Attending\][^]*\[Leave\]/);
    const seen = await shown(body.asStranger());
    expect(seen).toContain('1 person takes part, from 1 organisation.');
    expect(seen).not.toMatch(/Ada|\[Join\]|\[Attending\]/);
  });
});

describe('the welcome', () => {
  async function joined() {
    const body = await world.newBody();
    const group = await body.group({ name: 'Circularity' });
    const member = await body.person();
    const { id } = await body.member(group.id, member.id);
    const facts: NoticeFacts = { id, kind: 'groups.welcome', meetingId: null, subject: { membershipId: id }, dueAt: NOON };
    return { body, group, member, facts };
  }

  test('goes to who joined, with the meetings already planned and their buttons', async () => {
    const { body, group, member, facts } = await joined();
    for (let day = 1; day <= 6; day++)
      await addMeeting(world.db, body, group.id, {
        subTopic: `Topic ${String(day)}`,
        startsAt: new Date(NOON.getTime() + day * 86_400_000),
      });
    await body.channel(group.id);
    const welcome = notice('groups.welcome');
    expect(await welcome.targets(body.asScheduler(), facts)).toEqual([{ person: member.id }]);
    const card = await welcome.render(body.asScheduler(), facts, { person: member.id });
    if ('skip' in card) throw new Error(card.skip);
    const words = wordsOf(card);
    expect(words).toContain('You are in Circularity. 1 person from 1 organisation takes part.');
    expect(words).toContain('The group talks in #channel.');
    expect(words.match(/\[Attending\]/g)).toHaveLength(5);
    expect(words).not.toContain('Topic 6');
    expect(words).toContain('[Add all to my calendar] [My groups]');
    const described = card.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : [])).map((one) => one.describe);
    expect(described).toContain('Maybe: Topic 2');
  });

  test('is not sent to who has left again, or may no longer take part', async () => {
    const left = await joined();
    await world.db.membership.updateMany({ where: { personId: left.member.id }, data: { leftAt: NOON, endReason: 'left' } });
    expect(await notice('groups.welcome').targets(left.body.asScheduler(), left.facts)).toHaveProperty('skip');
    const barred = await joined();
    await barred.body.appoint(barred.member.id, 'board');
    expect(await notice('groups.welcome').render(barred.body.asScheduler(), barred.facts, { person: barred.member.id })).toHaveProperty(
      'skip',
    );
  });
});
