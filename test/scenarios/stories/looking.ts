import { expect, it } from 'vitest';
import { TICK, type Open } from '../story.ts';

/** What members find by words and by buttons, between meetings. */
export function tellsOfLooking(open: Open): void {
  it.each([
    ['amelie', 'list', /Working groups of .*Climate Change/s],
    ['ingrid', 'my', /Climate Change/],
    ['joris', 'MEETINGS', /Pathways/],
    ['amelie', 'agenda climate', /Pathway methods/],
    ['sena', 'who climate', /No answer yet/],
    ['ingrid', 'calendar', /calendar/i],
    ['joris', 'policy', /Keep to the agenda/],
    ['sena', 'record', /Your participation/],
  ] as const)('answers %s, who types "%s"', async (who, words, answer) => {
    const { as } = open();
    await as(who).command(words);
    await as(who).hear(answer);
  });

  it('has a home from which everything is reached without words', async () => {
    const { as } = open();
    const home = await as('joris').home(/Next meeting.*Pathways/s);
    await as('joris').press(home, 'Maybe');
    await as('joris').hear(/you may come/);
    const after = await as('joris').home(/You said maybe/);
    await as('joris').press(after, 'My record');
    await as('joris').hear(/Your participation/);
    await as('stranger').home(/Ask the Secretariat to add me|waiting/);
  });

  it('shows each reader of the card in the channel their own answer, where the platform can', async ({ skip }) => {
    const { as, platform } = open();
    skip(platform === 'slack', 'a message on Slack is the same for everybody');
    const card = await as('amelie').see('climate', /Pathway methods/);
    expect((await as('amelie').lookAgain(card)).reading).toMatch(/attending/);
    expect((await as('joris').lookAgain(card)).reading).toMatch(/may come|maybe/);
    expect((await as('ingrid').lookAgain(card)).reading).not.toMatch(/you may come|you are attending/i);
  });

  it('lets a member leave, with what it means said first, and come back', async () => {
    const { as, world } = open();
    const inGroup = () => world.db.membership.count({ where: { leftAt: null } });
    await as('joris').command('leave climate');
    await as('joris').seeForm(/You leave Climate Change/);
    expect(await as('joris').submit()).toEqual({});
    const left = await as('joris').hear(/You have left Climate Change/);
    expect(await inGroup()).toBe(2);
    expect(await world.db.rsvpCurrent.count({ where: { person: { name: 'Joris Maes' } } })).toBe(0);
    await as('joris').press(left.id === 'dialog' ? 'form' : left, 'Join again');
    await as('joris').seeForm(TICK);
    as('joris').fill({ [TICK]: true });
    expect(await as('joris').submit()).toEqual({});
    await as('joris').hear(/You are in Climate Change/);
    await as('joris').close();
    expect(await inGroup()).toBe(3);
  });
}
