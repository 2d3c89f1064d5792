import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Conflict, Ineligible, InvalidInput, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { join } from '../../../src/features/groups/join.ts';
import { groups } from '../../../src/features/groups/index.ts';
import { leave } from '../../../src/features/groups/leave.ts';
import { findMembership, listMembers, listMemberships } from '../../../src/features/groups/lookup.ts';
import { openJoin } from '../../../src/features/groups/open-join.ts';
import { openLeave } from '../../../src/features/groups/open-leave.ts';
import { hasAcknowledged } from '../../../src/features/statements/lookup.ts';
import { NOON, openWorld, type TestBody, type World } from '../../support/world.ts';
import { addMeeting, refusal, wordsOf } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const later = new Date(NOON.getTime() + 60_000);

/** A body with a statement, an open group and a member of a member organisation. */
async function opened(data: Parameters<TestBody['group']>[0] = {}) {
  const body = await world.newBody();
  const statement = await body.statement();
  const group = await body.group({ slug: 'circularity', name: 'Circularity', interests: ['Scrap', 'Packaging'], ...data });
  const member = await body.person();
  const input = { groupId: group.id, statementVersionId: statement.id, comply: ['yes'] };
  return { body, statement, group, member, input };
}

const memberships = (personId: string) => world.db.membership.findMany({ where: { personId }, orderBy: { joinedAt: 'asc' } });

describe('joining', () => {
  test('makes a participant, with audit, acknowledgement and a planned welcome', async () => {
    const { body, statement, group, member, input } = await opened();
    await join(body.asMember(member), { ...input, interests: ['Scrap', 'Unheard of'], remindBy: 'channel' });

    const [membership, ...more] = await memberships(member.id);
    expect(more).toEqual([]);
    expect(membership).toMatchObject({ role: 'participant', basis: 'member', interests: ['Scrap'], remindBy: 'channel', leftAt: null });

    const audit = await world.db.auditEvent.findFirstOrThrow({ where: { bodyId: body.body.id, action: 'groups.join' } });
    expect(audit.facts).toEqual({
      groupId: group.id,
      membershipId: membership?.id,
      statementVersionId: statement.id,
      basis: 'member',
      personId: member.id,
    });
    const acknowledgements = await world.db.acknowledgement.findMany({ where: { personId: member.id } });
    expect(acknowledgements).toMatchObject([
      {
        occasion: `join:${String(membership?.id)}`,
        statementVersionId: statement.id,
        groupId: group.id,
        meetingId: null,
        surface: 'slack',
      },
    ]);
    const notices = await world.db.notice.findMany({ where: { bodyId: body.body.id } });
    expect(notices).toMatchObject([{ kind: 'groups.welcome', key: `membership:${String(membership?.id)}:welcome`, dueAt: NOON }]);
  });

  test('twice in parallel gives one membership, and both hear they are in', async () => {
    const { body, member, input } = await opened();
    const ctx = body.asMember(member);
    const both = await Promise.all([join(ctx, input), join(ctx, input)]);
    expect(both.map((group) => group.name)).toEqual(['Circularity', 'Circularity']);
    expect(await memberships(member.id)).toHaveLength(1);
    expect((await body.audited()).filter((action) => action === 'groups.join')).toHaveLength(1);
    expect(await world.db.notice.count({ where: { bodyId: body.body.id } })).toBe(1);
  });

  test('again after leaving keeps both memberships and both acknowledgements', async () => {
    const { body, group, member, input } = await opened();
    const ctx = body.asMember(member, later);
    await join(body.asMember(member), input);
    await leave(ctx, { groupId: group.id });
    await join(ctx, input);
    const [first, second] = await memberships(member.id);
    expect(first).toMatchObject({ leftAt: later, endReason: 'left' });
    expect(second).toMatchObject({ leftAt: null, endReason: null });
    expect(await hasAcknowledged(ctx, member.id, `join:${String(first?.id)}`)).toBe(true);
    expect(await hasAcknowledged(ctx, member.id, `join:${String(second?.id)}`)).toBe(true);
  });

  test('without the tick is refused at the field, in its own words', async () => {
    const { body, member, input } = await opened();
    for (const comply of [[], null]) {
      const error = await refusal(join(body.asMember(member), { ...input, comply }));
      expect(error).toBeInstanceOf(InvalidInput);
      expect(error).toMatchObject({ fields: { comply: expect.stringContaining('tick') as unknown } });
    }
    expect(await memberships(member.id)).toEqual([]);
  });

  test('on an overtaken statement is refused, with the way back to the form', async () => {
    const { body, member, input } = await opened();
    await body.statement(2, 'A newer text.');
    const error = await refusal(join(body.asMember(member), input));
    expect(error).toBeInstanceOf(Conflict);
    expect(error.message).toContain('version 2 is in force now');
    expect(error.buttons).toMatchObject([{ press: 'groups.open-join', with: { group: 'circularity' } }]);
    expect(await memberships(member.id)).toEqual([]);
  });

  test("with another body's group or statement finds nothing", async () => {
    const { body, member, input, group } = await opened();
    const other = await opened();
    expect(await refusal(join(body.asMember(member), other.input))).toBeInstanceOf(NotFound);
    expect(await refusal(join(body.asMember(member), { ...input, statementVersionId: other.statement.id }))).toBeInstanceOf(Conflict);
    expect(await listMembers(other.body.asMember(other.member), group.id)).toEqual([]);
  });
});

describe('who may not join', () => {
  /** Both the form and the joining itself say no, and nothing is written. */
  async function expectRefused(setup: Awaited<ReturnType<typeof opened>>, reason: string, words: RegExp) {
    const ctx = setup.body.asMember(setup.member);
    for (const error of await Promise.all([openJoin(ctx, { group: 'circularity' }), join(ctx, setup.input)].map(refusal))) {
      expect(error).toBeInstanceOf(Ineligible);
      expect(error).toMatchObject({ reason });
      expect(error.message).toMatch(words);
    }
    expect(await memberships(setup.member.id)).toEqual([]);
    expect(await setup.body.audited()).toEqual([]);
  }

  test('a sitting Board member, even of a member organisation and the Secretariat', async () => {
    const setup = await opened();
    await setup.body.appoint(setup.member.id, 'secretariat');
    await setup.body.appoint(setup.member.id, 'board', { until: '2026-12-31' });
    await expectRefused(setup, 'board', /sitting Board member \(until 31 Dec 2026\)/);
  });

  test('people of a lapsed organisation', async () => {
    const setup = await opened();
    const organisation = await setup.body.organisation({ standing: 'lapsed' });
    const member = await setup.body.person({ organisationId: organisation.id });
    await expectRefused({ ...setup, member }, 'lapsed', /has lapsed/);
  });

  test('somebody without an organisation or invitation', async () => {
    const setup = await opened();
    const member = await setup.body.person({ organisationId: null });
    await expectRefused({ ...setup, member }, 'no-organisation', /Secretariat/);
  });

  test('an expert invited elsewhere', async () => {
    const setup = await opened();
    const member = await setup.body.person({ organisationId: null });
    await setup.body.appoint(member.id, 'expert', { groupSlugs: ['human-rights'] });
    await expectRefused({ ...setup, member }, 'not-invited-here', /not to Circularity/);
  });

  test('an expert whose invitation ended, while one invited now may', async () => {
    const setup = await opened();
    const member = await setup.body.person({ organisationId: null });
    await setup.body.appoint(member.id, 'expert', { groupSlugs: ['circularity'], until: '2026-11-22' });
    await expectRefused({ ...setup, member }, 'invitation-ended', /22 Nov 2026/);
    await setup.body.appoint(member.id, 'expert', { groupSlugs: ['circularity'], until: '2026-11-23' });
    await join(setup.body.asMember(member), setup.input);
    expect(await memberships(member.id)).toMatchObject([{ basis: 'expert' }]);
  });

  test('a stranger, who is offered to ask to be added', async () => {
    const { body, input } = await opened();
    const stranger = body.asStranger();
    const attempts = [openJoin(stranger, { group: 'circularity' }), openJoin(stranger, {}), join(stranger, input)];
    for (const error of await Promise.all(attempts.map(refusal))) {
      expect(error).toBeInstanceOf(NotAllowed);
      expect(error.buttons).toMatchObject([{ press: 'directory.ask-to-be-added' }]);
    }
  });

  test('anybody, into a closed, resting or unopened group', async () => {
    await expectRefused(await opened({ status: 'closed' }), 'group-closed', /is closed/);
    await expectRefused(await opened({ status: 'dormant' }), 'group-dormant', /resting/);
    const draft = await opened({ status: 'draft' });
    expect(await refusal(join(draft.body.asMember(draft.member), draft.input))).toBeInstanceOf(NotFound);
    const secretary = draft.body.asSecretariat(draft.member);
    expect(await refusal(join(secretary, draft.input))).toMatchObject({ reason: 'group-draft' });
  });

  test('anybody, after the last day of applications, which still counts itself', async () => {
    await expectRefused(
      await opened({ status: 'applications', applicationsUntil: '2026-11-22' }),
      'applications-over',
      /closed on 22 Nov 2026/,
    );
    const { body, member, input } = await opened({ status: 'applications', applicationsUntil: '2026-11-23' });
    await join(body.asMember(member), input);
    expect(await memberships(member.id)).toHaveLength(1);
  });

  test('anybody, while no statement is published', async () => {
    const body = await world.newBody();
    await body.group({ slug: 'circularity' });
    const error = await refusal(openJoin(body.asMember(await body.person()), { group: 'circularity' }));
    expect(error.message).toMatch(/not published yet/);
  });
});

describe('the join form', () => {
  const showJoin = (body: TestBody, person: Parameters<TestBody['asMember']>[0], group: string) =>
    groups.buttons.find((entry) => entry.id === 'groups.open-join')!.run(body.asMember(person), { group });

  test('shows the remit, whom one takes part for, the statement, and the acceptance', async () => {
    const { body, group, statement } = await opened();
    const organisation = await body.organisation({ name: 'River Keepers', membershipClass: 'civil_society' });
    const member = await body.person({ organisationId: organisation.id });
    const { form } = await showJoin(body, member, 'circularity');
    const words = wordsOf(form!);
    expect(form).toMatchObject({
      id: 'groups.join',
      title: 'Join Circularity',
      hidden: { groupId: group.id, statementVersionId: statement.id },
    });
    expect(words).toContain('You take part for: River Keepers (Civil Society)');
    expect(words).toContain('Anti-trust statement, v1, in force since 1 Jan 2026');
    expect(words).toContain('Keep to the agenda.');
    expect(words).toContain('I have read this and will comply\nInterests');
    expect(words).not.toContain('Remind me');
    await body.channel(group.id);
    expect(wordsOf((await showJoin(body, member, 'circularity')).form!)).toContain('Remind me');
  });

  test('has a title that fits, cut between characters', async () => {
    const { body, member } = await opened({ slug: 'long', name: 'Standards Benchmarking and Harmonisation' });
    expect((await showJoin(body, member, 'long')).form?.title).toBe('Join Standards Benchmar…');
  });

  test('is not opened for who is already in; they hear what to do', async () => {
    const { body, group, member } = await opened();
    await body.member(group.id, member.id);
    const error = await refusal(openJoin(body.asMember(member), { group: 'circularity' }));
    expect(error).toBeInstanceOf(Conflict);
    expect(error.message).toMatch(/already in Circularity, since/);
    expect(error.buttons.map((one) => one.label)).toEqual(['Open', 'Leave']);
  });

  test('without a group offers those one can join, and says why when it is none', async () => {
    const { body, group, member } = await opened();
    await body.group({ name: 'Joined', slug: 'joined' }).then((joined) => body.member(joined.id, member.id));
    await body.group({ name: 'Closed', status: 'closed' });
    await body.group({ name: 'Draft', status: 'draft' });
    expect(await openJoin(body.asMember(member), {})).toMatchObject({ choose: [{ id: group.id }] });
    await body.appoint(member.id, 'board');
    expect(await refusal(openJoin(body.asMember(member), {}))).toMatchObject({ reason: 'board' });
  });
});

describe('leaving', () => {
  test('ends the membership, keeps the row and audits it; future answers are withdrawn', async () => {
    const { body, group, member } = await opened();
    const { id } = await body.member(group.id, member.id);
    const meeting = await addMeeting(world.db, body, group.id);
    const rsvp = await world.db.rsvp.create({
      data: {
        id: meeting.id,
        bodyId: body.body.id,
        meetingId: meeting.id,
        personId: member.id,
        answer: 'attending',
        surface: 'slack',
        at: NOON,
      },
    });
    await world.db.rsvpCurrent.create({
      data: { meetingId: meeting.id, personId: member.id, bodyId: body.body.id, rsvpId: rsvp.id, answer: 'attending', at: NOON },
    });
    await leave(body.asMember(member, later), { groupId: group.id });
    expect(await memberships(member.id)).toMatchObject([{ id, leftAt: later, endReason: 'left' }]);
    expect(await findMembership(body.asMember(member), member.id, group.id)).toBeNull();
    const audit = await world.db.auditEvent.findFirstOrThrow({ where: { bodyId: body.body.id, action: 'groups.leave' } });
    expect(audit.facts).toEqual({ groupId: group.id, personId: member.id, membershipId: id });
    expect(await world.db.rsvpCurrent.count({ where: { meetingId: meeting.id } })).toBe(0);
  });

  test('a group one is not in says so, also when somebody else is', async () => {
    const { body, group, member } = await opened();
    await body.member(group.id, (await body.person()).id);
    expect(await refusal(leave(body.asMember(member), { groupId: group.id }))).toBeInstanceOf(Conflict);
    expect(await refusal(openLeave(body.asMember(member), { group: 'circularity' }))).toBeInstanceOf(Conflict);
  });

  test('twice at once leaves once', async () => {
    const { body, group, member } = await opened();
    await body.member(group.id, member.id);
    const attempts = await Promise.allSettled([1, 2].map(() => leave(body.asMember(member), { groupId: group.id })));
    expect(attempts.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await body.audited()).toEqual(['groups.leave']);
  });

  test('is open to people of a lapsed organisation and to Board members', async () => {
    const { body, group } = await opened();
    const lapsed = await body.person({ organisationId: (await body.organisation({ standing: 'lapsed' })).id });
    await body.member(group.id, lapsed.id);
    await leave(body.asMember(lapsed), { groupId: group.id });
    expect(await listMemberships(body.asMember(lapsed), lapsed.id)).toEqual([]);
  });

  test('without a group offers the groups one is in', async () => {
    const { body, group, member } = await opened();
    await body.group();
    await body.member(group.id, member.id);
    expect(await openLeave(body.asMember(member), {})).toMatchObject({ choose: [{ id: group.id }] });
  });
});
