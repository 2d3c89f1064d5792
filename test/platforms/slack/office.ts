import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import pino from 'pino';
import type { Card, Form, FormValues, Payload } from '../../../src/bot/card.ts';
import type { BodyFacts } from '../../../src/bot/context.ts';
import type { Place, Reply } from '../../../src/bot/define.ts';
import type { Bot, Caller } from '../../../src/bot/dispatch.ts';
import { createSlack, type SlackSettings } from '../../../src/platforms/slack/app.ts';
import type { Installed, SlackWorkspace } from '../../../src/platforms/slack/workspaces.ts';
import { postSigned, SIGNING_SECRET, toForm, toInteraction, type SigningOptions } from '../../support/signed-request.ts';
import { BOT_TOKEN, openSlackApi, TEAM } from '../../support/slack-api.ts';
import { settings } from '../../support/world.ts';

export const say = (text: string): Card => ({ summary: text, blocks: [{ type: 'text', text }] });

export const body: BodyFacts = { id: 'body-1', slug: 'test', name: 'Test Body', zone: 'Europe/Zurich', locale: 'en', settings };

type Asked =
  | { kind: 'command'; caller: Caller; text: string; place: Place | null }
  | { kind: 'press'; caller: Caller; button: string; payload: Payload }
  | { kind: 'submit'; caller: Caller; form: string; hidden: Payload; values: FormValues }
  | { kind: 'home'; caller: Caller };

interface TestBot extends Bot {
  readonly asked: Asked[];
  reply: () => Reply | Promise<Reply>;
  homeCard: Card;
}

/** A hand-made bot that keeps what it is asked and answers what the test says. */
export function createTestBot() {
  const asked: Asked[] = [];
  const bot: TestBot = {
    asked,
    reply: () => ({ whisper: say('done') }),
    homeCard: say('home'),
    commands: [],
    async command(caller: Caller, text: string, place: Place | null) {
      asked.push({ kind: 'command', caller, text, place });
      return bot.reply();
    },
    async press(caller: Caller, button: string, payload: Payload) {
      asked.push({ kind: 'press', caller, button, payload });
      return bot.reply();
    },
    async submit(caller: Caller, form: string, hidden: Payload, values: FormValues) {
      asked.push({ kind: 'submit', caller, form, hidden, values });
      return bot.reply();
    },
    home(caller: Caller) {
      asked.push({ kind: 'home', caller });
      return Promise.resolve(bot.homeCard);
    },
    card: () => Promise.resolve(null),
    opensForm: () => false,
  };
  return bot;
}

/** Installations in memory; `away` makes every call fail, as when the database is. */
export function createTestStore() {
  const rows = new Map<string, SlackWorkspace>();
  const saved: Installed[] = [];
  const store = {
    rows,
    saved,
    away: null as (() => Promise<never>) | null,
    async find(externalId: string) {
      await store.away?.();
      return rows.get(externalId) ?? null;
    },
    async save(installed: Installed) {
      await store.away?.();
      saved.push(installed);
      const { externalId, botToken, botUserId } = installed;
      const row: SlackWorkspace = { id: `workspace-${externalId}`, body, externalId, botToken, botUserId, status: 'active' };
      rows.set(externalId, row);
      return row;
    },
    async revoke(externalId: string) {
      await store.away?.();
      rows.delete(externalId);
    },
  };
  return store;
}

/** The real app on a real port, with a Slack API and a bot of this test. */
export async function openOffice(config: Partial<SlackSettings> = {}) {
  const api = await openSlackApi();
  const bot = createTestBot();
  const store = createTestStore();
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
  const web = express();
  const log = pino({ level: 'silent' });
  const server = createServer(web);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const slack = createSlack({
    config: { signingSecret: SIGNING_SECRET, botToken: BOT_TOKEN, apiUrl: api.apiUrl, ...config },
    bot,
    web,
    publicUrl: base,
    workspaces: store,
    ledger,
    log,
    now: () => new Date(),
  });
  let serial = 0;
  const post = (text: string, options: SigningOptions = {}) => postSigned(`${base}/slack/events`, text, options);

  return {
    api,
    bot,
    store,
    ledger,
    slack,
    base,
    post,
    commandBody(text: string, fields: Record<string, string> = {}) {
      serial += 1;
      return toForm({
        command: '/wg',
        text,
        team_id: TEAM,
        user_id: 'U1',
        channel_id: 'C1',
        channel_name: 'general',
        trigger_id: `trigger-${String(serial)}`,
        response_url: api.responseUrl(String(serial)),
        ...fields,
      });
    },
    pressBody(press: string, value: unknown, fields: Record<string, unknown> = {}) {
      serial += 1;
      return toInteraction({
        type: 'block_actions',
        team: { id: TEAM, domain: 'test' },
        user: { id: 'U1', team_id: TEAM },
        api_app_id: 'A1',
        trigger_id: `trigger-${String(serial)}`,
        response_url: api.responseUrl(String(serial)),
        container: { type: 'message', is_ephemeral: false },
        channel: { id: 'C1', name: 'general' },
        actions: [
          {
            type: 'button',
            block_id: 'b',
            action_id: `${press}#1`,
            action_ts: String(serial),
            value: typeof value === 'string' ? value : JSON.stringify(value),
          },
        ],
        ...fields,
      });
    },
    submitBody(view: Record<string, unknown>, values: Record<string, unknown>) {
      serial += 1;
      return toInteraction({
        type: 'view_submission',
        team: { id: TEAM, domain: 'test' },
        user: { id: 'U1', team_id: TEAM },
        api_app_id: 'A1',
        trigger_id: `trigger-${String(serial)}`,
        view: { id: `V${String(serial)}`, type: 'modal', hash: 'h', ...view, state: { values } },
      });
    },
    eventBody(event: Record<string, unknown>, id = `Ev${String((serial += 1))}`) {
      return JSON.stringify({ type: 'event_callback', team_id: TEAM, api_app_id: 'A1', event_id: id, event_time: 1, event });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await slack.stop();
      await api.close();
    },
  };
}

export type Office = Awaited<ReturnType<typeof openOffice>>;
export const JSON_TYPE = { contentType: 'application/json' };

/** A form with a box that must be ticked. */
export const JOIN: Form = {
  id: 'groups.join',
  title: 'Join',
  submit: 'Join',
  hidden: { group: 'g1' },
  body: [
    {
      type: 'field',
      name: 'agree',
      label: 'Statement',
      input: { kind: 'checkboxes', options: [{ value: 'yes', label: 'I have read this and will comply' }] },
    },
    { type: 'field', name: 'note', label: 'Note', optional: true, input: { kind: 'text' } },
  ],
};
