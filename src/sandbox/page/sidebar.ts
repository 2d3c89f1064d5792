import { html } from 'hono/html';
import { listChannelsOf, isMember } from '../desk/channels.ts';
import { countUnread } from '../desk/messages.ts';
import type { Channel } from '../desk/types.ts';
import type { SandboxPerson } from '../options.ts';
import type { Html } from './draw/viewer.ts';
import { drawAvatar, drawMark } from './marks.ts';
import { addressOf, nameOfPlace, type Place } from './place.ts';

/** Who one is, and where one can go. */
export function drawSidebar(place: Place): Html {
  const channels = listChannelsOf(place.world, place.person.id).filter(({ kind }) => kind === 'channel');
  const mine = channels.filter((channel) => isMember(channel, place.person.id));
  const others = channels.filter((channel) => !isMember(channel, place.person.id));
  return html`${drawWho(place)}
    <nav aria-label="Places">
      <ul class="places">
        ${drawLink(place, 'start', html`<span class="glyph" aria-hidden="true">✦</span> Start here`)}
      </ul>
      <h2 id="places-app">Convenor</h2>
      <ul class="places" aria-labelledby="places-app">
        ${drawLink(place, 'home', html`<span class="glyph" aria-hidden="true">⌂</span> Home`)}
        ${drawLink(place, 'dm', html`<span class="glyph">${drawMark()}</span> Messages`, directUnread(place))}
      </ul>
      <h2 id="places-mine">Channels</h2>
      <ul class="places" aria-labelledby="places-mine">
        ${mine.map((channel) => drawChannel(place, channel))}
      </ul>
      ${
        others.length > 0
          ? html`<h2 id="places-others">To join</h2>
              <ul class="places dim" aria-labelledby="places-others">
                ${others.map((channel) => drawChannel(place, channel))}
              </ul>`
          : ''
      }
    </nav>`;
}

function directUnread({ world, person }: Place): number {
  const direct = listChannelsOf(world, person.id).find(({ kind }) => kind === 'dm');
  return direct ? countUnread(world, person.id, direct.id) : 0;
}

function drawChannel(place: Place, channel: Channel): Html {
  const { id } = place.person;
  const unread = isMember(channel, id) ? countUnread(place.world, id, channel.id) : 0;
  const archived = channel.archived ? html` <span class="tag">archived</span>` : '';
  return drawLink(place, channel.id, html`<span class="glyph" aria-hidden="true">#</span> ${channel.name}${archived}`, unread);
}

function drawLink(place: Place, to: string, words: Html, unread = 0): Html {
  const here = nameOfPlace(place) === to;
  return html`<li>
    <a
      href="${addressOf(place.person.id, to)}"
      id="place-${to}"
      ${here ? html`aria-current="page"` : ''}
      class="${unread > 0 ? 'unread' : ''}"
    >
      <span class="place-name">${words}</span>
      ${unread > 0 ? html`<span class="count"><span class="unseen">, </span>${unread}<span class="unseen"> unread</span></span>` : ''}
    </a>
  </li>`;
}

function drawWho(place: Place): Html {
  const { world, person } = place;
  return html`<section class="who" aria-label="Who you are">
    <details id="who">
      <summary>
        ${drawAvatar(world, person.id)}
        <span class="who-words"><span class="unseen">You are </span><strong>${person.name}</strong><small>${person.title}</small></span>
        <span class="who-switch">Switch</span>
      </summary>
      <ul class="people">
        ${world.options.people.map((other) => drawPerson(place, other))}
      </ul>
    </details>
    <p class="about">${person.about}</p>
  </section>`;
}

function drawPerson(place: Place, other: SandboxPerson): Html {
  const isSelf = other.id === place.person.id;
  return html`<li>
    <a href="${addressOf(other.id, nameOfPlace(place))}" id="be-${other.id}" ${isSelf ? html`aria-current="true"` : ''}>
      ${drawAvatar(place.world, other.id, 'small')}
      <span><strong>${other.name}</strong><small>${other.title}</small><small class="try">${other.about}</small></span>
    </a>
  </li>`;
}
