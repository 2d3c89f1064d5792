import { v7 as uuidv7 } from 'uuid';
import { at, heldMeeting } from '../features/attendance/held-meeting.ts';
import type { TestPerson, World } from '../support/world.ts';

export const CROWD = 60;

/** As long as it may be, with letters of many languages. */
export const long = (begin: string, length: number): string =>
  `${begin} Ångström-Łukasiewicz “Ünïcödé” & Sœur d’Árbol Ñandú, `.repeat(Math.ceil(length / 50)).slice(0, length);

/** A meeting with sixty people of long names from organisations with long names; a long statement and a long agenda. */
export async function crowdedMeeting(world: World) {
  const held = await heldMeeting(world, { subTopic: long('Scrap', 150) });
  const { body, group, meeting } = held;
  await body.channel(group.id);
  await body.statement(2, long('Keep to the agenda.', 2_500));
  const people: TestPerson[] = [];
  for (let i = 0; i < CROWD; i++) {
    const organisation = await body.organisation({ name: long(`Works ${String(i)}`, 150) });
    const person = await body.person({ name: long(`Person ${String(i)}`, 150), organisationId: organisation.id });
    await body.member(group.id, person.id);
    people.push(person);
  }
  const items = Array.from({ length: 20 }, (_, i) => ({ title: long(`Item ${String(i + 1)}`, 150), minutes: 5, lead: long('Lead', 80) }));
  const documents = Array.from({ length: 10 }, (_, i) => ({
    title: long(`Paper ${String(i)}`, 150),
    url: `https://docs.invalid/${String(i)}`,
  }));
  const version = { bodyId: body.body.id, meetingId: meeting.id, documents, at: at('08:00') };
  await world.db.agendaVersion.createMany({ data: [1, 2, 3].map((n) => ({ ...version, id: uuidv7(), n, items })) });
  return { ...held, people };
}

export type Crowded = Awaited<ReturnType<typeof crowdedMeeting>>;

const told = ({ body, meeting }: Crowded) => ({ bodyId: body.body.id, meetingId: meeting.id });

/** Those from the first to before the last said that they are there, or that they left. */
export async function say(world: World, crowded: Crowded, what: 'arrived' | 'left', from: number, to: number): Promise<void> {
  const when = what === 'arrived' ? at('12:01') : at('12:20');
  const said = { ...told(crowded), source: 'self' as const, what, at: when, recordedAt: when, role: 'participant' };
  await world.db.presence.createMany({
    data: crowded.people.slice(from, to).map((one, i) => ({
      ...{ ...said, id: uuidv7(), personId: one.id, byId: one.id, name: one.name },
      ...{ organisation: long(`Works ${String(from + i)}`, 150), membershipClass: 'industrial_users' },
    })),
  });
}

/** Everybody declared a conflict of interest and said so at length. */
export async function conflicts(world: World, crowded: Crowded): Promise<void> {
  await world.db.conflictDeclared.createMany({
    data: crowded.people.map((one, i) => ({
      ...{ ...told(crowded), id: uuidv7(), personId: one.id, name: one.name, organisation: long('Works', 150) },
      ...{ itemNumber: (i % 20) + 1, item: long('Item', 150), about: long('We sell this.', 300), staysOut: i % 2 === 0, at: at('12:05') },
    })),
  });
}

/** The Secretariat let every check pass, with reasons as long as they may be. */
export async function overrides(world: World, crowded: Crowded, checks: readonly ('agenda' | 'secretariat' | 'statement')[]) {
  const by = { byId: crowded.secretary.id, byName: long('Sam', 150), at: at('11:52'), reason: long('A reason', 500) };
  await world.db.override.createMany({ data: checks.map((check) => ({ ...told(crowded), ...by, id: uuidv7(), check })) });
}

export async function reading(world: World, { body, meeting, chair }: Crowded): Promise<void> {
  const version = await world.db.statementVersion.findFirstOrThrow({ where: { bodyId: body.body.id, version: 2 } });
  const by = { byId: chair.id, byName: long('Cleo', 150), at: at('12:02') };
  await world.db.reading.create({
    data: { id: uuidv7(), bodyId: body.body.id, meetingId: meeting.id, statementVersionId: version.id, ...by },
  });
}

/** Many concerns, acceptances and deliveries, such as a record tells of. */
export async function traces(world: World, crowded: Crowded): Promise<void> {
  const { body, group, meeting, people, statement } = crowded;
  await world.db.concern.createMany({
    data: people.slice(0, 30).map((one, i) => ({
      ...{ ...told(crowded), id: uuidv7(), groupId: group.id, openness: 'open' as const, itemNumber: (i % 20) + 1 },
      ...{ item: long('Item', 150), raisedById: one.id, raisedByName: one.name, organisation: long('Works', 150), at: at('12:10') },
    })),
  });
  await world.db.acknowledgement.createMany({
    data: people.map((one) => ({
      ...{ ...told(crowded), id: uuidv7(), personId: one.id, statementVersionId: statement.id },
      ...{ occasion: `meeting:${meeting.id}`, groupId: group.id, at: at('12:00'), surface: 'slack' },
    })),
  });
  const sent = { bodyId: body.body.id, dueAt: at('09:00'), expiresAt: at('13:00') };
  const noticeId = uuidv7();
  await world.db.notice.create({
    data: {
      ...sent,
      id: noticeId,
      meetingId: meeting.id,
      key: noticeId,
      kind: 'meetings.reminder',
      state: 'expanded',
      createdAt: at('08:00'),
    },
  });
  await world.db.delivery.createMany({
    data: people.map((one, i) => ({
      ...{ ...sent, id: uuidv7(), noticeId, target: `person:${one.id}` },
      ...(i % 2 === 0 ? { state: 'sent' as const, sentAt: at('09:00') } : { state: 'cancelled' as const, error: 'no longer wanted' }),
    })),
  });
}
