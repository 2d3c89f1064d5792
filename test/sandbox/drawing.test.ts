import { expect, describe, it } from 'vitest';
import { createWorld } from '../../src/sandbox/desk/world.ts';
import { drawDate } from '../../src/sandbox/page/draw/dates.ts';
import { drawMrkdwn } from '../../src/sandbox/page/draw/mrkdwn.ts';
import { movableClock } from './place.ts';
import { people } from './people.ts';

const clock = movableClock(Date.parse('2026-12-02T12:00:00Z'));
const world = createWorld({
  people,
  signingSecret: 'x',
  botToken: 'x',
  team: { id: 'T', name: 'T', domain: 't' },
  channels: [],
  eventsUrl: '',
  clock,
});
const [zurich, jakarta, newYork] = people.map((person) => ({ world, person }));
const draw = async (text: string) =>
  String(await drawMrkdwn(zurich!, text))
    .replaceAll(/\s+/g, ' ')
    .trim();

describe('mrkdwn', () => {
  it.each([
    ['*bold* _italic_ ~gone~ `code`', '<strong>bold</strong> <em>italic</em> <s>gone</s> <code>code</code>'],
    ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
    ['a &lt;b&gt; &amp;amp;', 'a &lt;b&gt; &amp;amp;'],
    ['<script>alert(1)</script>', 'scriptalert(1)/script'],
    ['&lt;img src=x onerror=1&gt;', '&lt;img src=x onerror=1&gt;'],
    [
      '<https://x.example/a?b=1&amp;c=2|the page>',
      '<a href="https://x.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">the page</a>',
    ],
    ['<javascript:alert(1)|press>', 'press'],
    ['see https://x.example/a.', 'see <a href="https://x.example/a" target="_blank" rel="noopener noreferrer">https://x.example/a</a>.'],
    ['&gt; quoted\nplain', '<blockquote>quoted</blockquote>plain'],
    ['<!channel> <@U02BUDI>', '<span class="mention">@channel</span> <span class="mention ">@Budi Santoso</span>'],
    [':wave: :nothing_known:', '👋 :nothing_known:'],
  ])('%s', async (text, expected) => {
    expect(await draw(text)).toBe(expected);
  });
});

describe('dates', () => {
  const at = Date.parse('2026-12-03T10:00:00Z') / 1000;

  it('are drawn in the zone and language of the person who looks', () => {
    expect(drawDate(zurich!, at, '{date_short} at {time}')).toBe('3 Dec 2026 at 11:00');
    expect(drawDate(jakarta!, at, '{date_long}, {time}').replace('Thursday 3', 'Thursday, 3')).toBe('Thursday, 3 December 2026, 17:00');
    expect(drawDate(newYork!, at, '{date_short} {time}').replaceAll('\u202f', ' ')).toBe('Dec 3, 2026 5:00 AM');
    expect(drawDate(zurich!, at, '{date_num} {unknown}')).toBe('2026-12-03 {unknown}');
  });

  it('say today, tomorrow and yesterday by the sandbox clock', () => {
    expect(drawDate(zurich!, at, '{date_short_pretty}')).toBe('tomorrow');
    expect(drawDate(zurich!, at - 2 * 86_400, '{date_pretty}')).toBe('yesterday');
    expect(drawDate(zurich!, at, '{ago}')).toBe('in 22 hours');
  });

  it('inside mrkdwn keep their fallback at hand', async () => {
    expect(await draw(`<!date^${String(at)}^{time}|10:00 UTC>`)).toContain('title="10:00 UTC" >11:00</time');
  });
});
