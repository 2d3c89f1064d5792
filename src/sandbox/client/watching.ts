import { countUnread, listMessages } from '../desk/messages.ts';
import type { Message, OpenView } from '../desk/types.ts';
import { topView } from '../desk/views.ts';
import type { World } from '../desk/world.ts';
import { readText } from './read.ts';
import { getChannelFor } from './target.ts';
import { waitFor } from './wait.ts';

/** A message as tests read it: `reading` is every word in it. */
export type SeenMessage = Message & { reading: string };
/** A modal or home as tests read it. */
export type SeenView = OpenView & { title: string; reading: string };

/** What one person sees, now or soon. */
export function watching(world: World, person: string) {
  const messages = (channel: string): SeenMessage[] =>
    listMessages(world, getChannelFor(world, person, channel).id, person).map((m) => ({ ...m, reading: readText(m.text, m.blocks) }));
  const openView = (): SeenView | null => asSeen(topView(world, person));
  const home = (): SeenView | null => asSeen(world.homes.get(person) ?? null);
  const awaitView = (look: () => SeenView | null, words: string | RegExp, timeoutMs?: number): Promise<SeenView> => {
    const find = (): SeenView | null => [look()].find((view) => view && says(`${view.title}\n${view.reading}`, words)) ?? null;
    return waitFor(world, find, () => `Saw no view with "${words}", but: ${look()?.reading ?? 'none'}`, timeoutMs);
  };
  return {
    messages,
    openView,
    home,
    unread: (channel: string): number => countUnread(world, person, getChannelFor(world, person, channel).id),
    /** Waits for a message that says `words`; the newest one counts. */
    see: (channel: string, words: string | RegExp, timeoutMs?: number): Promise<SeenMessage> => {
      const look = (): SeenMessage | undefined => messages(channel).findLast(({ reading }) => says(reading, words));
      const missing = (): string =>
        `Saw no "${words}" in ${channel}, but: ${messages(channel)
          .map((m) => m.reading)
          .join(' | ')}`;
      return waitFor(world, look, missing, timeoutMs);
    },
    /** Waits for an open modal with `words` in its title or text. */
    seeView: (words: string | RegExp, timeoutMs?: number): Promise<SeenView> => awaitView(openView, words, timeoutMs),
    /** Waits for the home to say `words`. */
    seeHome: (words: string | RegExp, timeoutMs?: number): Promise<SeenView> => awaitView(home, words, timeoutMs),
  };
}

function asSeen(open: OpenView | null): SeenView | null {
  return open && { ...open, title: open.view.title?.text ?? '', reading: readText('', open.view.blocks) };
}

function says(reading: string, words: string | RegExp): boolean {
  return typeof words === 'string' ? reading.includes(words) : words.test(reading);
}
