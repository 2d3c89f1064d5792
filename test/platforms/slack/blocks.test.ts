import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Card, Form } from '../../../src/bot/card.ts';
import { bold, channelName, link, rich, strike, when } from '../../../src/bot/text.ts';
import { toCardBlocks, toMessage, VIEW } from '../../../src/platforms/slack/blocks.ts';
import { inputsOf, readCarried, readValues, toModal, toPage } from '../../../src/platforms/slack/modal.ts';

const at = new Date('2026-12-03T10:00:00Z');
const CORPUS = [
  '<!channel> <!here> <@U1> <!subteam^S1> <#C1|x>',
  '<https://evil.example|Click me> [a](https://evil.example)',
  '*bold* _it_ ~no~ `code` ```block``` > quote\n> more',
  '<!date^1^{date}|x> &lt; &amp; &',
  ':tada: https://example.org @everyone',
  'x'.repeat(4000),
  '👩‍👩‍👧‍👦'.repeat(600),
  'שלום עולם ‮txet desrever‬',
  '\ud800 broken \0 nul',
  ' ',
];

/** Every string that Slack would read as markup: mrkdwn objects only. */
function mrkdwnIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnIn);
  if (typeof value !== 'object' || value === null) return [];
  const object = value as Record<string, unknown>;
  return [...(object.type === 'mrkdwn' ? [String(object.text)] : []), ...Object.values(object).flatMap(mrkdwnIn)];
}

/** Everything in a surface that is longer than Slack lets it be, or missing. */
function faultsIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one, i) => faultsIn(one, `${path}/${String(i)}`));
  if (typeof value !== 'object' || value === null) return [];
  const o = value as Record<string, unknown>;
  const faults = Object.entries(o).flatMap(([key, inner]) => faultsIn(inner, `${path}/${key}`));
  const textOf = (field: unknown): string => (field as { text?: string } | undefined)?.text ?? '';
  const check = (holds: boolean, what: string) => {
    if (!holds) faults.push(`${path}: ${what}`);
  };
  const within = (text: string, max: number, what: string) => {
    check(text.length >= 1 && text.length <= max, `${what} has ${String(text.length)}`);
  };
  if (o.type === 'header') within(textOf(o.text), 150, 'header');
  if (o.type === 'actions') check(Array.isArray(o.elements) && o.elements.length >= 1 && o.elements.length <= 25, 'elements');
  if (o.type === 'context') for (const one of o.elements as unknown[]) within(textOf(one), 2000, 'context');
  if (o.type === 'rich_text')
    check(
      (o.elements as { elements: unknown[] }[]).every((one) => one.elements.length > 0),
      'empty rich text',
    );
  if (o.type === 'text') within(String(o.text), 3000, 'text');
  if (o.type === 'button') {
    within(textOf(o.text), 75, 'label');
    check(typeof o.value !== 'string' || o.value.length <= 2000, 'value');
    check(typeof o.accessibility_label !== 'string' || o.accessibility_label.length <= 75, 'accessibility_label');
    check(String(o.action_id).length <= 255, 'action_id');
  }
  if (o.type === 'input') within(textOf(o.label), 2000, 'label');
  if (o.type === 'modal') for (const key of ['title', 'submit', 'close']) if (o[key]) within(textOf(o[key]), 24, key);
  if (typeof o.text === 'string') check(o.text.isWellFormed() && !o.text.includes('\0'), 'broken text');
  return faults;
}

const everything = (text: string): Card => ({
  summary: text,
  blocks: [
    { type: 'header', text },
    { type: 'text', text: rich`${text}${bold(text)}${strike(text)}${link('https://example.org/a', text)}` },
    { type: 'quote', text },
    { type: 'list', items: [text, [text, ' ', when(at, at)]] },
    { type: 'note', text },
    { type: 'note', text: [text, ' ', when(at, at)] },
    { type: 'divider' },
    {
      type: 'buttons',
      buttons: [{ label: text, press: 'a.b', with: { id: '1' }, describe: text, confirm: { title: text, text, yes: text, no: text } }],
    },
  ],
});

describe('what people typed', () => {
  it.each(CORPUS)('is never markup, and fits everywhere: %j', (text) => {
    const message = toMessage(everything(text));
    expect(faultsIn(message.blocks)).toEqual([]);
    for (const marked of [message.text, ...mrkdwnIn(message.blocks)]) {
      const bare = marked.replace(/<!date\^\d+\^[^|<>]+\|[^|<>]+>/g, '').replace(/<https:\/\/example\.org\/a\|[^<>|]*>/g, '');
      expect(bare).not.toMatch(/[<>]/);
    }
    for (const marked of mrkdwnIn(message.blocks)) expect(marked.replace(/<[^>]+>/g, '')).not.toMatch(/[*_~`]|:\w+:|^\s*&gt;/m);
    expect(message.text.length).toBeGreaterThan(0);
  });

  it('is shown as it is where it is short enough', () => {
    const shown = JSON.stringify(toMessage(everything('*b* <!channel> :x: & > y')).blocks);
    expect(shown.match(/\*b\* <!channel> :x: & > y/g)!.length).toBeGreaterThanOrEqual(10);
  });

  it('is cut between whole characters, with a sign that it was', () => {
    const [block] = toCardBlocks({ summary: 's', blocks: [{ type: 'header', text: '👩‍👩‍👧‍👦'.repeat(50) }] }, VIEW);
    const { text } = (block as { text: { text: string } }).text;
    expect(text).toMatch(/^(👩‍👩‍👧‍👦)+…$/u);
  });

  it('holds for any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const message = toMessage(everything(text));
        expect(faultsIn(message.blocks)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a card', () => {
  it("says times in the reader's zone, with words for where that is not possible", () => {
    const { text, blocks } = toMessage({ summary: ['At ', when(at, at)], blocks: [{ type: 'text', text: when(at, at) }] });
    expect(text).toBe(
      'At <!date^1796292000^{date_short_pretty}, {time}|Thu 3 Dec 2026, 10:00 UTC> to <!date^1796292000^{time}|10:00 UTC> (Thu 10:00 UTC)',
    );
    expect(blocks[0]).toMatchObject({
      type: 'rich_text',
      elements: [
        {
          elements: [
            { type: 'date', timestamp: 1796292000, format: '{date_short_pretty}, {time}', fallback: 'Thu 3 Dec 2026, 10:00 UTC' },
            { type: 'text' },
            { type: 'date' },
            { type: 'text' },
          ],
        },
      ],
    });
  });

  it('keeps small print small where it is safe', () => {
    const notes: Block[] = [
      { type: 'note', text: 'plain *text*' },
      { type: 'note', text: ['At ', when(at, at)] },
      { type: 'note', text: ['*At* ', when(at, at)] },
    ];
    expect(toMessage({ summary: 's', blocks: notes }).blocks.map((one) => one.type)).toEqual(['context', 'context', 'rich_text']);
  });

  it('with more blocks than Slack takes says how many lines are left out', () => {
    const blocks: Block[] = Array.from({ length: 80 }, (_, i) => ({ type: 'text', text: `line ${String(i)}` }));
    const shown = toMessage({ summary: 's', blocks }).blocks;
    expect(shown).toHaveLength(50);
    expect(JSON.stringify(shown.at(-1))).toContain('31 more lines are left out here.');
    expect(toCardBlocks({ summary: 's', blocks }, VIEW)).toHaveLength(80);
  });

  it('with more text than Slack takes is cut as well', () => {
    const blocks: Block[] = Array.from({ length: 20 }, () => ({ type: 'text', text: 'x'.repeat(2900) }));
    const shown = toMessage({ summary: 's', blocks }).blocks;
    expect(JSON.stringify(shown).length).toBeLessThan(13_200);
    expect(JSON.stringify(shown.at(-1))).toContain('16 more lines');
  });

  it('has buttons in rows of five, each with its own id, and none for an address Slack refuses', () => {
    const pressed = Array.from({ length: 7 }, (_, i) => ({ label: `B${String(i)}`, press: 'a.b' }));
    const [first, second] = toMessage({
      summary: 's',
      blocks: [
        { type: 'buttons', buttons: [...pressed, { label: 'x', url: 'javascript:alert(1)' }, { label: 'y', url: 'https://example.org' }] },
      ],
    }).blocks;
    const ids = [first, second].flatMap((row) => (row as { elements: { action_id: string }[] }).elements.map((one) => one.action_id));
    expect(ids).toHaveLength(8);
    expect(new Set(ids).size).toBe(8);
    expect(ids[0]).toBe('a.b#1');
  });

  it('without blocks shows its summary', () => {
    expect(JSON.stringify(toMessage({ summary: 'only this', blocks: [] }).blocks)).toContain('only this');
  });

  it('links a channel of the reader’s own platform, and names one of another', () => {
    const place = { workspace: 'T0TEST', channel: 'C1' };
    const text = [channelName('climate', { platform: 'slack', ...place }), ' ', channelName('Energy', { platform: 'teams', ...place })];
    const shown = JSON.stringify(toCardBlocks({ summary: 's', blocks: [{ type: 'text', text }] }, VIEW));
    expect(shown).toContain('https://slack.com/app_redirect?channel=C1&team=T0TEST');
    expect(shown).toContain('#climate');
    expect(shown).not.toContain('teams.microsoft.com');
  });

  it('never turns an address that is none into a link', () => {
    for (const url of ['javascript:alert(1)', 'https://a b', 'data:x', `https://a/${'x'.repeat(3000)}`])
      expect(JSON.stringify(toMessage({ summary: link(url, 'l'), blocks: [{ type: 'text', text: link(url, 'l') }] }))).not.toContain(
        '"link"',
      );
  });
});

describe('a form', () => {
  const options = (n: number) => Array.from({ length: n }, (_, i) => ({ value: String(i), label: `Option ${String(i)}` }));
  const form = (...body: Form['body']): Form => ({ id: 'f.x', title: 'T', submit: 'Send', body });

  it.each(CORPUS)('fits whatever is in it: %j', (text) => {
    const inputs: Form['body'] = [
      {
        type: 'field',
        name: 'a',
        label: text,
        hint: text,
        input: { kind: 'text', initial: text, placeholder: text, multiline: true, maxLength: 9000 },
      },
      {
        type: 'field',
        name: 'b',
        label: text,
        input: { kind: 'select', options: [{ value: '1', label: text, about: text }], initial: '1' },
      },
    ];
    const view = toModal({ ...form(...everything(text).blocks, ...inputs), title: text, submit: text, close: text });
    expect(faultsIn(view)).toEqual([]);
    expect(inputsOf(view.blocks)).toEqual(['a', 'b']);
  });

  it("has the picker that fits the kind, found by its field's name", () => {
    const kinds = [
      ['url', 'url_text_input'],
      ['email', 'email_text_input'],
      ['number', 'number_input'],
      ['date', 'datepicker'],
      ['time', 'timepicker'],
      ['text', 'plain_text_input'],
    ] as const;
    const { blocks } = toModal(
      form(...kinds.map(([kind]) => ({ type: 'field' as const, name: `f-${kind}`, label: kind, input: { kind } }))),
    );
    expect(blocks.map((one) => [one.block_id, (one as { element: { type: string; action_id: string } }).element])).toMatchObject(
      kinds.map(([kind, type]) => [`f-${kind}`, { type, action_id: 'value' }]),
    );
  });

  it('turns choices that are too many for Slack into what holds them', () => {
    const shape = (kind: 'select' | 'radio' | 'checkboxes', n: number): string | undefined => {
      const [block] = toModal(form({ type: 'field', name: 'x', label: 'X', input: { kind, options: options(n) } })).blocks;
      return (block as { element: { type: string } } | undefined)?.element.type;
    };
    expect([shape('radio', 10), shape('radio', 11), shape('checkboxes', 10), shape('checkboxes', 11), shape('select', 0)]).toEqual([
      'radio_buttons',
      'static_select',
      'checkboxes',
      'multi_static_select',
      undefined,
    ]);
    const [zones] = toModal(
      form({ type: 'field', name: 'zone', label: 'Zone', input: { kind: 'select', options: options(420), initial: '417' } }),
    ).blocks;
    expect(zones).toMatchObject({ element: { initial_option: { value: '417' } } });
    expect(
      (zones as { element: { option_groups: { options: unknown[] }[] } }).element.option_groups.map((one) => one.options.length),
    ).toEqual([100, 100, 100, 100, 20]);
  });

  it('leaves out a beginning that is not among the choices', () => {
    const { blocks } = toModal(
      form({ type: 'field', name: 'x', label: 'X', input: { kind: 'checkboxes', options: options(2), initial: ['9'] } }),
    );
    expect(JSON.stringify(blocks)).not.toContain('initial');
  });

  it('comes back with what was typed and chosen', () => {
    const values = {
      a: { value: { type: 'plain_text_input', value: 'typed' } },
      b: { value: { type: 'plain_text_input', value: null } },
      c: { value: { type: 'static_select', selected_option: { value: 'one', text: {} } } },
      d: { value: { type: 'radio_buttons', selected_option: null } },
      e: { value: { type: 'checkboxes', selected_options: [] } },
      f: { value: { type: 'datepicker', selected_date: '2026-12-03' } },
      g: { value: { type: 'timepicker', selected_time: null } },
      h: { value: { type: 'multi_static_select', selected_options: [{ value: 'x' }, { value: 'y' }] } },
      i: { value: { type: 'number_input', value: '60' } },
      j: { other: { type: 'plain_text_input', value: 'not ours' } },
    };
    expect(readValues({ values })).toEqual({
      a: 'typed',
      b: null,
      c: 'one',
      d: null,
      e: [],
      f: '2026-12-03',
      g: null,
      h: ['x', 'y'],
      i: '60',
    });
  });

  it('carries its hidden payload, and refuses one that would not fit', () => {
    expect(readCarried(toModal({ ...form(), hidden: { meeting: 'm1' } }).private_metadata)).toEqual({
      with: { meeting: 'm1' },
      home: false,
    });
    expect(readCarried(toPage(everything('x'), 'T', true).private_metadata)).toEqual({ with: {}, home: true });
    expect(() => toModal({ ...form(), hidden: { x: 'y'.repeat(3000) } })).toThrow(RangeError);
    for (const bad of [undefined, '', '{}', '{"with":{"a":1}}', 'null']) expect(readCarried(bad)).toBeNull();
  });
});
