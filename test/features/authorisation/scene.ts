import { v7 as uuidv7 } from 'uuid';
import type { Actor, Ctx } from '../../../src/bot/context.ts';
import { add } from '../../../src/features/actions/add.ts';
import { raise } from '../../../src/features/concerns/raise.ts';
import { link } from '../../../src/features/directory/link.ts';
import { comment } from '../../../src/features/minutes/comment.ts';
import { issue } from '../../../src/features/minutes/issue.ts';
import { sendForReview } from '../../../src/features/minutes/send-for-review.ts';
import { saveNotes } from '../../../src/features/minutes/save-notes.ts';
import { confirmRoll } from '../../../src/features/attendance/confirm-roll.ts';
import { declareConflict } from '../../../src/features/opening/declare-conflict.ts';
import { override } from '../../../src/features/opening/override.ts';
import { importAttendance } from '../../../src/features/attendance/import-attendance.ts';
import { linkFiles } from '../../../src/features/files/link.ts';
import { suggest } from '../../../src/features/meetings/suggest.ts';
import { schedule } from '../../../src/features/meetings/schedule.ts';
import { NOON, type TestBody, type TestPerson, type World } from '../../support/world.ts';
import { addMeeting, letPass } from '../attendance/held-meeting.ts';
import { teamsReport, us, utf8 } from '../attendance/import-fixtures.ts';
import { typed } from '../meetings/planned-meeting.ts';
import type { Role } from './roles.ts';

const HOUR = 3_600_000;
const hoursFromNoon = (hours: number): Date => new Date(NOON.getTime() + hours * HOUR);

/** Columns in which somebody of the directory stands. */
export type Cast = Exclude<Role, 'stranger' | 'otherBody' | 'scheduler' | 'operator'>;

type People = Readonly<Record<Cast, TestPerson>>;

/** A body with somebody for each column, and one of everything that a verb can be about; `name` begins whatever is called something. */
export async function setScene(world: World, name: string) {
  const body = await world.newBody();
  const statement = await body.statement();
  const group = await body.group({ slug: `${name.toLowerCase()}-climate`, name: `${name} Climate` });
  const other = await body.group({ slug: `${name.toLowerCase()}-rights`, name: `${name} Rights` });
  const channel = await body.channel(group.id);
  const people = await cast(body, name, group, other.id);
  const meetings = await plan(world, body, people, group);
  const stranger = await knock(world, body);
  return {
    world,
    body,
    statement,
    group,
    other,
    channel,
    organisation: await body.organisation({ name: `${name} Works` }),
    people,
    meetings,
    stranger,
    actors: await actors(world, body, people, stranger.accountId),
    second: await secondAccounts(world, body, people),
    delivery: await failedDelivery(world, body, channel.id),
    concern: await concern(body, people, 'open', meetings.live),
    action: await action(body, people, group, meetings.upcoming),
    confided: await concern(body, people, 'secretariat', meetings.live),
    minutes: { comment: await minuteComment(body, people, meetings.issued) },
    conflict: await conflict(body, people, meetings.live),
    appointment: await world.db.appointment.findFirstOrThrow({ where: { personId: people.expertElsewhere.id } }),
    imported: await waitingName(world, body, meetings.imported),
    code: await shownCode(body, people.outsider),
    link: (await linkFiles(body.asSecretariat(people.secretariat), { what: 'record', meeting: meetings.closed })).id,
  };
}

export type Scene = Awaited<ReturnType<typeof setScene>>;

async function cast(body: TestBody, name: string, group: { id: string; slug: string }, otherId: string): Promise<People> {
  const lapsed = await body.organisation({ standing: 'lapsed' });
  const people = {
    lapsed: await body.person({ name: `${name} lapsed`, organisationId: lapsed.id }),
    board: await body.person({ name: `${name} board` }),
    expertElsewhere: await body.person({ name: `${name} expertElsewhere`, organisationId: null }),
    outsider: await body.person({ name: `${name} outsider` }),
    participant: await body.person({ name: `${name} participant` }),
    observer: await body.person({ name: `${name} observer` }),
    chair: await body.person({ name: `${name} chair` }),
    otherChair: await body.person({ name: `${name} otherChair` }),
    viceChair: await body.person({ name: `${name} viceChair` }),
    secretariat: await body.person({ name: `${name} secretariat`, organisationId: null }),
  };
  for (const role of ['lapsed', 'board', 'participant'] as const) await body.member(group.id, people[role].id);
  await body.member(group.id, people.observer.id, 'observer');
  await body.member(group.id, people.chair.id, 'chair');
  await body.member(group.id, people.viceChair.id, 'vice_chair');
  await body.member(otherId, people.otherChair.id, 'chair');
  await body.member(otherId, people.expertElsewhere.id);
  await body.appoint(people.board.id, 'board', { from: '2026-11-23' });
  await body.appoint(people.expertElsewhere.id, 'expert', { until: '2027-06-30', groupSlugs: [group.slug.replace('climate', 'rights')] });
  await body.appoint(people.secretariat.id, 'secretariat');
  return people;
}

async function plan(world: World, body: TestBody, people: People, group: { id: string; slug: string }) {
  const add = (subTopic: string, startsAt: Date) => addMeeting(world, body, group.id, { subTopic, startsAt });
  const attended = await add('Attended', hoursFromNoon(-0.5));
  const ended = await add('Ended', hoursFromNoon(-3));
  const recorded = await add('Recorded', hoursFromNoon(-5));
  const closed = await add('Closed', hoursFromNoon(-7));
  for (const meeting of [attended, recorded]) await arrive(world, body, people, meeting);
  await confirmRoll(body.asMember(people.chair), { meeting: closed.id, version: 0, [`person:${people.participant.id}`]: 'here' });
  const [drafted, sent, flagged, issued] = [
    await add('Drafted', hoursFromNoon(-11)),
    await add('Sent', hoursFromNoon(-12)),
    await add('Flagged', hoursFromNoon(-13)),
    await add('Issued', hoursFromNoon(-15)),
  ];
  for (const [one, text] of [
    [drafted, 'Input was given.'],
    [sent, 'Input was given.'],
    [flagged, 'The group decided it.'],
    [issued, 'Input was given on Monday.'],
  ] as const)
    await write(body, people, one.id, text);
  await sendForReview(body.asMember(people.chair), { meeting: sent.id, version: 1 });
  await issue(body.asSecretariat(people.secretariat), { meeting: issued.id, version: 1 });
  const chair = body.asMember(people.chair);
  const { meeting } = await schedule(chair, typed(group));
  const suggestion = uuidv7();
  await suggest(body.asMember(people.participant), { meeting: meeting.id, draft: suggestion, text: 'Scrap sorting' });
  const held = await schedule(chair, typed(group, { date: '2026-12-17', agenda: 'Billet prices, 30 min' }));
  const series = await schedule(chair, typed(group, { date: '2027-01-14', repeats: 'weekly', lastDate: '2027-01-28' }));
  const live = await add('Live', hoursFromNoon(-0.25));
  await letPass(world, { body, meeting: live, secretary: people.secretariat });
  await override(body.asSecretariat(people.secretariat), { meeting: ended.id, check: 'not_opened', reason: 'It was forgotten.' });
  return {
    upcoming: meeting.id,
    suggestion,
    held: held.meeting.id,
    series: series.meeting.series!.id,
    occurrence: series.meeting.id,
    live: live.id,
    barred: (await add('Barred', hoursFromNoon(-0.2))).id,
    attended: attended.id,
    ended: ended.id,
    recorded: recorded.id,
    closed: closed.id,
    drafted: drafted.id,
    sent: sent.id,
    flagged: flagged.id,
    issued: issued.id,
    imported: (await add('Imported', hoursFromNoon(-9))).id,
  };
}

/** The roll is confirmed, and the minutes are in draft. */
async function write(body: TestBody, people: People, meeting: string, departureNote: string): Promise<void> {
  const chair = body.asMember(people.chair);
  await confirmRoll(chair, { meeting, version: 0 });
  await saveNotes(chair, { meeting, version: 0, departure: 'News', departureNote });
}

async function minuteComment(body: TestBody, people: People, meeting: string): Promise<string> {
  const draft = uuidv7();
  await comment(body.asMember(people.participant), { draft, meeting, version: 2, item: '0', text: 'It was Tuesday.' });
  return draft;
}

/** Everybody in the group checked in. */
async function arrive(world: World, body: TestBody, people: People, meeting: { id: string; startsAt: Date }): Promise<void> {
  const there = [people.lapsed, people.board, people.participant, people.observer, people.chair, people.viceChair];
  const at = meeting.startsAt;
  const row = { bodyId: body.body.id, meetingId: meeting.id, source: 'self' as const, what: 'arrived' as const, role: 'participant' };
  await world.db.presence.createMany({
    data: there.map(({ id, name }) => ({ ...row, id: uuidv7(), personId: id, byId: id, name, at, recordedAt: at })),
  });
}

/** A chat account nobody answers to, and its request to be added; a second one that has not asked. */
async function knock(world: World, body: TestBody) {
  const account = (externalUserId: string) => ({
    id: uuidv7(),
    bodyId: body.body.id,
    workspaceId: body.workspaceId,
    externalUserId,
    name: 'Nobody',
    seenAt: NOON,
  });
  const asked = account('UASKED');
  const quiet = account('UQUIET');
  await world.db.account.createMany({ data: [asked, quiet] });
  const request = { id: uuidv7(), bodyId: body.body.id, accountId: asked.id, askedAt: NOON };
  await world.db.accessRequest.create({ data: request });
  return { accountId: quiet.id, requestId: request.id };
}

async function actors(world: World, body: TestBody, people: People, strangerId: string): Promise<Record<Exclude<Role, 'otherBody'>, Ctx>> {
  const accounts = await world.db.account.findMany({ where: { bodyId: body.body.id } });
  const toFacts = (account: (typeof accounts)[number]) => {
    const { id, workspaceId, externalUserId, name, email, zone } = account;
    return { id, workspaceId, externalUserId, name, email, zone };
  };
  const acting = (role: Cast): Ctx => {
    const { id, name } = people[role];
    const person = { id, name, zone: body.body.zone, isSecretariat: role === 'secretariat' };
    const actor: Actor = { kind: 'person', person, account: toFacts(accounts.find((one) => one.personId === id)!) };
    return body.ctx(actor);
  };
  const casts = Object.fromEntries((Object.keys(people) as Cast[]).map((role) => [role, acting(role)])) as Record<Cast, Ctx>;
  const account = toFacts(accounts.find((one) => one.id === strangerId)!);
  return { ...casts, stranger: body.ctx({ kind: 'stranger', account }), scheduler: body.asScheduler(), operator: body.asOperator() };
}

/** A chat account each, besides the one they act from. */
async function secondAccounts(world: World, body: TestBody, people: People): Promise<Record<Cast, string>> {
  const all = (Object.keys(people) as Cast[]).map((role) => ({ role, id: uuidv7(), person: people[role] }));
  const shared = { bodyId: body.body.id, workspaceId: body.workspaceId, seenAt: NOON };
  await world.db.account.createMany({
    data: all.map(({ id, person }) => ({ ...shared, id, externalUserId: `V${id}`, personId: person.id, name: person.name })),
  });
  return Object.fromEntries(all.map(({ role, id }) => [role, id])) as Record<Cast, string>;
}

async function failedDelivery(world: World, body: TestBody, channelId: string): Promise<string> {
  const shared = { bodyId: body.body.id, dueAt: NOON, expiresAt: hoursFromNoon(24) };
  const noticeId = uuidv7();
  const id = uuidv7();
  await world.db.notice.create({
    data: { ...shared, id: noticeId, key: 'scene', kind: 'groups.statement', subject: {}, state: 'expanded', createdAt: NOON },
  });
  await world.db.delivery.create({ data: { ...shared, id, noticeId, target: `channel:${channelId}`, state: 'failed', error: 'archived' } });
  return id;
}

async function concern(body: TestBody, people: People, how: 'open' | 'secretariat', meeting: string): Promise<string> {
  const raised = await raise(body.asMember(people.participant), { draft: uuidv7(), how, meeting });
  return raised.concern.id;
}

/** The participant's, from the meeting that is planned. */
async function action(body: TestBody, people: People, group: { slug: string }, meeting: string): Promise<string> {
  const input = { draft: uuidv7(), group: group.slug, meeting, what: `${group.slug} action`, owner: people.participant.id };
  return (await add(body.asMember(people.chair), input)).action.id;
}

async function conflict(body: TestBody, people: People, meeting: string): Promise<string> {
  const about = { item: 'whole', about: 'We sell this.', out: 'yes' as const };
  return (await declareConflict(body.asMember(people.participant), { draft: uuidv7(), meeting, ...about })).conflict.id;
}

/** In an attendance file of the meeting `imported`. */
export const SEEN = { name: 'Gus Guest', join: us('03:02'), leave: us('03:58') };

/** A name that nobody's e-mail answers for. */
async function waitingName(world: World, body: TestBody, meeting: string): Promise<string> {
  await importAttendance(body.asOperator(), { meeting, file: utf8(teamsReport([{ ...SEEN, name: 'Waiting Name' }])), zone: 'UTC' });
  return (await world.db.importedName.findFirstOrThrow({ where: { meetingId: meeting } })).id;
}

async function shownCode(body: TestBody, person: TestPerson): Promise<string> {
  const shown = await link(body.asMember(person), {});
  if (!('shown' in shown)) throw new Error('no code was shown');
  return shown.shown.code;
}
