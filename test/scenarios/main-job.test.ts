import { afterAll, beforeAll, describe } from 'vitest';
import { cast, DIRECTORY } from './cast.ts';
import { tellsTheEnd } from './stories/ending.ts';
import { tellsOfJoining } from './stories/joining.ts';
import { tellsOfLooking } from './stories/looking.ts';
import { tellsOfTheMeeting } from './stories/meeting.ts';
import { tellsOfPlanning } from './stories/planning.ts';
import { tellsOfSeries } from './stories/series.ts';
import type { Story } from './story.ts';
import { openWorld } from './world.ts';

/** The story of the main job, driven from outside over signed HTTP, by the labels of CONTRACT.md alone. */
describe.each(['slack', 'teams'] as const)('the main job, end to end, on %s', (platform) => {
  let story: Story;

  beforeAll(async () => {
    const world = await openWorld({ [platform]: { people: cast, channels: ['climate', 'general'] } }, DIRECTORY);
    story = { platform, world, as: (who) => world.on(platform).as(who) };
  });

  afterAll(() => story.world.close());

  tellsOfJoining(() => story);
  tellsOfPlanning(() => story);
  tellsOfLooking(() => story);
  tellsOfTheMeeting(() => story);
  tellsOfSeries(() => story);
  tellsTheEnd(() => story);
});
