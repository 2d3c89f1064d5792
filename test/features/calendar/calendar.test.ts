import { createHash } from 'node:crypto';
import { get } from 'node:http';
import express from 'express';
import ical, { type VEvent } from 'node-ical';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Conflict, Ineligible, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { addToCalendar } from '../../../src/features/calendar/add.ts';
import { makeFeed, replaceFeeds } from '../../../src/features/calendar/feed.ts';
import { calendar } from '../../../src/features/calendar/index.ts';
import { leave } from '../../../src/features/groups/leave.ts';
import { cancel } from '../../../src/features/meetings/cancel.ts';
import { listOccurrences } from '../../../src/features/meetings/lookup.ts';
import { move } from '../../../src/features/meetings/move.ts';
import { rsvp } from '../../../src/features/meetings/rsvp.ts';
import { serveCalendar } from '../../../src/web/calendar.ts';
import { serveLocally, type LocalServer } from '../../support/local-server.ts';
import { NOON, openWorld, type TestBody, type World } from '../../support/world.ts';
import { schedule } from '../../../src/features/meetings/schedule.ts';
import { plannedMeeting, typed } from '../meetings/planned-meeting.ts';

let world: World;
let server: LocalServer;
let serving: TestBody;

beforeAll(async () => {
  world = await openWorld();
  serving = await world.newBody();
  const web = express();
  serveCalendar(web, {
    database: { db: world.db },
    context: (body, surface, actor) => ({ ...serving.ctx(actor, NOON, surface), body }),
  });
  server = await serveLocally(web);
});
afterAll(async () => {
  server.close();
  await world.close();
});

const fetchFeed = (url: string) => fetch(server.here(url));
/** fetch would add `cache-control: no-cache`, which asks for the whole again. */
const statusUnlessChanged = (url: string, etag: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    get(server.here(url), { headers: { 'if-none-match': etag } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
const read = async (url: string) => {
  const response = await fetchFeed(url);
  expect(response.status).toBe(200);
  return response.text();
};
const eventsIn = (text: string) => Object.values(ical.sync.parseICS(text)).filter((one): one is VEvent => one?.type === 'VEVENT');

describe('an address', () => {
  test('is made of 32 random bytes, of which only the hash is kept', async () => {
    const body = await world.newBody();
    const { ann } = await plannedMeeting(body);
    const { url } = await makeFeed(body.asMember(ann), {});
    const [, token = ''] = /^https:\/\/convenor\.invalid\/calendar\/([A-Za-z0-9_-]{43})\.ics$/.exec(url) ?? [];
    const row = await world.db.feedToken.findFirstOrThrow({ where: { bodyId: body.body.id } });
    expect(row.tokenHash).toBe(createHash('sha256').update(token).digest('hex'));
    const audit = await world.db.auditEvent.findFirstOrThrow({ where: { bodyId: body.body.id, action: 'calendar.feed' } });
    expect(JSON.stringify([row, audit])).not.toContain(token);
  });

  test('is told only to the person, with how to subscribe and how to replace it', async () => {
    const body = await world.newBody();
    const { ann } = await plannedMeeting(body);
    const { whisper } = await calendar.commands[0]!.run(body.asMember(ann), {});
    const words = JSON.stringify(whisper);
    for (const part of ['/calendar/', 'Subscribe', 'Outlook', 'Keep the address to yourself', 'Replace my addresses'])
      expect(words).toContain(part);
  });

  test('made again leaves the ones before working; replaced, they stop', async () => {
    const body = await world.newBody();
    const { ann } = await plannedMeeting(body);
    const first = await makeFeed(body.asMember(ann), {});
    const second = await makeFeed(body.asMember(ann), {});
    expect([first.live, second.live]).toEqual([1, 2]);
    await read(first.url);
    const third = await replaceFeeds(body.asMember(ann), {});
    expect(third.live).toBe(1);
    expect((await fetchFeed(first.url)).status).toBe(404);
    expect((await fetchFeed(second.url)).status).toBe(404);
    await read(third.url);
    expect((await body.audited()).slice(-3)).toEqual(['calendar.feed', 'calendar.feed', 'calendar.replace']);
  });

  test('is refused at twenty live ones, offering to replace them, so that no subscribed calendar goes silent', async () => {
    const body = await world.newBody();
    const { ann, meeting } = await plannedMeeting(body);
    await addToCalendar(body.asMember(ann), { meeting: meeting.id });
    for (let n = 0; n < 20; n++) await makeFeed(body.asMember(ann), {});
    const problem = await makeFeed(body.asMember(ann), {}).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Conflict);
    expect((problem as Conflict).buttons.map((one) => one.label)).toEqual(['Replace my addresses']);
  });

  test('is for people in the directory', async () => {
    const body = await world.newBody();
    await expect(async () => makeFeed(body.asStranger(), {})).rejects.toThrow(/directory/);
    await expect(async () => replaceFeeds(body.asStranger(), {})).rejects.toThrow(/directory/);
  });
});

describe('a feed', () => {
  test('is read alike by a second program: times, zone, sequence, what to join', async () => {
    const body = await world.newBody();
    await body.statement(1);
    const { ann, meeting } = await plannedMeeting(body, { subTopic: 'Scrap; quality, "A" – größe 🙂' });
    const text = await read((await makeFeed(body.asMember(ann), {})).url);
    const [event] = eventsIn(text);
    expect(event).toMatchObject({
      uid: `${meeting.id}@convenor.invalid`,
      summary: 'Climate Change: Scrap; quality, "A" – größe 🙂',
      status: 'CONFIRMED',
      location: meeting.link,
    });
    expect(event!.start.toISOString()).toBe('2026-12-10T09:00:00.000Z');
    expect(event!.end!.toISOString()).toBe('2026-12-10T10:00:00.000Z');
    expect(event!.start.tz).toBe('Europe/Zurich');
    expect(event!.description).toContain('Join: https://meet.example.org/room');
    expect(event!.description).toContain('The anti-trust statement covers this meeting');
    expect(event!.description).toContain('2. Pathway methods');
    expect(String(event!.sequence)).toBe('0');
  });

  test('keeps to RFC 5545: UTC stamps, a zone definition, folded lines, CRLF to the end', async () => {
    const body = await world.newBody();
    const { ann } = await plannedMeeting(body);
    const text = await read((await makeFeed(body.asMember(ann), {})).url);
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
    expect(text).toMatch(/END:VCALENDAR\r\n$/);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text).toMatch(/\r\nDTSTAMP:20261123T120000Z\r\n/);
    expect(text).toMatch(/\r\nDTSTART;TZID=Europe\/Zurich:20261210T100000\r\n/);
    expect(text).toContain('BEGIN:VTIMEZONE\r\nTZID:Europe/Zurich\r\n');
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  test('follows moves and cancellations under the same UID with a higher sequence', async () => {
    const body = await world.newBody();
    const { ann, chair, meeting } = await plannedMeeting(body);
    const { url } = await makeFeed(body.asMember(ann), {});
    const etag = (await fetchFeed(url)).headers.get('etag')!;
    await move(body.asMember(chair), {
      meeting: meeting.id,
      sequence: 0,
      date: '2027-07-01',
      time: '09:30',
      minutes: '45',
      zone: 'Asia/Kolkata',
    });
    expect(await statusUnlessChanged(url, etag)).toBe(200);
    const [event] = eventsIn(await read(url));
    expect(event).toMatchObject({ uid: `${meeting.id}@convenor.invalid` });
    expect(String(event!.sequence)).toBe('1');
    expect(event!.start.toISOString()).toBe('2027-07-01T04:00:00.000Z');
    await cancel(body.asMember(chair), { meeting: meeting.id, reason: 'The chair is ill.' });
    const [gone] = eventsIn(await read(url));
    expect(gone).toMatchObject({
      uid: `${meeting.id}@convenor.invalid`,
      status: 'CANCELLED',
      description: 'This meeting is cancelled. Reason: The chair is ill.',
    });
    expect(String(gone!.sequence)).toBe('2');
    expect(JSON.stringify(gone)).not.toContain('meet.example.org');
  });

  test('writes UTC meetings as UTC, and blocks time only for those who come', async () => {
    const body = await world.newBody();
    const { ann, meeting } = await plannedMeeting(body, { zone: 'UTC' });
    const { url } = await makeFeed(body.asMember(ann), {});
    expect(await read(url)).toMatch(/DTSTART:20261210T100000Z[\s\S]*TRANSP:TRANSPARENT/);
    await rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'attending' });
    expect(await read(url)).toContain('TRANSP:OPAQUE');
    await rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'tentative' });
    expect(await read(url)).toContain('STATUS:TENTATIVE');
  });

  test("holds only the meetings of the person's groups, in their body, while they may take part", async () => {
    const body = await world.newBody();
    const { ann, ben, group } = await plannedMeeting(body);
    const other = await world.newBody();
    await plannedMeeting(other);
    const annUrl = (await makeFeed(body.asMember(ann), {})).url;
    const benUrl = (await makeFeed(body.asMember(ben), {})).url;
    expect(eventsIn(await read(annUrl))).toHaveLength(1);
    await leave(body.asMember(ann), { groupId: group.id });
    await body.appoint(ben.id, 'board');
    for (const url of [annUrl, benUrl]) {
      const text = await read(url);
      expect(eventsIn(text)).toHaveLength(0);
      expect(text).toContain('BEGIN:VTIMEZONE');
    }
    const outsider = await body.person();
    expect(eventsIn(await read((await makeFeed(body.asMember(outsider), {})).url))).toHaveLength(0);
  });

  test('is kept by nobody on the way, and not sent again unchanged', async () => {
    const body = await world.newBody();
    const { ann } = await plannedMeeting(body);
    const { url } = await makeFeed(body.asMember(ann), {});
    const response = await fetchFeed(url);
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(await statusUnlessChanged(url, response.headers.get('etag')!)).toBe(304);
  });

  test('of an unknown, malformed or misplaced token is not there', async () => {
    const unknown = 'A'.repeat(43);
    for (const path of [
      `${unknown}.ics`,
      'x.ics',
      unknown,
      `..%2f${unknown}.ics`,
      `${unknown}.ics?meeting=1`,
      `${unknown}.ics?meeting=a&meeting=b`,
    ])
      expect((await fetch(`${server.base}/calendar/${path}`)).status, path).toBe(404);
  });
});

describe('one meeting', () => {
  test('has an address of its own that opens nothing else', async () => {
    const body = await world.newBody();
    const { ann, meeting, group, chair } = await plannedMeeting(body);
    const { url } = await addToCalendar(body.asMember(ann), { meeting: meeting.id });
    expect(url).toMatch(new RegExp(`\\.ics\\?meeting=${meeting.id}$`));
    const response = await fetchFeed(url);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="meeting.ics"');
    expect(eventsIn(await response.text())).toHaveLength(1);
    const [whole = ''] = url.split('?');
    expect((await fetchFeed(whole)).status).toBe(404);
    const second = await scheduleSecond(body, group, chair);
    expect((await fetchFeed(`${whole}?meeting=${second}`)).status).toBe(404);
    expect(await body.audited()).toContain('calendar.add');
    const { url: feed } = await makeFeed(body.asMember(ann), {});
    expect(eventsIn(await read(`${feed}?meeting=${second}`))).toHaveLength(1);
  });

  test('drops the oldest addresses beyond twenty', async () => {
    const body = await world.newBody();
    const { ann, meeting } = await plannedMeeting(body);
    const feed = await makeFeed(body.asMember(ann), {});
    const urls: string[] = [];
    for (let n = 0; n < 21; n++)
      urls.push((await addToCalendar(body.asMember(ann, new Date(NOON.getTime() + n)), { meeting: meeting.id })).url);
    expect((await fetchFeed(urls[0]!)).status).toBe(404);
    expect((await fetchFeed(urls[1]!)).status).toBe(200);
    expect((await fetchFeed(feed.url)).status).toBe(200);
  });

  test('is for those who take part in the group and may, and of a meeting still to come', async () => {
    const body = await world.newBody();
    const { ann, ben, chair, meeting } = await plannedMeeting(body);
    await expect(addToCalendar(body.asMember(await body.person()), { meeting: meeting.id })).rejects.toBeInstanceOf(NotAllowed);
    await body.appoint(ben.id, 'board');
    await expect(addToCalendar(body.asMember(ben), { meeting: meeting.id })).rejects.toBeInstanceOf(Ineligible);
    await expect(addToCalendar((await world.newBody()).asMember(ann), { meeting: meeting.id })).rejects.toBeInstanceOf(NotFound);
    await expect(addToCalendar(body.asMember(ann, new Date('2026-12-10T10:00:00Z')), { meeting: meeting.id })).rejects.toThrow(/over/);
    await cancel(body.asMember(chair), { meeting: meeting.id, reason: 'Ill.' });
    await expect(addToCalendar(body.asMember(ann), { meeting: meeting.id })).rejects.toThrow(/cancelled: Ill/);
  });
});

/** A second meeting of the same group; its id. */
async function scheduleSecond(
  body: TestBody,
  group: { slug: string },
  chair: { id: string; name: string; email: string },
): Promise<string> {
  return (await schedule(body.asMember(chair), typed(group, { date: '2026-12-17' }))).meeting.id;
}

describe('a series in a feed', () => {
  const weekly = { repeats: 'weekly', date: '2027-03-14', time: '02:30', lastDate: '2027-04-04' };

  test('is read alike by a second program: every occurrence once, at its wall time over the change of the clocks', async () => {
    const body = await world.newBody();
    const { ann, meeting } = await plannedMeeting(body, weekly);
    const text = await read((await makeFeed(body.asMember(ann), {})).url);
    const events = eventsIn(text).sort((one, other) => one.start.getTime() - other.start.getTime());
    expect(events.map((one) => one.start.toISOString())).toEqual([
      '2027-03-14T01:30:00.000Z',
      '2027-03-21T01:30:00.000Z',
      '2027-03-28T01:00:00.000Z',
      '2027-04-04T00:30:00.000Z',
    ]);
    expect(new Set(events.map((one) => one.uid)).size).toBe(4);
    expect(text).not.toContain('RECURRENCE-ID');
    expect(events[0]!.description).toContain('Part of a series: Every Sunday at 02:30, Zurich time, until 4 April 2027, 4 meetings.');
    expect(events[2]!.description).toContain('there is no 02:30, so it starts at 03:00');
    expect(meeting.recurrenceId).toBe('2027-03-14T02:30');
  });

  test('follows moves of the following ones and cancellations under the same UIDs with higher sequences', async () => {
    const body = await world.newBody();
    const { ann, chair, meeting } = await plannedMeeting(body, { repeats: 'weekly', lastDate: '2026-12-24' });
    const { url } = await makeFeed(body.asMember(ann), {});
    const byStart = async () => eventsIn(await read(url)).sort((one, other) => one.start.getTime() - other.start.getTime());
    const before = await byStart();
    const [, second] = await listOccurrences(body.asScheduler(), meeting.series!.id);
    const time = { date: '2026-12-18', time: '14:00', minutes: '60', zone: 'Europe/Zurich' };
    await move(body.asMember(chair), { meeting: second!.id, sequence: 0, ...time, scope: 'following' });
    await cancel(body.asMember(chair), { meeting: meeting.id, reason: 'Holiday.' });
    const after = await byStart();
    expect(after.map((one) => one.uid)).toEqual(before.map((one) => one.uid));
    expect(after.map((one) => [one.start.toISOString(), one.status, String(one.sequence)])).toEqual([
      ['2026-12-10T09:00:00.000Z', 'CANCELLED', '1'],
      ['2026-12-18T13:00:00.000Z', 'CONFIRMED', '1'],
      ['2026-12-25T13:00:00.000Z', 'CONFIRMED', '1'],
    ]);
  });
});
