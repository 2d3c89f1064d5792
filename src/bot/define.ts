import { z } from 'zod';
import type { Card, Form } from './card.ts';
import type { Ctx, Reaction } from './context.ts';
import { InvalidInput } from './errors.ts';
import type { QuietRule } from './quiet.ts';
import type { Text } from './text.ts';

/**
 * A verb: `(ctx, input)`. Input is parsed by its schema on every call, whoever calls. Its id is also
 * the audit action. A verb authorises by `ctx.actor` itself and throws the error family of errors.ts.
 */
export interface Verb<S extends z.ZodType, O> {
  (ctx: Ctx, input: z.input<S>): Promise<O>;
  readonly id: string;
  readonly schema: S;
}

/**
 * What does not fit in the fields that could be read, by field, while others could not: all is told at once. It
 * authorises as the verb does, and throws as it does.
 */
export type CheckReadable<S extends z.ZodType> = (ctx: Ctx, readable: Partial<z.output<S>>) => Promise<Readonly<Record<string, string>>>;

export function verb<S extends z.ZodType, O>(
  id: string,
  schema: S,
  run: (ctx: Ctx, input: z.output<S>) => Promise<O>,
  check?: CheckReadable<S>,
): Verb<S, O> {
  const call = async (ctx: Ctx, input: z.input<S>): Promise<O> => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return run(ctx, parsed.data);
    const more = check ? await check(ctx, readableOf(schema, input)) : {};
    throw new InvalidInput({ ...more, ...problemsOf(parsed.error) });
  };
  return Object.assign(call, { id, schema });
}

/** The first problem of each field, by the field's own name. */
function problemsOf(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.map(String).join('.') || 'input'] ??= issue.message;
  return fields;
}

/** The fields of an object that fit their own part of the schema. */
function readableOf<S extends z.ZodType>(schema: S, input: unknown): Partial<z.output<S>> {
  const found: Record<string, unknown> = {};
  if (!(schema instanceof z.ZodObject) || typeof input !== 'object' || input === null) return found as Partial<z.output<S>>;
  const { shape } = schema as z.ZodObject<Readonly<Record<string, z.ZodType>>>;
  for (const [name, part] of Object.entries(shape)) {
    const parsed = part.safeParse((input as Readonly<Record<string, unknown>>)[name]);
    if (parsed.success) found[name] = parsed.data;
  }
  return found as Partial<z.output<S>>;
}

/** What the person sees after an interaction. */
export interface Reply {
  /** Only to the person, beside what they pressed or typed. */
  readonly whisper?: Card;
  /** A dialog is opened; after a submit it takes the place of the submitted one. */
  readonly form?: Form;
  /** Takes the place of the private message that was pressed; ignored on shared messages. */
  readonly replace?: Card;
  /** Per field of the submitted form; the form stays open with what was typed. */
  readonly errors?: Readonly<Record<string, string>>;
  /** Nothing was done and the same may be sent again: a submitted form stays open with what was typed. */
  readonly retry?: true;
}

type Shown = Reply | Promise<Reply>;

/** How a result becomes a reply. Left out: nothing is said (the form just closes). */
export type Show<S extends z.ZodType, O> = (result: O, ctx: Ctx, input: z.output<S>) => Shown;

/** A verb bound to its presentation; the input is whatever the surface decoded. */
export interface Entry {
  readonly id: string;
  /** Id of the verb it runs. */
  readonly verb: string;
  /** Its answer is usually a form: platforms that open dialogs must know before it is pressed. */
  readonly opens?: true;
  run(ctx: Ctx, input: unknown): Promise<Reply>;
}

/** Who is offered a command in help. Being offered it is not a right: the verb decides. */
export type Audience = 'everyone' | 'member' | 'chair' | 'secretariat';

/** Where a command was typed: the channel, when it was in one. */
export interface Place {
  readonly channelId: string;
  readonly channelName: string;
}

export interface Command extends Entry {
  readonly word: string;
  readonly aliases: readonly string[];
  /** Shown after the word in help, such as `[group]`. */
  readonly takes: string;
  readonly about: string;
  readonly audience: Audience;
  /** What was typed after the word, as the verb's input. */
  input(rest: string, place: Place | null): unknown;
}

function entry<S extends z.ZodType, O>(id: string, action: Verb<S, O>, show?: Show<S, O>): Entry {
  return {
    id,
    verb: action.id,
    async run(ctx, input) {
      const result = await action(ctx, input as z.input<S>);
      return show ? show(result, ctx, action.schema.parse(input)) : {};
    },
  };
}

/** A button: pressing it runs the verb with the button's payload. */
export const button = <S extends z.ZodType, O>(id: string, action: Verb<S, O>, show?: Show<S, O>): Entry => entry(id, action, show);

/** A button whose answer is usually a form. */
export const opener = <S extends z.ZodType, O>(id: string, action: Verb<S, O>, show: Show<S, O>): Entry => ({
  ...entry(id, action, show),
  opens: true,
});

/** A form: submitting it runs the verb with the hidden payload and the values, by field name. */
export const form = <S extends z.ZodType, O>(id: string, action: Verb<S, O>, show?: Show<S, O>): Entry => entry(id, action, show);

export interface CommandWords {
  readonly word: string;
  readonly aliases?: readonly string[];
  readonly takes?: string;
  readonly about: string;
  readonly audience?: Audience;
  /** Its answer is usually a form. */
  readonly opens?: true;
  readonly input?: (rest: string, place: Place | null) => unknown;
}

/** A `/wg` word. Without `input` the verb gets an empty object. */
export function command<S extends z.ZodType, O>(words: CommandWords, action: Verb<S, O>, show: Show<S, O>): Command {
  return {
    ...entry(words.word, action, show),
    word: words.word,
    aliases: words.aliases ?? [],
    takes: words.takes ?? '',
    about: words.about,
    audience: words.audience ?? 'everyone',
    ...(words.opens && { opens: words.opens }),
    input: words.input ?? (() => ({})),
  };
}

/** A planned notice as its renderer sees it. */
export interface NoticeFacts {
  readonly id: string;
  readonly kind: string;
  readonly meetingId: string | null;
  readonly subject: Readonly<Record<string, string>>;
  readonly dueAt: Date;
}

/** A group's channel, a person wherever they are reached, or one chat account itself, which keeps no quiet hours. */
export type Target = { readonly channel: string } | { readonly person: string } | { readonly account: string };

/** Nothing is to be sent, and why: kept as the fate of the notice or delivery. */
export interface Skip {
  readonly skip: string;
}

export const isSkip = (value: object): value is Skip => 'skip' in value;

/** How one kind of notice finds its readers and its words. Both run when it is due, not before, unless its kind goes ahead. */
export interface NoticeKind {
  readonly kind: string;
  /** Ids of group channels, people and accounts. Called in a transaction when the notice is due; of a kind that goes ahead before as well. */
  targets(ctx: Ctx, notice: NoticeFacts): Promise<readonly Target[] | Skip>;
  /** Called just before each send. */
  render(ctx: Ctx, notice: NoticeFacts, target: Target): Promise<Card | Skip>;
  /** Set when the message shows a card that must follow its facts: it is remembered as posted. */
  readonly card?: {
    readonly kind: string;
    subject(notice: NoticeFacts): string;
    /** In place of `subject` where not all readers are shown the same. */
    subjectFor?(ctx: Ctx, notice: NoticeFacts, target: Target): Promise<string>;
  };
  /** Pinned where it is posted to a channel. */
  readonly pin?: boolean;
  /**
   * Direct messages that are too many to go out at once begin before it is due, at most 20 minutes, so that the
   * last one is not late. What it says must then be true by `ctx.now`.
   */
  readonly ahead?: true;
  /** Its place where many wait; between these when left out. What a meeting's start needs goes first, what can wait last. */
  readonly turn?: 'first' | 'last';
  /** What quiet hours do to its direct messages; `ignore` when left out. */
  readonly quiet?: QuietRule;
  /** Runs in the transaction that takes the notice out of waiting, for what its sending changes. */
  due?(ctx: Ctx, notice: NoticeFacts): Promise<void>;
  /** Runs in the transaction that writes that one of its messages with a card was sent. */
  sent?(ctx: Ctx, notice: NoticeFacts): Promise<void>;
}

/** A kind of card that stays on show and is drawn again when its facts change. Null: leave it as it is. */
export interface CardKind {
  readonly kind: string;
  render(ctx: Ctx, subject: string): Promise<Card | null>;
  /** What holds for the acting person alone, such as their answer: said under the card where each reader has a view of their own. */
  reader?(ctx: Ctx, subject: string): Promise<Text | null>;
}

/** A feature: plain data that says which verb answers what, and what is shown after. */
export interface Feature {
  readonly name: string;
  readonly commands: readonly Command[];
  readonly buttons: readonly Entry[];
  readonly forms: readonly Entry[];
  readonly notices: readonly NoticeKind[];
  readonly cards: readonly CardKind[];
  /** By audited action (a verb's id); run in the transaction of that action. */
  readonly reactions: Readonly<Record<string, Reaction>>;
  /** Draws the home; exactly one feature has it. */
  readonly home?: (ctx: Ctx) => Promise<Card>;
  /** Answers what begins with no command's word; at most one feature has it. */
  readonly unknown?: (ctx: Ctx, word: string, rest: string, place: Place | null) => Promise<Reply>;
}

export function feature(name: string, parts: Partial<Omit<Feature, 'name'>>): Feature {
  return { name, commands: [], buttons: [], forms: [], notices: [], cards: [], reactions: {}, ...parts };
}
