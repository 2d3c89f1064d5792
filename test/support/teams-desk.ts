import { randomUUID } from 'node:crypto';

/** Somebody with an account in the tenant. */
export interface TeamsPerson {
  /** Entra object id, a UUID. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** IANA; told with every activity. */
  readonly zone?: string;
  readonly locale?: string;
  readonly role?: 'user' | 'guest';
}

export interface TeamsMessage {
  readonly id: string;
  readonly conversation: string;
  /** The root message of the thread it is in; null when it is one itself. */
  readonly thread: string | null;
  /** Who alone sees it, by member id; null for everyone in the conversation. */
  readonly to: string | null;
  activity: Readonly<Record<string, unknown>>;
  edits: number;
  deleted: boolean;
}

export interface Conversation {
  readonly id: string;
  readonly kind: 'personal' | 'channel' | 'groupChat';
  readonly name: string | null;
  readonly teamId: string | null;
  /** Member ids. */
  readonly members: Set<string>;
  readonly messages: TeamsMessage[];
}

export interface DeskOptions {
  readonly tenantId: string;
  readonly botId: string;
  readonly people: readonly TeamsPerson[];
  /** Channels of the one team, by name. */
  readonly channels: readonly string[];
}

/** What the service knows of one tenant: who is there, which conversations, and what was said in them. */
export type Desk = ReturnType<typeof createDesk>;

export const TEAM_ID = '19:team-root@thread.tacv2';

export function createDesk({ tenantId, botId, people, channels }: DeskOptions) {
  const bot = `28:${botId}`;
  const conversations = new Map<string, Conversation>();
  /** People who removed or blocked the app, by object id. */
  const without = new Set<string>();
  /** The address to join, by Teams' id of the meeting. */
  const meetings = new Map<string, string>();
  const changes = new Set<() => void>();
  let serial = Date.now();

  const add = (conversation: Omit<Conversation, 'messages'>): Conversation => {
    const added = { ...conversation, messages: [] };
    conversations.set(added.id, added);
    return added;
  };
  const memberOf = (person: TeamsPerson): string => `29:1${person.id.replaceAll('-', '')}`;
  const findPerson = (idOrMember: string) => people.find((one) => one.id === idOrMember || memberOf(one) === idOrMember);

  const addChannel = (id: string, name: string | null) =>
    add({ id, kind: 'channel', name, teamId: TEAM_ID, members: new Set(people.map(memberOf)) });
  // The first channel of a team has the team's id, and no name.
  addChannel(TEAM_ID, null);
  for (const name of channels) addChannel(`19:${name}@thread.tacv2`, name);

  return {
    tenantId,
    botId,
    bot,
    people,
    conversations,
    without,
    meetings,
    memberOf,
    findPerson,
    /** The conversation of an id, which may name a thread in it. */
    find: (id: string): Conversation | undefined => conversations.get(id.split(';')[0] ?? id),
    channel: (name: string) => conversations.get(`19:${name}@thread.tacv2`),
    /** The chat of one person with the bot; made when there is none. */
    personal(person: TeamsPerson): Conversation {
      const id = `a:1${person.id}`;
      return conversations.get(id) ?? add({ id, kind: 'personal', name: null, teamId: null, members: new Set([memberOf(person)]) });
    },
    groupChat: (name: string, members: readonly TeamsPerson[]): Conversation =>
      add({ id: `19:${randomUUID()}@thread.v2`, kind: 'groupChat', name, teamId: null, members: new Set(members.map(memberOf)) }),
    store(conversation: string, activity: Readonly<Record<string, unknown>>, to: string | null): TeamsMessage {
      const place = this.find(conversation);
      if (!place) throw new Error(`there is no conversation ${conversation}`);
      const thread = /;messageid=(\d+)/.exec(conversation)?.[1] ?? (typeof activity.replyToId === 'string' ? activity.replyToId : null);
      const message = { id: this.nextId(), conversation: place.id, thread, to, activity, edits: 0, deleted: false };
      place.messages.push(message);
      this.changed();
      return message;
    },
    nextId: (): string => String((serial += 1)),
    changed() {
      for (const listener of changes) listener();
    },
    /** Calls the listener at each change until the returned function is called. */
    onChange(listener: () => void): () => void {
      changes.add(listener);
      return () => changes.delete(listener);
    },
  };
}
