import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import pino from 'pino';
import { createTeams, type TeamsSettings } from '../../../src/platforms/teams/app.ts';
import type { SdkEdges } from '../../../src/platforms/teams/client.ts';
import type { MeetingEvent } from '../../../src/platforms/teams/meeting-events.ts';
import type { Contact, Installed, TeamsWorkspace } from '../../../src/platforms/teams/workspaces.ts';
import { activityOf, deliver, type Activity } from '../../support/teams-activity.ts';
import { BOT_ID, openConnector, TENANT } from '../../support/teams-connector.ts';
import type { Conversation, TeamsPerson } from '../../support/teams-desk.ts';
import { body, createTestBot, JOIN, say } from '../slack/office.ts';

export { JOIN, say };

export const KIM: TeamsPerson = { id: '00000000-0000-4000-8000-0000000000a1', name: 'Kim Secret', email: 'kim@alpha.example' };
export const LEE: TeamsPerson = { id: '00000000-0000-4000-8000-0000000000b2', name: 'Lee Hidden', email: 'lee@beta.example' };

/** Tenants and contacts in memory; `away` makes every call fail, as when the database is. */
export function createTestStore() {
  const rows = new Map<string, TeamsWorkspace>();
  const contacts = new Map<string, Contact>();
  const saved: Installed[] = [];
  const marked: unknown[][] = [];
  const store = {
    rows,
    contacts,
    saved,
    marked,
    away: null as (() => Promise<never>) | null,
    async find(externalId: string) {
      await store.away?.();
      return rows.get(externalId) ?? null;
    },
    async save(installed: Installed) {
      await store.away?.();
      saved.push(installed);
      const { externalId, serviceUrl } = installed;
      const row: TeamsWorkspace = { id: `workspace-${externalId}`, body, externalId, serviceUrl, status: 'active' };
      rows.set(externalId, row);
      return row;
    },
    async revoke(externalId: string) {
      await store.away?.();
      const row = rows.get(externalId);
      if (row) rows.set(externalId, { ...row, status: 'revoked' });
    },
    async findContact(_workspaceId: string, userId: string) {
      await store.away?.();
      return contacts.get(userId) ?? null;
    },
    async keepContact(_workspaceId: string, userId: string, contact: Contact) {
      await store.away?.();
      contacts.set(userId, { ...contacts.get(userId), ...contact });
    },
    async markUnreachable(...args: unknown[]) {
      await store.away?.();
      marked.push(['unreachable', ...args]);
    },
    async markBlocked(...args: unknown[]) {
      await store.away?.();
      marked.push(['blocked', ...args]);
    },
  };
  return store;
}

function createTestLedger() {
  const names = new Set<string>();
  const ledger = {
    away: null as (() => Promise<never>) | null,
    async firstTime(hash: string) {
      await ledger.away?.();
      if (names.has(hash)) return false;
      names.add(hash);
      return true;
    },
  };
  return ledger;
}

/** The real app and SDK on a real port, with a Bot Connector and a bot of this test. */
export async function openOffice(config: Partial<TeamsSettings> = {}, edges: SdkEdges = {}) {
  const connector = await openConnector({ people: [KIM, LEE], channels: ['general', 'energy'] });
  const bot = createTestBot();
  const store = createTestStore();
  const ledger = createTestLedger();
  const events: { workspace: TeamsWorkspace; event: MeetingEvent; joinUrl: string | null }[] = [];
  const logged: string[] = [];
  const web = express();
  const server = createServer(web);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const teams = createTeams({
    config: {
      clientId: BOT_ID,
      clientSecret: 'secret-of-the-app',
      tenantId: TENANT,
      local: false,
      targeted: false,
      serviceHosts: [],
      ...config,
    },
    bot,
    web,
    publicUrl: base,
    store,
    ledger,
    log: pino({ level: 'trace' }, { write: (line: string) => logged.push(line) }),
    now: () => new Date(),
    meetingEvent(workspace, event, joinUrl) {
      events.push({ workspace, event, joinUrl });
      return Promise.resolve();
    },
    sdk: { ...connector.sdk, ...edges, client: { ...connector.sdk.client, ...edges.client } },
  });
  await teams.start();
  const endpoint = `${base}/api/messages`;
  const send = (activity: Activity, token?: string) => deliver(connector, endpoint, activity, token);

  const office = {
    connector,
    desk: connector.desk,
    bot,
    store,
    ledger,
    events,
    logged,
    teams,
    base,
    endpoint,
    send,
    /** Sends what cannot be an activity of anybody. */
    postRaw: (text: string, token = connector.tokenFor()) =>
      fetch(endpoint, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }, body: text }),
    personal: (person: TeamsPerson = KIM) => connector.desk.personal(person),
    channel: (name = 'general') => connector.desk.channel(name)!,
    activity: (more: Activity, person = KIM, place: Conversation = connector.desk.personal(person)) =>
      activityOf(connector, person, place, more),
    message: (text: string, more: Activity = {}, person = KIM, place: Conversation = connector.desk.personal(person)) =>
      send(activityOf(connector, person, place, { type: 'message', text, ...more })),
    async invoke(name: string, value: unknown, more: Activity = {}, person = KIM, place: Conversation = connector.desk.personal(person)) {
      const answer = await send(activityOf(connector, person, place, { type: 'invoke', name, value, ...more }));
      const text = await answer.text();
      return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as InvokeBody };
    },
    /** The activities in a conversation, oldest first. */
    said: (place: Conversation) => place.messages.map((one) => one.activity as unknown as Said),
    clear() {
      for (const place of connector.desk.conversations.values()) place.messages.length = 0;
      connector.calls.length = 0;
      connector.clearFaults();
      bot.asked.length = 0;
      bot.reply = () => ({ whisper: say('done') });
      bot.homeCard = say('home');
      store.marked.length = 0;
      store.away = null;
      ledger.away = null;
      events.length = 0;
      logged.length = 0;
    },
    async close() {
      await teams.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await connector.close();
    },
  };
  return office;
}

export type Office = Awaited<ReturnType<typeof openOffice>>;

export interface Said {
  /** Not there when a card is: Teams would make two messages of them. */
  readonly text?: string;
  readonly textFormat?: string;
  readonly summary: string;
  readonly attachments?: readonly { readonly contentType: string; readonly content: CardSeen }[];
}

export interface CardSeen {
  readonly type: string;
  readonly body: readonly Readonly<Record<string, unknown>>[];
  readonly actions?: readonly { readonly data?: Readonly<Record<string, unknown>> }[];
}

export type InvokeBody = {
  readonly statusCode?: number;
  readonly type?: string;
  readonly value?: unknown;
  readonly task?: { readonly type: string; readonly value: unknown };
} | null;

/** Waits until it is so; fails with `what` when it does not come. */
export async function until(isSo: () => boolean, what: string, ms = 20_000): Promise<void> {
  const end = performance.now() + ms;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`did not come: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
