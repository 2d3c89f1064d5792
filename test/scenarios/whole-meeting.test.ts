import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPdf } from '../documents/reading.ts';
import { DIRECTORY_OF_EIGHT, eight, ON_SLACK, ON_TEAMS, type Eight } from './eight.ts';
import type { ChatMember, Entry } from './member.ts';
import { tellsTheEnd } from './stories/ending.ts';
import { DAY, HERE, HOUR, join, MINUTE, schedule, tenOClock } from './story.ts';
import { openWorld, type Platform, type World } from './world.ts';

const DOCUMENT = 'Method report, v0.3 https://files.example.org/methods';
const ACTION = 'Send the method paper';
const AGENDA = 'Welcome and statement, 5 min\nPathway methods, 30 min (lead: Ingrid)\nInput to the Standards, 20 min';

/** One meeting from its announcement to its corrected minutes and the files of them. */
describe('a whole meeting of eight people on Slack and Teams', () => {
  let world: World;
  let startsAt: Date;

  beforeAll(async () => {
    const of = (keys: readonly Eight[]) => ({ people: eight.filter(({ key }) => keys.includes(key)), channels: ['climate'] });
    world = await openWorld({ slack: of(ON_SLACK), teams: of(ON_TEAMS) }, DIRECTORY_OF_EIGHT);
  });
  afterAll(() => world.close());

  /** At the chat they use. */
  const as = (who: Eight, platform: Platform = ON_SLACK.includes(who) ? 'slack' : 'teams'): ChatMember => world.on(platform).as(who);
  const to = (fromStart: number) => world.to(new Date(startsAt.getTime() + fromStart));

  async function send(who: Eight | ChatMember, entries: Readonly<Record<string, Entry>>, words: string | RegExp) {
    const member = typeof who === 'string' ? as(who) : who;
    member.fill(entries);
    expect(await member.submit()).toEqual({});
    const heard = await member.hear(words);
    await member.close();
    return heard;
  }

  /** Presses a button of a direct message, wherever it came to who has both. */
  async function pressOwn(who: Eight, words: string | RegExp, label: string): Promise<ChatMember> {
    const [member, message] = await ownMessage(who, words);
    await member.press(message, label);
    return member;
  }

  const ownMessage = (who: Eight, words: string | RegExp) =>
    Promise.any(
      (['slack', 'teams'] as const)
        .filter((platform) => (platform === 'slack' ? ON_SLACK : ON_TEAMS).includes(who))
        .map(async (platform) => [as(who, platform), await as(who, platform).see('dm', words)] as const),
    );

  it('begins with a group on both, which Ingrid chairs', async () => {
    for (const platform of ['slack', 'teams'] as const) {
      await world.on(platform).addApp('climate', 'sena');
      await as('sena', platform).command('group connect climate-change', { channel: 'climate' });
      await as('ingrid', platform).see('climate', /Keep to the agenda/);
    }
    for (const { key } of eight) if (key !== 'sena') await join(as(key), 'climate');
    await as('sena').command('group roles climate');
    await as('sena').seeForm('Role');
    await send('sena', { Member: 'Ingrid Sætre, Smelter Works (participant)', Role: 'chair' }, /chair/);
    expect(await world.db.membership.count({ where: { leftAt: null } })).toBe(7);
  });

  it('is announced with its agenda and a document, and answered from both', async () => {
    startsAt = tenOClock(world, 9);
    await schedule(as('sena'), startsAt, { 'Sub-topic': 'Pathways', Agenda: AGENDA, Documents: DOCUMENT });
    for (const who of ['amelie', 'jarrah', 'joris'] as const) {
      await as(who).press(await as(who).see('climate', /Pathways/), 'Attending');
      await as(who).hear(/you are attending/);
    }
    await as('beatriz').press(await as('beatriz').see('climate', /Pathways/), 'Maybe');
    await as('beatriz').hear(/you may come/);
    await as('tomas').press(await as('tomas').see('climate', /Pathways/), "Can't come");
    await as('tomas').seeForm('Apologies note');
    await send('tomas', { 'Apologies note': 'Travelling', Alternate: 'Zoë Łukasik' }, /you can't come/);
    await as('jarrah').see('climate', /Attending 3 .*Maybe 1 .*Apologies 1/s);
  });

  it('waits for the Secretariat before a line of the agenda that may touch prices', async () => {
    await to(-8 * DAY);
    await as('ingrid').command('manage climate');
    await as('ingrid').press(await as('ingrid').hear(/Pathways/), 'Edit the agenda', 0);
    await as('ingrid').seeForm('Agenda');
    await send('ingrid', { Agenda: `${AGENDA}\nBillet prices, 5 min` }, /Secretariat/);
    const sena = await pressOwn('sena', /Billet prices/, 'Reword');
    await sena.seeForm('Billet prices');
    await send(sena, { Line: 'Next steps, 5 min' }, /Next steps/);
    await as('amelie').command('agenda climate');
    await as('amelie').hear(/Next steps/);
  });

  it('does not open for the chair while nobody of the Secretariat is there', async () => {
    for (const before of [-7 * DAY, -3 * DAY, -DAY, -9 * MINUTE, 0]) await to(before + MINUTE);
    for (const who of ['amelie', 'jarrah', 'joris', 'beatriz'] as const) {
      await as(who).press(await as(who).see('climate', /Before we begin/), HERE);
      await as(who).hear(/You are recorded as here/);
    }
    const ingrid = await pressOwn('ingrid', /Please read it aloud/, 'Statement read aloud and I will comply');
    await ingrid.hear(/Nothing is recorded yet/);
    expect(await world.db.reading.count()).toBe(0);
  });

  it('opens once Sena is there, and shows the chair who is', async () => {
    await as('sena', 'teams').press(await as('sena', 'teams').see('climate', /Before we begin/), HERE);
    await as('sena', 'teams').hear(/You are recorded as here/);
    const page = /Open the meeting: Pathways.*Secretariat.*Sena Okafor/s;
    const pressed = await Promise.all([1, 2].map(() => pressOwn('ingrid', page, 'Statement read aloud and I will comply')));
    await pressed[0]?.hear(/read aloud/);
    await pressed[0]?.see('dm', /In session: Pathways.*Here: 6 of \d/s);
    expect(await world.db.reading.count()).toBe(1);
    expect(await world.db.opening.count()).toBe(1);
  });

  it('notes a conflict of interest, a concern, and who left and came back', async () => {
    await as('joris').command('here');
    await as('joris').press(await as('joris').hear(/already recorded as here/), 'Declare a conflict of interest');
    await as('joris').seeForm('What others should know');
    const about = { 'Item of the agenda': '2', 'What others should know': 'We sell such software.', 'I stay out of this item': 'yes' };
    await send('joris', about, /recorded|declared/i);
    await ownMessage('ingrid', /Joris Maes \(item 2, stays out of it\)/);
    await as('amelie').press(await as('amelie').see('climate', /Before we begin/), 'Raise a concern');
    await as('amelie').seeForm('Do not describe the sensitive content');
    await send('amelie', { How: 'open', 'Agenda item': '2' }, /channels/);
    await as('jarrah').see('climate', /Stop, please/);
    await as('beatriz').command('here');
    await as('beatriz').press(await as('beatriz').hear(/already recorded as here/), 'I had to leave early');
    await as('beatriz').hear(/you left/);
  });

  it('lets who comes after check-in closed say that they joined late, with the statement before them', async () => {
    await to(35 * MINUTE);
    await as('zoe').press(await as('zoe').see('climate', /Under way: Pathways.*Check-in closed/s), 'I joined late');
    await as('zoe').press(await as('zoe').hear(/You can still say that you joined late/), 'I joined late and I will comply');
    await as('zoe').hear(/recorded as joining late/);
    await ownMessage('ingrid', /Zoë Łukasik/);
  });

  it('ends with a roll that the chair confirms, with a guest', async () => {
    await to(HOUR + MINUTE);
    const ingrid = await pressOwn('ingrid', /Who was there/, 'Confirm the roll');
    const { reading } = await ingrid.seeForm('Amélie Durand');
    expect(reading).toMatch(/Zoë Łukasik.*said so after check-in closed/s);
    await send(ingrid, { Guests: 'Prof. Li Wei, University of Bergen' }, /The roll is confirmed/);
    const { entries, confirmedByName } = await world.db.roll.findFirstOrThrow();
    expect(confirmedByName).toBe('Ingrid Sætre');
    expect(entries).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ name: 'Tomás Quiroga', status: 'apologies', organisation: 'Lumen Bottle & Can' }),
        expect.objectContaining({ name: 'Beatriz Falcão', status: 'left_early' }),
        expect.objectContaining({ name: 'Prof. Li Wei', role: 'guest' }),
      ]),
    );
  });

  it('is minuted without names and without decisions, with an action', async () => {
    const ingrid = as('ingrid');
    const page = async (words: RegExp) => {
      await ingrid.command('minutes climate');
      return ingrid.hear(words);
    };
    await ingrid.press(await page(/Write the notes/), 'Write the notes');
    await ingrid.seeForm('Pathway methods');
    const notes = { 'Item 2, Pathway methods': 'The group decided on method B. Amélie Durand preferred C.' };
    const flagged = await send(ingrid, { ...notes, 'Input to the Standards Committee, item 3': 'Allow a regional pathway.' }, /flagged/);
    expect(flagged.reading).toMatch(/Working groups advise; they do not decide/);
    expect(flagged.reading).toMatch(/names a person/);
    await ingrid.press(await page(/flagged/), 'Change the notes');
    await ingrid.seeForm('Pathway methods');
    const worded = 'Three methods were compared; several of those present preferred B.';
    await send(ingrid, { 'Item 2, Pathway methods': worded }, /Send them to the Secretariat/);
    await ingrid.press(await page(/Send them/), 'Add an action');
    await ingrid.seeForm('What is to be done');
    const due = new Date(startsAt.getTime() + 30 * DAY).toISOString().slice(0, 10);
    await send(ingrid, { 'What is to be done': ACTION, Owner: 'Joris Maes, Rolling Mills', Due: due }, ACTION);
    await ingrid.press(await page(/Send the method paper/), 'Send to the Secretariat for review');
    await ingrid.hear(/The Secretariat has the minutes/);
  });

  it('is issued by the Secretariat to both channels, and corrected when somebody finds a fault', async () => {
    const issuing = await pressOwn('sena', /Minutes.*Pathways/s, 'Issue the minutes');
    await issuing.hear(/are issued/);
    await to(HOUR + 3 * MINUTE);
    for (const who of ['beatriz', 'jarrah'] as const) await as(who).see('climate', /Minutes: .*Pathways.*Send the method paper/s);
    await as('jarrah').press(await as('jarrah').see('climate', /Suggest a correction/), 'Suggest a correction');
    await as('jarrah').seeForm('What is wrong');
    await send('jarrah', { 'What it is about': '1', 'What is wrong, and how it should read': 'Four methods, not three.' }, /Secretariat/);
    await to(HOUR + 5 * MINUTE);
    const sena = await pressOwn('sena', /Four methods, not three/, 'Correct the minutes');
    await sena.seeForm('Reason of the correction');
    const corrected = { 'Item 2, Pathway methods': 'Four methods were compared; several of those present preferred B.' };
    await send(sena, { ...corrected, 'Reason of the correction': 'A number was wrong.' }, /corrected/);
    await to(HOUR + 7 * MINUTE);
    await as('amelie').see('climate', /Four methods were compared/);
    await as('jarrah').see('climate', /were corrected.*A number was wrong/s);
  });

  it('is there as a file for who was at it, and the whole record for the Secretariat alone', async () => {
    await as('jarrah').press(await as('jarrah').see('climate', /Minutes as a file/), 'Minutes as a file');
    const minutes = await fetchPdf(await as('jarrah').hear(/These links are made for you/));
    for (const words of [
      ...[
        'Advice, not a decision',
        'Anti-trust statement, v1',
        'Ingrid Sætre, Smelter Works',
        'Zoë Łukasik',
        'Tomás Quiroga, Lumen Bottle & Can',
      ],
      ...['Prof. Li Wei, University of Bergen', 'Method report, v0.3', 'Four methods were compared', 'Send the method paper', 'Joris Maes'],
      ...['Allow a regional pathway.', 'A number was wrong.'],
    ])
      expect(minutes).toContain(words);
    await as('sena').command('record meeting climate');
    await as('sena').press(await as('sena').hear(/Record of Climate Change/), 'Record as a file');
    const record = await fetchPdf(await as('sena').hear(/These links are made for you/));
    for (const words of [
      'We sell such software.',
      'Billet prices',
      'arrived',
      'said after check-in closed',
      'Roll confirmed by Ingrid Sætre',
      'A number was wrong.',
    ])
      expect(record).toContain(words);
  });

  async function fetchPdf({ text, reading }: { readonly text: string; readonly reading: string }): Promise<string> {
    const [address = ''] = /\/files\/[\w-]+\.pdf/.exec(`${text} ${reading}`) ?? [];
    const answer = await fetch(`${world.program.url.replace('localhost', '127.0.0.1')}${address}`);
    expect(answer.headers.get('content-type')).toContain('application/pdf');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return (await readPdf(bytes)).pages.join(' ');
  }

  it('leaves an action that stands on the next agenda, and whose owner is reminded', async () => {
    const next = tenOClock(world, 21);
    await schedule(as('sena'), next, { 'Sub-topic': 'Adaptation', Agenda: 'Welcome, 5 min' });
    await as('zoe').command('agenda climate');
    await as('zoe').hear(/Open actions from earlier meetings.*Send the method paper/s);
    await world.to(new Date(startsAt.getTime() + 24 * DAY));
    await as('joris').press(await as('joris').see('dm', /Send the method paper/), 'Done');
    await as('joris').hear(/done/i);
  });

  tellsTheEnd(() => ({ platform: 'slack', world, as: (who) => world.on('slack').as(who) }));
});
