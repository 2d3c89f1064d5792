/** Teams meetings of the classic kind: the conversation and its message name the meeting, whatever follows. */
const TEAMS_MEETUP = /^\/l\/meetup-join\/([^/]+)\/([^/]+)$/;

/**
 * A meeting's link in one form, so that equal meetings have equal text: the host's case, a trailing slash, the
 * order of the query, how characters are escaped and a fragment make no difference. A Teams join link is named
 * by its conversation alone, as its context differs by who copied it. Null for what is no https link.
 */
export function toLinkKey(link: string): string | null {
  const url = URL.parse(link.trim());
  if (url?.protocol !== 'https:') return null;
  const path = unescaped(url.pathname).replace(/\/+$/, '');
  const meetup = TEAMS_MEETUP.exec(path);
  if (meetup && /(^|\.)teams\.(microsoft|live|cloud\.microsoft)/.test(url.host))
    return `teams:${meetup[1]?.toLowerCase() ?? ''}/${meetup[2] ?? ''}`;
  const query = [...url.searchParams].map(([name, value]) => `${name}=${value}`).sort();
  return `${url.host}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
