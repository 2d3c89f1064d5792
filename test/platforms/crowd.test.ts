import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Button, Card } from '../../src/bot/card.ts';
import { toPlain } from '../../src/bot/text.ts';
import { openingPageCard } from '../../src/features/opening/cards.ts';
import { getOpeningPage } from '../../src/features/opening/lookup.ts';
import { rollCard } from '../../src/features/attendance/roll-cards.ts';
import { getSheet } from '../../src/features/attendance/sheet.ts';
import { getMeeting } from '../../src/features/meetings/lookup.ts';
import * as slack from '../../src/platforms/slack/blocks.ts';
import { toMessage, type How } from '../../src/platforms/teams/adaptive-card.ts';
import { checkBlocks } from '../../src/sandbox/kit/check.ts';
import { answers, at } from '../features/attendance/held-meeting.ts';
import { faultsOfCard, partsOf } from '../support/teams-cards.ts';
import { openWorld, type World } from '../support/world.ts';
import { conflicts, CROWD, crowdedMeeting, long, overrides, reading, say, type Crowded } from './crowd.ts';

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

describe('with sixty people of long names', { timeout: 60_000 }, () => {
  const page = async (crowded: Crowded, time: string, isSecretariat: boolean) => {
    const ctx = isSecretariat ? crowded.body.asSecretariat(crowded.secretary, at(time)) : crowded.body.asMember(crowded.chair, at(time));
    return openingPageCard(await getOpeningPage(ctx, await getMeeting(ctx, crowded.meeting.id), isSecretariat));
  };
  const GATE = ['Statement read aloud', 'Join the meeting', 'Declare a conflict of interest'];

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
    expect(labels(unread)).toEqual(['Confirm the roll', 'Statement read aloud']);
    expect(faultsOf(unread)).toEqual([]);
    await reading(world, crowded);
    const session = await page(crowded, '12:30', false);
    expect(labels(session)).toEqual(['Join the meeting', 'Declare a conflict of interest']);
    expect(faultsOf(session)).toEqual([]);
    const ctx = crowded.body.asMember(crowded.chair, at('13:30'));
    const roll = rollCard(await getSheet(ctx, await getMeeting(ctx, crowded.meeting.id)), (slug) => long(slug ?? 'none', 100));
    expect(labels(roll)).toHaveLength(1);
    expect(faultsOf(roll)).toEqual([]);
  });
});
