import { html } from 'hono/html';
import { formatForPage } from './draw/dates.ts';
import type { Html } from './draw/viewer.ts';
import type { Place } from './place.ts';

const MOVES = [
  { ms: 600_000, words: '+10 min', name: '+10 min on the clock' },
  { ms: 3_600_000, words: '+1 hour', name: '+1 hour on the clock' },
  { ms: 86_400_000, words: '+1 day', name: '+1 day on the clock' },
];

/** The sandbox's time for the person who looks, with UTC beside it, and the buttons that move it. */
export async function drawClock(place: Place): Promise<Html> {
  const { clock } = place.world.options;
  const at = clock.now();
  const next = (await clock.nextNoticeAt?.()) ?? null;
  const there = formatForPage(place, at, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const utc = at.toISOString().slice(11, 16);
  return html`<div class="clock-time">
      <time datetime="${at.toISOString()}" class="clock-local" data-now="${at.getTime()}">${there}</time>
      <span class="clock-zone">${cityOf(place.person.tz)}, ${utc} UTC</span>
    </div>
    <div class="clock-moves" role="group" aria-label="Move the sandbox clock">
      ${MOVES.map(({ ms, words, name }) => html`<button type="button" id="clock-${ms}" class="button quiet" data-clock="${ms}" aria-label="${name}">${words}</button>`)}
      ${clock.nextNoticeAt ? drawNext(place, next) : ''}
      ${clock.reset ? html`<button type="button" id="clock-reset" class="button quiet" data-clock="reset" aria-label="Now: set the clock back to the real time">Now</button>` : ''}
    </div>`;
}

function drawNext(place: Place, next: Date | null): Html {
  if (!next)
    return html`<button type="button" id="clock-next" class="button quiet" disabled title="No notice is planned">
      To the next notice
    </button>`;
  const at = formatForPage(place, next, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  return html`<button type="button" id="clock-next" class="button quiet" data-clock="next" title="The next notice is due ${at}">
    To the next notice
  </button>`;
}

function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
