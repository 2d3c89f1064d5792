import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Conflict, InvalidInput, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { applyAppointments } from '../../../src/features/directory/apply-appointments.ts';
import { endAppointment } from '../../../src/features/directory/end-appointment.ts';
import { appoint } from '../../../src/features/directory/appoint.ts';
import { letEnd } from '../../../src/features/directory/let-end.ts';
import { listAppointments } from '../../../src/features/directory/list-appointments.ts';
import { openProlong, prolong } from '../../../src/features/directory/prolong.ts';
import { features } from '../../../src/features/index.ts';
import { rsvp } from '../../../src/features/meetings/rsvp.ts';
import { addMeeting } from '../groups/world.ts';
import { secretary } from '../meetings/planned-meeting.ts';
import { listReaders, said } from './notice-readers.ts';
import { openWorld, type TestBody, type TestPerson, type World } from '../../support/world.ts';

let world: World;
let body: TestBody;
let sam: TestPerson;
let group: Awaited<ReturnType<TestBody['group']>>;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

beforeEach(async () => {
  body = await world.newBody();
  sam = await secretary(body);
  group = await body.group({ slug: 'climate-change', name: 'Climate Change' });
});

/** The program's minute at this instant; the body's zone is Europe/Zurich, an hour ahead of UTC in winter. */
const minuteAt = (instant: string) => applyAppointments(body.asScheduler(new Date(instant)));

const notices = (kind: string) =>
  world.db.notice.findMany({ where: { bodyId: body.body.id, kind }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
const membershipOf = (person: TestPerson) =>
  world.db.membership.findFirstOrThrow({ where: { personId: person.id }, orderBy: { id: 'desc' } });
const appointmentOf = (person: TestPerson) => world.db.appointment.findFirstOrThrow({ where: { personId: person.id } });
const count = async (action: string) => (await body.audited()).filter((one) => one === action).length;

const readers = (kind: string, instant: string) => listReaders(world.db, body.asScheduler(new Date(instant)), kind);

async function expert(until: string, more: { groupSlugs?: string[]; from?: string } = {}) {
  const person = await body.person({ name: 'Eva Expert', organisationId: null });
  await body.appoint(person.id, 'expert', { until, groupSlugs: ['climate-change'], sponsor: 'Sam Secretary', ...more });
  await body.member(group.id, person.id);
  return person;
}

describe("an expert's invitation", () => {
  it('is pointed out to the Secretariat 14 days before its last day, once', async () => {
    const eva = await expert('2027-01-31');
    await minuteAt('2027-01-16T22:59:00Z');
    expect(await notices('directory.invitation-ending')).toEqual([]);
    await minuteAt('2027-01-16T23:00:00Z');
    await minuteAt('2027-01-17T12:00:00Z');
    await minuteAt('2027-01-31T12:00:00Z');
    expect(await notices('directory.invitation-ending')).toMatchObject([{ subject: { appointmentId: (await appointmentOf(eva)).id } }]);
    const [first, ...others] = await readers('directory.invitation-ending', '2027-01-17T00:00:00Z');
    expect([first!.to, others]).toEqual([sam.id, []]);
    expect(said(first!.card)).toMatch(
      /^Eva Expert is invited to Climate Change until 31 Jan 2027; invited by Sam Secretary\.\n\[Prolong\] \[Let it end\]\n/,
    );
  });

  it('is pointed out late rather than not at all after downtime, and not when it was given within the 14 days', async () => {
    await expert('2027-01-31');
    await minuteAt('2027-01-30T12:00:00Z');
    expect(await notices('directory.invitation-ending')).toHaveLength(1);
    const short = await body.person({ organisationId: null });
    await body.appoint(short.id, 'expert', { until: '2026-12-01', groupSlugs: ['climate-change'] });
    await minuteAt('2026-11-23T13:00:00Z');
    expect(await notices('directory.invitation-ending')).toHaveLength(1);
  });

  it('is prolonged from the day after it ends, and is then no more pointed out, nor ends anything', async () => {
    const eva = await expert('2027-01-31');
    await minuteAt('2027-01-20T12:00:00Z');
    const { id } = await appointmentOf(eva);
    const ctx = body.asSecretariat(sam, new Date('2027-01-20T12:00:00Z'));
    await expect(prolong(ctx, { appointmentId: id, until: '2027-01-31' })).rejects.toThrow(InvalidInput);
    await prolong(ctx, { appointmentId: id, until: '2027-12-31' });
    await expect(prolong(ctx, { appointmentId: id, until: '2028-12-31' })).rejects.toThrow(/prolonged already, until 31 Dec 2027/);
    await expect(letEnd(ctx, { appointmentId: id })).rejects.toThrow(Conflict);
    expect((await listAppointments(ctx, {})).filter((one) => one.office === 'expert').map((one) => one.isProlonged)).toEqual([true, false]);
    expect(await readers('directory.invitation-ending', '2027-01-20T12:01:00Z')).toEqual([
      { to: 'nobody', card: { skip: 'prolonged already' } },
    ]);
    await minuteAt('2027-02-01T12:00:00Z');
    expect((await membershipOf(eva)).leftAt).toBeNull();
    await minuteAt('2027-12-18T12:00:00Z');
    expect(await notices('directory.invitation-ending')).toHaveLength(2);
    await minuteAt('2028-01-01T12:00:00Z');
    expect((await membershipOf(eva)).endReason).toBe('invitation-ended');
  });

  it('that may end is seen to be decided by everybody in the Secretariat, and can still be prolonged', async () => {
    const eva = await expert('2027-01-31');
    const { id } = await appointmentOf(eva);
    const ctx = body.asSecretariat(sam, new Date('2027-01-20T12:00:00Z'));
    await letEnd(ctx, { appointmentId: id });
    await letEnd(ctx, { appointmentId: id });
    expect(await count('directory.letEnd')).toBe(1);
    const kind = features.flatMap((feature) => feature.cards).find((one) => one.kind === 'directory.invitation')!;
    expect(said((await kind.render(ctx, id))!)).toMatch(/It ends then: Sam Secretary said that it may\.\n\[Prolong\]$/);
    await prolong(ctx, { appointmentId: id, until: '2027-03-31' });
    expect(said((await kind.render(ctx, id))!)).toBe('The invitation of Eva Expert to Climate Change goes on until 31 Mar 2027.');
  });

  it("ends their place at midnight after its last day in the body's zone, with their answers, and they are thanked once", async () => {
    const eva = await expert('2027-01-31');
    const meeting = await addMeeting(world.db, body, group.id, { startsAt: new Date('2027-02-10T09:00:00Z') });
    await rsvp(body.asMember(eva, new Date('2027-01-20T12:00:00Z')), { meeting: meeting.id, answer: 'attending' });
    await minuteAt('2027-01-31T22:59:00Z');
    expect((await membershipOf(eva)).leftAt).toBeNull();
    const midnight = '2027-01-31T23:00:00Z';
    await Promise.all([minuteAt(midnight), minuteAt(midnight)]);
    await minuteAt('2027-02-01T12:00:00Z');
    expect(await membershipOf(eva)).toMatchObject({ leftAt: new Date(midnight), endReason: 'invitation-ended' });
    expect(await world.db.rsvpCurrent.count({ where: { meetingId: meeting.id } })).toBe(0);
    expect([await count('groups.endInvited'), await count('directory.appointments-changed')]).toEqual([1, 1]);
    const [told, ...others] = await readers('groups.invitation-ended', midnight);
    expect([told!.to, others]).toEqual([eva.id, []]);
    expect(said(told!.card)).toMatch(
      /invitation as an expert has ended.*Thank you.*\nClimate Change\n.*can invite you again\.\n\[Ask the Secretariat\]/,
    );
  });

  it('that the Secretariat ends by hand, or that passed while the program was down, ends the place at the next minute', async () => {
    const eva = await expert('2027-01-31');
    await endAppointment(body.asSecretariat(sam, new Date('2027-01-05T12:00:00Z')), { appointmentId: (await appointmentOf(eva)).id });
    await minuteAt('2027-01-05T12:01:00Z');
    expect((await membershipOf(eva)).endReason).toBe('invitation-ended');
    const late = await expert('2027-01-31');
    await minuteAt('2027-05-01T12:00:00Z');
    expect((await membershipOf(late)).leftAt).toEqual(new Date('2027-05-01T12:00:00Z'));
  });

  it('leaves who is a member by then, lapsed or not, and the groups they are invited to anew', async () => {
    const joined = await expert('2027-01-31');
    await world.db.person.update({
      where: { id: joined.id },
      data: { organisationId: (await body.organisation({ standing: 'lapsed' })).id },
    });
    const rights = await body.group({ slug: 'human-rights', name: 'Human Rights' });
    const eva = await expert('2027-01-31', { groupSlugs: ['climate-change', 'human-rights'] });
    await body.member(rights.id, eva.id);
    const ctx = body.asSecretariat(sam, new Date('2027-01-05T12:00:00Z'));
    await appoint(ctx, { email: eva.email, office: 'expert', until: '2027-12-31', groups: ['human-rights'], sponsor: 'Sam' });
    await minuteAt('2027-01-05T12:01:00Z');
    await minuteAt('2027-02-01T12:00:00Z');
    const open = await world.db.membership.findMany({
      where: { bodyId: body.body.id, leftAt: null },
      select: { personId: true, groupId: true },
    });
    expect(open).toHaveLength(2);
    expect(open).toContainEqual({ personId: joined.id, groupId: group.id });
    expect(open).toContainEqual({ personId: eva.id, groupId: rights.id });
  });

  it('is prolonged and let end by the Secretariat only, while it is there and runs', async () => {
    const eva = await expert('2026-11-30');
    const { id } = await appointmentOf(eva);
    for (const verb of [openProlong, letEnd]) {
      await expect(verb(body.asMember(eva), { appointmentId: id })).rejects.toThrow(NotAllowed);
      await expect(verb(body.asSecretariat(sam, new Date('2026-12-01T12:00:00Z')), { appointmentId: id })).rejects.toThrow(
        /ended on 30 Nov 2026/,
      );
      const board = await body.person();
      await body.appoint(board.id, 'board', { until: '2027-01-01' });
      await expect(verb(body.asSecretariat(sam), { appointmentId: (await appointmentOf(board)).id })).rejects.toThrow(NotFound);
    }
  });
});

describe('a term on the Board', () => {
  async function member(from: string | undefined, until: string | undefined) {
    const bo = await body.person({ name: 'Bo Board' });
    await body.member(group.id, bo.id);
    await body.appoint(bo.id, 'board', { ...(from && { from }), ...(until && { until }) });
    return bo;
  }

  it('suspends from its first day and tells the Secretariat; the day after its last they hear that they may rejoin', async () => {
    const bo = await member('2026-12-01', '2027-06-30');
    await minuteAt('2026-11-30T22:59:00Z');
    expect((await membershipOf(bo)).leftAt).toBeNull();
    await minuteAt('2026-11-30T23:00:00Z');
    expect(await membershipOf(bo)).toMatchObject({ endReason: 'board', leftAt: new Date('2026-11-30T23:00:00Z') });
    expect((await readers('groups.suspended', '2026-11-30T23:00:00Z')).map(({ to }) => to).sort()).toEqual([sam.id, bo.id].sort());
    await minuteAt('2027-06-30T21:59:00Z');
    expect(await notices('groups.may-rejoin')).toEqual([]);
    await Promise.all([minuteAt('2027-06-30T22:00:00Z'), minuteAt('2027-06-30T22:00:00Z')]);
    await minuteAt('2027-07-01T12:00:00Z');
    expect(await notices('groups.may-rejoin')).toHaveLength(1);
    const [told, ...others] = await readers('groups.may-rejoin', '2027-06-30T22:00:00Z');
    expect([told!.to, others]).toEqual([bo.id, []]);
    expect(said(told!.card)).toMatch(/term on the Board has ended.*\nClimate Change\n\[Join\]$/);
    expect(told!.card).toMatchObject({ blocks: [{}, {}, { buttons: [{ press: 'groups.open-join', with: { group: 'climate-change' } }] }] });
    expect(await count('directory.appointments-changed')).toBe(2);
  });

  it('that is ended by hand tells them at once, and only once', async () => {
    const bo = await member('2026-11-23', undefined);
    await minuteAt('2026-11-23T12:00:00Z');
    await endAppointment(body.asSecretariat(sam, new Date('2026-12-05T12:00:00Z')), { appointmentId: (await appointmentOf(bo)).id });
    expect(await notices('groups.may-rejoin')).toHaveLength(1);
    await minuteAt('2026-12-05T12:01:00Z');
    expect(await count('directory.appointments-changed')).toBe(2);
    expect(await notices('groups.may-rejoin')).toHaveLength(1);
  });

  it('that another follows without a gap tells nothing, and what ended while the program was down is caught up with', async () => {
    const bo = await member('2026-11-23', '2027-06-30');
    await body.appoint(bo.id, 'board', { from: '2027-07-01', until: '2028-06-30' });
    await minuteAt('2026-11-23T12:00:00Z');
    await minuteAt('2027-07-01T12:00:00Z');
    expect(await notices('groups.may-rejoin')).toEqual([]);
    await minuteAt('2029-01-01T12:00:00Z');
    expect(await notices('groups.may-rejoin')).toHaveLength(1);
  });

  it('offers no group that takes nobody in, nor any to who may not take part or is back already', async () => {
    const bo = await member('2026-11-23', '2026-12-31');
    await minuteAt('2026-11-23T12:00:00Z');
    await minuteAt('2027-01-01T12:00:00Z');
    const card = async () => said((await readers('groups.may-rejoin', '2027-01-01T12:00:00Z'))[0]!.card);
    expect(await card()).toContain('[Join]');
    await world.db.group.update({ where: { id: group.id }, data: { status: 'closed' } });
    expect(await card()).toBe('skipped: none of the groups can be joined');
    await world.db.group.update({ where: { id: group.id }, data: { status: 'open' } });
    await body.member(group.id, bo.id);
    expect(await card()).toBe('skipped: none of the groups can be joined');
    await body.appoint(bo.id, 'board', { from: '2027-01-01' });
    expect(await card()).toBe('skipped: sits on the Board again');
  });

  it('of somebody who was in no group tells nobody anything', async () => {
    const bo = await body.person();
    await body.appoint(bo.id, 'board', { until: '2026-12-31' });
    await minuteAt('2027-01-01T12:00:00Z');
    await minuteAt('2027-01-01T12:01:00Z');
    expect(await body.audited()).toEqual(['directory.applyEndings']);
    expect(await notices('groups.may-rejoin')).toEqual([]);
  });
});
