import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '../../../src/bot/context.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { Conflict, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { assertMayRead } from '../../../src/features/files/access.ts';
import { files } from '../../../src/features/files/index.ts';
import { forgetLinks } from '../../../src/features/files/forget-links.ts';
import { linkFiles } from '../../../src/features/files/link.ts';
import { findLink } from '../../../src/features/files/lookup.ts';
import { revokeLinks } from '../../../src/features/files/revoke.ts';
import { getMeeting } from '../../../src/features/meetings/lookup.ts';
import { createWeb, finishWeb } from '../../../src/web/app.ts';
import { serveFiles } from '../../../src/web/files.ts';
import { serveLocally, type LocalServer } from '../../support/local-server.ts';
import { openWorld, type World } from '../../support/world.ts';
import { at } from '../attendance/held-meeting.ts';
import { readPdf, wordsOf } from '../../documents/reading.ts';
import { recordedMeeting, type Recorded } from './recorded-meeting.ts';
import { minutesOf } from './sample.ts';

const NOW = at('15:00');
const DAY = 24 * 3_600_000;
let world: World;
let recorded: Recorded;
let server: LocalServer;
let now = NOW;

beforeAll(async () => {
  world = await openWorld();
  recorded = await recordedMeeting(world);
  const web = createWeb();
  serveFiles(web, {
    database: { db: world.db },
    clock: { now: () => now },
    context: (body, surface, actor) => ({ ...recorded.body.ctx(actor, now, surface), body }),
  });
  finishWeb(web, { error: () => undefined });
  server = await serveLocally(web);
});
afterAll(async () => {
  server.close();
  await world.close();
});

const secretariat = (when = NOW): Ctx => recorded.body.asSecretariat(recorded.secretary, when);
const link = (ctx = secretariat()) => linkFiles(ctx, { what: 'record', meeting: recorded.meeting.id });
const open = (url: string) => fetch(server.here(url));
const audits = (action: string) =>
  world.db.auditEvent.findMany({ where: { bodyId: recorded.body.body.id, action }, orderBy: { n: 'desc' } });

describe('links to files', () => {
  test('are made of 32 random bytes, of which only the hash is kept, and last seven days', async () => {
    const { id, pdf, word, until } = await link();
    const [, token = ''] = /^https:\/\/convenor\.invalid\/files\/([A-Za-z0-9_-]{43})\.pdf$/.exec(pdf) ?? [];
    expect(word).toBe(pdf.replace('.pdf', '.docx'));
    expect(until.getTime() - NOW.getTime()).toBe(7 * DAY);
    const row = await world.db.signedLink.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({
      tokenHash: createHash('sha256').update(token).digest('hex'),
      personId: recorded.secretary.id,
      what: 'record',
    });
    expect(JSON.stringify([row, await audits('files.link')])).not.toContain(token);
  });

  test('are answered only to who asked, with both kinds, until when they work, and how to stop them', async () => {
    const press = files.buttons.find((one) => one.id === 'files.link')!;
    const { whisper } = await press.run(secretariat(), { what: 'record', meeting: recorded.meeting.id });
    const buttons = whisper!.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []));
    expect(buttons.map((one) => one.label)).toEqual(['PDF', 'Word', 'Stop these links']);
    const words = toPlain(whisper!.summary);
    for (const part of ['The record of Circularity', 'work until', 'Keep them to yourself']) expect(words).toContain(part);
  });

  test('of one person stay at twenty: the oldest stops', async () => {
    const { ann } = recorded;
    const ctx = recorded.body.asSecretariat(ann, NOW);
    const first = await link(ctx);
    for (let n = 0; n < 20; n++) await link(ctx);
    expect((await world.db.signedLink.findUniqueOrThrow({ where: { id: first.id } })).revokedAt).toEqual(NOW);
    expect(await world.db.signedLink.count({ where: { personId: ann.id, revokedAt: null } })).toBe(20);
  });
});

test('links are deleted thirty days after they ended, of this body alone; the evidence of them stays', async () => {
  const { body, meeting } = recorded;
  const older = await link(secretariat(new Date(NOW.getTime() - 38 * DAY)));
  const stopped = await link(secretariat(new Date(NOW.getTime() - 30 * DAY)));
  await revokeLinks(secretariat(), { link: stopped.id });
  const elsewhere = await world.newBody();
  const stranger = await elsewhere.person();
  const foreign = { bodyId: elsewhere.body.id, personId: stranger.id, meetingId: meeting.id, what: 'record', createdAt: NOW };
  const id = randomUUID();
  await world.db.signedLink.create({ data: { ...foreign, id, tokenHash: id, expiresAt: new Date(NOW.getTime() - 99 * DAY) } });
  const ids = async () =>
    (await world.db.signedLink.findMany({ where: { id: { in: [older.id, stopped.id, id] } }, orderBy: { createdAt: 'asc' } })).map(
      (one) => one.id,
    );
  const made = (await audits('files.link')).length;
  await forgetLinks(body.asScheduler(new Date(NOW.getTime() - DAY)));
  expect(await ids()).toEqual([older.id, stopped.id, id]);
  await forgetLinks(body.asScheduler(NOW));
  expect(await ids()).toEqual([stopped.id, id]);
  expect((await audits('files.link')).length).toBe(made);
  expect(await audits('files.revoke')).not.toEqual([]);
  await expect(revokeLinks(secretariat(), { link: older.id })).rejects.toThrow(/nothing to stop/);
});

describe('who opens one', () => {
  test('gets the file by its name, never cached, and its hash is in the audit', async () => {
    const { id, pdf, word } = await link();
    const response = await open(pdf);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="Circularity, 2026-11-23, Scrap quality, record.pdf"',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const { pages } = await readPdf(bytes);
    expect(pages.join(' ')).toContain('Ann Ångström');
    const [audit] = await audits('files.download');
    expect(audit).toMatchObject({ actorId: recorded.secretary.id, surface: 'web', subject: `meeting:${recorded.meeting.id}` });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(audit!.facts).toMatchObject({ what: 'record', format: 'pdf', sha256, linkId: id });
    const other = await open(word);
    expect(other.headers.get('content-type')).toContain('wordprocessingml');
    expect(wordsOf(new Uint8Array(await other.arrayBuffer()))).toContain('Ben <b>Bold</b>');
  });

  test('gets a name with accents in the way that browsers read', async () => {
    await world.db.meeting.update({ where: { id: recorded.meeting.id }, data: { subTopic: 'Größe' } });
    const { word } = await link();
    const disposition = (await open(word)).headers.get('content-disposition');
    expect(disposition).toContain("filename*=UTF-8''Circularity%2C%202026-11-23%2C%20Gr%C3%B6%C3%9Fe%2C%20record.docx");
  });

  test('gets the same page for a link that is unknown, over, stopped, or of somebody who may no longer', async () => {
    const unknown = await open(`${server.base}/files/${'A'.repeat(43)}.pdf`);
    const page = await unknown.text();
    expect(unknown.status).toBe(404);
    expect(page).toContain('This link opens nothing');
    const same = async (url: string) => {
      const response = await open(url);
      expect([response.status, await response.text()]).toEqual([404, page]);
      expect(response.headers.get('cache-control')).toBe('private, no-store');
    };
    await same(`${server.base}/files/x.docx`);
    const over = await link(secretariat(new Date(NOW.getTime() - 7 * DAY)));
    await same(over.pdf);
    const stopped = await link();
    await revokeLinks(secretariat(), { link: stopped.id });
    await same(stopped.pdf);
    const { ben } = recorded;
    const left = await link(recorded.body.asSecretariat(ben, NOW));
    await same(left.pdf);
    const erased = await link();
    await world.db.person.update({ where: { id: recorded.secretary.id }, data: { erasedAt: NOW } });
    await same(erased.pdf);
    const [, token = ''] = /files\/([^.]+)/.exec(erased.pdf) ?? [];
    expect(await findLink(world.db, token, NOW)).toBeNull();
    await world.db.person.update({ where: { id: recorded.secretary.id }, data: { erasedAt: null } });
    expect((await open(erased.pdf)).status).toBe(200);
  });

  test('gets it to the last moment of the seven days', async () => {
    const { word, until } = await link();
    now = new Date(until.getTime() - 1);
    expect((await open(word)).status).toBe(200);
    now = until;
    expect((await open(word)).status).toBe(404);
    now = NOW;
  });
});

describe('stopping links', () => {
  test('is for those of one’s own, and twice is once', async () => {
    const { id } = await link();
    const stopped = (await audits('files.revoke')).length;
    await expect(revokeLinks(recorded.body.asMember(recorded.ann), { link: id })).rejects.toThrow(NotFound);
    await revokeLinks(secretariat(), { link: id });
    await revokeLinks(secretariat(), { link: id });
    expect(await audits('files.revoke')).toHaveLength(stopped + 1);
  });
});

describe('minutes', () => {
  const issued = () => minutesOf(recorded.meeting.id);
  const draft = () => minutesOf(recorded.meeting.id, { isIssued: false, kind: 'draft' });
  const may = async (ctx: Ctx, minutes: Parameters<typeof assertMayRead>[3]) =>
    assertMayRead(ctx, 'minutes', await getMeeting(ctx, recorded.meeting.id), minutes).then(
      () => 'yes',
      (error: unknown) => (error as Error).constructor,
    );

  test('once issued are for who stands on the roll, members of the group, who runs it, the Secretariat and the operator', async () => {
    const { body, ann, carl, chair, outsider } = recorded;
    for (const ctx of [body.asMember(ann), body.asMember(carl), body.asMember(chair), secretariat(), body.asOperator()])
      expect(await may(ctx, issued())).toBe('yes');
    for (const ctx of [body.asMember(outsider), body.asStranger(), body.asScheduler()]) expect(await may(ctx, issued())).toBe(NotAllowed);
    await world.db.membership.updateMany({ where: { personId: { in: [ann.id] } }, data: { leftAt: NOW } });
    expect(await may(body.asMember(ann), issued())).toBe('yes');
    const late = await recorded.member('Late Lena');
    expect(await may(body.asMember(late), issued())).toBe('yes');
    await world.db.membership.updateMany({ where: { personId: late.id }, data: { leftAt: NOW } });
    expect(await may(body.asMember(late), issued())).toBe(NotAllowed);
  });

  test('in draft are for who runs the meeting and the Secretariat', async () => {
    const { body, dora, chair } = recorded;
    for (const ctx of [body.asMember(chair), secretariat(), body.asOperator()]) expect(await may(ctx, draft())).toBe('yes');
    expect(await may(body.asMember(dora), draft())).toBe(NotAllowed);
  });

  test('that were not written are said to be missing, to who may read them', async () => {
    const { body, dora, outsider } = recorded;
    expect(await may(body.asMember(dora), null)).toBe(Conflict);
    expect(await may(body.asMember(outsider), null)).toBe(NotAllowed);
  });
});
