import { expect, it } from 'vitest';
import { join, TICK, type Open } from '../story.ts';

/** How people come into a group, and how those who may not hear why. */
export function tellsOfJoining(open: Open): void {
  it('posts the statement where the Secretariat connects a channel', async () => {
    const { as, world, platform } = open();
    await world.on(platform).addApp('climate', 'sena');
    await as('sena').command('group connect climate-change', { channel: 'climate' });
    const posted = await as('amelie').see('climate', /Keep to the agenda/);
    expect(posted.text).not.toBe('');
  });

  it('makes a member of whoever reads the statement and will comply, and welcomes them', async () => {
    const { as, world } = open();
    await join(as('amelie'), 'climate');
    await join(as('ingrid'), 'Climate Change');
    await join(as('joris'), 'CLIMATE-change');
    await as('amelie').see('dm', /Welcome to Climate Change/);
    expect(await world.db.membership.count({ where: { leftAt: null } })).toBe(3);
    expect(await world.db.acknowledgement.count({ where: { occasion: { startsWith: 'join:' } } })).toBe(3);
  });

  it('refuses a form without the tick in words, beside the box', async () => {
    const { as, world } = open();
    await as('amelie').command('join circularity');
    await as('amelie').seeForm(TICK);
    const errors = await as('amelie').submit();
    expect(errors[TICK]).toMatch(/tick|required|fill/i);
    await as('amelie').close();
    expect(await world.db.membership.count()).toBe(3);
  });

  it.each([
    ['board', /sitting Board member/],
    ['lapsed', /has lapsed/],
    ['expert', /invited as an expert, but not to/],
    ['stranger', /not in .* directory/],
  ] as const)('refuses %s in words', async (who, words) => {
    const { as } = open();
    await as(who).command('join climate-change');
    await as(who).hear(words);
    expect(as(who).form()).toBeNull();
  });

  it('puts a stranger who asks into the queue of the Secretariat, once', async () => {
    const { as, world } = open();
    await as('stranger').command('join climate-change');
    const refusal = await as('stranger').hear(/not in .* directory/);
    await as('stranger').press(refusal, 'Ask the Secretariat to add me');
    await as('stranger').hear(/Secretariat has your request/);
    await as('sena').see('dm', /Stran Ger/);
    await as('stranger').command('join climate-change');
    await as('stranger').press(await as('stranger').hear(/not in .* directory/), 'Ask the Secretariat to add me');
    await as('stranger').hear(/is waiting/);
    expect(await world.db.accessRequest.count()).toBe(1);
  });

  it('says what was understood of a word it does not know, and runs the nearest one at a press', async () => {
    const { as } = open();
    await as('amelie').command('mettings');
    const answer = await as('amelie').hear(/I don't know "mettings"\. Did you mean "meetings"\?/);
    await as('amelie').press(answer, as('amelie').commandButton('meetings'));
    await as('amelie').hear(/meeting/i);
    await as('amelie').command('zzzzzzzzz');
    await as('amelie').hear(/I don't know "zzzzzzzzz"\. Help lists what I can do/);
  });

  it('offers the nearest group for a name that none has', async () => {
    const { as } = open();
    await as('joris').command('join circularty');
    const answer = await as('joris').hear(/no working group called "circularty"/);
    await as('joris').press(answer, 'Circularity');
    await as('joris').seeForm(TICK);
    await as('joris').close();
  });

  it('answers help by what the person may do', async () => {
    const { as } = open();
    await as('amelie').command('help');
    const help = await as('amelie').hear(/join/);
    expect(help.reading).not.toMatch(/appointments/);
    await as('sena').command('help');
    await as('sena').hear(/appointments/);
  });
}
