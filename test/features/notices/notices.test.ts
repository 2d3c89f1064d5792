import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toPlain } from '../../../src/bot/text.ts';
import type { Card } from '../../../src/bot/card.ts';
import { noticesCard, remindedCard, troubledCard } from '../../../src/features/notices/cards.ts';
import { features } from '../../../src/features/index.ts';
import { dismiss } from '../../../src/features/notices/dismiss.ts';
import { notices } from '../../../src/features/notices/index.ts';
import { listTroubled, nextDueAt } from '../../../src/features/notices/lookup.ts';
import { reasonInWords } from '../../../src/features/notices/reasons.ts';
import { remind } from '../../../src/features/notices/remind.ts';
import { retry } from '../../../src/features/notices/retry.ts';
import { show } from '../../../src/features/notices/show.ts';
import type { Delivery } from '../../../src/db/generated/client.ts';
import { buttonsIn } from '../../support/card-words.ts';
import { NOON, openWorld, type TestBody, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const HOUR = 60 * 60_000;
const hours = (n: number): Date => new Date(NOON.getTime() + n * HOUR);

async function aDelivery(body: TestBody, data: Partial<Delivery> = {}, kind = 'meetings.reminder', meetingId: string | null = null) {
  const person = await body.person({ name: 'Ann Reader' });
  const notice = await world.db.notice.create({
    data: {
      id: uuidv7(),
      bodyId: body.body.id,
      key: uuidv7(),
      kind,
      meetingId,
      dueAt: NOON,
      expiresAt: hours(5),
      state: 'expanded',
      createdAt: NOON,
    },
  });
  return world.db.delivery.create({
    data: {
      id: uuidv7(),
      bodyId: body.body.id,
      noticeId: notice.id,
      target: `person:${person.id}`,
      workspaceId: body.workspaceId,
      address: 'U1',
      state: 'failed',
      error: 'user_not_found',
      dueAt: NOON,
      expiresAt: hours(5),
      ...(data as object),
    },
  });
}

async function aMeeting(body: TestBody, groupId: string, data: { state?: 'announced' | 'cancelled'; startsAt?: Date } = {}) {
  const startsAt = data.startsAt ?? hours(48);
  return world.db.meeting.create({
    data: {
      id: uuidv7(),
      bodyId: body.body.id,
      groupId,
      kind: 'priority',
      subTopic: 'Scrap quality',
      localStart: '2026-11-25T13:00',
      zone: 'Europe/Zurich',
      minutes: 60,
      startsAt,
      endsAt: new Date(startsAt.getTime() + HOUR),
      link: 'https://meet.invalid/1',
      state: data.state ?? 'announced',
      createdAt: NOON,
      updatedAt: NOON,
    },
  });
}

const fateOf = (id: string) => world.db.delivery.findUniqueOrThrow({ where: { id } });

describe('the list of what was not delivered', () => {
  it('names the message, the reader and the reason in plain words, newest first', async () => {
    const body = await world.newBody();
    const secretary = await body.person();
    const group = await body.group();
    const meeting = await aMeeting(body, group.id);
    await aDelivery(body, { dueAt: hours(-1) });
    await aDelivery(body, { state: 'unknown', error: 'unreadable' }, 'meetings.join', meeting.id);
    await aDelivery(body, { state: 'unknown', leaseUntil: hours(1) });
    await aDelivery(body, { state: 'sent', error: null });
    const { troubled, counts } = await show(body.asSecretariat(secretary), {});
    expect(troubled.map(({ what, about, to, state }) => [what, about, to, state])).toEqual([
      ['Joining link', 'Scrap quality', 'Ann Reader', 'unknown'],
      ['Reminder', null, 'Ann Reader', 'failed'],
    ]);
    expect(troubled[1]?.reason).toBe('The platform no longer knows this chat account.');
    expect(counts).toEqual({ sent: 1, waiting: 0, failed: 1, unknown: 2, expired: 0 });
    const card = noticesCard({ troubled, counts });
    expect(toPlain(card.summary)).toContain('2 deliveries need your attention');
    expect(buttonsIn(card.blocks).map(({ label }) => label)).toEqual(['Send again', 'Dismiss', 'Try again', 'Dismiss']);
    expect(buttonsIn(card.blocks)[0]).toHaveProperty('confirm');
  });

  it('is short when there is nothing, and for the Secretariat only', async () => {
    const body = await world.newBody();
    const person = await body.person();
    expect(toPlain(noticesCard(await show(body.asOperator(), {})).summary)).toContain('Nothing waits for you');
    await expect(show(body.asMember(person), {})).rejects.toThrow('Only the Secretariat can do this.');
    await expect(show(body.asStranger(), {})).rejects.toThrow('directory');
  });

  it('holds nothing of another body', async () => {
    const [one, other] = [await world.newBody(), await world.newBody()];
    await aDelivery(other);
    expect(await listTroubled(one.asOperator())).toEqual([]);
  });

  it('has a reason for every code, also one nobody has seen yet', () => {
    expect(reasonInWords('is_archived')).toContain('archived');
    expect(reasonInWords('unreadable: missing_scope')).toContain('may have arrived');
    expect(reasonInWords('brand_new')).toBe('The platform answered "brand_new".');
    expect(reasonInWords(null)).toBe('No reason was kept.');
  });
});

describe('trying again', () => {
  it('puts a failed delivery back with its address to be looked up anew, and audits it', async () => {
    const body = await world.newBody();
    const secretary = await body.person();
    const { id } = await aDelivery(body);
    await retry(body.asSecretariat(secretary, hours(1)), { delivery: id });
    expect(await fateOf(id)).toMatchObject({ state: 'planned', address: null, workspaceId: null, error: null, dueAt: hours(1) });
    expect(await body.audited()).toEqual(['notices.retry']);
    await expect(retry(body.asSecretariat(secretary), { delivery: id })).rejects.toThrow('no longer waiting for you');
  });

  it('is refused when it would come too late, the meeting is cancelled, or the look is not over', async () => {
    const body = await world.newBody();
    const group = await body.group();
    const cancelled = await aMeeting(body, group.id, { state: 'cancelled' });
    const late = await aDelivery(body, { expiresAt: hours(-1) });
    const about = await aDelivery(body, {}, 'meetings.reminder', cancelled.id);
    const looking = await aDelivery(body, { state: 'unknown', leaseUntil: hours(1) });
    const ctx = body.asOperator();
    await expect(retry(ctx, { delivery: late.id })).rejects.toThrow('too late');
    await expect(retry(ctx, { delivery: about.id })).rejects.toThrow('too late');
    await expect(retry(ctx, { delivery: looking.id })).rejects.toThrow('no longer waiting');
    expect((await listTroubled(ctx)).map(({ isUseful }) => isUseful)).toEqual([false, false]);
    expect(
      buttonsIn(noticesCard({ troubled: await listTroubled(ctx), counts: (await show(ctx, {})).counts }).blocks).map(({ label }) => label),
    ).toEqual(['Dismiss', 'Dismiss']);
  });

  it('is refused to members, for another body, and for what is not there', async () => {
    const [body, other] = [await world.newBody(), await world.newBody()];
    const person = await body.person();
    const { id } = await aDelivery(body);
    await expect(retry(body.asMember(person), { delivery: id })).rejects.toThrow('Only the Secretariat');
    await expect(retry(other.asOperator(), { delivery: id })).rejects.toThrow('no longer in the records');
    await expect(retry(body.asOperator(), { delivery: 'x' })).rejects.toThrow('no longer works');
    expect((await fateOf(id)).state).toBe('failed');
  });

  it('counts once when two people press at the same time', async () => {
    const body = await world.newBody();
    const { id } = await aDelivery(body);
    const both = await Promise.allSettled([retry(body.asOperator(), { delivery: id }), retry(body.asOperator(), { delivery: id })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await body.audited()).toEqual(['notices.retry']);
  });
});

describe('dismissing', () => {
  it('takes a delivery off the list, keeps its reason, and audits what it was', async () => {
    const body = await world.newBody();
    const { id } = await aDelivery(body);
    await dismiss(body.asOperator(), { delivery: id });
    expect(await listTroubled(body.asOperator())).toEqual([]);
    expect(await fateOf(id)).toMatchObject({ state: 'cancelled', error: 'user_not_found' });
    const [row] = await world.db.auditEvent.findMany({ where: { bodyId: body.body.id } });
    expect(row).toMatchObject({ action: 'notices.dismiss', facts: { was: 'failed' } });
    await expect(dismiss(body.asOperator(), { delivery: id })).rejects.toThrow('no longer on the list');
  });

  it('is refused to members', async () => {
    const body = await world.newBody();
    const { id } = await aDelivery(body);
    await expect(dismiss(body.asMember(await body.person()), { delivery: id })).rejects.toThrow('Only the Secretariat');
  });
});

describe('the message about a failed delivery', () => {
  const [kind] = notices.notices;
  const facts = (delivery: string) => ({ id: uuidv7(), kind: 'notices.troubled', meetingId: null, subject: { delivery }, dueAt: NOON });

  it('goes to the Secretariat with the reason and a way to try again', async () => {
    const body = await world.newBody();
    const secretary = await body.person();
    await body.person();
    await body.appoint(secretary.id, 'secretariat');
    const { id } = await aDelivery(body);
    expect(await kind!.targets(body.asScheduler(), facts(id))).toEqual([{ person: secretary.id }]);
    const card = await kind!.render(body.asScheduler(), facts(id), { person: secretary.id });
    expect(card).toEqual(troubledCard((await listTroubled(body.asScheduler()))[0]!));
    expect(toPlain((card as Card).summary)).toBe(
      'A message could not be delivered: Reminder to Ann Reader. The platform no longer knows this chat account.',
    );
  });

  it('is left out when it was dealt with, and when there is no Secretariat', async () => {
    const body = await world.newBody();
    const { id } = await aDelivery(body, { state: 'sent' });
    expect(await kind!.render(body.asScheduler(), facts(id), { person: uuidv7() })).toHaveProperty('skip');
    expect(await kind!.targets(body.asScheduler(), facts(id))).toHaveProperty('skip');
  });
});

describe('reminding', () => {
  async function aGroup() {
    const body = await world.newBody();
    const group = await body.group({ name: 'Circularity', slug: 'circularity' });
    const [chair, silent] = [await body.person(), await body.person()];
    await body.member(group.id, chair.id, 'chair');
    await body.member(group.id, silent.id);
    const meeting = await aMeeting(body, group.id);
    return { body, group, chair, silent, meeting };
  }

  async function answer(body: TestBody, meetingId: string, personId: string) {
    const common = { bodyId: body.body.id, meetingId, personId, answer: 'attending' as const, at: NOON };
    const row = await world.db.rsvp.create({ data: { ...common, id: uuidv7(), surface: 'slack' } });
    await world.db.rsvpCurrent.create({ data: { ...common, rsvpId: row.id } });
  }

  it('plans one notice about the next meeting, once a day, until the meeting starts', async () => {
    const { body, chair, silent, meeting } = await aGroup();
    await answer(body, meeting.id, chair.id);
    expect(await remind(body.asMember(chair), { group: 'circ' })).toMatchObject({ waiting: 1 });
    const planned = await world.db.notice.findMany({ where: { bodyId: body.body.id } });
    expect(planned).toMatchObject([
      { kind: 'meetings.nudge', meetingId: meeting.id, subject: { sequence: '0' }, dueAt: NOON, expiresAt: meeting.startsAt },
    ]);
    await expect(remind(body.asMember(chair, hours(2)), { group: 'circ' })).rejects.toThrow('already reminded today, at 13:00');
    await remind(body.asMember(chair, hours(24)), {});
    expect(await body.audited()).toEqual(['notices.remind', 'notices.remind']);
    await answer(body, meeting.id, silent.id);
    await expect(remind(body.asOperator(), { group: 'circularity' })).rejects.toThrow(
      'Everybody in Circularity who may take part has answered',
    );
  });

  it('leaves alone who turned it off, and tells the chair how many, not who', async () => {
    const { body, group, chair, silent, meeting } = await aGroup();
    const [off, byChannel, lapsed] = [await body.person({ name: 'Olaf' }), await body.person({ name: 'Chantal' }), await body.person()];
    for (const one of [off, byChannel, lapsed]) await body.member(group.id, one.id);
    await body.channel(group.id);
    await world.db.person.update({ where: { id: off.id }, data: { preferences: { off: ['meetings.nudge'] } } });
    await world.db.membership.updateMany({ where: { personId: byChannel.id }, data: { remindBy: 'channel' } });
    const { organisationId } = await world.db.person.findUniqueOrThrow({ where: { id: lapsed.id } });
    await world.db.organisation.update({ where: { id: organisationId! }, data: { standing: 'lapsed' } });
    await answer(body, meeting.id, chair.id);
    const done = await remind(body.asMember(chair), { group: 'circ' });
    expect(toPlain(remindedCard(done).summary)).toBe(
      'Asked 1 member who has not answered yet about Scrap quality in Circularity. 2 others have these reminders turned off and are not written to.',
    );
    const [planned] = await world.db.notice.findMany({ where: { bodyId: body.body.id } });
    const kind = features.flatMap((one) => one.notices).find((one) => one.kind === 'meetings.nudge')!;
    const facts = { ...planned!, subject: planned!.subject as Record<string, string> };
    expect(await kind.targets(body.asScheduler(), facts)).toEqual([{ person: silent.id }]);
    await world.db.person.update({ where: { id: silent.id }, data: { preferences: { off: ['meetings.nudge'] } } });
    await expect(remind(body.asMember(chair, hours(24)), { group: 'circ' })).rejects.toThrow(
      "Nobody was reminded: the 3 members who have not answered about Scrap quality have these reminders turned off. You can write in the group's channel.",
    );
  });

  it('is refused to members, and when there is nothing to remind of', async () => {
    const { body, group, silent, chair, meeting } = await aGroup();
    await expect(remind(body.asMember(silent), { group: 'circularity' })).rejects.toThrow(/chair/i);
    await expect(remind(body.asMember(silent), {})).rejects.toThrow('Only the chair');
    await world.db.meeting.update({ where: { id: meeting.id }, data: { state: 'cancelled' } });
    await expect(remind(body.asMember(chair), { group: group.slug })).rejects.toThrow('has no meeting ahead');
    expect(await world.db.notice.count({ where: { bodyId: body.body.id } })).toBe(0);
  });

  it('asks which group when there are several, with a button for each', async () => {
    const { body, chair } = await aGroup();
    const second = await body.group({ name: 'Nature' });
    await body.member(second.id, chair.id, 'vice_chair');
    await expect(remind(body.asMember(chair), {})).rejects.toMatchObject({
      buttons: [
        { label: 'Circularity', press: 'notices.remind' },
        { label: 'Nature', press: 'notices.remind', with: { group: second.slug } },
      ],
    });
  });
});

describe('the next due time', () => {
  it('is that of the earliest planned notice', async () => {
    await world.db.notice.updateMany({ where: { state: 'planned' }, data: { state: 'cancelled' } });
    expect(await nextDueAt(world.db)).toBeNull();
    const body = await world.newBody();
    const base = { bodyId: body.body.id, kind: 'x', expiresAt: hours(9), createdAt: NOON };
    for (const n of [3, 2]) await world.db.notice.create({ data: { ...base, id: uuidv7(), key: String(n), dueAt: hours(n) } });
    expect(await nextDueAt(world.db)).toEqual(hours(2));
  });
});
