import type { RichTextElement } from '@slack/types';
import {
  formatInZone,
  link,
  SLASHED,
  spell,
  type ChannelPlace,
  type Part,
  type Spelling,
  type Text,
  type TimeShown,
} from '../../bot/text.ts';
import { cutSpans, isLinkable } from '../cut.ts';

const FORMATS: Record<TimeShown, string> = {
  date: '{date_short_pretty}',
  time: '{time}',
  dateTime: '{date_short_pretty}, {time}',
};

/** The text as people write on Slack. */
export const toParts = (text: Text): Part[] => spell(text, LINKING);

const channelUrl = ({ channel, workspace }: ChannelPlace): string =>
  `https://slack.com/app_redirect?channel=${encodeURIComponent(channel)}&team=${encodeURIComponent(workspace)}`;

const LINKING: Spelling = {
  ...SLASHED,
  channel: ({ name, at }) => (at?.platform === 'slack' ? link(channelUrl(at), `#${name}`) : `#${name}`),
};

const toSeconds = (at: Date): number => Math.floor(at.getTime() / 1000);

/** Rich text, in which Slack reads nothing as markup: the one form that shows typed text literally. */
export function toRichElements(text: Text, max: number): RichTextElement[] {
  return cutSpans(toParts(text), max).map(toRichElement);
}

function toRichElement(part: Part): RichTextElement {
  if (typeof part === 'string') return { type: 'text', text: part };
  if (part.span === 'time')
    return { type: 'date', timestamp: toSeconds(part.at), format: FORMATS[part.show], fallback: formatInZone(part.at, part.show, 'UTC') };
  if (part.span !== 'link') return { type: 'text', text: part.text, style: { [part.span]: true } };
  return isLinkable(part.url) ? { type: 'link', url: part.url, text: part.label } : { type: 'text', text: part.label };
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Slack's own markup with everything typed escaped; instants as date tokens. Bold and strike are left out. */
export function toMrkdwn(text: Text, max: number): string {
  return cutSpans(toParts(text), max)
    .map((part) => {
      if (typeof part === 'string') return escape(part);
      if (part.span === 'time')
        return `<!date^${String(toSeconds(part.at))}^${FORMATS[part.show]}|${formatInZone(part.at, part.show, 'UTC')}>`;
      if (part.span === 'link' && isLinkable(part.url)) return `<${escape(part.url)}|${escape(part.label).replaceAll('|', '¦')}>`;
      return escape(part.span === 'link' ? part.label : part.text);
    })
    .join('');
}

/** True when mrkdwn would show these spans as they are: nothing in them formats, quotes or turns into an emoji. */
export function isInert(text: Text): boolean {
  return toParts(text).every((part) => {
    if (typeof part !== 'string' && (part.span === 'bold' || part.span === 'strike')) return false;
    const words = typeof part === 'string' ? part : part.span === 'link' ? part.label : '';
    return !/[*_~`|]|:[\w+-]+:|^\s*>/m.test(words);
  });
}
