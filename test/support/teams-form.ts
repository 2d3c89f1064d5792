import { choicesOf, isInput, listNodes, wordsOf, type Node } from './teams-reading.ts';

/** What is entered: a text, an option by its words or value, several of them, or a tick. */
export type Entry = string | string[] | boolean | null;

/** What stands in the inputs of a card, by their ids, as the client sends it. */
export type Values = Map<string, string>;

const inputsOf = (card: Node): Node[] => listNodes(card).filter(isInput);

/** What the card itself put into its inputs. */
export const initialValues = (card: Node): Values => new Map(inputsOf(card).map((input) => [wordsOf(input.id), wordsOf(input.value)]));

/** Enters a value into the input of that label; one of several ticks may be named by its own words. */
export function enter(card: Node, values: Values, label: string, entry: Entry): void {
  const inputs = inputsOf(card);
  const input = inputs.find((one) => one.label === label) ?? inputs.find((one) => choicesOf(one).some(({ title }) => title === label));
  if (!input) throw new Error(`No input is called "${label}". There are: ${inputs.map((one) => wordsOf(one.label)).join(', ') || 'none'}`);
  values.set(wordsOf(input.id), toValue(input, label, entry));
}

function toValue(input: Node, label: string, entry: Entry): string {
  const choices = choicesOf(input);
  const named = choices.filter(({ title }) => title === label);
  if (entry === true) return (named[0] ?? choices[0])?.value ?? 'true';
  if (entry === false || entry === null) return '';
  const byTitle = (word: string): string => choices.find(({ title, value }) => title === word || value === word)?.value ?? word;
  const chosen = (Array.isArray(entry) ? entry : [entry]).map(byTitle);
  const unknown = input.type === 'Input.ChoiceSet' && chosen.find((value) => !choices.some((one) => one.value === value));
  if (unknown !== false && unknown !== undefined) throw new Error(`"${label}" does not offer "${unknown}"`);
  return chosen.join(',');
}

/** What the client itself refuses before anything is sent, by label. */
export function findMissing(card: Node, values: Values): Record<string, string> {
  const missing = inputsOf(card).filter((input) => input.isRequired === true && (values.get(wordsOf(input.id)) ?? '').trim() === '');
  return Object.fromEntries(missing.map((input) => [wordsOf(input.label), wordsOf(input.errorMessage) || 'This field is required.']));
}

/** What a button sends: its own data with the inputs beside it. Empty inputs are left out, as Teams does. */
export function dataOf(action: Node, values: Values): Node {
  const data = typeof action.data === 'object' && action.data !== null ? (action.data as Node) : {};
  if (action.associatedInputs === 'none') return data;
  return { ...data, ...Object.fromEntries([...values].filter(([, value]) => value !== '')) };
}
