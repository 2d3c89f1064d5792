import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Running } from '../../src/main.ts';
import type { Actor } from '../../src/sandbox/client/actor.ts';
import type { SeenMessage, SeenView } from '../../src/sandbox/client/watching.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.ts';
import { says, type ChatMember, type Seen } from './member.ts';
import type { Person } from './cast.ts';
import { waitFor } from './waiting.ts';
import type { Side, SideParts } from './world.ts';

const SIGNING_SECRET = 'scenario-signing-secret';
const BOT_TOKEN = 'xoxb-scenario';

const idOf = (key: string): string => `U0${key.toUpperCase()}`;

/** A Slack workspace on another server; the program is connected to it over signed HTTP only. */
export async function openSlackSide({ people, channels, program }: SideParts): Promise<Side> {
  const platform = express();
  const server = createServer(platform);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sandbox = createSandbox({
    people: people.map(toSandboxPerson),
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    team: { id: 'T0SCENARIO', name: 'Scenario', domain: 'scenario' },
    channels: channels.map((name) => ({ name })),
    eventsUrl: () => `${addressOf(program())}/slack/events`,
    clock: { now: () => program()?.installation.clock.now() ?? new Date(), advance: () => undefined },
    commands: ['/wg'],
  });
  platform.use('/sandbox', sandbox.router);
  const known = new Map<string, ReadonlyMap<string, string>>();
  return {
    environment: {
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_API_URL: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/sandbox/api/`,
    },
    sdk: undefined,
    as: (key) => createMember(sandbox, key, channels, known),
    addApp(channel, by) {
      sandbox.as(idOf(by)).inviteApp(channel);
      return Promise.resolve();
    },
    settle: (quietMs) => sandbox.settle(quietMs),
    breaches: () => sandbox.breaches(),
    async close() {
      await sandbox.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const addressOf = (running: Running | null): string => running?.url.replace('localhost', '127.0.0.1') ?? '';

const toSandboxPerson = ({ key, name, email, zone }: Person) => ({
  id: idOf(key),
  name,
  email,
  tz: zone ?? 'Europe/Zurich',
  locale: 'en-GB',
  title: '',
  about: '',
});

const toSeen = ({ ts, reading, text }: SeenMessage): Seen => ({ id: ts, reading, text });
const viewToSeen = ({ id, reading }: SeenView): Seen => ({ id, reading, text: '' });

type Known = Map<string, ReadonlyMap<string, string>>;

function createMember(sandbox: Sandbox, key: string, channels: readonly string[], known: Known): ChatMember {
  const actor = sandbox.as(idOf(key));
  const own = (): Seen[] => ownMessages(actor, channels);
  const acting = async (act: () => Promise<unknown>): Promise<void> => {
    known.set(key, new Map(own().map((one) => [one.id, one.reading])));
    await act();
  };
  return {
    command: (words, where) => acting(() => actor.command(`/wg ${words}`, where)),
    messages: (place) => actor.messages(place).map(toSeen),
    see: async (place, words) => toSeen(await actor.see(place, words, 5000)),
    hear: (words) => hear(own, known.get(key) ?? new Map<string, string>(), words),
    async home(words) {
      await actor.openHome();
      return viewToSeen(await actor.seeHome(words));
    },
    lookAgain: (at) => Promise.resolve(at),
    press: (on, label, nth) => acting(() => actor.press(on === 'form' ? 'view' : on.id, label, nth === undefined ? {} : { nth })),
    commandButton: (word) => `/wg ${word}`,
    seeForm: (words) => actor.seeView(words),
    form: () => actor.openView(),
    fill: (entries) => {
      actor.fill(entries);
    },
    async submit() {
      let errors = {};
      await acting(async () => {
        ({ errors } = await actor.submit());
      });
      return errors;
    },
    async close() {
      if (actor.openView()) await actor.close({ all: true });
    },
  };
}

/** What only this person sees: direct messages, ephemeral ones, and the open modal. */
function ownMessages(actor: Actor, channels: readonly string[]): Seen[] {
  const whispered = channels.flatMap((channel) => actor.messages(channel).filter((one) => one.onlyFor === actor.id));
  const view = actor.openView();
  return [...[...actor.messages('dm'), ...whispered].map(toSeen), ...(view ? [viewToSeen(view)] : [])];
}

function hear(own: () => Seen[], before: ReadonlyMap<string, string>, words: string | RegExp): Promise<Seen> {
  const fresh = () => own().filter((one) => before.get(one.id) !== one.reading);
  return waitFor(
    () => fresh().findLast((one) => says(one.reading, words)),
    () =>
      `Heard no "${String(words)}", but: ${fresh()
        .map((one) => one.reading.slice(0, 300))
        .join(' | ')}`,
  );
}
