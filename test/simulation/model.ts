/** What the simulation knows to be true, kept beside the program and by nothing of it. Instants are milliseconds. */

export interface Organisation {
  readonly name: string;
  readonly membershipClass: string;
  standing: 'good' | 'lapsed';
}

/** What a person chose about their own messages. */
export interface Preferences {
  /** Kinds of direct messages they do without. */
  readonly off: ReadonlySet<string>;
  /** Minutes before the start at which they are reminded; null for when the group is. */
  readonly lead: number | null;
  /** Wall times, `HH:mm`, between which they are left alone. */
  readonly quiet: { readonly from: string; readonly until: string } | null;
  /** Null for the body's. */
  readonly zone: string | null;
}

export const NO_PREFERENCES: Preferences = { off: new Set(), lead: null, quiet: null, zone: null };

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly organisation: Organisation | null;
  readonly accounts: readonly { readonly id: string; readonly workspaceId: string; readonly address: string }[];
  readonly isSecretariat: boolean;
  /** Terms on the Board, in inclusive days. */
  readonly board: { from: string; until: string }[];
  /** Places that terms on the Board ended: the groups, the last membership, and the one for which they were told they may rejoin. */
  readonly lost: { readonly groups: Set<Group>; last: string; told: string };
  /** Where an expert is invited, in inclusive days. */
  readonly invited: { readonly groups: readonly string[]; readonly from: string; readonly until: string } | null;
  preferences: Preferences;
}

export interface Group {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly zone: string;
}

export interface Connection {
  readonly id: string;
  readonly group: Group;
  readonly workspaceId: string;
  readonly address: string;
  isLive: boolean;
}

export interface Member {
  readonly membershipId: string;
  readonly person: Person;
  readonly group: Group;
  remindBy: 'direct' | 'channel';
  role: 'chair' | 'participant';
}

export interface Statement {
  readonly id: string;
  readonly version: number;
  readonly text: string;
  readonly effectiveFrom: number;
}

export type Answer = 'attending' | 'tentative' | 'declined';

/** Meetings scheduled at once. */
export interface Series {
  readonly id: string;
  /** Also that of its meetings. */
  readonly topic: string;
  readonly group: Group;
  readonly meetings: Meeting[];
  /** How often several of its meetings were changed at once. */
  sequence: number;
  /** The channels were told of it. */
  isTold: boolean;
}

export interface Meeting {
  readonly id: string;
  /** Unique in the body but for a series, so that a text can be told to be about this meeting. */
  readonly topic: string;
  readonly series: Series | null;
  /** Its last move was of itself alone. */
  isMovedAlone: boolean;
  readonly group: Group;
  wall: string;
  zone: string;
  minutes: number;
  startsAt: number;
  endsAt: number;
  sequence: number;
  isCancelled: boolean;
  isInSession: boolean;
  wasRead: boolean;
  /** Who read the statement aloud. */
  readerId: string | null;
  isClosed: boolean;
  hasAgenda: boolean;
  /** A channel was told of it. */
  isTold: boolean;
  rolls: number;
  readonly chairId: string | null;
  readonly secretariatId: string | null;
  readonly answers: Map<string, { answer: Answer; note: string | null }>;
  /** What is recorded of people, before the roll. */
  readonly seen: Map<string, 'here' | 'left' | 'absent'>;
  /** Who left and came back. */
  readonly returned: Set<string>;
}

/** Something that is to be said, once, to those whom it concerns when it is due. */
export interface Occasion {
  readonly key: string;
  readonly kind: string;
  readonly meeting: Meeting | null;
  readonly series: Series | null;
  readonly sequence: number;
  readonly dueAt: number;
  readonly plannedAt: number;
  readonly expiresAt: number;
  /** `channel:<id>` and `person:<id>` of all whom it concerns at that moment. */
  readonly targets: (now: number) => readonly string[];
  /** Whether it may still be said to one of them. */
  readonly mayHear: (target: string, now: number) => boolean;
  /** What must stand in the message. */
  readonly says: (now: number) => readonly string[];
  state: 'waiting' | 'withdrawn' | 'done';
}

export interface Model {
  readonly zone: string;
  readonly people: Map<string, Person>;
  readonly groups: Map<string, Group>;
  readonly connections: Map<string, Connection>;
  /** Open memberships by `person group`. */
  readonly members: Map<string, Member>;
  readonly meetings: Map<string, Meeting>;
  readonly series: Map<string, Series>;
  readonly statements: Statement[];
  readonly occasions: Map<string, Occasion>;
  /** Those that are not done, in the order in which they were planned. */
  waiting: Occasion[];
  /** Who has or gets a message of a kind about a meeting as it stands (`kind meeting sequence`), by the keys of the occasions. */
  readonly reached: Map<string, Map<string, Set<string>>>;
  /** Now, for the stories. */
  clock: () => number;
  /** Addresses that refused since they last worked. */
  readonly broken: Set<string>;
  /** What happened to each subject. */
  readonly stories: Map<string, string[]>;
  /** What does not hold; the loop throws on the first. */
  readonly violations: { readonly what: string; readonly subjects: readonly string[] }[];
  /** The day on which a group was last asked to answer, by meeting and sequence. */
  readonly asked: Set<string>;
}

export const createModel = (zone: string): Model => ({
  zone,
  people: new Map(),
  groups: new Map(),
  connections: new Map(),
  members: new Map(),
  meetings: new Map(),
  series: new Map(),
  statements: [],
  occasions: new Map(),
  waiting: [],
  reached: new Map(),
  clock: () => 0,
  broken: new Set(),
  stories: new Map(),
  violations: [],
  asked: new Set(),
});

export const memberKey = (person: Person, group: Group): string => `${person.id} ${group.id}`;

/** Notes a line in the story of each subject (ids of people, meetings, channels). */
export function tell(model: Model, subjects: readonly string[], line: string): void {
  for (const subject of subjects) {
    const story = model.stories.get(subject) ?? [];
    story.push(`${new Date(model.clock()).toISOString()} ${line}`);
    model.stories.set(subject, story);
  }
}

export function violate(model: Model, what: string, subjects: readonly (string | null | undefined)[]): void {
  model.violations.push({ what, subjects: subjects.filter((one) => typeof one === 'string') });
}

/** A target or id by the name a person would recognise. */
export function nameOf(model: Model, id: string): string {
  const bare = id.replace(/^(channel|person):/, '');
  const connection = model.connections.get(bare);
  const meeting = model.meetings.get(bare);
  const named = meeting && (meeting.series ? `${meeting.topic} of ${meeting.wall}` : meeting.topic);
  return model.people.get(bare)?.name ?? named ?? model.series.get(bare)?.topic ?? connection?.address ?? id;
}
