import type { Viewer } from './viewer.ts';

type Part = Intl.DateTimeFormatOptions;

const FORMATS: Record<string, Part> = {
  date_slash: { day: '2-digit', month: '2-digit', year: 'numeric' },
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  date_short: { day: 'numeric', month: 'short', year: 'numeric' },
  date_long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  date_long_full: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

/** Replaces Slack's date tokens (`{date_short} at {time}`) by the moment in the viewer's zone and language. */
export function drawDate(viewer: Viewer, seconds: number, format: string): string {
  const at = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (whole, token: string) => drawToken(viewer, at, token) ?? whole);
}

function drawToken(viewer: Viewer, at: Date, token: string): string | null {
  if (token === 'ago') return drawAgo(viewer, at);
  if (token === 'date_num') return dayIn(viewer, at);
  const pretty = /^(.+)_pretty$/.exec(token)?.[1];
  if (pretty !== undefined) return nearDay(viewer, at) ?? drawToken(viewer, at, pretty === 'day_divider' ? 'date_long' : pretty);
  const options = FORMATS[token];
  return options ? formatIn(viewer, at, options) : null;
}

/** A moment in the viewer's zone and language. */
export function formatIn({ person }: Viewer, at: Date, options: Part): string {
  return new Intl.DateTimeFormat(safeLocale(person.locale), { timeZone: person.tz, ...options }).format(at);
}

/** A moment in the viewer's zone, in the language of the page itself: for what Slack's client, not the app, would write. */
export function formatForPage({ person }: Viewer, at: Date, options: Part): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: person.tz, ...options }).format(at);
}

function safeLocale(locale: string): string {
  return Intl.DateTimeFormat.supportedLocalesOf([locale])[0] ?? 'en-GB';
}

/** The calendar day there, as `2026-12-31`. */
export function dayIn({ person }: Viewer, at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: person.tz, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

function nearDay(viewer: Viewer, at: Date): string | null {
  const now = viewer.world.options.clock.now();
  const days = Math.round((Date.parse(dayIn(viewer, at)) - Date.parse(dayIn(viewer, now))) / 86_400_000);
  if (Math.abs(days) > 1) return null;
  return new Intl.RelativeTimeFormat(safeLocale(viewer.person.locale), { numeric: 'auto' }).format(days, 'day');
}

function drawAgo(viewer: Viewer, at: Date): string {
  const minutes = Math.round((at.getTime() - viewer.world.options.clock.now().getTime()) / 60_000);
  const relative = new Intl.RelativeTimeFormat(safeLocale(viewer.person.locale), { numeric: 'auto' });
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
  if (Math.abs(minutes) < 48 * 60) return relative.format(Math.round(minutes / 60), 'hour');
  return relative.format(Math.round(minutes / 1440), 'day');
}
