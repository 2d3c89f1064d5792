import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '../../../src/bot/context.ts';
import type { NoticeFacts } from '../../../src/bot/define.ts';
import { rememberPosted } from '../../../src/bot/posted.ts';
import { drop, markDone, reopen } from '../../../src/features/actions/finish.ts';
import { getHome } from '../../../src/features/home/facts.ts';
import { home } from '../../../src/features/home/index.ts';
import { meetings } from '../../../src/features/meetings/index.ts';
import { groups } from '../../../src/features/groups/index.ts';
import { records } from '../../../src/features/records/index.ts';
import { labels, textOf } from '../../support/card-words.ts';
import { openWorld, type World } from '../../support/world.ts';
import { days, stage, type Stage } from '../actions/stage.ts';
import { addMeeting } from '../attendance/held-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const NOON = new Date('2026-11-23T12:00:00.000Z');
const agendaOf = async (ctx: Ctx, meeting: string): Promise<string> =>
  textOf((await meetings.buttons.find((one) => one.id === 'meetings.agenda')!.run(ctx, { meeting })).whisper);

/** A meeting of the group that ended three days ago, and one on 17 December. */
async function around(on: Stage) {
  const past = await addMeeting(world, on.body, on.group.id, { subTopic: 'Before', startsAt: days(NOON, -3) });
  const later = await addMeeting(world, on.body, on.group.id, { subTopic: 'Later', startsAt: days(NOON, 24) });
  return { past, later };
}

describe('the agenda of a meeting to come', () => {
  test('shows open actions from before it, soonest due first, and not those of its own', async () => {
    const on = await stage(world);
    const { past } = await around(on);
    await on.add({ meeting: past.id, what: 'Second', owner: on.ann.id, due: '2026-12-20' });
    await on.add({ what: 'First', ownerName: 'Gus', due: '2026-12-01' });
    await on.add({ meeting: on.meeting.id, what: 'Its own' });
    const page = await agendaOf(on.body.asMember(on.ann), on.meeting.id);
    expect(page).toContain(
      'Open actions from earlier meetings:\nFirst. Owner: Gus. Due 1 Dec 2026.\nSecond. Owner: Ann Member. Due 20 Dec 2026.',
    );
    expect(page).not.toMatch(/Its own|Done since/);
    expect(await agendaOf(on.asSam, past.id)).not.toContain('Open actions');
  });

  test('shows ten, and how many more', async () => {
    const on = await stage(world);
    for (let i = 0; i < 14; i++) await on.add({ what: `Number ${String(i)}` });
    const page = await agendaOf(on.asChair, on.meeting.id);
    expect(page.match(/Number/g)).toHaveLength(10);
    expect(page).toContain('and 4 more');
  });

  test('shows what was done since the group met last, once: after the next meeting no more; what was dropped never', async () => {
    const on = await stage(world);
    const { later } = await around(on);
    const old = await on.add({ what: 'Long done' });
    await markDone(on.body.asMember(on.chair, days(NOON, -4)), { action: old.id });
    await markDone(on.asChair, { action: (await on.add({ what: 'Just done' })).id });
    await drop(on.asChair, { action: (await on.add({ what: 'Let go' })).id, reason: 'Not needed' });
    expect(await agendaOf(on.asChair, later.id)).toContain('Done since the last meeting:\nJust done\n');
    expect(await agendaOf(on.asChair, later.id)).not.toMatch(/Long done|Let go/);
    expect(await agendaOf(on.body.asMember(on.chair, days(NOON, 20)), later.id)).not.toContain('Just done');
  });

  test('does not show them to who is not in the group', async () => {
    const on = await stage(world);
    await on.add();
    const outsider = await on.body.person();
    expect(await agendaOf(on.body.asMember(outsider), on.meeting.id)).not.toContain('definition');
  });

  test('carries them in its notice, and its posted card follows every change', async () => {
    const on = await stage(world);
    await on.body.channel(on.group.id);
    const action = await on.add();
    const kind = meetings.notices.find((one) => one.kind === 'meetings.agenda')!;
    const row = await world.db.notice.findFirstOrThrow({ where: { meetingId: on.meeting.id, kind: kind.kind } });
    const notice: NoticeFacts = { ...row, subject: row.subject as Record<string, string> };
    const ctx = on.body.asScheduler(row.dueAt);
    const [target] = (await kind.targets(ctx, notice)) as { channel: string }[];
    expect(textOf((await kind.render(ctx, notice, target!)) as never)).toContain('Draft the definition');
    const ref = { platform: 'slack', workspaceId: on.body.workspaceId, channelId: 'C1', ts: uuidv7() };
    await rememberPosted(ctx, { kind: 'meetings.agenda', subject: on.meeting.id, ref: ref as never, shownHash: 'x' });
    for (const act of [markDone, reopen]) {
      await world.db.postedCard.updateMany({ data: { staleAt: null } });
      await act(on.asChair, { action: action.id });
      expect(await world.db.postedCard.findMany({ where: { subject: on.meeting.id } })).toMatchObject([{ staleAt: NOON }]);
    }
  });
});

describe('elsewhere', () => {
  test('the home shows own actions that are due soon or late, with the button that ends them', async () => {
    const on = await stage(world);
    await on.add({ owner: on.ann.id, due: '2026-11-30', what: 'Soon' });
    await on.add({ owner: on.ann.id, due: '2026-12-24', what: 'Far' });
    await on.add({ owner: on.ben.id, due: '2026-11-30', what: 'His' });
    const card = await home.home!(on.body.asMember(on.ann));
    expect(textOf(card)).toContain('Your action: Climate Change: Soon. Owner: Ann Member. Due 30 Nov 2026.');
    expect(textOf(card)).not.toMatch(/Far|His/);
    expect(labels(card)).toEqual(expect.arrayContaining(['Done', 'Actions']));
    const late = await getHome(on.body.asMember(on.ann, days(NOON, 60)), on.ann.id);
    expect(late.actions.map((one) => one.what)).toEqual(['Soon', 'Far']);
  });

  test('/wg my counts them, and the record of a meeting has those that came up at it', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id, meeting: on.meeting.id });
    const my = groups.commands.find((one) => one.word === 'my')!;
    expect(textOf((await my.run(on.body.asMember(on.ann), {})).whisper)).toContain('You own 1 open action.');
    await markDone(on.asChair, { action: action.id });
    const record = records.buttons.find((one) => one.id === 'records.meeting')!;
    const said: string[] = [];
    for (const page of ['0', '1', '2']) said.push(textOf((await record.run(on.asSam, { meeting: on.meeting.id, page })).whisper));
    expect(said.join('\n')).toContain('Draft the definition. Owner: Ann Member. No date. Done.');
  });
});
