import { fold } from '../../bot/fold.ts';

const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

/** ISO 3166 codes by their English names, folded. Made once, when first asked. */
let codes: Map<string, string> | undefined;

function codesByName(): Map<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  // Withdrawn codes have the name of the country that took their place; a locale puts its code in theirs.
  const isCurrent = (code: string): boolean => new Intl.Locale(`und-${code}`).region === code;
  const pairs = LETTERS.flatMap((a) => LETTERS.map((b) => a + b)).filter(isCurrent);
  return new Map(pairs.flatMap((code) => [names.of(code)].flatMap((name) => (name ? [[fold(name), code] as const] : []))));
}

/** A country's two-letter code, from the code or the English name; another name is kept as typed. Null for a code that no country has. */
export function toCountry(text: string): string | null {
  codes ??= codesByName();
  const known = codes.get(fold(text));
  if (known) return known;
  if (text.length > 3) return text;
  const code = text.toUpperCase();
  return [...codes.values()].includes(code) ? code : null;
}
