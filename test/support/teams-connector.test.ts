import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openConnector, SERVICE_URL, TENANT, type Connector } from './teams-connector.ts';
import type { TeamsPerson } from './teams-desk.ts';

const ana: TeamsPerson = { id: '00000000-0000-4000-8000-0000000000a1', name: 'Ana', email: 'ana@body.example' };
const CHANNEL = '19:general@thread.tacv2';

/** The double answers as the service does, and sees what the service would not take: else the stories prove nothing. */
describe('the Bot Connector of the tests', () => {
  let connector: Connector;
  let base: string;
  let token: string;

  beforeAll(async () => {
    connector = await openConnector({ people: [ana] });
    base = connector.base;
    token = await connector.sdk.token();
  });
  beforeEach(() => {
    connector.breaches.length = 0;
  });
  afterAll(() => connector.close());

  async function ask(path: string, body: object, bearer = token) {
    const answer = await fetch(`${base}/emea/v3/${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as { id?: string; error?: { code: string } } };
  }
  const post = (body: object, conversation = CHANNEL) => ask(`conversations/${conversation}/activities`, { type: 'message', ...body });
  const withCard = (...actions: object[]) => ({
    attachments: [{ content: { type: 'AdaptiveCard', version: '1.5', fallbackText: 'x', body: [{ type: 'ActionSet', actions }] } }],
  });

  it('keeps what it is told, in the conversation it was told it', async () => {
    const { status, body } = await post({ text: 'hello' });
    expect(status).toBe(201);
    expect(connector.desk.channel('general')?.messages.find((one) => one.id === body.id)?.activity.text).toBe('hello');
    expect(SERVICE_URL).toMatch(/^https:/);
  });

  it('takes nothing without its token, and nothing for a conversation that it does not know', async () => {
    expect((await ask(`conversations/${CHANNEL}/activities`, { text: 'x' }, 'other')).status).toBe(401);
    expect(await post({ text: 'x' }, '19:gone@thread.tacv2')).toMatchObject({
      status: 404,
      body: { error: { code: 'ConversationNotFound' } },
    });
  });

  it('makes a chat only with who is there and has the app', async () => {
    const withAna = { members: [{ id: ana.id }], tenantId: TENANT };
    expect((await ask('conversations', withAna)).status).toBe(201);
    expect((await ask('conversations', { ...withAna, tenantId: 'other' })).status).toBe(400);
    connector.desk.without.add(ana.id);
    expect(await ask('conversations', withAna)).toMatchObject({ status: 403, body: { error: { code: 'MessageWritesBlocked' } } });
    connector.desk.without.clear();
  });

  it('refuses what is too large, and notes it', async () => {
    expect((await post({ text: 'x'.repeat(50_000) })).status).toBe(413);
    expect(connector.breaches.some((one) => one.limit.endsWith('bytes'))).toBe(true);
  });

  it('notes more than seven messages to one conversation in a second, unless time has passed between', async () => {
    const { id } = connector.desk.personal(ana);
    const eight = Array.from({ length: 8 }, (_, i) => i);
    for (const i of eight) {
      connector.passTime(id, 2000);
      await post({ text: String(i) }, id);
    }
    expect(connector.breaches).toEqual([]);
    await Promise.all(eight.map((i) => post({ text: String(i) }, id)));
    expect(connector.breaches).toContainEqual({ limit: '7 in 1 s', where: id });
  });

  it('notes a card that Teams would not act on', async () => {
    await post(withCard({ type: 'Action.Execute', title: 'Yes', verb: 'press' }));
    const before = connector.breaches.length;
    await post(withCard({ type: 'Action.Execute', title: 'Yes' }));
    expect(connector.breaches.length).toBeGreaterThan(before);
  });

  it('goes wrong as it is told, once each, before or after the work is done', async () => {
    const count = () => connector.desk.channel('general')?.messages.length ?? 0;
    const before = count();
    connector.failNext('post', { status: 429, retryAfter: 7 }, { status: 502, stored: true }, { broken: 'reset' });
    expect((await post({ text: 'a' })).status).toBe(429);
    expect(count()).toBe(before);
    expect((await post({ text: 'b' })).status).toBe(502);
    expect(count()).toBe(before + 1);
    await expect(post({ text: 'c' })).rejects.toThrow();
    expect((await post({ text: 'd' })).status).toBe(201);
    expect(count()).toBe(before + 2);
  });
});
