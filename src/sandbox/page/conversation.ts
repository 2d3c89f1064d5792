import { html } from 'hono/html';
import { isMember } from '../desk/channels.ts';
import { findMessage, listMessages } from '../desk/messages.ts';
import type { Channel, Message } from '../desk/types.ts';
import { APP } from '../options.ts';
import { dayIn, formatForPage } from './draw/dates.ts';
import type { Html } from './draw/viewer.ts';
import { drawMessage } from './message.ts';
import type { Place } from './place.ts';

const SHOWN = 200;

/** The title of a conversation, its people, and what can be done with it. */
export function drawHead(place: Place, channel: Channel): Html {
  if (channel.kind === 'dm') {
    return html`<div class="head-words">
      <h1>Convenor</h1>
      <p>Messages between you and the app</p>
    </div>`;
  }
  const { archived, bookmarks, members } = channel;
  const people = members.filter((id) => id !== APP.userId).length;
  return html`<div class="head-words">
      <h1><span aria-hidden="true">#</span>${channel.name}</h1>
      <p>
        ${channel.topic ? html`${channel.topic} · ` : ''}${people}
        ${people === 1 ? 'person' : 'people'}${isMember(channel, APP.userId) ? ' and Convenor' : ''}
      </p>
      ${
        bookmarks.length > 0
          ? html`<ul class="bookmarks" aria-label="Bookmarks">
              ${bookmarks.map(({ title, link }) => html`<li><a href="${link}" target="_blank" rel="noopener noreferrer">${title}</a></li>`)}
            </ul>`
          : ''
      }
    </div>
    <div class="head-actions">${archived ? drawAct(channel, 'unarchive', 'Unarchive') : drawChannelActs(place, channel)}</div>`;
}

function drawChannelActs(place: Place, channel: Channel): Html {
  if (!isMember(channel, place.person.id)) return drawAct(channel, 'join', 'Join');
  const hasApp = isMember(channel, APP.userId);
  return html`${hasApp ? '' : drawAct(channel, 'invite', 'Invite Convenor', 'primary')}
    <details class="menu" id="channel-menu">
      <summary class="button quiet" aria-label="Channel actions">⋯</summary>
      <div class="menu-list">
        ${hasApp ? drawAct(channel, 'remove', 'Remove Convenor', 'plain') : ''}
        ${channel.name === 'general' ? '' : html`${drawAct(channel, 'leave', 'Leave channel', 'plain')} ${drawAct(channel, 'archive', 'Archive channel', 'plain')}`}
      </div>
    </details>`;
}

function drawAct(channel: Channel, act: string, words: string, look = ''): Html {
  return html`<button
    type="button"
    id="act-${act}"
    class="${look === 'plain' ? '' : `button ${look}`}"
    data-channel-act="${act}"
    data-channel="${channel.id}"
  >
    ${words}
  </button>`;
}

/** The messages, oldest first, with a line per day and one above what is new. */
export function drawLog(place: Place, channel: Channel): Html {
  const messages = listMessages(place.world, channel.id, place.person.id).slice(-SHOWN);
  if (messages.length === 0) return drawEmpty(channel);
  let day = '';
  let isNewMarked = place.since === '';
  return html`${messages.map((message) => {
    const today = dayIn(place, new Date(message.at));
    const isNew = !isNewMarked && message.ts > place.since && message.author !== place.person.id;
    isNewMarked ||= isNew;
    const lines = html`${today === day ? '' : drawDay(place, message)}${isNew ? html`<div class="line new" data-key="new" role="separator"><span>New</span></div>` : ''}`;
    day = today;
    return html`${lines}${drawMessage(place, message, originalOf(place, message))}`;
  })}`;
}

function originalOf({ world }: Place, { channel, threadTs }: Message): Message | null {
  return threadTs === undefined ? null : findMessage(world, channel, threadTs);
}

function drawDay(place: Place, { at }: Message): Html {
  const day = formatForPage(place, new Date(at), { weekday: 'long', day: 'numeric', month: 'long' });
  return html`<div class="line" data-key="day-${dayIn(place, new Date(at))}" role="separator"><span>${day}</span></div>`;
}

function drawEmpty(channel: Channel): Html {
  const where =
    channel.kind === 'dm' ? 'Convenor writes to you here. Type /wg to ask for something.' : `Nobody has written in #${channel.name} yet.`;
  return html`<div class="empty" data-key="empty"><p>${where}</p></div>`;
}
