import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';

export const RENDERER = new URL('../../node_modules/adaptivecards/dist/adaptivecards.min.js', import.meta.url).pathname;

type Json = Readonly<Record<string, unknown>>;

interface Renderer {
  readonly AdaptiveCard: new () => {
    parse(json: unknown, context: unknown): void;
    validateProperties(): { validationEvents: { message: string }[] };
  };
  readonly SerializationContext: new (version: unknown) => { eventCount: number; getEventAt(i: number): { message: string } };
  readonly Versions: { readonly v1_5: unknown };
}

const renderer = ((): Renderer => {
  const module = { exports: {} };
  runInNewContext(readFileSync(RENDERER, 'utf8'), { module, exports: module.exports, console });
  return module.exports as Renderer;
})();

/** What the reference renderer says against a card. */
function complaintsOf(card: Json): string[] {
  const parsed = new renderer.AdaptiveCard();
  const context = new renderer.SerializationContext(renderer.Versions.v1_5);
  parsed.parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
  return [...events, ...parsed.validateProperties().validationEvents.map((event) => event.message)];
}

/** Of version 1.5, and shown by Teams. */
const KNOWN = new Set(
  'TextBlock RichTextBlock TextRun Container ActionSet Input.Text Input.Number Input.Date Input.Time Input.ChoiceSet Action.Execute Action.Submit Action.OpenUrl Action.ShowCard AdaptiveCard'.split(
    ' ',
  ),
);

/** Every object with a type, wherever it stands. */
export function partsOf(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  if (typeof value !== 'object' || value === null) return [];
  const own = value as Json;
  return [
    ...(typeof own.type === 'string' ? [own] : []),
    ...Object.entries(own).flatMap(([key, inner]) => (key === 'data' ? [] : partsOf(inner))),
  ];
}

/** Bytes of an activity as Teams counts them: UTF-16. */
const bytesOf = (json: unknown): number => 2 * JSON.stringify(json).length;

/** Everything in which a card breaks the platform's rules. `around` are the other words of its activity. */
export function faultsOfCard(card: Json, around: Json = {}): string[] {
  const faults = complaintsOf(card);
  const check = (holds: boolean, what: string) => {
    if (!holds) faults.push(what);
  };
  const says = (words: unknown, what: string) => {
    check(typeof words === 'string' && words.trim() !== '' && words.isWellFormed() && !words.includes('\0'), `${what} is empty or broken`);
  };
  const bytes = bytesOf({ ...around, attachments: [{ content: card }] });
  check(bytes <= 79_000, `has ${String(bytes)} bytes`);
  check(card.version === '1.5', 'is of another version');
  says(card.fallbackText, 'fallbackText');
  const ids = partsOf(card).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
  check(new Set(ids).size === ids.length, `repeats an id: ${ids.join(' ')}`);
  for (const part of partsOf(card)) {
    const type = String(part.type);
    check(KNOWN.has(type), `has a ${type}`);
    if (type === 'TextBlock') says(part.text, type);
    if (type === 'TextRun')
      check(part.text !== '' && String(part.text).isWellFormed() && !String(part.text).includes('\0'), 'has an empty or broken run');
    if (type === 'TextBlock') check(part.wrap === true, 'has text that does not wrap');
    if (type === 'RichTextBlock') says((part.inlines as { text: string }[]).map((run) => run.text).join(''), type);
    if (type === 'ActionSet') check((part.actions as unknown[]).length <= 6, 'has a long row of buttons');
    if (type.startsWith('Action.')) says(part.title, `title of ${type}`);
    if (type === 'Action.Execute') says(part.verb, 'verb');
    if (!type.startsWith('Input.')) continue;
    says(part.id, 'id of an input');
    says(part.label, 'label of an input');
    check(part.isRequired !== true || typeof part.errorMessage === 'string', 'has a required input without a word');
  }
  return faults;
}
