import type { Button } from '../../bot/card.ts';
import { bold, link, toPlain, type ChannelName, type ChannelPlace, type Part, type Spelling, type Text } from '../../bot/text.ts';

/** In Teams a slash opens Teams' own menu, and a bot is told the words alone. */
const wordsOf = (words: string): string => words || 'help';

const channelUrl = ({ channel, workspace }: ChannelPlace): string => {
  const [id, tenant] = [encodeURIComponent(channel), encodeURIComponent(workspace)];
  const isChannel = /@thread\.(tacv2|skype)$/.test(channel);
  return isChannel
    ? `https://teams.microsoft.com/l/channel/${id}/channel?tenantId=${tenant}`
    : `https://teams.microsoft.com/l/chat/${id}/conversations?tenantId=${tenant}`;
};

const channel = ({ name, at }: ChannelName): Part => (at?.platform === 'teams' ? link(channelUrl(at), name) : name);

/** Where words can be bold. */
export const IN_CARDS: Spelling = { command: ({ words }) => bold(wordsOf(words)), channel };

const IN_PLAIN: Spelling = { command: ({ words }) => `"${wordsOf(words)}"`, channel: ({ name }) => name };

/** The text as one plain line, instants in UTC. */
export const inPlain = (text: Text): string => toPlain(text, 'UTC', IN_PLAIN);

/** "Meetings" for a button that runs the command "meetings". */
export function labelOf({ label }: Button): string {
  if (typeof label === 'string') return label;
  const words = wordsOf(label.words);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
