/** Part of an Adaptive Card, as JSON. */
export interface Node {
  readonly type?: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : []);
export const wordsOf = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');

/** What stands inside an element, in order. What a ShowCard button would show is not there until it is pressed. */
const inside = (node: Node): Node[] => ['body', 'items', 'columns', 'rows', 'cells', 'actions'].flatMap((part) => nodes(node[part]));

/** The element and everything in it that is shown, in reading order. */
export const listNodes = (node: Node): Node[] => [node, ...inside(node).flatMap(listNodes)];

export const isInput = (node: Node): boolean => node.type?.startsWith('Input.') ?? false;
const isAction = (node: Node): boolean => node.type?.startsWith('Action.') ?? false;

/** Every word of a card, as somebody in this zone reads it: dates in their own time, markup drawn, invisible signs not seen. */
export function readCard(card: Node, zone: string): string {
  return listNodes(card)
    .flatMap((node) => linesOf(node, zone))
    .filter((line) => line !== '')
    .join('\n')
    .replace(/\u200b/g, '');
}

function linesOf(node: Node, zone: string): string[] {
  if (node.type === 'TextBlock') return [drawMarkdown(inZone(wordsOf(node.text), zone))];
  if (node.type === 'RichTextBlock') return [inZone(readRuns(node.inlines), zone)];
  if (node.type === 'FactSet') return nodes(node.facts).map((fact) => `${wordsOf(fact.title)} ${wordsOf(fact.value)}`);
  if (isAction(node)) return [wordsOf(node.title)];
  if (isInput(node))
    return [wordsOf(node.label), wordsOf(node.placeholder), wordsOf(node.value), ...choicesOf(node).map(({ title }) => title)];
  return [];
}

const readRuns = (inlines: unknown): string =>
  (Array.isArray(inlines) ? inlines : []).map((run: unknown) => (isNode(run) ? wordsOf(run.text) : wordsOf(run))).join('');

/** Teams draws these functions in any text of a card. */
function inZone(text: string, zone: string): string {
  return text.replace(/\{\{(DATE|TIME)\(([^,)]+)(?:,\s*\w+)?\)\}\}/g, (_, what: string, at: string) => {
    const shown = what === 'DATE' ? ({ dateStyle: 'full' } as const) : ({ timeStyle: 'short' } as const);
    return new Intl.DateTimeFormat('en-GB', { ...shown, timeZone: zone }).format(new Date(at));
  });
}

const drawMarkdown = (text: string): string =>
  text
    .replace(/(?<!\\)\[((?:\\.|[^\]\\])*)\]\([^)]*\)/g, '$1')
    .replace(/(?<!\\)\*\*((?:\\.|[^*\\])+?)\*\*/g, '$1')
    .replace(/\\([^\w\s])/g, '$1');

export const choicesOf = (input: Node): { title: string; value: string }[] =>
  nodes(input.choices).map((one) => ({ title: wordsOf(one.title), value: wordsOf(one.value) }));

/** The button that `label` names; throws and names those that are there when there is none, or more and no `nth`. */
export function getAction(card: Node, label: string, nth?: number): Node {
  const all = listNodes(card).filter(isAction);
  const found = all.filter((one) => one.title === label || one.tooltip === label);
  const chosen = found[nth ?? 0];
  if (chosen && (found.length === 1 || nth !== undefined)) return confirmed(chosen);
  throw new Error(
    `${String(found.length)} buttons are called "${label}". There are: ${all.map((one) => wordsOf(one.title)).join(', ') || 'none'}`,
  );
}

/** Where a button asks first, the one that says yes. */
function confirmed(action: Node): Node {
  if (action.type !== 'Action.ShowCard' || !isNode(action.card)) return action;
  const [yes] = listNodes(action.card).filter(isAction);
  if (!yes) throw new Error(`"${wordsOf(action.title)}" asks and can not be answered`);
  return yes;
}

/** A card that is there to be sent: with inputs, or with a button that stands for all of it. */
export const isForm = (card: Node): boolean => nodes(card.actions).length > 0 || listNodes(card).some(isInput);

/** The button that sends a form. */
export function getSubmit(card: Node): Node {
  const found = nodes(card.actions).find((one) => one.type === 'Action.Submit' || one.type === 'Action.Execute');
  if (!found) throw new Error('the form can not be sent');
  return found;
}

/** Problems shown in a form, by the label of the input they stand under; `''` for those that stand above all. */
export function readErrors(card: Node): Record<string, string> {
  const errors: Record<string, string> = {};
  let label = '';
  for (const node of listNodes(card)) {
    if (isInput(node)) label = wordsOf(node.label);
    const words = warningOf(node);
    if (words !== '') errors[label] = `${errors[label] ?? ''}${words}`;
  }
  const { '': above, ...fields } = errors;
  return above === undefined || Object.keys(fields).length > 0 ? fields : errors;
}

function warningOf(node: Node): string {
  if (node.type === 'TextBlock') return node.color === 'Attention' ? drawMarkdown(wordsOf(node.text)) : '';
  if (node.type !== 'RichTextBlock') return '';
  return readRuns(nodes(node.inlines).filter((run) => run.color === 'Attention'));
}
