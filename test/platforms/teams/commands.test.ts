import { expect, it } from 'vitest';
import { buttons, list, note, paragraph, sentence, type Card } from '../../../src/bot/card.ts';
import { channelName, rich, typed } from '../../../src/bot/text.ts';
import { toAdaptiveCard, toMessage, type How } from '../../../src/platforms/teams/adaptive-card.ts';
import { toSentence } from '../../../src/platforms/teams/answers.ts';
import { toFormCard } from '../../../src/platforms/teams/dialog.ts';

const CHAT: How = { surface: 'message', dialogs: true, opensForm: () => false };
const PLACE = { platform: 'teams', workspace: 'tenant', channel: '19:a@thread.tacv2' } as const;
const SAID = rich`Type ${typed('list')} in ${channelName('climate')}, or ${typed()}. They wrote ${'/wg my, #general'}.`;
const PLAIN = 'Type "list" in climate, or "help". They wrote /wg my, #general.';

it('says commands by their words: bold where it can be, else in quotes; what people typed stays', () => {
  const card: Card = { summary: SAID, blocks: [paragraph(SAID), note('x')] };
  const shown = toMessage(card, CHAT);
  expect(shown.summary).toBe(PLAIN);
  expect(shown.card).toMatchObject({ fallbackText: `${PLAIN}\nx`, speak: PLAIN });
  const runs = (shown.card?.body[0] as { inlines: { text: string; weight?: string }[] }).inlines;
  expect(runs.map(({ text, weight }) => (weight ? `<${text}>` : text)).join('')).toBe(
    'Type <list> in climate, or <help>. They wrote /wg my, #general.',
  );
  expect(toAdaptiveCard({ ...card, blocks: [list([SAID])] }, CHAT).fallbackText).toBe(`• ${PLAIN}`);
});

it('says them in what is shown for a moment, and in messages of words alone', () => {
  expect(toSentence(sentence(SAID))).toBe(PLAIN);
  expect(toMessage(sentence(SAID), CHAT)).toEqual({ summary: PLAIN, card: null });
});

it('names buttons and writes hints by the words', () => {
  const card = toAdaptiveCard({ summary: 's', blocks: [buttons({ label: typed('meetings'), press: 'a.b' })] }, CHAT);
  expect(JSON.stringify(card)).toContain('"title":"Meetings"');
  const field = { type: 'field', name: 'a', label: 'A', hint: rich`Type ${typed('link')}.`, input: { kind: 'text' } } as const;
  expect(toFormCard({ id: 'a.b', title: 'A', body: [field] }, CHAT)).toMatchObject({ fallbackText: 'A\nA: Type "link".' });
});

it('links a channel of Teams, a chat as well, and names one of another platform', () => {
  const shown = (at: Parameters<typeof channelName>[1]) =>
    JSON.stringify(toAdaptiveCard({ summary: 's', blocks: [paragraph(channelName('energy', at))] }, CHAT));
  expect(shown(PLACE)).toContain('https://teams.microsoft.com/l/channel/19%3Aa%40thread.tacv2/channel?tenantId=tenant');
  expect(shown({ ...PLACE, channel: '19:b@thread.v2' })).toContain('/l/chat/19%3Ab%40thread.v2/conversations?tenantId=tenant');
  expect(shown({ ...PLACE, platform: 'slack' })).not.toContain('https://');
});
