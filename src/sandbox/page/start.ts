import { html } from 'hono/html';
import type { SandboxPerson } from '../options.ts';
import type { Html } from './draw/viewer.ts';
import { drawAvatar } from './marks.ts';
import { addressOf, type Place } from './place.ts';

const TIPS = [
  'Pick a person on the left, or below. Each one may do different things.',
  'Open #general and type /wg help, or open Home: everything can be done from there by buttons.',
  'Type /wg join, read the statement, tick it and join a group.',
  'Be the Secretariat and type /wg schedule; then be a member and answer the card.',
  'Move the clock with the buttons at the top, and watch the reminders arrive.',
];

/** The first page: what to try, and who one can be. */
export function drawStart({ world, person }: Place): Html {
  const general = [...world.channels.values()].find(({ name }) => name === 'general');
  return html`<div class="start">
    <h1>Try Convenor here</h1>
    <p class="lead">This workspace lives on this machine only. The bot is the real one; nobody else sees what you do.</p>
    <ol class="tips">
      ${(world.options.tips ?? TIPS).map((tip) => html`<li>${drawTip(tip)}</li>`)}
    </ol>
    <p class="go"><a class="button primary" href="${addressOf(person.id, general?.id ?? 'dm')}">Open #general as ${person.name}</a></p>
    <h2>Be one of these people</h2>
    <ul class="cast">
      ${world.options.people.map((one) => drawPerson({ world, person }, one, general?.id ?? 'dm'))}
    </ul>
  </div>`;
}

/** Commands in a tip look like something to type. */
function drawTip(tip: string): Html {
  return html`${tip.split(/(\/wg(?: (?:[a-z]+)(?=[\s,;.:)]|$))?)/).map((part) => (part.startsWith('/wg') ? html`<code>${part}</code>` : part))}`;
}

function drawPerson({ world, person }: Pick<Place, 'world' | 'person'>, one: SandboxPerson, place: string): Html {
  return html`<li class="card ${one.id === person.id ? 'is-you' : ''}">
    <a href="${addressOf(one.id, place)}">
      ${drawAvatar(world, one.id)}
      <span><strong>${one.name}</strong> ${one.id === person.id ? html`<span class="tag">you</span>` : ''}<small>${one.title}</small></span>
    </a>
    <p>${one.about}</p>
  </li>`;
}
