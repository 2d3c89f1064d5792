import { expect, it } from 'vitest';
import { DAY, dayOf, fillSchedule, openManage, schedule, tenOClock, type Open } from '../story.ts';

/** What markup there is on either platform, writing from right to left, and an emoji. */
const TITLE = 'Pathways <!channel> & *more* **2** [x](https://x.example) {{DATE(2026-01-01T00:00:00Z)}} مرحبا 🚀';

/** The last Sunday in March, when the clocks of Zurich go from 02:00 to 03:00. */
function clocksGoForward(after: Date): Date {
  const year = after.getUTCFullYear() + 1;
  const end = new Date(Date.UTC(year, 2, 31));
  return new Date(end.getTime() - end.getUTCDay() * DAY);
}

/** How a meeting is announced, answered, moved and cancelled. */
export function tellsOfPlanning(open: Open): void {
  it('keeps what was typed and names each field that can not be taken', async () => {
    const { as, world } = open();
    const sena = as('sena');
    await fillSchedule(sena, new Date(world.now().getTime() - 2 * DAY), {
      'Sub-topic': 'Typed once',
      'Meeting link': 'http://meet.example.org/1',
      Agenda: 'Welcome\nAny other business',
    });
    const { 'Meeting link': link, Agenda: agenda } = await sena.submit();
    expect(link).toMatch(/must start with https/);
    expect(agenda).toMatch(/any other business/i);
    sena.fill({ 'Meeting link': 'https://meet.example.org/1', Agenda: 'Welcome' });
    const past = await sena.submit();
    expect(past.Date ?? past['Start time']).toMatch(/past|passed|over/);
    sena.fill({ Date: dayOf(clocksGoForward(world.now())), 'Start time': '02:30', 'Time zone': 'Europe/Zurich' });
    expect((await sena.submit())['Start time']).toMatch(/02:30/);
    sena.fill({
      Date: dayOf(tenOClock(world, 20)),
      'Start time': '10:00',
      Repeats: 'Custom rule (RRULE)',
      'Custom rule (RRULE)': 'FREQ=NEVER',
    });
    expect((await sena.submit())['Custom rule (RRULE)']).not.toBe(undefined);
    sena.fill({ Repeats: 'Does not repeat', 'Custom rule (RRULE)': '' });
    expect(await sena.submit()).toEqual({});
    await sena.hear(/Announced/);
    await sena.close();
    expect(await world.db.meeting.findMany({ select: { subTopic: true } })).toEqual([{ subTopic: 'Typed once' }]);
  });

  it('notes apologies with an alternate, and takes another answer later', async () => {
    const { as, world } = open();
    const card = await as('ingrid').see('climate', /Typed once/);
    await as('ingrid').press(card, "Can't come");
    await as('ingrid').seeForm('Apologies note');
    as('ingrid').fill({ 'Apologies note': 'On a train', Alternate: 'Joris Maes' });
    expect(await as('ingrid').submit()).toEqual({});
    const noted = await as('ingrid').hear(/you can't come/);
    await as('amelie').see('climate', /Apologies 1/);
    const { alternateId, ...said } = await world.db.rsvp.findFirstOrThrow();
    expect(said).toMatchObject({ answer: 'declined', note: 'On a train' });
    expect(await world.db.person.findFirst({ where: { name: 'Joris Maes' }, select: { id: true } })).toEqual({ id: alternateId });

    await as('ingrid').press(noted, 'Change');
    await as('ingrid').press(await as('ingrid').hear(/So far: you can't come/), 'Maybe');
    await as('ingrid').hear(/you may come/);
    await as('ingrid').close();
    await as('amelie').see('climate', /Maybe 1\s+Apologies 0/);
  });

  it('tells a move once, keeps the answers, and takes no answer for the old time', async () => {
    const { as, world } = open();
    await as('joris').command('meetings climate');
    const before = await as('joris').hear(/Typed once/);
    await openManage(as('sena'), 'Typed once', 'Move');
    await as('sena').seeForm('Start time');
    as('sena').fill({ 'Start time': '11:30' });
    expect(await as('sena').submit()).toEqual({});
    await as('sena').hear(/Moved/);
    await as('sena').close();
    await as('ingrid').see('dm', /Typed once is moved from/);
    await as('amelie').see('climate', /Typed once is moved from/);
    await as('joris').press(before, 'Attending');
    await as('joris').hear(/moved from .*Nothing was noted yet: please answer for the new time/s);
    expect(await world.db.rsvp.findMany({ select: { answer: true }, orderBy: { at: 'asc' } })).toEqual([
      { answer: 'declined' },
      { answer: 'tentative' },
    ]);
  });

  it('tells a cancellation once with its reason, and takes the buttons off the card', async () => {
    const { as, world } = open();
    await openManage(as('sena'), 'Typed once', 'Cancel');
    await as('sena').seeForm('Reason');
    expect((await as('sena').submit()).Reason).toMatch(/reason|required|fill/i);
    as('sena').fill({ Reason: 'The room is gone' });
    expect(await as('sena').submit()).toEqual({});
    await as('sena').hear(/Cancelled/);
    await as('sena').close();
    const stale = await as('ingrid').see('dm', /Typed once is moved from/);
    await as('ingrid').see('dm', /The room is gone/);
    await as('ingrid').press(stale, 'Attending');
    await as('ingrid').hear(/This meeting was cancelled: The room is gone.* Nothing was noted/);
    await world.settle();
    const told = as('amelie').messages('climate');
    expect(told.filter((one) => /is cancelled\. It was planned/.test(one.reading))).toHaveLength(1);
    expect(told.find((one) => /Typed once/.test(one.reading) && /cancelled/.test(one.reading))?.reading).not.toMatch(/Attending/);
  });

  it('announces a meeting in the channel, and shows what was typed as it was typed', async () => {
    const { as, world } = open();
    const startsAt = tenOClock(world, 8);
    await schedule(as('sena'), startsAt, { 'Sub-topic': TITLE });
    const card = await as('amelie').see('climate', TITLE);
    expect(card.reading).toMatch(/Pathway methods/);
    expect(card.reading).not.toMatch(/January 2026/);
    const meeting = await world.db.meeting.findFirstOrThrow({ where: { state: { not: 'cancelled' } } });
    expect(meeting.startsAt).toEqual(startsAt);
  });

  it('notes an answer once, and shows it on the card everybody sees', async () => {
    const { as, world } = open();
    const card = await as('amelie').see('climate', /Pathway methods/);
    await Promise.all([as('amelie').press(card, 'Attending'), as('amelie').press(card, 'Attending')]);
    await as('amelie').hear(/you are attending/);
    await as('ingrid').see('climate', /Attending 1 /);
    expect(await world.db.rsvp.count({ where: { answer: 'attending' } })).toBe(1);
  });

  it.each([
    ['expert', /invited as an expert, but not to/],
    ['board', /sitting Board member/],
    ['lapsed', /has lapsed/],
    ['stranger', /not in .* directory/],
  ] as const)('takes no answer from %s, and says why', async (who, words) => {
    const { as, world } = open();
    const card = await as(who).see('climate', /Pathway methods/);
    await as(who).press(card, 'Attending');
    await as(who).hear(words);
    expect(await world.db.rsvpCurrent.count({ where: { answer: 'attending' } })).toBe(1);
  });
}
