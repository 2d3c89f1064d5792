import { BOT_ID, openConnector, TENANT, type Connector } from '../support/teams-connector.ts';
import { faultsOfCard } from '../support/teams-cards.ts';
import { activityOf, deliver } from '../support/teams-activity.ts';
import { TEAM_ID, type Conversation } from '../support/teams-desk.ts';
import { openClient, type Shown, type TeamsClient } from '../support/teams-client.ts';
import { says, type ChatMember, type Seen } from './member.ts';
import { quiet, waitFor } from './waiting.ts';
import type { Side, SideParts } from './world.ts';

/** The stories' people in a Teams tenant: each has an Entra object id. */
const toPeople = ({ people }: SideParts) =>
  people.map(({ key, name, email, zone }, i) => ({
    key,
    id: `00000000-0000-4000-8000-${String(i + 1).padStart(12, '0')}`,
    name,
    email,
    ...(zone && { zone }),
  }));

/** A Teams tenant with one team on another server; the program is connected to it over signed HTTP only. */
export async function openTeamsSide(parts: SideParts): Promise<Side> {
  const people = toPeople(parts);
  const connector = await openConnector({ people, channels: parts.channels });
  const endpoint = () => `${parts.program()?.url.replace('localhost', '127.0.0.1') ?? ''}/api/messages`;
  const clients = new Map(people.map((one) => [one.key, openClient(connector, one, endpoint)]));
  const getClient = (key: string): TeamsClient => {
    const client = clients.get(key);
    if (!client) throw new Error(`${key} has no account in this tenant`);
    return client;
  };
  const known = new Map<string, ReadonlyMap<string, string>>();
  return {
    environment: { TEAMS_CLIENT_ID: BOT_ID, TEAMS_CLIENT_SECRET: 'scenario', TEAMS_TENANT_ID: TENANT },
    sdk: connector.sdk,
    as: (key) => createMember(connector, getClient(key), known),
    async addApp(channel, by) {
      const place = getChannel(connector, channel);
      const { person } = getClient(by);
      const added = { type: 'installationUpdate', action: 'add' };
      const joined = { type: 'conversationUpdate', membersAdded: [{ id: connector.desk.bot }] };
      for (const more of [joined, added]) {
        const activity = activityOf(connector, person, { ...place, id: TEAM_ID }, more);
        const answer = await deliver(connector, endpoint(), activity);
        if (!answer.ok) throw new Error(`the bot answered ${String(answer.status)} to being added`);
      }
    },
    settle: (ms) => quiet((changed) => connector.desk.onChange(changed), ms),
    breaches: () => [
      ...connector.breaches,
      ...[...clients.values()].flatMap((client) => client.drawn).flatMap((card) => faultsOfCard(card)),
    ],
    close: () => connector.close(),
  };
}

function getChannel({ desk }: Connector, name: string): Conversation {
  const found = desk.channel(name);
  if (!found) throw new Error(`No channel is called "${name}"`);
  return found;
}

type Known = Map<string, ReadonlyMap<string, string>>;

function createMember(connector: Connector, client: TeamsClient, known: Known): ChatMember {
  const { key } = client.person as { key: string } & TeamsClient['person'];
  const placeOf = (name: string): Conversation => (name === 'dm' ? client.chat() : getChannel(connector, name));
  const fresh = (): Shown[] => client.readOwn().filter((one) => known.get(key)?.get(one.id) !== one.reading);
  const acting = async <T>(act: () => Promise<T>): Promise<T> => {
    known.set(key, new Map(client.readOwn().map((one) => [one.id, one.reading])));
    return act();
  };
  const find = (look: () => readonly Seen[], words: string | RegExp, where: string) =>
    waitFor(
      () => look().findLast((one) => says(one.reading, words)),
      () =>
        `${client.person.name} saw no "${String(words)}" ${where}, but: ${look()
          .map((one) => one.reading.slice(0, 300))
          .join(' | ')}`,
    );
  const hear = (words: string | RegExp) => find(fresh, words, 'for them alone');
  return {
    command: (words, where) => acting(() => client.type(words, where && getChannel(connector, where.channel))),
    messages: (place) => client.read(placeOf(place)),
    see: (place, words) => find(() => client.read(placeOf(place)), words, `in ${place}`),
    hear,
    async home(words) {
      await acting(() => client.type('home'));
      return hear(words);
    },
    async lookAgain(at) {
      await client.refresh(at.id);
      return client.find(at.id);
    },
    press: (on, label, nth) => acting(() => client.press(on === 'form' ? 'form' : on.id, label, nth)),
    commandButton: (word) => word.charAt(0).toUpperCase() + word.slice(1),
    seeForm: (words) =>
      waitFor(
        () => [client.form()].find((form) => form && says(`${form.title}\n${form.reading}`, words)),
        () => `${client.person.name} saw no form with "${String(words)}", but: ${client.form()?.reading ?? 'none'}`,
      ),
    form: () => client.form(),
    fill: (entries) => {
      client.fill(entries);
    },
    submit: () => acting(() => client.submit()),
    close: () => {
      client.close();
      return Promise.resolve();
    },
  };
}
