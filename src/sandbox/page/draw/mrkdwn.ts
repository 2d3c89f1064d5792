import { html } from 'hono/html';
import { displayName } from '../../desk/world.ts';
import { drawDate } from './dates.ts';
import { drawEmojiIn } from './emoji.ts';
import { type Html, isSafeLink, type Viewer } from './viewer.ts';

interface Rule {
  pattern: RegExp;
  draw(viewer: Viewer, match: RegExpExecArray): Html;
}

const rules: Rule[] = [
  { pattern: /```\n?([\s\S]+?)```/, draw: (_, [, code = '']) => html`<pre><code>${unescapeEntities(code)}</code></pre>` },
  { pattern: /`([^`\n]+)`/, draw: (_, [, code = '']) => html`<code>${unescapeEntities(code)}</code>` },
  { pattern: /<([^<>\n]+)>/, draw: (viewer, [, inside = '']) => drawMark(viewer, inside) },
  {
    pattern: /(?<![\w*])\*(\S|\S[^\n]*?\S)\*(?![\w*])/,
    draw: (viewer, [, inner = '']) => html`<strong>${drawInline(viewer, inner)}</strong>`,
  },
  { pattern: /(?<![\w_])_(\S|\S[^\n]*?\S)_(?![\w_])/, draw: (viewer, [, inner = '']) => html`<em>${drawInline(viewer, inner)}</em>` },
  { pattern: /(?<![\w~])~(\S|\S[^\n]*?\S)~(?![\w~])/, draw: (viewer, [, inner = '']) => html`<s>${drawInline(viewer, inner)}</s>` },
  { pattern: /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)]/, draw: (_, [url]) => drawLink(url, url) },
];

/** Slack's mrkdwn as markup; everything that is not a mark stays text. */
export function drawMrkdwn(viewer: Viewer, text: string): Html {
  return html`${groupQuotes(text).map(({ quoted, lines }) =>
    quoted ? html`<blockquote>${drawInline(viewer, lines)}</blockquote>` : drawInline(viewer, lines),
  )}`;
}

function groupQuotes(text: string): { quoted: boolean; lines: string }[] {
  const groups: { quoted: boolean; lines: string }[] = [];
  for (const line of text.split('\n')) {
    const quoted = /^(&gt;|>)/.test(line);
    const plain = quoted ? line.replace(/^(&gt;|>) ?/, '') : line;
    const last = groups.at(-1);
    if (last?.quoted === quoted) last.lines += `\n${plain}`;
    else groups.push({ quoted, lines: plain });
  }
  return groups;
}

function drawInline(viewer: Viewer, text: string): Html {
  const found = rules
    .map((rule) => ({ rule, match: rule.pattern.exec(text) }))
    .filter((one): one is { rule: Rule; match: RegExpExecArray } => one.match !== null)
    .sort((a, b) => a.match.index - b.match.index)[0];
  if (!found) return html`${drawWords(text)}`;
  const { rule, match } = found;
  const rest = text.slice(match.index + match[0].length);
  return html`${drawWords(text.slice(0, match.index))}${rule.draw(viewer, match)}${drawInline(viewer, rest)}`;
}

function drawWords(text: string): string {
  return drawEmojiIn(unescapeEntities(text));
}

/** Turns the three entities of mrkdwn back; `&amp;` last, so that nothing is turned back twice. */
export function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function drawMark(viewer: Viewer, inside: string): Html {
  const [target = '', label] = inside.split(/\|(.*)/s);
  if (target.startsWith('@')) return drawMention(viewer, target.slice(1));
  if (target.startsWith('#')) return drawChannel(viewer, target.slice(1));
  if (target.startsWith('!date^')) return drawDateMark(viewer, target, label);
  if (target.startsWith('!')) return html`<span class="mention">@${target.slice(1).split('^')[0]}</span>`;
  return drawLink(unescapeEntities(target), label === undefined ? target : label);
}

function drawDateMark(viewer: Viewer, target: string, fallback: string | undefined): Html {
  const [, seconds = '', format = '', link] = target.split('^');
  if (!/^\d+$/.test(seconds)) return html`${unescapeEntities(fallback ?? target)}`;
  const drawn = html`<time datetime="${new Date(Number(seconds) * 1000).toISOString()}" title="${unescapeEntities(fallback ?? '')}"
    >${drawDate(viewer, Number(seconds), unescapeEntities(format))}</time
  >`;
  return link !== undefined && isSafeLink(link) ? html`<a href="${link}" target="_blank" rel="noopener noreferrer">${drawn}</a>` : drawn;
}

/** The name of a person, marked when it is the viewer's own. */
export function drawMention({ world, person }: Viewer, id: string): Html {
  return html`<span class="mention ${id === person.id ? 'mention-me' : ''}">@${displayName(world, id)}</span>`;
}

export function drawChannel({ world }: Viewer, id: string): Html {
  return html`<span class="mention">#${world.channels.get(id)?.name ?? id}</span>`;
}

/** A link that opens beside the sandbox; an address that is not for the web is drawn as its text. */
export function drawLink(url: string, label: string): Html {
  const words = drawWords(label);
  return isSafeLink(url) ? html`<a href="${url}" target="_blank" rel="noopener noreferrer">${words}</a>` : html`${words}`;
}
