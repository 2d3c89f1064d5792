import { html } from 'hono/html';
import { isMember } from '../desk/channels.ts';
import type { Channel } from '../desk/types.ts';
import type { SandboxCommandHint } from '../options.ts';
import type { Html } from './draw/viewer.ts';
import type { Place } from './place.ts';

const HINTS: SandboxCommandHint[] = [
  { text: 'help', about: 'What you can do here' },
  { text: 'list', about: 'The groups, and when they meet' },
  { text: 'join', about: 'Join a group' },
  { text: 'leave', about: 'Leave a group' },
  { text: 'my', about: 'My groups, meetings and open asks' },
  { text: 'meetings', about: 'Upcoming meetings' },
  { text: 'here', about: 'Check in to the meeting under way' },
  { text: 'agenda', about: 'Agenda of the next meeting' },
  { text: 'concern', about: 'Stop: raise a competition concern' },
  { text: 'input', about: 'Give input to a consultation' },
  { text: 'warn', about: 'Raise an early warning' },
  { text: 'calendar', about: 'Calendar feed' },
  { text: 'record', about: 'My participation record' },
  { text: 'prefs', about: 'Reminders, quiet hours, language' },
  { text: 'schedule', about: 'Plan a meeting (Secretariat)' },
  { text: 'manage', about: 'Move, change or cancel (Secretariat)' },
  { text: 'open', about: 'Open a meeting (chair)' },
  { text: 'roll', about: 'Who is here (chair)' },
  { text: 'group connect', about: 'Connect this channel to a group (Secretariat)' },
];

/** Where one writes; or, where one cannot, why and what to do. */
export function drawComposer(place: Place, channel: Channel): Html {
  if (channel.archived) return html`<p class="composer-note">This channel is archived. Convenor's posts here fail.</p>`;
  if (!isMember(channel, place.person.id)) {
    return html`<p class="composer-note">
      You are looking at #${channel.name}.
      <button type="button" class="button primary" id="composer-join" data-channel-act="join" data-channel="${channel.id}">
        Join #${channel.name}
      </button>
    </p>`;
  }
  const name = channel.kind === 'dm' ? 'Convenor' : `#${channel.name}`;
  return html`<form class="composer" data-composer data-channel="${channel.id}">
    <ul class="suggestions" id="suggestions" role="listbox" aria-label="Commands" hidden></ul>
    <label class="unseen" for="line">Message to ${name}</label>
    <input
      type="text"
      id="line"
      name="line"
      maxlength="12000"
      placeholder="Message ${name}, or /wg"
      autocomplete="off"
      role="combobox"
      aria-autocomplete="list"
      aria-expanded="false"
      aria-controls="suggestions"
      aria-describedby="composer-keys"
    />
    <button type="submit" class="button primary send" aria-label="Send"><span aria-hidden="true">➤</span></button>
    <p class="unseen" id="composer-keys">Enter sends. Type a slash for commands, and choose with the arrow keys.</p>
  </form>`;
}

/** The completions the composer offers, as data for the page's script. */
export function listHints({ world }: Place): Hint[] {
  const [command = '/wg'] = world.options.commands ?? [];
  const own = (world.options.hints ?? HINTS).map(({ text, about }) => toHint(`${command} ${text}`, about));
  return [...own, toHint('/invite @convenor', 'Bring Convenor into this channel')];
}

interface Hint {
  /** What choosing it writes: the words before any placeholder such as `[group]`. */
  line: string;
  shown: string;
  about: string;
}

function toHint(shown: string, about: string): Hint {
  return { line: shown.replace(/\s*[[<(].*$/, '').trim(), shown: shown.trim(), about };
}
