import { note, sentence, type Card, type FormValues, type Payload } from './card.ts';
import type { MessageRef, Profile } from './chat.ts';
import type { Actor, BodyFacts, Ctx, Reaction, Surface } from './context.ts';
import type { CardKind, Command, Entry, Feature, Place, Reply } from './define.ts';
import { fold } from './fold.ts';
import { toReply, type FailureLog } from './failures.ts';
import { findPosted } from './posted.ts';
import { rich, typed } from './text.ts';

/** Who pressed or typed, as the platform names them. */
export interface Caller {
  readonly body: BodyFacts;
  readonly workspaceId: string;
  readonly externalUserId: string;
  readonly surface: Surface;
  /** Asked of the platform only when the directory does not know the account. */
  profile(): Promise<Profile>;
  /** What came with the request itself; kept with the account when it is new. */
  readonly seen?: Seen;
}

/** What a platform says of an account beside each request. */
export interface Seen {
  /** IANA. */
  readonly zone?: string;
  readonly locale?: string;
  /** How the account can be written to, in the adapter's own words; what is not said stays as it was. */
  readonly contact?: Readonly<Record<string, string>>;
}

export interface BotParts {
  readonly features: readonly Feature[];
  /** A context for the body with nobody acting yet. */
  context(body: BodyFacts, surface: Surface): Ctx;
  /** Who in the directory this is; a stranger when nobody. */
  recognise(ctx: Ctx, caller: Caller): Promise<Actor>;
  readonly log: FailureLog;
}

/** The platform-neutral bot: every method answers with what to show and never throws. */
export interface Bot {
  readonly commands: readonly Command[];
  command(caller: Caller, text: string, place: Place | null): Promise<Reply>;
  press(caller: Caller, button: string, payload: Payload): Promise<Reply>;
  submit(caller: Caller, form: string, hidden: Payload, values: FormValues): Promise<Reply>;
  home(caller: Caller): Promise<Card>;
  /** The card that a posted message shows, as this reader sees it now; null when it shows none, or nobody may see it. */
  card(caller: Caller, ref: MessageRef): Promise<Card | null>;
  /** True when the answer to a press is usually a form. */
  opensForm(button: string, payload: Payload): boolean;
}

/** The word that answers when nothing was typed. */
const HELP = 'help';

export function createBot(parts: BotParts): Bot {
  const commands = parts.features.flatMap((feature) => feature.commands);
  const words = commandsByWord(commands);
  const buttons = byId(parts.features.flatMap((feature) => feature.buttons));
  const forms = byId(parts.features.flatMap((feature) => feature.forms));
  const cards = new Map(parts.features.flatMap((feature) => feature.cards).map((kind) => [kind.kind, kind]));
  const home = parts.features.find((feature) => feature.home)?.home;
  const known = { words, unknown: parts.features.find((feature) => feature.unknown)?.unknown };

  const act = async (caller: Caller, run: (ctx: Ctx) => Promise<Reply>): Promise<Reply> => {
    try {
      return await run(await actingContext(parts, caller));
    } catch (error) {
      return toReply(error, parts.log);
    }
  };

  return {
    commands,
    command: (caller, text, place) =>
      act(caller, (ctx) => {
        const [word = HELP, ...rest] = text.trim().split(/\s+/).filter(Boolean);
        return runWord(ctx, known, word, rest.join(' '), place);
      }),
    press: (caller, id, payload) =>
      act(caller, (ctx) => {
        if (id === RUN_COMMAND) return runWord(ctx, known, payload.word ?? HELP, payload.rest ?? '', null);
        return buttons.get(id)?.run(ctx, payload) ?? goneReply();
      }),
    submit: (caller, id, hidden, values) => act(caller, (ctx) => forms.get(id)?.run(ctx, { ...values, ...hidden }) ?? goneReply()),
    async home(caller) {
      const reply = await act(caller, async (ctx) => ({ whisper: home ? await home(ctx) : nothingHere }));
      return reply.whisper ?? nothingHere;
    },
    async card(caller, ref) {
      const reply = await act(caller, async (ctx) => {
        const shown = await drawPosted(ctx, cards, ref);
        return shown ? { replace: shown } : {};
      });
      return reply.replace ?? null;
    },
    opensForm: (id, payload) => (id === RUN_COMMAND ? words.get(fold(payload.word ?? HELP)) : buttons.get(id))?.opens === true,
  };
}

async function drawPosted(ctx: Ctx, cards: ReadonlyMap<string, CardKind>, ref: MessageRef): Promise<Card | null> {
  const posted = await findPosted(ctx, ref);
  const kind = posted && cards.get(posted.kind);
  const card = kind ? await kind.render(ctx, posted.subject) : null;
  if (!card || !kind) return null;
  const own = (await kind.reader?.(ctx, posted.subject)) ?? null;
  return { ...card, blocks: own === null ? card.blocks : [...card.blocks, note(own)], follows: true };
}

async function actingContext(parts: BotParts, caller: Caller): Promise<Ctx> {
  const nobody = parts.context(caller.body, caller.surface);
  return { ...nobody, actor: await parts.recognise(nobody, caller) };
}

function commandsByWord(commands: readonly Command[]): Map<string, Command> {
  const words = new Map<string, Command>();
  for (const command of commands)
    for (const word of [command.word, ...command.aliases]) {
      if (words.has(word)) throw new Error(`two commands answer to "${word}"`);
      words.set(word, command);
    }
  return words;
}

function byId(entries: readonly Entry[]): Map<string, Entry> {
  const found = new Map<string, Entry>();
  for (const entry of entries) {
    if (found.has(entry.id)) throw new Error(`two entries are called "${entry.id}"`);
    found.set(entry.id, entry);
  }
  return found;
}

/** The button that runs a command without arguments; every command can be offered as one. */
export const RUN_COMMAND = 'bot.run-command';

/** What is said of words that are not understood. */
export const NO_COMMAND = 'Help lists what I can do.';

function runWord(ctx: Ctx, known: Known, word: string, rest: string, place: Place | null): Promise<Reply> {
  const found = known.words.get(fold(word));
  if (found) return found.run(ctx, found.input(rest, place));
  const said = { whisper: sentence(NO_COMMAND, [{ label: typed(HELP), press: RUN_COMMAND, with: { word: HELP } }]) };
  return known.unknown?.(ctx, word, rest, place) ?? Promise.resolve(said);
}

interface Known {
  readonly words: ReadonlyMap<string, Command>;
  readonly unknown: Feature['unknown'];
}

const nothingHere: Card = { summary: 'Nothing is here yet.', blocks: [{ type: 'text', text: 'Nothing is here yet.' }] };

/** A button or form made by an older version of the code. */
function goneReply(): Promise<Reply> {
  const text = rich`This button is from an earlier version and no longer works. Type ${typed()} to see what you can do now.`;
  return Promise.resolve({ whisper: { summary: text, blocks: [{ type: 'text', text }] } });
}

/** The reactions of all features, by audited action. */
export function reactionsOf(features: readonly Feature[]): ReadonlyMap<string, readonly Reaction[]> {
  const reactions = new Map<string, Reaction[]>();
  for (const feature of features)
    for (const [action, reaction] of Object.entries(feature.reactions)) reactions.set(action, [...(reactions.get(action) ?? []), reaction]);
  return reactions;
}
