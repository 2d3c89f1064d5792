import { html } from 'hono/html';
import type { Inline, RichTextPart } from '../../kit/rich-text.ts';
import { drawDate } from './dates.ts';
import { drawEmoji } from './emoji.ts';
import { drawChannel, drawLink, drawMention } from './mrkdwn.ts';
import { type Html, isSafeLink, type Viewer } from './viewer.ts';

/** A rich_text block: sections, lists, quotes and preformatted text. */
export function drawRichText(viewer: Viewer, parts: RichTextPart[]): Html {
  return html`<div class="rich">${parts.map((part) => drawPart(viewer, part))}</div>`;
}

function drawPart(viewer: Viewer, part: RichTextPart): Html {
  if (part.type === 'rich_text_list') return drawList(viewer, part);
  const inner = part.elements.map((element) => drawInline(viewer, element));
  if (part.type === 'rich_text_quote') return html`<blockquote>${inner}</blockquote>`;
  return part.type === 'rich_text_preformatted' ? html`<pre><code>${inner}</code></pre>` : html`<p>${inner}</p>`;
}

function drawList(viewer: Viewer, list: Extract<RichTextPart, { type: 'rich_text_list' }>): Html {
  const items = list.elements.map(({ elements }) => html`<li>${elements.map((element) => drawInline(viewer, element))}</li>`);
  const depth = `depth-${String(list.indent ?? 0)}`;
  if (list.style === 'bullet')
    return html`<ul class="${depth}">
      ${items}
    </ul>`;
  return html`<ol class="${depth}" start="${(list.offset ?? 0) + 1}">
    ${items}
  </ol>`;
}

function drawInline(viewer: Viewer, element: Inline): Html {
  const { style } = element;
  let drawn = drawPlain(viewer, element);
  if (style?.code) drawn = html`<code>${drawn}</code>`;
  if (style?.bold) drawn = html`<strong>${drawn}</strong>`;
  if (style?.italic) drawn = html`<em>${drawn}</em>`;
  if (style?.underline) drawn = html`<u>${drawn}</u>`;
  return style?.strike ? html`<s>${drawn}</s>` : drawn;
}

function drawPlain(viewer: Viewer, element: Inline): Html {
  switch (element.type) {
    case 'text':
      return html`${element.text}`;
    case 'link':
      return drawLink(element.url, element.text ?? element.url);
    case 'date':
      return drawDateElement(viewer, element);
    case 'user':
      return drawMention(viewer, element.user_id);
    case 'channel':
      return drawChannel(viewer, element.channel_id);
    case 'emoji':
      return html`${drawEmoji(element.name)}`;
    case 'broadcast':
      return html`<span class="mention">@${element.range}</span>`;
    case 'usergroup':
      return html`<span class="mention">@${element.usergroup_id}</span>`;
  }
}

function drawDateElement(viewer: Viewer, { timestamp, format, url, fallback }: Extract<Inline, { type: 'date' }>): Html {
  const drawn = html`<time datetime="${new Date(timestamp * 1000).toISOString()}" title="${fallback ?? ''}"
    >${drawDate(viewer, timestamp, format)}</time
  >`;
  return url !== undefined && isSafeLink(url) ? html`<a href="${url}" target="_blank" rel="noopener noreferrer">${drawn}</a>` : drawn;
}
