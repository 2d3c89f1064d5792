import { isDay } from '../../bot/days.ts';

/** A title as typed, with the version it ends with: "v0.3" or "version 2026-11-01". */
export type Titled = { readonly title: string; readonly version?: string } | { readonly problem: string };

const BRACKETED = /^(.*?)[\s,;:–-]*[([]\s*(version|revision|rev|v)(?!\p{L})[.:]?\s*([^()[\]]*?)\s*[)\]]$/iu;
const PLAIN = /^(.*?)(?:^|[\s,;:–-]+)(?:version|v)(?!\p{L})[.:]?\s*(\d\S*)$/iu;
const NUMBER = /^\d{1,4}(?:\.\d{1,4}){0,3}[a-z]?(?:[-.]?(?:rc|draft|beta)\.?\d{0,2})?$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Tells a document's version from its title. Brackets are taken at their word: what stands in them after "version"
 * must be a number or a day. Without brackets only what begins with a digit counts, so that "the new version" stays a title.
 */
export function parseTitle(typed: string): Titled {
  const bracketed = BRACKETED.exec(typed);
  if (bracketed) {
    const [, title = '', word = '', said = ''] = bracketed;
    const version = toVersion(said);
    if (version !== null) return { title, version };
    return word.length > 1 || /\d/.test(said) ? { problem: nonsense(said) } : { title: typed };
  }
  const [, title = typed, said = ''] = PLAIN.exec(typed) ?? [];
  const version = toVersion(said);
  if (version !== null) return { title, version };
  return DATE.test(said) ? { problem: nonsense(said) } : { title: typed };
}

function toVersion(said: string): string | null {
  if (DATE.test(said)) return isDay(said) ? `version ${said}` : null;
  return NUMBER.test(said) ? `v${said}` : null;
}

const nonsense = (version: string): string =>
  `"${version.slice(0, 40)}" is no version. Give a number such as v0.3, or a day such as version 2026-11-01.`;

/** "Draft criteria, v0.3": as it is shown, and as it would be typed. */
export const documentName = ({ title, version }: { readonly title: string; readonly version?: string | undefined }): string =>
  version === undefined ? title : `${title}, ${version}`;
