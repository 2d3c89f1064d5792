import { expect, it } from 'vitest';
import { buttons, list, note, paragraph, quote, type Block, type Card } from '../../../src/bot/card.ts';
import { bold, channelName, rich, typed, typedBold, type Text } from '../../../src/bot/text.ts';
import { toMessage } from '../../../src/platforms/slack/blocks.ts';
import { toModal } from '../../../src/platforms/slack/modal.ts';

const everywhere = (text: Text, label: string | ReturnType<typeof typed>): Card => ({
  summary: text,
  blocks: [paragraph(text), quote(text), list([text]), note(text), buttons({ label, press: 'a.b' })] satisfies Block[],
});

it('writes commands and channels as if the words had stood there', () => {
  const spans = rich`Type ${typed('join climate')} in ${channelName('wg_climate')} <now>, or ${typed()}.`;
  const words = 'Type /wg join climate in #wg_climate <now>, or /wg.';
  expect(toMessage(everywhere(spans, typed('help')))).toEqual(toMessage(everywhere(words, '/wg help')));
  const long = 'x'.repeat(2995);
  expect(toMessage(everywhere([long, typed('help')], 'x'))).toEqual(toMessage(everywhere(`${long}/wg help`, 'x')));
  expect(toMessage(everywhere(['See ', typedBold('list')], 'x'))).toEqual(toMessage(everywhere(['See ', bold('/wg list')], 'x')));
});

it('writes them in the hint of a field', () => {
  const field = { type: 'field', name: 'a', label: 'A', hint: rich`Type ${typed('link')}.`, input: { kind: 'text' } } as const;
  expect(JSON.stringify(toModal({ id: 'a.b', title: 'A', body: [field] }))).toContain('"Type /wg link."');
});
