/** At most `max` UTF-16 units, cut with "…" where it would be longer, never inside a character. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  let cut = '';
  for (const character of text) {
    if (cut.length + character.length > max - 1) break;
    cut += character;
  }
  return `${cut.trimEnd()}…`;
}

const OPTION = 75;

/** Cut to the 75 characters that a label of an option takes: Slack's limit, the narrower of the two platforms. */
export const optionLabel = (text: string): string => shorten(text, OPTION);
