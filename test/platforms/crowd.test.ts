import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buttons, note, paragraph, type Block, type Button, type Card } from '../../src/bot/card.ts';
import { toPages } from '../../src/bot/pages.ts';
import { toPlain } from '../../src/bot/text.ts';
import { openingPageCard } from '../../src/features/opening/cards.ts';
import { getOpeningPage } from '../../src/features/opening/lookup.ts';
import { rollCard } from '../../src/features/attendance/roll-cards.ts';
import { getSheet } from '../../src/features/attendance/sheet.ts';
import { getMeeting } from '../../src/features/meetings/lookup.ts';
import { meetingRecordCard } from '../../src/features/records/meeting-cards.ts';
import { getMeetingRecord } from '../../src/features/records/meeting-record.ts';
import * as slack from '../../src/platforms/slack/blocks.ts';
import { toMessage, type How } from '../../src/platforms/teams/adaptive-card.ts';
import { checkBlocks } from '../../src/sandbox/kit/check.ts';
import { answers, at } from '../features/attendance/held-meeting.ts';
import { faultsOfCard, partsOf } from '../support/teams-cards.ts';
import { openWorld, type World } from '../support/world.ts';
import { conflicts, CROWD, crowdedMeeting, long, overrides, reading, say, traces, type Crowded } from './crowd.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const HOW: How = { surface: 'message', dialogs: true, opensForm: () => false };
const offered = (card: Card): Button[] => card.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []));
const labels = (card: Card): string[] => offered(card).map((one) => toPlain(one.label));

/** What Slack and Teams would refuse of it, what is left out there, and which buttons are not there. */
function faultsOf(card: Card): string[] {
  const { text, blocks } = slack.toMessage(card);
  const checked = checkBlocks(
    blocks.map((block, i) => ({ block_id: String(i), ...block })),
    50,
  );
  const { card: shown, ...around } = toMessage(card, HOW);
  const titles = {
    Slack: blocks
      .flatMap((one) => (one.type === 'actions' ? one.elements : []))
      .flatMap((one) => (one.type === 'button' ? [one.text.text] : [])),
    Teams: partsOf(shown).flatMap(({ type, title }) => (String(type).startsWith('Action.') ? [String(title)] : [])),
  };
  const words = { Slack: JSON.stringify(blocks), Teams: JSON.stringify(shown) };
  return [
    ...(checked.ok ? [] : checked.faults),
    ...(text.length > 4_000 ? [`Slack: the sentence has ${String(text.length)} characters`] : []),
    ...faultsOfCard({ ...shown }, around).map((fault) => `Teams: ${fault}`),
    ...(['Slack', 'Teams'] as const).flatMap((platform) => [
      ...(/\d+ more lines? (is|are) left out here/.exec(words[platform]) ?? []).slice(0, 1).map((left) => `${platform}: ${left}`),
      ...labels(card)
        .filter((label) => !titles[platform].includes(label))
        .map((label) => `${platform}: no button "${label}"`),
    ]),
  ];
}

/** Lines of which not all is shown. */
function shortened(card: Card): string[] {
  const ellipses = (shown: unknown) => (JSON.stringify(shown).match(/…/g) ?? []).length;
  const { blocks } = card;
  const drawn = { Slack: slack.toMessage(card).blocks, Teams: toMessage(card, HOW).card?.body };
  return Object.entries(drawn).flatMap(([platform, shown]) => (ellipses(shown) > ellipses(blocks) ? [`${platform}: lines are cut`] : []));
}

describe('with sixty people of long names', { timeout: 60_000 }, () => {
  const page = async (crowded: Crowded, time: string, isSecretariat: boolean) => {
    const ctx = isSecretariat ? crowded.body.asSecretariat(crowded.secretary, at(time)) : crowded.body.asMember(crowded.chair, at(time));
    return openingPageCard(await getOpeningPage(ctx, await getMeeting(ctx, crowded.meeting.id), isSecretariat));
  };
  const GATE = ['Statement read aloud and I will comply', 'Join the meeting', 'Declare a conflict of interest'];

  test.each([
    ['everybody here', CROWD, 0],
    ['forty here, twenty left', CROWD, 20],
    ['everybody left', CROWD, CROWD],
    ['twenty here, twenty left, twenty expected', 40, 20],
    ['everybody expected', 0, 0],
  ])("the chair's page stays whole on both platforms with its buttons, %s", async (_, here, left) => {
    const crowded = await crowdedMeeting(world);
    for (const { id } of crowded.people) await answers(world, crowded.body, crowded.meeting.id, id, 'attending');
    await say(world, crowded, 'arrived', 0, here);
    await say(world, crowded, 'left', 0, left);
    await conflicts(world, crowded);
    for (const [isSecretariat, ways] of [
      [false, ['Post it now', 'Ask the Secretariat to let it open']],
      [true, ['Post it now', 'Go on anyway: agenda', 'Go on anyway: statement']],
    ] as const) {
      const gate = await page(crowded, '12:00', isSecretariat);
      expect(labels(gate)).toEqual(expect.arrayContaining([...ways, ...GATE]));
      expect(faultsOf(gate)).toEqual([]);
    }
    await overrides(world, crowded, ['agenda', 'secretariat', 'statement']);
    expect(faultsOf(await page(crowded, '12:00', true))).toEqual([]);
    const unread = await page(crowded, '13:30', false);
    expect(labels(unread)).toEqual(['Confirm the roll', 'Statement read aloud and I will comply']);
    expect(faultsOf(unread)).toEqual([]);
    await reading(world, crowded);
    const session = await page(crowded, '12:30', false);
    expect(labels(session)).toEqual(['Join the meeting', 'Raise a concern', 'Declare a conflict of interest', 'Close the meeting']);
    expect(faultsOf(session)).toEqual([]);
    const ctx = crowded.body.asMember(crowded.chair, at('13:30'));
    const roll = rollCard(await getSheet(ctx, await getMeeting(ctx, crowded.meeting.id)), (slug) => long(slug ?? 'none', 100));
    expect(labels(roll)).toHaveLength(1);
    expect(faultsOf(roll)).toEqual([]);
  });

  test('the record of a meeting is whole page by page, and leads on to the next one and the files from each', async () => {
    const crowded = await crowdedMeeting(world);
    const { body, meeting, people, secretary } = crowded;
    for (const { id } of people.slice(30)) await answers(world, body, meeting.id, id, 'declined', { alternateName: long('Deputy', 120) });
    await say(world, crowded, 'arrived', 0, 30);
    await conflicts(world, crowded);
    await overrides(world, crowded, ['agenda', 'secretariat', 'statement']);
    await reading(world, crowded);
    await traces(world, crowded);
    const ctx = body.asSecretariat(secretary, at('14:00'));
    const record = await getMeetingRecord(ctx, meeting.id);
    const faults: string[] = [];
    let pages = 0;
    for (let next: Button | undefined = { label: '', press: '' }; next; pages++) {
      const card = meetingRecordCard(record, pages, (slug) => slug ?? 'no class');
      next = offered(card).find((one) => one.label === 'Next page');
      expect(labels(card)).toContain('Record as a file');
      faults.push(...[...faultsOf(card), ...shortened(card)].map((fault) => `page ${String(pages + 1)}: ${fault}`));
    }
    expect(pages).toBeGreaterThan(5);
    expect(faults).toEqual([]);
  });
});

describe('pages', () => {
  const next = buttons({ label: 'Next page', press: 'records.meeting' });
  const shownAs = (page: readonly Block[]): Card => ({
    summary: long('Record', 300),
    blocks: [paragraph(long('Record', 300)), note(long('When', 200)), ...page, next],
  });
  const filled = (length: number, perSection: number) =>
    Array.from({ length: Math.ceil(30_000 / length / perSection) }, (_, i) => ({
      title: long(`Section ${String(i)}`, 60),
      lines: Array.from({ length: perSection }, (_, n) => long(`${String(n)} "`, length)),
    }));

  test.each([3, 10, 20, 60, 100, 200, 290, 400, 900, 2_700].flatMap((length) => [1, 5, 1_000].map((n) => [length, n] as const)))(
    'of lines of %i characters, %i in a section, go whole into one message with what leads on',
    (length, n) => {
      const pages = toPages(filled(length, n));
      expect([...new Set(pages.flatMap((page) => [...faultsOf(shownAs(page)), ...shortened(shownAs(page))]))]).toEqual([]);
    },
  );

  test('that are too long all the same keep the buttons at their end, and say how much is not there', () => {
    const lines = Array.from({ length: 300 }, (_, i) => paragraph(long(String(i), 600)));
    const faults = faultsOf({ summary: 'Record', blocks: [...lines, next] });
    expect(faults).toEqual([
      expect.stringMatching(/^Slack: 2\d\d more lines are left out here$/),
      expect.stringMatching(/^Teams: 2\d\d more lines are left out here$/),
    ]);
  });
});
