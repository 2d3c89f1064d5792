import { html } from 'hono/html';
import type { AnyText } from '../../kit/text.ts';
import { drawEmojiIn } from './emoji.ts';
import { drawMrkdwn } from './mrkdwn.ts';
import type { Html, Viewer } from './viewer.ts';

/** A text object: plain text as it is, mrkdwn with its marks. */
export function drawText(viewer: Viewer, text: AnyText): Html {
  return text.type === 'mrkdwn' ? drawMrkdwn(viewer, text.text) : html`${plainWords(text)}`;
}

/** The words of a text object where no markup can go: labels, options, attributes. */
export function plainWords(text: AnyText): string {
  return text.type === 'plain_text' && text.emoji === false ? text.text : drawEmojiIn(text.text);
}
