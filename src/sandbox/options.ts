/** Someone the visitor of the sandbox can be. */
export interface SandboxPerson {
  id: string;
  name: string;
  title: string;
  email: string;
  tz: string;
  locale: string;
  isBot?: false;
  /** One line: what to try as this person. */
  about: string;
}

/** The clock the sandbox shows and moves; the caller shares it with the product. */
export interface SandboxClock {
  now(): Date;
  advance(ms: number): Promise<void> | void;
  nextNoticeAt?(): Promise<Date | null>;
  reset?(): Promise<void> | void;
}

export interface SandboxCommandHint {
  /** What is typed after the command, for example `join climate`. */
  text: string;
  about: string;
}

export interface SandboxShortcut {
  name: string;
  callbackId: string;
}

export interface SandboxOptions {
  people: SandboxPerson[];
  signingSecret: string;
  botToken: string;
  team: { id: string; name: string; domain: string };
  channels: { name: string; topic?: string }[];
  /** Where signed requests go. A function, when the port is only known after listening. */
  eventsUrl: string | (() => string);
  clock: SandboxClock;
  /** Conversations are kept here over a restart; unset means in memory only. */
  stateFile?: string;
  /** Five lines that tell a newcomer what to try. */
  tips?: string[];
  /** Slash commands of the app; others are refused as Slack refuses them. */
  commands?: string[];
  /** Completions offered by the composer. */
  hints?: SandboxCommandHint[];
  /** Message shortcuts of the app. */
  shortcuts?: SandboxShortcut[];
  /** Answer 429 to more than about one message a second in a channel, as Slack does. */
  pacing?: boolean;
}

/** The names under which the app lives in the sandbox workspace. */
export const APP = {
  id: 'A0CONVENOR',
  botId: 'B0CONVENOR',
  userId: 'U0CONVENOR',
  name: 'Convenor',
  handle: 'convenor',
} as const;

/** The longest Slack waits for an answer to an interaction. */
export const ACK_LIMIT_MS = 3000;
