import { html } from 'hono/html';
import { displayName, type World } from '../desk/world.ts';
import { APP } from '../options.ts';
import type { Html } from './draw/viewer.ts';

const TONES = 8;

/** The round mark of a person: initials on one of eight tones, always the same for the same person. */
export function drawAvatar(world: World, id: string, size: 'small' | 'large' = 'large'): Html {
  if (id === APP.userId) return html`<span class="avatar ${size} avatar-app" aria-hidden="true">${drawMark()}</span>`;
  const tone =
    Math.max(
      0,
      world.options.people.findIndex((person) => person.id === id),
    ) % TONES;
  const initials = displayName(world, id)
    .split(/\s+/)
    .map((word) => word[0])
    .join('')
    .slice(0, 2);
  return html`<span class="avatar ${size} tone-${tone}" aria-hidden="true">${initials}</span>`;
}

/** The mark of Convenor: people around a table. */
export function drawMark(): Html {
  return html`<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
    <circle cx="12" cy="12" r="4.2" fill="none" stroke="currentColor" stroke-width="2" />
    <g fill="currentColor">
      <circle cx="12" cy="3.6" r="1.9" />
      <circle cx="19.3" cy="7.8" r="1.9" />
      <circle cx="19.3" cy="16.2" r="1.9" />
      <circle cx="12" cy="20.4" r="1.9" />
      <circle cx="4.7" cy="16.2" r="1.9" />
      <circle cx="4.7" cy="7.8" r="1.9" />
    </g>
  </svg>`;
}
