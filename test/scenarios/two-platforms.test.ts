import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cast, DIRECTORY } from './cast.ts';
import { tellsTheEnd } from './stories/ending.ts';
import { DAY, HERE, join, MINUTE, schedule, tenOClock } from './story.ts';
import { openWorld, type World } from './world.ts';

const only = (...keys: string[]) => cast.filter((one) => keys.includes(one.key));
const REMINDER = /Reminder: .*One roster/;

/** One group on both platforms: Amélie has only Slack, Joris only Teams, Ingrid and the Secretariat have both. */
describe('one group on Slack and Teams', () => {
  let world: World;
  let startsAt: Date;

  beforeAll(async () => {
    const slack = { people: only('sena', 'amelie', 'ingrid'), channels: ['climate'] };
    // Amélie's account there has an e-mail that the directory does not know.
    const other = { key: 'amelie', name: 'Amélie Durand', email: 'amelie@elsewhere.example' };
    const teams = { people: [...only('sena', 'joris', 'ingrid'), other], channels: ['climate'] };
    world = await openWorld({ slack, teams }, DIRECTORY);
  });

  afterAll(() => world.close());

  const slack = (who: 'sena' | 'amelie' | 'ingrid') => world.on('slack').as(who);
  const teams = (who: 'sena' | 'joris' | 'ingrid' | 'amelie') => world.on('teams').as(who);

  it('is connected to a channel of each, by the same person', async () => {
    for (const platform of ['slack', 'teams'] as const) {
      await world.on(platform).addApp('climate', 'sena');
      await world.on(platform).as('sena').command('group connect climate-change', { channel: 'climate' });
      await world
        .on(platform)
        .as('ingrid')
        .see('climate', /Keep to the agenda/);
    }
    expect(await world.db.groupChannel.count({ where: { disconnectedAt: null } })).toBe(2);
    expect(await world.db.account.count({ where: { person: { name: 'Sena Okafor' } } })).toBe(2);
  });

  it('has one roster: who joined on one is in it on the other', async () => {
    await join(slack('amelie'), 'climate');
    await join(slack('ingrid'), 'climate');
    await join(teams('joris'), 'climate');
    await teams('ingrid').command('my');
    await teams('ingrid').hear(/Climate Change/);
    expect(await world.db.membership.count({ where: { leftAt: null } })).toBe(3);
    expect(await world.db.account.count({ where: { person: { name: 'Ingrid Sætre' } } })).toBe(2);
  });

  it('announces a meeting in both channels', async () => {
    startsAt = tenOClock(world, 3);
    await schedule(teams('sena'), startsAt, { 'Sub-topic': 'One roster' });
    await slack('amelie').see('climate', /One roster/);
    await teams('joris').see('climate', /One roster/);
  });

  it('shows an answer given on one on the card of the other', async () => {
    await teams('joris').press(await teams('joris').see('climate', /One roster/), 'Attending');
    await teams('joris').hear(/you are attending/);
    await slack('amelie').see('climate', /Attending 1 /);
    await slack('amelie').press(await slack('amelie').see('climate', /One roster/), 'Maybe');
    await slack('amelie').hear(/you may come/);
    await teams('joris').see('climate', /Maybe 1 /);
  });

  it('takes the answer of a person with two accounts as one, changed from either', async () => {
    await slack('ingrid').press(await slack('ingrid').see('climate', /One roster/), 'Maybe');
    await slack('ingrid').hear(/you may come/);
    await teams('ingrid').press(await teams('ingrid').see('climate', /Maybe 2 /), 'Attending');
    await teams('ingrid').hear(/you are attending/);
    await slack('amelie').see('climate', /Attending 2 .*Maybe 1 /s);
    expect(await world.db.rsvpCurrent.count()).toBe(3);
  });

  it('reminds everybody once, wherever they have an account', async () => {
    await world.to(new Date(startsAt.getTime() - DAY + MINUTE));
    await slack('amelie').see('dm', REMINDER);
    await teams('joris').see('dm', REMINDER);
    await world.settle();
    const reminded = [slack('ingrid'), teams('ingrid')].map(
      (one) => one.messages('dm').filter(({ reading }) => REMINDER.test(reading)).length,
    );
    expect(reminded.sort()).toEqual([0, 1]);
  });

  it('opens on both, and counts who is here from both', async () => {
    await world.to(startsAt);
    await slack('amelie').press(await slack('amelie').see('climate', /Before we begin/), HERE);
    await slack('amelie').hear(/You are recorded as here/);
    await teams('ingrid').press(await teams('ingrid').see('climate', /Before we begin/), HERE);
    await teams('ingrid').hear(/You are recorded as here/);
    await slack('ingrid').command('here');
    await slack('ingrid').hear(/You are already recorded as here/);
    await slack('amelie').see('climate', /Here: 2 of 3/);
    await teams('joris').see('climate', /Here: 2 of 3/);
    expect(await world.db.acknowledgement.count({ where: { occasion: { startsWith: 'meeting:' } } })).toBe(2);
  });

  it('makes a second account the same person by a code shown in one chat and typed in the other, once', async () => {
    await teams('amelie').command('my');
    await teams('amelie').hear(/not in .* directory/);
    await slack('amelie').command('link');
    const shown = await slack('amelie').hear(/[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/);
    const [code = ''] = /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/.exec(shown.reading) ?? [];
    await teams('amelie').command(`link ${code.toLowerCase().replace('-', ' ')}`);
    await teams('amelie').hear(/linked/i);
    await slack('amelie').see('dm', /linked/);
    await teams('amelie').command('my');
    await teams('amelie').hear(/Climate Change/);
    await teams('joris').command(`link ${code}`);
    await teams('joris').hear(/code/);
    expect(await world.db.account.count({ where: { person: { name: 'Amélie Durand' } } })).toBe(2);
    expect(await world.db.account.count({ where: { person: { name: 'Joris Maes' } } })).toBe(1);
  });

  tellsTheEnd(() => ({ platform: 'slack', world, as: (who) => world.on('slack').as(who) }));
});
