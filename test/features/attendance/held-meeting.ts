import { v7 as uuidv7 } from 'uuid';
import type { Answer, MeetingState } from '../../../src/db/generated/client.ts';
import type { TestBody, TestPerson, World } from '../../support/world.ts';

/** Check-in opens at 11:50, the meeting is from 12:00 to 13:00 UTC. */
export const START = new Date('2026-11-23T12:00:00.000Z');
export const END = new Date('2026-11-23T13:00:00.000Z');
export const at = (time: string): Date => new Date(`2026-11-23T${time}:00.000Z`);

interface Planned {
  startsAt?: Date;
  endsAt?: Date;
  state?: MeetingState;
  chairId?: string;
  secretariatId?: string;
  subTopic?: string;
  audience?: string;
}

/** A group with a chair, a statement and a meeting at noon; people join it by `member`. */
export async function heldMeeting(world: World, planned: Planned = {}) {
  const body = await world.newBody();
  const statement = await body.statement();
  const group = await body.group({ slug: 'circularity', name: 'Circularity' });
  const chair = await body.person({ name: 'Cleo Chair' });
  await body.member(group.id, chair.id, 'chair');
  const secretary = await body.person({ name: 'Sam Secretary', organisationId: null });
  await body.appoint(secretary.id, 'secretariat');
  const meeting = await addMeeting(world, body, group.id, planned);
  const payload = { meeting: meeting.id, statement: statement.id };

  async function member(name: string, answer?: Answer): Promise<TestPerson> {
    const organisation = await body.organisation({ name: `${name} Works` });
    const person = await body.person({ name, organisationId: organisation.id });
    await body.member(group.id, person.id);
    if (answer) await answers(world, body, meeting.id, person.id, answer);
    return person;
  }

  return { body, statement, group, chair, secretary, meeting, payload, member };
}

export type Held = Awaited<ReturnType<typeof heldMeeting>>;

export async function addMeeting(world: World, body: TestBody, groupId: string, planned: Planned = {}) {
  const startsAt = planned.startsAt ?? START;
  return world.db.meeting.create({
    data: {
      id: uuidv7(),
      bodyId: body.body.id,
      groupId,
      kind: 'sub_topic',
      subTopic: planned.subTopic ?? 'Scrap quality',
      localStart: '2026-11-23T13:00',
      zone: 'Europe/Zurich',
      minutes: 60,
      startsAt,
      endsAt: planned.endsAt ?? new Date(startsAt.getTime() + 3_600_000),
      link: 'https://meet.invalid/scrap',
      state: planned.state ?? 'announced',
      audience: planned.audience ?? 'group',
      chairId: planned.chairId ?? null,
      secretariatId: planned.secretariatId ?? null,
      createdAt: at('08:00'),
      updatedAt: at('08:00'),
    },
  });
}

export async function answers(
  world: World,
  body: TestBody,
  meetingId: string,
  personId: string,
  answer: Answer,
  alternate: { alternateId?: string; alternateName?: string } = {},
): Promise<void> {
  const id = uuidv7();
  const row = { bodyId: body.body.id, meetingId, personId, answer, at: at('08:00') };
  await world.db.rsvp.create({ data: { id, ...row, ...alternate, surface: 'slack' } });
  await world.db.rsvpCurrent.create({ data: { ...row, rsvpId: id } });
}

/** A message about the meeting that went to a channel of its group. */
export async function posted(
  world: World,
  { body, meeting }: Pick<Held, 'body' | 'meeting'>,
  kind: string,
  sentAt: Date,
  channelId = uuidv7(),
) {
  const row = { id: uuidv7(), bodyId: body.body.id, dueAt: sentAt, expiresAt: END };
  await world.db.notice.create({
    data: { ...row, key: `${meeting.id}:${kind}:${row.id}`, kind, meetingId: meeting.id, state: 'expanded', createdAt: sentAt },
  });
  const target = `channel:${channelId}`;
  await world.db.delivery.create({ data: { ...row, id: uuidv7(), noticeId: row.id, target, state: 'sent', sentAt } });
}

/** An agenda written a month before. */
export async function writeAgenda(
  world: World,
  { body, meeting }: Pick<Held, 'body' | 'meeting'>,
  titles = ['Welcome', 'Pathway methods'],
) {
  const items = titles.map((title) => ({ title }));
  const row = { id: uuidv7(), bodyId: body.body.id, meetingId: meeting.id, n: 1, items, documents: [], at: new Date('2026-10-23T08:00Z') };
  await world.db.agendaVersion.create({ data: row });
}

/** Somebody of the Secretariat checked in. */
export async function secretariatHere(
  world: World,
  { body, meeting, secretary }: Pick<Held, 'body' | 'meeting' | 'secretary'>,
  time = at('11:51'),
) {
  const said = { source: 'self' as const, what: 'arrived' as const, at: time, recordedAt: time, byId: secretary.id };
  const who = { personId: secretary.id, name: secretary.name, role: 'secretariat' };
  await world.db.presence.create({ data: { id: uuidv7(), bodyId: body.body.id, meetingId: meeting.id, ...said, ...who } });
}

/** Everything that a meeting's opening asks for is in place. */
export async function passGate(world: World, held: Pick<Held, 'body' | 'meeting' | 'secretary'>): Promise<void> {
  await writeAgenda(world, held);
  await posted(world, held, 'meetings.agenda', new Date('2026-11-16T11:00:00Z'));
  await posted(world, held, 'attendance.opening', at('11:50'));
  await secretariatHere(world, held);
}

/** The Secretariat let every check of the opening pass. */
export async function letPass(world: World, { body, meeting, secretary }: Pick<Held, 'body' | 'meeting' | 'secretary'>): Promise<void> {
  const by = { byId: secretary.id, byName: secretary.name, at: at('11:52') };
  const checks = ['agenda', 'secretariat', 'statement'] as const;
  await world.db.override.createMany({
    data: checks.map((check) => ({ id: uuidv7(), bodyId: body.body.id, meetingId: meeting.id, check, reason: 'A test', ...by })),
  });
}
