import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TENANT } from '../../support/teams-connector.ts';
import { KIM, LEE, openOffice, say, until, type Office } from './office.ts';

let office: Office;
const WORKSPACE = `workspace-${TENANT}`;
const texts = (place = office.personal()) => office.said(place).map((one) => one.text ?? one.summary);
const change = (more: object, person = KIM, place = office.personal(person)) =>
  office.send(office.activity({ type: 'conversationUpdate', ...more }, person, place));
const install = (action: string, person = KIM, place = office.personal(person), more: object = {}) =>
  office.send(office.activity({ type: 'installationUpdate', action, ...more }, person, place));

beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());
beforeEach(() => {
  office.clear();
});

describe('the app, added for a person', () => {
  it('welcomes them once, with their home, and learns how they are reached', async () => {
    office.bot.homeCard = say('Nothing waits for you.');
    await install('add');
    await until(() => texts().length === 1, 'the welcome');
    expect(texts()[0]).toMatch(/^Hello\. I keep the working groups of Test Body.*Nothing waits for you\.$/);
    expect(office.bot.asked).toMatchObject([
      { kind: 'home', caller: { externalUserId: KIM.id, seen: { contact: { conversationId: office.personal().id } } } },
    ]);
    await install('add');
    await change({ membersAdded: [{ id: office.desk.bot }] });
    await office.message('list');
    expect(texts()).toHaveLength(2);
  });

  it('and renewed says nothing', async () => {
    for (const action of ['add-upgrade', 'remove-upgrade']) await install(action, LEE);
    await office.message('list', {}, LEE);
    expect(texts(office.personal(LEE))).toEqual(['done']);
    expect(office.store.marked).toEqual([]);
  });

  it('and removed can write to them no more', async () => {
    await install('remove');
    expect(office.store.marked).toEqual([['unreachable', WORKSPACE, KIM.id, 'MessageWritesBlocked']]);
    expect(texts()).toEqual([]);
  });
});

describe('the app, added to a team', () => {
  it('says once who added it and what to type, and writes to nobody', async () => {
    await install('add', KIM, office.channel());
    await until(() => texts(office.channel()).length === 1, 'the words');
    expect(texts(office.channel())[0]).toMatch(/^Kim Secret added me to this team\..*group connect.*help/);
    await install('add', KIM, office.channel());
    await office.message('list', {}, LEE);
    expect(texts(office.channel())).toHaveLength(1);
    expect(texts()).toEqual([]);
  });

  it('says it in the channel that was chosen', async () => {
    const channelData = { tenant: { id: TENANT }, team: { id: 'T' }, settings: { selectedChannel: { id: office.channel('energy').id } } };
    await install('add', KIM, office.channel(), { channelData, from: { id: '29:x' } });
    await until(() => texts(office.channel('energy')).length === 1, 'the words');
    expect(texts(office.channel('energy'))[0]).toMatch(/^I was added to this team\./);
  });

  it('and removed blocks what it is known to serve there', async () => {
    await install('remove', KIM, office.channel());
    expect(office.store.marked).toMatchObject([
      ['blocked', WORKSPACE, [office.channel().id, '19:team-root@thread.tacv2'], 'BotNotInConversationRoster'],
    ]);
    await change({ membersRemoved: [{ id: office.desk.bot }] }, KIM, office.channel());
    expect(office.store.marked).toHaveLength(2);
    await change({ membersRemoved: [{ id: '29:somebody' }] }, KIM, office.channel());
    expect(office.store.marked).toHaveLength(2);
  });

  it('learns that a channel or the team was deleted', async () => {
    const team = { id: '19:t@thread.tacv2' };
    await change(
      { channelData: { tenant: { id: TENANT }, eventType: 'channelDeleted', channel: { id: '19:gone@thread.tacv2' }, team } },
      KIM,
      office.channel(),
    );
    await change({ channelData: { tenant: { id: TENANT }, eventType: 'teamDeleted', team } }, KIM, office.channel());
    await change(
      { channelData: { tenant: { id: TENANT }, eventType: 'channelRenamed', channel: { id: '19:new@thread.tacv2' } } },
      KIM,
      office.channel(),
    );
    expect(office.store.marked).toEqual([
      ['blocked', WORKSPACE, ['19:gone@thread.tacv2'], 'ConversationNotFound'],
      ['blocked', WORKSPACE, [office.channel().id, team.id], 'ConversationNotFound'],
    ]);
  });
});

describe('an online meeting', () => {
  const meeting = (name: string, value: unknown, more: object = {}) =>
    office.send(
      office.activity({ type: 'event', name: `application/vnd.microsoft.${name}`, value, timestamp: '2026-12-03T10:02:00.000Z', ...more }),
    );
  const JOIN_URL = 'https://teams.microsoft.com/l/meetup-join/x';

  it('that begins or ends is handed on', async () => {
    const held = { Id: 'x', JoinUrl: JOIN_URL, Title: 'Energy', MeetingType: 'Scheduled' };
    await meeting('meetingStart', { ...held, StartTime: '2026-12-03T10:00:30Z' });
    await meeting('meetingEnd', { ...held, EndTime: '2026-12-03T11:00:30Z' });
    await meeting('meetingEnd', held);
    const common = { joinUrl: JOIN_URL, title: 'Energy', conversationId: office.personal().id };
    expect(office.events.map((one) => one.event)).toEqual([
      { kind: 'started', at: new Date('2026-12-03T10:00:30Z'), ...common },
      { kind: 'ended', at: new Date('2026-12-03T11:00:30Z'), ...common },
      { kind: 'ended', at: new Date('2026-12-03T10:02:00Z'), ...common },
    ]);
    expect(office.events[0]!.workspace.id).toBe(WORKSPACE);
  });

  it('tells who came and went, as far as they have an account', async () => {
    const members = [
      { user: { id: '29:kim', aadObjectId: KIM.id, name: KIM.name, email: 'Kim@Alpha.example' }, meeting: { inMeeting: true } },
      { user: { id: '29:anonymous', name: 'Guest' }, meeting: { inMeeting: true } },
    ];
    const channelData = { tenant: { id: TENANT }, meeting: { id: 'MCMx' } };
    office.desk.meetings.set('MCMx', JOIN_URL);
    await meeting('meetingParticipantJoin', { members }, { channelData });
    await meeting('meetingParticipantLeave', { members }, { channelData });
    const people = [{ userId: KIM.id, name: KIM.name, email: KIM.email }];
    const common = { people, at: new Date('2026-12-03T10:02:00Z'), meetingId: 'MCMx', conversationId: office.personal().id };
    expect(office.events.map((one) => one.event)).toEqual([
      { kind: 'joined', ...common },
      { kind: 'left', ...common },
    ]);
    expect(office.events.map((one) => one.joinUrl)).toEqual([JOIN_URL, JOIN_URL]);
  });

  it('whose address Teams does not tell is handed on without one', async () => {
    const members = [{ user: { id: '29:kim', aadObjectId: KIM.id, name: KIM.name }, meeting: { inMeeting: true } }];
    await meeting('meetingParticipantJoin', { members }, { channelData: { tenant: { id: TENANT }, meeting: { id: 'MCMy' } } });
    expect(office.events.map((one) => [one.event.kind, one.joinUrl])).toEqual([['joined', null]]);
  });

  it('that lacks what it is about changes nothing', async () => {
    const answers = [
      await meeting('meetingStart', null),
      await meeting('meetingStart', { Title: 'x' }),
      await meeting('meetingParticipantJoin', { members: [] }),
      await meeting('meetingParticipantJoin', { members: 'x' }, { channelData: { tenant: { id: TENANT }, meeting: { id: 'x' } } }),
      await meeting('readReceipt', {}),
    ];
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 200, 200]);
    expect(office.events).toEqual([]);
  });
});
