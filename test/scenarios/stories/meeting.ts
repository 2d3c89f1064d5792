import { expect, it } from 'vitest';
import { DAY, HERE, HOUR, MINUTE, type Open } from '../story.ts';

/** From three days before a meeting to its confirmed roll. */
export function tellsOfTheMeeting(open: Open): void {
  const startOf = async () =>
    (await open().world.db.meeting.findFirstOrThrow({ where: { state: { not: 'cancelled' }, seriesId: null } })).startsAt;
  const to = async (ms: number) => open().world.to(new Date((await startOf()).getTime() + ms));

  it('nudges three days before only who has not answered', async () => {
    const { as } = open();
    await to(-3 * DAY + MINUTE);
    const nudge = await as('ingrid').see('dm', /Will you come/);
    await as('joris').see('dm', /Will you come/);
    expect(
      as('amelie')
        .messages('dm')
        .some((one) => /Will you come/.test(one.reading)),
    ).toBe(false);
    await as('ingrid').press(nudge, 'Attending');
    await as('ingrid').hear(/you are attending/);
  });

  it('reminds a day before and gives the link ten minutes before', async () => {
    const { as } = open();
    await to(-DAY + MINUTE);
    await as('amelie').see('dm', /Reminder: .*Pathways/);
    await to(-9 * MINUTE);
    await as('ingrid').see('dm', /10 minutes|9 minutes/);
  });

  it('gives the statement at the start, and records one press as being here and complying', async () => {
    const { as, world } = open();
    await to(0);
    const opening = await as('amelie').see('climate', /Before we begin/);
    await Promise.all([as('amelie').press(opening, HERE), as('amelie').press(opening, HERE)]);
    await as('amelie').hear(/You are (already )?recorded as here/);
    expect(await world.db.presence.count({ where: { what: 'arrived' } })).toBe(1);
    expect(await world.db.acknowledgement.count({ where: { occasion: { startsWith: 'meeting:' } } })).toBe(1);
  });

  it('checks in by the command, after showing the statement', async () => {
    const { as } = open();
    await as('ingrid').command('here');
    const shown = await as('ingrid').hear(/Keep to the agenda/);
    await as('ingrid').press(shown, HERE);
    await as('ingrid').hear(/You are recorded as here/);
    await as('ingrid').see('climate', /Here: 2 of 2/);
  });

  it.each([
    ['lapsed', /has lapsed|no meeting/i],
    ['stranger', /not in .* directory/],
  ] as const)('checks %s not in, and says why', async (who, words) => {
    const { as, world } = open();
    const opening = await as(who).see('climate', /Before we begin/);
    await as(who).press(opening, HERE);
    await as(who).hear(words);
    expect(await world.db.presence.count({ where: { what: 'arrived' } })).toBe(2);
  });

  it('records that the statement was read aloud, once', async () => {
    const { as, world } = open();
    const gate = await as('sena').see('dm', /Please read it aloud/);
    await as('sena').press(gate, 'Statement read aloud and I will comply');
    await as('sena').hear(/read aloud/);
    await as('sena').command('read');
    await as('sena').hear(/already recorded|No meeting/i);
    expect(await world.db.reading.count()).toBe(1);
  });

  it('stops the talk where a concern is raised openly, once, and tells who chairs what to do', async () => {
    const { as, world } = open();
    const opening = await as('amelie').see('climate', /Before we begin/);
    await as('amelie').press(opening, 'Raise a concern');
    await as('amelie').seeForm('Do not describe the sensitive content');
    as('amelie').fill({ How: 'open', 'Agenda item': '2' });
    expect(await as('amelie').submit()).toEqual({});
    await as('amelie').hear(/It goes out in the group's channels/);
    await as('amelie').close();
    await as('joris').see('climate', /Stop, please: a competition concern was raised .* by Amélie Durand/);
    await as('sena').see('dm', /Pause this item now|competition concern was raised/);
    expect(await world.db.concern.count()).toBe(1);
  });

  it('keeps a concern that is for the Secretariat alone out of the channel, and a name out of it altogether', async () => {
    const { as, world } = open();
    await as('ingrid').command('concern');
    await as('ingrid').seeForm('Do not describe the sensitive content');
    as('ingrid').fill({ How: 'secretariat', 'Agenda item': '1', 'Your name': ['yes'] });
    expect(await as('ingrid').submit()).toEqual({});
    await as('ingrid').hear(/Only the Secretariat and the legal contact/);
    await as('ingrid').close();
    await as('sena').see('dm', /The person asked to keep their name out/);
    expect(await world.db.concern.count({ where: { raisedById: null } })).toBe(1);
    expect(
      as('joris')
        .messages('climate')
        .filter((one) => /Stop, please/.test(one.reading)),
    ).toHaveLength(1);
  });

  it('has the roll confirmed at the end', async () => {
    const { as, world } = open();
    await to(HOUR);
    const ended = await as('sena').see('dm', /Who was there/);
    await as('sena').press(ended, 'Confirm the roll');
    await as('sena').seeForm('Ingrid');
    expect(await as('sena').submit()).toEqual({});
    await as('sena').hear(/The roll is confirmed/);
    await as('sena').close();
    const roll = await world.db.roll.findFirstOrThrow();
    expect(roll.confirmedByName).toBe('Sena Okafor');
    expect(JSON.stringify(roll.entries)).toContain('River Keepers');
  });

  it('answers a press on what is over with what is true now', async () => {
    const { as, world } = open();
    const nudge = await as('joris').see('dm', /Will you come/);
    await as('joris').press(nudge, 'Attending');
    await as('joris').hear(/This meeting ended/);
    expect(await world.db.rsvp.count({ where: { answer: 'attending' } })).toBe(2);
  });

  it('shows the person their own record and the Secretariat the proof', async () => {
    const { as } = open();
    await as('amelie').command('record');
    await as('amelie').hear(/1 of 1 meeting/);
    await as('sena').command('records climate');
    const past = await as('sena').hear(/Records: /);
    await as('sena').press(past, 'Record');
    await as('sena').hear(/River Keepers/);
    await as('amelie').command('records climate');
    await as('amelie').hear(/Only the Secretariat/);
  });
}
