import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PUBLIC, withOverrides } from '@microsoft/teams.api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COULD_NOT_SAVE } from '../../../src/bot/failures.ts';
import { SERVICE_URL, TENANT } from '../../support/teams-connector.ts';
import { connectorClaims, createKey } from '../../support/teams-keys.ts';
import { KIM, openOffice, say, until, type Office } from './office.ts';

let office: Office;
const seconds = (shift: number): number => Math.floor(Date.now() / 1000) + shift;
const helloFrom = (more: Readonly<Record<string, unknown>> = {}) => office.activity({ type: 'message', text: 'list', ...more });
const GUEST = '99999999-0000-4000-8000-00000000cc01';

beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());
beforeEach(() => {
  office.clear();
});

describe('a request', () => {
  it('reaches the bot when the Bot Connector signed it, and is answered in the chat', async () => {
    const answer = await office.send(helloFrom());
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(office.bot.asked).toMatchObject([{ kind: 'command', text: 'list', place: null, caller: { externalUserId: KIM.id } }]);
    expect(office.said(office.personal())).toMatchObject([{ text: 'done', textFormat: 'plain' }]);
  });

  it('of the body’s own tenant makes it known, with where it is reached', async () => {
    await office.send(helloFrom());
    expect(office.store.saved[0]).toMatchObject({ externalId: TENANT, kind: 'home', serviceUrl: SERVICE_URL });
    const saves = office.store.saved.length;
    await office.send(helloFrom());
    expect(office.store.saved).toHaveLength(saves);
  });

  it.each([
    ['signed with another key', () => createKey().sign({ iss: 'https://api.botframework.com', aud: 'x', serviceurl: SERVICE_URL })],
    ['with a key of the same name, but not the same', () => otherKeyToken()],
    ['changed after it was signed', () => changed(office.connector.tokenFor())],
    ['from Entra, made out to the app', () => office.connector.tokenFor({ iss: `https://login.microsoftonline.com/${TENANT}/v2.0` })],
    ['from Entra of the first version', () => office.connector.tokenFor({ iss: `https://sts.windows.net/${TENANT}/` })],
    ['without an issuer', () => office.connector.tokenFor({ iss: undefined })],
    ['run out ten minutes ago', () => office.connector.tokenFor({ exp: seconds(-600) })],
    ['not good for ten minutes yet', () => office.connector.tokenFor({ nbf: seconds(600) })],
    ['made out to another bot', () => office.connector.tokenFor({ aud: '11111111-0000-4000-8000-000000000000' })],
    ['for another service address', () => office.connector.tokenFor({ serviceurl: 'https://smba.trafficmanager.net/apac/' })],
    ['without a service address', () => office.connector.tokenFor({ serviceurl: undefined })],
    ['of a key that the service has for Web Chat', () => office.connector.otherKey.sign(connectorClaims(office.desk.botId, SERVICE_URL))],
    ['of a key that is good for no channel', () => office.connector.nobodysKey.sign(connectorClaims(office.desk.botId, SERVICE_URL))],
    ['that is none', () => 'none'],
    ['that is empty', () => ''],
  ])('is refused with a token %s', async (_, token) => {
    expect((await office.send(helloFrom(), token())).status).toBe(401);
    expect(office.bot.asked).toEqual([]);
    expect(office.connector.calls).toEqual([]);
  });

  it('is refused with a token that Entra really made out to the app: only the Bot Connector may speak', async () => {
    const key = createKey();
    const entra = createServer((_req, res) => res.setHeader('Content-Type', 'application/json').end(JSON.stringify(key.jwks)));
    await new Promise<void>((resolve) => entra.listen(0, '127.0.0.1', resolve));
    const loginEndpoint = `http://127.0.0.1:${String((entra.address() as AddressInfo).port)}`;
    const other = await openOffice({}, { cloud: withOverrides(PUBLIC, { loginEndpoint }) });
    for (const iss of [`https://sts.windows.net/${TENANT}/`, `${loginEndpoint}/${TENANT}/v2.0`]) {
      const token = key.sign({ iss, tid: TENANT, aud: other.desk.botId, nbf: seconds(-60), exp: seconds(3600) });
      expect((await other.send(other.activity({ type: 'message', text: 'list' }), token)).status).toBe(401);
    }
    expect(other.bot.asked).toEqual([]);
    await other.close();
    entra.closeAllConnections();
    entra.close();
  });

  it.each([
    'https://evil.example/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://evilbotframework.com/',
    'https://webchat.botframework.com/',
    'https://directline.botframework.com/',
    'https://europe.webchat.botframework.com/',
    'https://anything.teams.microsoft.com/',
    'https://smba.infra.a.b.teams.microsoft.com/',
    'https://smba.trafficmanager.net:8443/emea/',
    'https://me@smba.trafficmanager.net/emea/',
    'http://smba.trafficmanager.net/emea/',
    'http://127.0.0.1:9/',
    'ftp://smba.trafficmanager.net/',
    'nonsense',
    null,
    { a: 1 },
  ])('that would have the answer sent elsewhere is refused: %j', async (serviceUrl) => {
    const token = office.connector.tokenFor({ serviceurl: serviceUrl });
    expect((await office.send(helloFrom({ serviceUrl }), token)).status).toBe(403);
    expect(office.bot.asked).toEqual([]);
    expect(office.connector.calls).toEqual([]);
  });

  it.each([['webchat'], ['directline'], ['email'], ['emulator'], ['MSTEAMS'], [''], [undefined], [null], [7]])(
    'of another channel of the same bot is refused, and teaches nothing: %j',
    async (channelId) => {
      const before = office.store.saved.length;
      const serviceUrl = 'https://smba.trafficmanager.net/elsewhere/';
      const asked = helloFrom({ channelId, serviceUrl });
      expect((await office.send(asked, office.connector.tokenFor({ serviceurl: serviceUrl }))).status).toBe(403);
      expect(office.bot.asked).toEqual([]);
      expect(office.store.saved).toHaveLength(before);
    },
  );

  it.each([
    'https://smba.trafficmanager.net/emea/',
    'https://smba.infra.gcc.teams.microsoft.com/gcc',
    'https://smba.infra.gov.teams.microsoft.us/gov',
  ])('may come from %s', async (serviceUrl) => {
    const token = office.connector.tokenFor({ serviceurl: serviceUrl });
    expect((await office.send(office.activity({ type: 'typing', serviceUrl }), token)).status).toBe(200);
  });

  it('is asked for again while the service’s keys cannot be asked for: nobody can tell yet who signed it', async () => {
    const other = await openOffice({}, { cloud: withOverrides(PUBLIC, { openIdMetadataUrl: 'http://127.0.0.1:9/openidconfiguration' }) });
    expect((await other.message('list')).status).toBe(503);
    expect(other.bot.asked).toEqual([]);
    await other.close();
  });

  it('may come from a host that the configuration adds', async () => {
    const serviceUrl = 'https://smba.infra.gcc.teams.microsoft.example/gcc';
    const other = await openOffice({ serviceHosts: ['smba.infra.gcc.teams.microsoft.example'] });
    const answer = await other.send(other.activity({ type: 'typing', serviceUrl }), other.connector.tokenFor({ serviceurl: serviceUrl }));
    expect(answer.status).toBe(200);
    expect(other.store.saved).toMatchObject([{ serviceUrl }]);
    await other.close();
  });

  it('is refused when it is malformed, and nothing breaks', async () => {
    for (const text of ['{', '"a"', '', '{"a":']) expect([400, 403]).toContain((await office.postRaw(text)).status);
    for (const text of ['[]', '{}', '{"type":"message"}']) expect((await office.postRaw(text)).status).toBe(403);
    const bare = { channelId: 'msteams', serviceUrl: SERVICE_URL };
    for (const activity of [bare, { ...bare, type: 'message' }, { ...helloFrom(), conversation: { id: '../../v3/teams' } }])
      expect((await office.postRaw(JSON.stringify(activity))).status).toBe(400);
    expect(office.bot.asked).toEqual([]);
    expect((await office.send(helloFrom())).status).toBe(200);
  });

  it('with a message of 80 kB is answered; one over the limit is not read', async () => {
    expect((await office.send(helloFrom({ text: 'x'.repeat(80_000) }))).status).toBe(200);
    expect(office.bot.asked).toHaveLength(1);
    expect(office.said(office.personal())).toHaveLength(1);
    expect((await office.send(helloFrom({ text: 'x'.repeat(300_000) }))).status).toBe(413);
    expect(office.bot.asked).toHaveLength(1);
  });

  it('that is delivered again has one effect', async () => {
    const activity = helloFrom();
    const press = office.activity({ type: 'invoke', name: 'adaptiveCard/action', value: pressed() });
    for (const one of [activity, activity, press, press]) expect((await office.send(one)).status).toBe(200);
    expect(office.bot.asked.map((one) => one.kind)).toEqual(['command', 'press']);
  });

  it('of a kind that the bot does nothing with is taken', async () => {
    for (const type of ['typing', 'messageReaction', 'messageUpdate', 'event', 'conversationUpdate', 'whatever', 'handoff'])
      expect((await office.send(office.activity({ type, name: 'x' }))).status).toBe(200);
    expect(office.bot.asked).toEqual([]);
    expect(office.connector.calls).toEqual([]);
  });

  it('of a kind that no version of the bot knows is answered with a sentence', async () => {
    for (const name of ['composeExtension/query', 'fileConsent/invoke', 'message/submitAction', 'composeExtension/submitAction', ''])
      expect((await office.send(office.activity({ type: 'invoke', name }))).status).toBe(200);
    await until(() => office.personal().messages.length === 5, 'the sentences');
    const said = office.said(office.personal()).map((one) => one.text);
    expect(new Set(said)).toEqual(new Set([expect.stringContaining('earlier version')]));
  });
});

const pressed = (press = 'a.b', payload = {}) => ({
  action: { type: 'Action.Execute', verb: 'press', data: { action: 'press', press, with: payload } },
});

function otherKeyToken(): string {
  return createKey(office.connector.key.kid).sign({
    iss: 'https://api.botframework.com',
    aud: office.desk.botId,
    serviceurl: SERVICE_URL,
    nbf: seconds(-60),
    exp: seconds(3600),
  });
}

/** The same signature under other claims. */
function changed(token: string): string {
  const [head, claims = '', signature] = token.split('.');
  const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
  return [head, Buffer.from(JSON.stringify({ ...said, sub: 'me' })).toString('base64url'), signature].join('.');
}

describe('a tenant', () => {
  const inTenant = (tenantId: string, more: Readonly<Record<string, unknown>>) => ({
    ...office.activity(more),
    conversation: { id: 'a:guest', conversationType: 'personal', tenantId },
    channelData: { tenant: { id: tenantId } },
  });

  it('that did not install the app is refused, until it does', async () => {
    const message = { type: 'message', text: 'list' };
    expect((await office.send(inTenant(GUEST, message))).status).toBe(401);
    expect(office.bot.asked).toEqual([]);
    expect(office.store.rows.has(GUEST)).toBe(false);
    await office.send(inTenant(GUEST, { type: 'installationUpdate', action: 'add' }));
    expect(office.store.saved.at(-1)).toMatchObject({ externalId: GUEST, kind: 'guest' });
    expect((await office.send(inTenant(GUEST, message))).status).toBe(200);
    await until(() => office.bot.asked.some((one) => one.kind === 'command'), 'the command');
  });

  it('whose members change without the bot among them stays unknown', async () => {
    const other = '99999999-0000-4000-8000-00000000cc02';
    expect((await office.send(inTenant(other, { type: 'conversationUpdate', membersAdded: [{ id: '29:x' }] }))).status).toBe(401);
    expect((await office.send(inTenant(other, { type: 'installationUpdate', action: 'remove' }))).status).toBe(401);
    expect(office.store.rows.has(other)).toBe(false);
    await office.send(inTenant(other, { type: 'conversationUpdate', membersAdded: [{ id: office.desk.bot }] }));
    expect(office.store.rows.has(other)).toBe(true);
  });

  it('that was revoked is refused, the body’s own as well', async () => {
    const other = await openOffice();
    await other.store.save({ externalId: TENANT, name: 'T', kind: 'home', serviceUrl: SERVICE_URL });
    await other.store.revoke(TENANT);
    expect((await other.message('list')).status).toBe(401);
    expect(other.bot.asked).toEqual([]);
    await other.close();
  });

  it('that moves to another address is reached there from then on', async () => {
    const serviceUrl = 'https://smba.trafficmanager.net/apac/';
    await office.send(helloFrom());
    await office.send(office.activity({ type: 'typing', serviceUrl }), office.connector.tokenFor({ serviceurl: serviceUrl }));
    expect(office.store.rows.get(TENANT)).toMatchObject({ serviceUrl });
    await office.send(helloFrom());
    expect(office.store.rows.get(TENANT)).toMatchObject({ serviceUrl: SERVICE_URL });
  });
});

describe('somebody whose account Teams does not name', () => {
  const nameless = { from: { id: '29:anonymous', name: 'Guest' } };

  it('is told why nothing can be done, and whom to ask', async () => {
    await office.message('list', nameless);
    await until(() => office.said(office.personal()).length === 1, 'the sentence');
    expect(office.said(office.personal())[0]!.text).toMatch(/can't tell who you are.*Secretariat/);
    expect((await office.invoke('adaptiveCard/action', pressed(), nameless)).body).toMatchObject({
      value: expect.stringMatching(/can't tell/) as string,
    });
    expect((await office.invoke('task/fetch', {}, nameless)).body).toMatchObject({ task: { type: 'message' } });
    expect(office.bot.asked).toEqual([]);
  });
});

describe('while the database is away', () => {
  const refused = () => Promise.reject(new Error('connection refused'));
  const hanging = () => new Promise<never>(() => undefined);

  it('the person still hears a sentence, because the replay ledger lets the request go on', async () => {
    await office.send(helloFrom());
    for (const away of [refused, hanging]) {
      office.clear();
      office.ledger.away = away;
      office.bot.reply = () => ({ whisper: say(COULD_NOT_SAVE), retry: true });
      expect((await office.send(helloFrom())).status).toBe(200);
      expect(office.said(office.personal())).toMatchObject([{ text: COULD_NOT_SAVE }]);
    }
  });

  it('a tenant that was never seen is answered with the sentence as well, and what nobody waits for is asked for again', async () => {
    for (const away of [refused, hanging]) {
      const other = await openOffice();
      other.store.away = away;
      expect((await other.message('join')).status).toBe(200);
      await until(() => other.said(other.personal()).length === 1, 'the sentence');
      expect(other.said(other.personal())[0]!.text).toBe(COULD_NOT_SAVE);
      expect((await other.invoke('adaptiveCard/action', pressed())).body).toMatchObject({ value: COULD_NOT_SAVE });
      expect((await other.invoke('task/submit', {})).body).toEqual({ task: { type: 'message', value: COULD_NOT_SAVE } });
      expect((await other.send(other.activity({ type: 'installationUpdate', action: 'add' }))).status).toBe(503);
      expect(other.bot.asked).toEqual([]);
      await other.close();
    }
  });
});

describe('in local mode', () => {
  const LOCAL = { local: true, tenantId: undefined, clientSecret: '' };
  const unsigned = (endpoint: string, activity: object, more: Readonly<Record<string, string>> = {}) =>
    fetch(endpoint, { method: 'POST', headers: { 'Content-Type': 'application/json', ...more }, body: JSON.stringify(activity) });

  it('no token is needed from this machine, whose tenant is the body’s own; elsewhere nothing is sent', async () => {
    const other = await openOffice(LOCAL);
    for (const serviceUrl of ['https://smba.trafficmanager.net/emea/', 'http://10.0.0.1/', 'http://127.0.0.1.evil.example/'])
      expect((await unsigned(other.endpoint, other.activity({ type: 'message', text: 'list', serviceUrl }))).status).toBe(403);
    const serviceUrl = 'http://127.0.0.1:9/_connector';
    expect((await unsigned(other.endpoint, other.activity({ type: 'typing', serviceUrl }))).status).toBe(200);
    expect(other.store.saved).toMatchObject([{ externalId: TENANT, kind: 'home', serviceUrl }]);
    expect(await other.teams.ready()).toEqual({ ok: true, detail: 'local mode: no tokens are checked' });
    await other.close();
  });

  it('a page in the browser and a proxy are refused, and so is what is not Teams', async () => {
    const other = await openOffice(LOCAL);
    const activity = other.activity({ type: 'message', text: 'list', serviceUrl: 'http://127.0.0.1:9/_connector' });
    for (const header of [
      { Origin: 'http://localhost:3000' },
      { Origin: 'null' },
      { 'X-Forwarded-For': '10.1.2.3' },
      { Forwarded: 'for=10.1.2.3' },
    ])
      expect((await unsigned(other.endpoint, activity, header)).status).toBe(403);
    expect((await unsigned(other.endpoint, { ...activity, channelId: 'webchat' })).status).toBe(403);
    expect(other.bot.asked).toEqual([]);
    expect(other.store.saved).toEqual([]);
    await other.close();
  });
});

describe('the connection', () => {
  const failing = (error: Error) => ({ token: () => Promise.reject(error) });

  it('is there once Microsoft gives a token', async () => {
    expect(await office.teams.ready()).toEqual({ ok: true, detail: 'connected' });
  });

  it.each([
    [
      'refuses the secret',
      Object.assign(new Error('AADSTS7000215'), { name: 'ServerError', errorCode: 'invalid_client' }),
      /TEAMS_CLIENT_SECRET/,
    ],
    ['is away', Object.assign(new Error('network'), { name: 'ClientAuthError', errorCode: 'network_error' }), /check the network/],
  ])('is said to be missing, and the start goes on, when Microsoft %s', async (_, error, words) => {
    const other = await openOffice({}, failing(error));
    const { ok, detail } = await other.teams.ready();
    expect(ok).toBe(false);
    expect(detail).toMatch(words);
    await other.close();
  });
});

describe('a connection that was there', () => {
  it('and is lost is said to be missing, until Microsoft gives a token again', async () => {
    let refusal: Error | null = null;
    const other = await openOffice({}, { token: () => (refusal ? Promise.reject(refusal) : Promise.resolve('e30.e30.dGVzdA')) });
    expect(await other.teams.ready()).toMatchObject({ ok: true });
    refusal = Object.assign(new Error('AADSTS7000222'), { name: 'ServerError', errorCode: 'invalid_client' });
    await other.message('list');
    expect(await other.teams.ready()).toMatchObject({ ok: false, detail: expect.stringContaining('TEAMS_CLIENT_SECRET') as string });
    refusal = null;
    while (!(await other.teams.ready()).ok) await new Promise((resolve) => setTimeout(resolve, 20));
    await other.close();
  });
});

describe('the log', () => {
  it('holds no words, names, addresses or tokens', async () => {
    office.bot.reply = () => ({ whisper: say('private answer') });
    await office.message('my secret wish');
    await office.send(helloFrom({ text: 'my secret wish' }), changed(office.connector.tokenFor()));
    office.connector.failNext('post', { status: 500 }, { status: 500 });
    await office.message('my secret wish');
    await office.invoke('whatever/else', { note: 'my secret wish' });
    const log = office.logged.join('\n');
    expect(log).not.toBe('');
    for (const word of ['secret wish', 'private answer', 'Kim', 'alpha.example', 'Bearer', 'eyJ', 'secret-of-the-app'])
      expect(log).not.toContain(word);
  });
});
