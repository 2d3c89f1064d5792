import fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, openBrowser, WITHOUT_CHROMIUM } from '../../../scripts/browser.ts';
import type { Block, Card, Form } from '../../../src/bot/card.ts';
import { bold, link, rich, strike, when, type Text } from '../../../src/bot/text.ts';
import { toAdaptiveCard, toMessage, type How } from '../../../src/platforms/teams/adaptive-card.ts';
import { toFormCard } from '../../../src/platforms/teams/dialog.ts';
import { commonMark } from '../../support/common-mark.ts';
import { faultsOfCard, partsOf } from '../../support/teams-cards.ts';
import { drawOn, openTeamsPage } from '../../support/teams-page.ts';

const at = new Date('2026-12-03T10:00:00Z');
const until = new Date('2026-12-03T11:30:00Z');
const CHAT: How = { surface: 'message', dialogs: true, opensForm: (press) => press.startsWith('open.') };
const WITHOUT_DIALOGS: How = { ...CHAT, dialogs: false };
const DIALOG: How = { ...CHAT, surface: 'dialog' };

const HOSTILE = [
  '<at>Everyone</at> <b>x</b> &amp; &lt;i&gt; &#42;',
  '**bold** __bold__ *it* _it_ ~~no~~ `code` snake_case_name 2*3*4',
  '[Click me](javascript:alert(1)) ![x](https://evil.example/x.png) [a][b] <https://evil.example>',
  '{{DATE(2020-01-01T00:00:00Z)}} {{TIME(2020-01-01T00:00:00Z)}} {{{DATE(2020-01-01T00:00:00Z, LONG)}}} ${x} {{x}}',
  '# heading\n## two\n- one\n+ two\n* three\n1. one\n2) two\n> quote\n---\n===\n    code\n```\nfence\n```',
  'one\n---\ntwo\r\nthree\rfour\n\n\nfive',
  'שלום עולם ‮txet desrever‬ مرحبا',
  '👩‍👩‍👧‍👦 🇨🇭 Ångström ﷽',
  'back\\slash \\* \\[x\\] \\\\ trailing\\',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '*',
  '**',
  '_',
  '`',
  '\\',
  '[',
  ']',
  '{{',
  '<',
  '&',
  '1.',
  '-',
  '#',
];
const LONG = [
  'x'.repeat(4000),
  '**x** '.repeat(700),
  '\n'.repeat(300) + 'y\n'.repeat(2000),
  '\\'.repeat(4000),
  '👩‍👩‍👧‍👦'.repeat(600),
  '\ud800 broken \0 nul',
  ' ',
  '',
];

const mixed = (text: string): Text =>
  rich`${text}${bold(text)} ${strike(text)} ${link('https://example.org/a_(b)?c=*d*', text)} ${text} ${when(at, until)}`;

const everything = (text: string): Card => ({
  summary: [text, ' ', when(at, until)],
  blocks: [
    { type: 'header', text },
    { type: 'text', text: rich`${text}${bold(text)} ${strike(text)}` },
    { type: 'text', text: mixed(text) },
    { type: 'quote', text: mixed(text) },
    { type: 'list', items: [text, mixed(text)] },
    { type: 'list', items: [text, mixed(text)], ordered: true },
    { type: 'divider' },
    { type: 'note', text },
    { type: 'note', text: mixed(text) },
    {
      type: 'buttons',
      buttons: [
        { label: text, press: 'a.b', with: { id: '1' }, describe: text, confirm: { title: text, text, yes: text, no: text } },
        { label: text, url: 'https://example.org/a' },
        { label: text, url: text },
      ],
    },
  ],
});

const form = (text: string): Form => ({
  id: 'a.form',
  title: text,
  submit: text,
  body: [
    { type: 'field', name: 'a', label: text, hint: text, input: { kind: 'text', placeholder: text, initial: text } },
    { type: 'field', name: 'b', label: text, input: { kind: 'radio', options: [{ value: '1', label: text, about: text }] } },
    { type: 'field', name: 'c', label: text, input: { kind: 'checkboxes', options: [{ value: '1', label: text }] } },
  ],
});

/** What is to be seen of a text: space counts as one, and what has no width as nothing. */
const seen = (text: string): string =>
  text
    .replace(/[\u200b\0]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

const browserTitle = chromiumPath === undefined ? WITHOUT_CHROMIUM : 'what people typed, drawn with Markdown switched on';

describe.skipIf(chromiumPath === undefined)(browserTitle, { timeout: 60_000 }, () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    page = await openTeamsPage(browser);
  }, 60_000);

  afterAll(() => browser.close());

  const shown = async (blocks: readonly Block[]) => seen(await drawOn(page, toAdaptiveCard({ summary: 's', blocks }, CHAT)));

  it.each([...HOSTILE, '**x** '.repeat(300)])('is seen as it was typed: %j', async (text) => {
    const places: Block[] = [
      { type: 'text', text },
      { type: 'text', text: ['See ', link('https://example.org/', text)] },
      { type: 'text', text: [text, link('https://example.org/', 'there')] },
      { type: 'quote', text },
      { type: 'note', text },
      { type: 'list', items: [text] },
    ];
    const [plain = '', linked = '', before = '', quoted = '', noted = '', listed = ''] = await Promise.all(
      places.map((block) => shown([block])),
    );
    const expected = seen(text);
    expect(plain).toBe(expected);
    expect(linked).toBe(seen(`See ${text}`));
    expect(before).toBe(/\s$/.test(text) ? `${expected} there` : `${expected}there`);
    expect([quoted, noted, listed]).toEqual([expected, expected, `• ${expected}`]);
  });

  it.each(HOSTILE)('is seen as it was typed in headings, buttons and forms: %j', async (text) => {
    const line = seen(text);
    expect(await shown([{ type: 'header', text }])).toBe(line);
    const label = await shown([{ type: 'buttons', buttons: [{ label: text, press: 'a.b' }] }]);
    expect(line.length > 75 ? line.startsWith(label.replace(/…$/, '')) && label.length > 60 : label === line).toBe(true);
    const drawn = seen(await drawOn(page, toFormCard(form(text), DIALOG)));
    for (const words of [line, `${line} (${line})`]) expect(drawn).toContain(words.slice(0, 150));
  });

  it('would be markup without this', async () => {
    const raw = (text: string) => ({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text, wrap: true }] });
    const markup = HOSTILE.filter((text) => seen(commonMark(text).replace(/<[^>]*>/g, '')) !== seen(text));
    expect(markup.length).toBeGreaterThan(6);
    expect(seen(await drawOn(page, raw('**x** [a](https://b.example)')))).toBe('x a');
    expect(seen(await drawOn(page, raw('{{DATE(2020-01-01T00:00:00Z, SHORT)}}')))).not.toContain('{{');
  });

  it("shows times in the reader's zone with UTC beside them", async () => {
    expect(await shown([{ type: 'text', text: ['Next: ', bold('Forests'), ', ', when(at, until), '.'] }])).toBe(
      'Next: Forests, Thu, 3 Dec 2026, 15:30 to 17:00 (Thu 10:00 UTC).',
    );
  });

  it('opens links, and only addresses that can be opened', async () => {
    await shown([{ type: 'text', text: [link('https://example.org/a_(b)?c=*d*', 'a*b'), link('javascript:alert(1)', 'no')] }]);
    const links = await page.evaluate(() =>
      [...(globalThis as never as { document: Document }).document.querySelectorAll('a')].map((one) => one.href),
    );
    expect(links).toEqual(['https://example.org/a_%28b%29?c=*d*']);
  });
});

type Document = { querySelectorAll(selector: 'a'): Iterable<{ href: string }> };

describe('a card', { timeout: 60_000 }, () => {
  it.each([...HOSTILE, ...LONG])('keeps within every limit with %j', (text) => {
    for (const how of [CHAT, WITHOUT_DIALOGS, DIALOG]) {
      const { card, ...around } = toMessage(everything(text), how);
      expect(faultsOfCard({ ...card }, around)).toEqual([]);
      expect(faultsOfCard({ ...toFormCard(form(text), how) })).toEqual([]);
    }
  });

  it('holds any text at all, literally and within the limits', () => {
    const run = (card: object) => partsOf(card).flatMap((part) => (part.type === 'TextRun' ? [String(part.text)] : []));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { card, ...around } = toMessage(everything(text), CHAT);
        expect(faultsOfCard({ ...card }, around)).toEqual([]);
        const said = run(toAdaptiveCard({ summary: 's', blocks: [{ type: 'text', text }] }, CHAT));
        if (seen(text.toWellFormed()) !== '') expect(seen(said.join(' '))).toBe(seen(text.toWellFormed()));
      }),
      { numRuns: 60 },
    );
  });

  it('says how many lines are left out where there is no room for all', () => {
    const blocks = Array.from({ length: 400 }, (_, i): Block => ({ type: 'text', text: `${String(i)} ${'Überlänge '.repeat(30)}` }));
    const { card, ...around } = toMessage({ summary: 'All of it', blocks }, CHAT);
    expect(faultsOfCard({ ...card }, around)).toEqual([]);
    const shown = card!.body.length - 1;
    expect(shown).toBeGreaterThan(20);
    expect(JSON.stringify(card!.body.at(-1))).toContain(`${String(400 - shown)} more lines are left out here.`);
    expect(card!.fallbackText).toContain('more lines are left out here.');
  });

  it('says everything in plain words too, with the addresses of links', () => {
    const card: Card = {
      summary: 'Sum',
      blocks: [
        { type: 'header', text: 'Forests' },
        { type: 'text', text: ['Next: ', when(at, until), '. ', link('https://example.org/a', 'Notes')] },
        { type: 'list', items: ['one', bold('two')], ordered: true },
        {
          type: 'buttons',
          buttons: [
            { label: 'Open', url: 'https://example.org/b' },
            { label: 'Answer', press: 'a.b' },
          ],
        },
      ],
    };
    expect(toAdaptiveCard(card, CHAT).fallbackText).toBe(
      'Forests\nNext: Thu 3 Dec 2026, 10:00 UTC to 11:30 UTC (Thu 10:00 UTC). Notes (https://example.org/a)\n1. one\n2. two\nOpen: https://example.org/b',
    );
  });

  it('is no card when its words say it all', () => {
    const again: Card = { summary: 'Done.', blocks: [{ type: 'text', text: 'Done.' }] };
    expect(toMessage(again, CHAT)).toEqual({ summary: 'Done.', card: null });
    expect(toMessage({ ...again, blocks: [] }, CHAT)).toEqual({ summary: 'Done.', card: null });
    const pressed: Card = { ...again, blocks: [...again.blocks, { type: 'buttons', buttons: [{ label: 'Go', press: 'a.b' }] }] };
    expect(toMessage(pressed, CHAT).card?.body.map((one) => one.type)).toEqual(['RichTextBlock', 'ActionSet']);
    const timed: Card = { summary: when(at, until), blocks: [{ type: 'text', text: when(at, until) }] };
    expect(toMessage(timed, CHAT).card?.body).toHaveLength(1);
    expect(toMessage(timed, CHAT).summary).toBe('Thu 3 Dec 2026, 10:00 UTC to 11:30 UTC (Thu 10:00 UTC)');
  });

  it('asks for a view of each reader where its facts change', () => {
    expect(toAdaptiveCard({ summary: 's', blocks: [], follows: true }, CHAT).refresh).toEqual({
      action: { type: 'Action.Execute', title: 'Refresh', verb: 'refresh', data: { action: 'refresh' } },
    });
    expect(toAdaptiveCard({ summary: 's', blocks: [] }, CHAT).refresh).toBeUndefined();
  });
});

describe('a button', () => {
  const drawn = (button: Extract<Block, { type: 'buttons' }>['buttons'][number], how: How) => {
    const [set] = toAdaptiveCard({ summary: 's', blocks: [{ type: 'buttons', buttons: [button] }] }, how).body;
    return (set as unknown as { actions: Record<string, unknown>[] }).actions[0]!;
  };
  const press = { action: 'press', press: 'a.b', with: { id: '1' } };

  it('is executed in a chat, opens a dialog where a form will come, and is sent from a dialog', () => {
    const button = { label: 'Go', press: 'a.b', with: { id: '1' } };
    const opening = { ...button, press: 'open.x' };
    expect(drawn(button, CHAT)).toMatchObject({ type: 'Action.Execute', verb: 'press', data: press });
    expect(drawn(button, { ...CHAT, home: true })).toMatchObject({ data: { ...press, home: true } });
    const fetched = { ...press, press: 'open.x', dialog_id: 'press', msteams: { type: 'task/fetch' } };
    expect(drawn(opening, CHAT)).toMatchObject({ type: 'Action.Submit', data: fetched });
    expect(drawn(opening, WITHOUT_DIALOGS)).toMatchObject({ type: 'Action.Execute', verb: 'press' });
    expect(drawn(opening, DIALOG)).toMatchObject({ type: 'Action.Submit', data: { ...press, press: 'open.x' }, associatedInputs: 'none' });
  });

  it('that destroys asks first', () => {
    const confirm = { title: 'Cancel it?', text: 'All are told.', yes: 'Cancel the meeting', no: 'Keep' };
    const asking = drawn({ label: 'Cancel', press: 'a.b', with: { id: '1' }, style: 'danger', confirm }, CHAT);
    expect(asking).toMatchObject({ type: 'Action.ShowCard', title: 'Cancel', style: 'destructive' });
    expect(asking).not.toHaveProperty('data');
    expect((asking.card as { actions: unknown[] }).actions).toMatchObject([
      { type: 'Action.Execute', title: 'Cancel the meeting', verb: 'press', data: press },
    ]);
    expect(JSON.stringify(asking.card)).toContain('All are told.');
  });

  it('never travels with half a payload', () => {
    expect(() => drawn({ label: 'x', press: 'a.b', with: { id: 'x'.repeat(2000) } }, CHAT)).toThrow(RangeError);
  });

  it('stands with at most five others in a row, fewer where their labels are long', () => {
    const rows = (labels: readonly string[]) =>
      toAdaptiveCard(
        { summary: 's', blocks: [{ type: 'buttons', buttons: labels.map((label) => ({ label, press: 'a.b' })) }] },
        CHAT,
      ).body.map((set) => (set as unknown as { actions: unknown[] }).actions.length);
    expect(rows(Array.from({ length: 14 }, () => '+'))).toEqual([6, 6, 2]);
    expect(rows(['Attending', 'Maybe', "Can't come", 'Agenda'])).toEqual([3, 1]);
    expect(rows(['Confirm attendance', 'Open the agenda', "Can't come", 'Suggest a topic'])).toEqual([1, 2, 1]);
  });
});
