/** Titles of dialogs are at most this long: Slack's limit, the narrower of the two. */
const TITLE = 24;

/** The title, cut with "…" where it would be too long, never inside a character. */
export function dialogTitle(title: string): string {
  if (title.length <= TITLE) return title;
  let cut = '';
  for (const character of title) {
    if (cut.length + character.length > TITLE - 1) break;
    cut += character;
  }
  return `${cut.trimEnd()}…`;
}
