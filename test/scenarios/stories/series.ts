import { expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, openManage, schedule, tenOClock, type Open } from '../story.ts';

const TITLE = 'Scrap quality';

/** A series answered for all, changed for one, for the following and for all; and what each person chose to be told. */
export function tellsOfSeries(open: Open): void {
  const occurrences = () => open().world.db.meeting.findMany({ where: { subTopic: TITLE }, orderBy: { startsAt: 'asc' } });
  const states = async () => (await occurrences()).map((one) => one.state === 'cancelled');
  const answers = async (answer: 'attending' | 'declined') =>
    open().world.db.rsvp.count({ where: { answer, meeting: { subTopic: TITLE } } });

  it('announces a series once, and takes one answer for all of it', async () => {
    const { as, world } = open();
    const first = tenOClock(world, 8);
    await schedule(as('sena'), first, { 'Sub-topic': TITLE, Repeats: 'Weekly', 'Last date': dayAfter(first, 21) });
    expect(await occurrences()).toHaveLength(4);
    const card = await as('amelie').see('climate', /Scrap quality/);
    await as('amelie').press(card, 'Attending');
    await as('amelie').hear(/you are attending, for 4 meetings of the series/);
    expect(await answers('attending')).toBe(4);
  });

  it('takes apologies for this one and those that follow', async () => {
    const { as } = open();
    const card = await as('ingrid').see('climate', /Scrap quality/);
    await as('ingrid').press(card, "Can't come");
    await as('ingrid').seeForm('Which meetings?');
    as('ingrid').fill({ 'Which meetings?': 'This and the following' });
    expect(await as('ingrid').submit()).toEqual({});
    await as('ingrid').hear(/you can't come, for 4 meetings/);
    await as('ingrid').close();
    expect(await answers('declined')).toBe(4);
  });

  it('moves all of it and cancels one, or this and the following', async () => {
    const { as } = open();
    const before = await occurrences();
    await openManage(as('sena'), TITLE, 'Move');
    await as('sena').seeForm('Which meetings?');
    as('sena').fill({ 'Which meetings?': 'All of the series', 'Start time': '12:00' });
    expect(await as('sena').submit()).toEqual({});
    await as('sena').hear(/Moved: 4 meetings of the series/);
    await as('sena').close();
    expect((await occurrences()).map((one, i) => one.startsAt.getTime() - (before[i]?.startsAt.getTime() ?? 0))).toEqual(
      Array(4).fill(2 * HOUR),
    );

    await cancel('This meeting', 'A holiday');
    expect(await states()).toEqual([true, false, false, false]);
    await cancel('This and the following', 'The topic is closed');
    expect(await states()).toEqual([true, true, true, true]);
  });

  async function cancel(which: string, reason: string): Promise<void> {
    const { as } = open();
    await openManage(as('sena'), TITLE, 'Cancel');
    await as('sena').seeForm('Which meetings?');
    as('sena').fill({ 'Which meetings?': which, Reason: reason });
    expect(await as('sena').submit()).toEqual({});
    await as('sena').hear(/Cancelled/);
    await as('sena').close();
    await as('amelie').see('dm', reason);
  }

  it('reminds each person when they want it, and not of what they switched off', async () => {
    const { as, world } = open();
    await as('amelie').command('prefs');
    await as('amelie').seeForm('When to remind you of a meeting');
    as('amelie').fill({ 'When to remind you of a meeting': '2 hours before', 'Quiet hours': 'No quiet hours' });
    expect(await as('amelie').submit()).toEqual({});
    await as('amelie').hear(/You are reminded 2 hours before/);
    await as('amelie').close();

    const startsAt = tenOClock(world, 3);
    await schedule(as('sena'), startsAt, { 'Sub-topic': 'Late reminder' });
    const card = await as('amelie').see('climate', /Late reminder/);
    for (const who of ['amelie', 'ingrid'] as const) {
      await as(who).press(card, 'Attending');
      await as(who).hear(/you are attending/);
    }
    const reminded = (who: 'amelie' | 'ingrid') =>
      as(who)
        .messages('dm')
        .filter((one) => /Reminder: .*Late reminder/.test(one.reading)).length;
    await world.to(new Date(startsAt.getTime() - DAY + MINUTE));
    await as('ingrid').see('dm', /Reminder: .*Late reminder/);
    expect(reminded('amelie')).toBe(0);
    await world.to(new Date(startsAt.getTime() - 2 * HOUR + MINUTE));
    await as('amelie').see('dm', /Reminder: .*Late reminder/);
    expect([reminded('amelie'), reminded('ingrid')]).toEqual([1, 1]);
  });
}

const dayAfter = (day: Date, days: number): string => new Date(day.getTime() + days * DAY).toISOString().slice(0, 10);
