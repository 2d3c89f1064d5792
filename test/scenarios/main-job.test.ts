import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkspace, type Workspace } from './workspace.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const people = [
  { id: 'USEC', name: 'Sena Okafor', email: 'sena@secretariat.example' },
  { id: 'UNGO', name: 'Amélie Durand', email: 'amelie@river.example' },
  { id: 'UPROD', name: 'Ingrid Sætre', email: 'ingrid@smelter.example', tz: 'America/New_York' },
  { id: 'UBOARD', name: 'Bo Ard', email: 'bo@smelter.example' },
  { id: 'ULAPSED', name: 'La Psed', email: 'la@lapsed.example' },
  { id: 'UEXPERT', name: 'Ex Pert', email: 'ex@university.example' },
  { id: 'USTRANGER', name: 'Stran Ger', email: 'stran@nowhere.example' },
];

const DIRECTORY = `name,email,organisation,membership_class,country,standing,appointment,appointment_from,appointment_to,appointment_groups,time_zone,locale
Sena Okafor,sena@secretariat.example,,,,,secretariat,,,,Europe/Zurich,en
Amélie Durand,amelie@river.example,River Keepers,civil_society,FR,good,,,,,Europe/Paris,fr
Ingrid Sætre,ingrid@smelter.example,Smelter Works,production_and_transformation,NO,good,,,,,,en
Bo Ard,bo@smelter.example,Smelter Works,production_and_transformation,NO,good,board,2024-01-01,,,,en
La Psed,la@lapsed.example,Lapsed Foils,industrial_users,DE,lapsed,,,,,,en
Ex Pert,ex@university.example,,,,,expert,2024-01-01,2039-12-31,nature-positive,,en
`;

/** The story of the main job, driven from outside over signed HTTP, by the labels of CONTRACT.md alone. */
describe('the main job, end to end', () => {
  let workspace: Workspace;
  let startsAt: Date;

  beforeAll(async () => {
    workspace = await openWorkspace(people, ['climate', 'general'], ['sena@secretariat.example']);
    const { importCsv } = await import('../../src/features/directory/import-csv.ts');
    const { installation } = workspace.program;
    const result = await importCsv(installation.context(installation.body, 'cli', { kind: 'operator' }), { csv: DIRECTORY });
    expect(result.problems).toEqual([]);
  });

  afterAll(() => workspace.close());

  const as = (who: string) => workspace.sandbox.as(who);

  async function join(who: string, group: string): Promise<void> {
    const member = as(who);
    await member.command(`/wg join ${group}`);
    await member.seeView('I have read this and will comply');
    member.fill({ 'I have read this and will comply': true });
    expect((await member.submit()).errors).toEqual({});
  }

  it('posts and pins the statement where the Secretariat connects a channel', async () => {
    as('USEC').inviteApp('climate');
    await as('USEC').command('/wg group connect climate-change', { channel: 'climate' });
    const posted = await as('UNGO').see('climate', /Keep to the agenda/);
    expect(posted.text).not.toBe('');
  });

  it('makes a member of whoever reads the statement and will comply, and welcomes them', async () => {
    await join('UNGO', 'climate');
    await join('UPROD', 'Climate Change');
    await as('UNGO').see('dm', /You are in Climate Change/);
    const { db } = workspace;
    expect(await db.membership.count({ where: { leftAt: null } })).toBe(2);
    expect(await db.acknowledgement.count({ where: { occasion: { startsWith: 'join:' } } })).toBe(2);
  });

  it('refuses a form without the tick in words, beside the box', async () => {
    await as('UNGO').command('/wg join circularity');
    await as('UNGO').seeView('I have read this and will comply');
    const { errors } = await as('UNGO').submit();
    expect(errors['I have read this and will comply']).toMatch(/tick|required/);
    await as('UNGO').close({ all: true });
  });

  it.each([
    ['UBOARD', /sitting Board member/],
    ['ULAPSED', /not in good standing/],
    ['UEXPERT', /invited as an expert, but not to/],
    ['USTRANGER', /not in .* directory/],
  ])('refuses %s in words', async (who, words) => {
    await as(who).command('/wg join climate-change');
    await as(who).see('dm', words);
    expect(as(who).openView()).toBeNull();
  });

  it('announces a scheduled meeting in the channel', async () => {
    startsAt = new Date(Math.ceil(workspace.now().getTime() / DAY) * DAY + 8 * DAY + 10 * 60 * MINUTE);
    await as('USEC').command('/wg schedule');
    await as('USEC').seeView('Sub-topic');
    as('USEC').fill({
      Group: 'Climate Change',
      'Sub-topic': 'Pathways <!channel> & *more*',
      Date: startsAt.toISOString().slice(0, 10),
      'Start time': '10:00',
      'Length (minutes)': '60',
      'Time zone': 'UTC',
      'Meeting link': 'https://meet.example.org/1',
      Agenda: 'Welcome, 5 min\nPathway methods, 30 min (lead: Ingrid)',
    });
    expect((await as('USEC').submit()).errors).toEqual({});
    const card = await as('UNGO').see('climate', /Pathways <!channel> & \*more\*/);
    expect(card.reading).toMatch(/Pathway methods/);
    const meeting = await workspace.db.meeting.findFirstOrThrow();
    expect(meeting.startsAt).toEqual(startsAt);
  });

  it('notes an answer once, and shows it on the card everybody sees', async () => {
    const card = await as('UNGO').see('climate', /Pathway methods/);
    await as('UNGO').press(card, 'Attending');
    await as('UNGO').press(card, 'Attending');
    await as('UNGO').see('climate', /you are attending/);
    await as('UPROD').see('climate', /Attending 1 /, 5000);
    expect(await workspace.db.rsvp.count()).toBe(1);
  });

  it('nudges three days before only who has not answered', async () => {
    await workspace.to(new Date(startsAt.getTime() - 3 * DAY + MINUTE));
    await as('UPROD').see('dm', /answer/i);
    expect(
      as('UNGO')
        .messages('dm')
        .some((one) => /please answer/i.test(one.reading)),
    ).toBe(false);
    const nudge = as('UPROD')
      .messages('dm')
      .findLast((one) => /answer/i.test(one.reading));
    await as('UPROD').press(nudge!, 'Attending');
    await as('UPROD').see('dm', /you are attending/);
  });

  it('reminds a day before and gives the link ten minutes before', async () => {
    await workspace.to(new Date(startsAt.getTime() - DAY + MINUTE));
    await as('UNGO').see('dm', /Pathways/);
    await workspace.to(new Date(startsAt.getTime() - 9 * MINUTE));
    await as('UPROD').see('dm', /10 minutes|9 minutes/);
  });

  it('gives the statement at the start, and records one press as being here and complying', async () => {
    await workspace.to(startsAt);
    const opening = await as('UNGO').see('climate', /Before we begin/);
    await as('UNGO').press(opening, "I'm here and I will comply");
    await as('UNGO').press(opening, "I'm here and I will comply");
    await as('UNGO').see('climate', /You are recorded as here/);
    expect(await workspace.db.presence.count({ where: { what: 'arrived' } })).toBe(1);
    expect(await workspace.db.acknowledgement.count({ where: { occasion: { startsWith: 'meeting:' } } })).toBe(1);
  });

  it('checks in with /wg here, after showing the statement', async () => {
    await as('UPROD').command('/wg here');
    const shown = await as('UPROD').see('dm', /Keep to the agenda/);
    await as('UPROD').press(shown, "I'm here and I will comply");
    await as('UPROD').see('dm', /You are recorded as here/);
    await as('UPROD').see('climate', /Here: 2 of 2/, 5000);
  });

  it('lets the chair say that the statement was read aloud, once', async () => {
    const gate = await as('USEC').see('dm', /read/i);
    await as('USEC').press(gate, 'Statement read aloud');
    await as('USEC').press(gate, 'Statement read aloud');
    await workspace.sandbox.settle();
    expect(await workspace.db.reading.count()).toBe(1);
  });

  it('has the roll confirmed at the end', async () => {
    await workspace.to(new Date(startsAt.getTime() + 60 * MINUTE));
    const ended = await as('USEC').see('dm', /Who was there/);
    await as('USEC').press(ended, 'Confirm the roll');
    await as('USEC').seeView('Ingrid');
    expect((await as('USEC').submit()).errors).toEqual({});
    const roll = await workspace.db.roll.findFirstOrThrow();
    expect(roll.confirmedByName).toBe('Sena Okafor');
    expect(JSON.stringify(roll.entries)).toContain('River Keepers');
    await as('USEC').close({ all: true });
  });

  it('shows the person their own record and the Secretariat the proof', async () => {
    await as('UNGO').command('/wg record');
    await as('UNGO').see('dm', /1 of 1 meeting/);
    await as('USEC').command('/wg records climate');
    const past = await as('USEC').see('dm', /Records: /);
    await as('USEC').press(past, 'Record');
    await as('USEC').see('dm', /River Keepers/);
  });

  it('keeps the whole story in an unbroken audit chain, and breaks no limit of the platform', async () => {
    const { verifyChain } = await import('../../src/features/records/verify.ts');
    const { installation } = workspace.program;
    const { rows, broken } = await verifyChain(workspace.db, installation.body.id);
    expect(broken).toBeNull();
    expect(rows).toBeGreaterThan(15);
    expect(workspace.sandbox.breaches()).toEqual([]);
  });

  it('sent everything once, and nothing was left undelivered', async () => {
    const fates = await workspace.db.delivery.groupBy({ by: ['state'], _count: true });
    expect(fates.map((one) => one.state).sort()).not.toContain('failed');
    expect(fates.map((one) => one.state)).not.toContain('unknown');
  });
});
