import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '../../../src/bot/context.ts';
import type { MeetingState } from '../../../src/db/generated/client.ts';
import { add } from '../../../src/features/actions/add.ts';
import { checkIn } from '../../../src/features/attendance/check-in.ts';
import { confirmRoll } from '../../../src/features/attendance/confirm-roll.ts';
import { correct } from '../../../src/features/attendance/correct.ts';
import { importAttendance } from '../../../src/features/attendance/import-attendance.ts';
import { read } from '../../../src/features/attendance/read.ts';
import { cancel } from '../../../src/features/meetings/cancel.ts';
import { change } from '../../../src/features/meetings/change.ts';
import { editAgenda } from '../../../src/features/meetings/edit-agenda.ts';
import { move } from '../../../src/features/meetings/move.ts';
import { rsvp } from '../../../src/features/meetings/rsvp.ts';
import { PERMITS, STATES, statesFor, type Act } from '../../../src/features/meetings/states.ts';
import { suggest } from '../../../src/features/meetings/suggest.ts';
import { openComment } from '../../../src/features/minutes/comment.ts';
import { openCorrection } from '../../../src/features/minutes/correct.ts';
import { saveNotes } from '../../../src/features/minutes/save-notes.ts';
import { NOON, openWorld, type World } from '../../support/world.ts';
import { addMeeting, letPass } from '../attendance/held-meeting.ts';
import { teamsReport, us, utf8 } from '../attendance/import-fixtures.ts';
import { openAttempts } from '../authorisation/attempt.ts';
import { secretary } from './planned-meeting.ts';

const MINUTE = 60_000;

let world: World;
let scene: Awaited<ReturnType<typeof setScene>>;
let attempt: Awaited<ReturnType<typeof openAttempts>>;
beforeAll(async () => {
  world = await openWorld();
  scene = await setScene();
  attempt = await openAttempts(world.db);
});
afterAll(() => world.close());

/** A meeting that begins in five minutes, and one that began five minutes ago and in which Ann checked in. */
async function setScene() {
  const body = await world.newBody();
  const statement = await body.statement();
  const group = await body.group({ slug: 'climate', name: 'Climate' });
  const chair = await body.person({ name: 'Cleo Chair' });
  const ann = await body.person({ name: 'Ann Member' });
  await body.member(group.id, chair.id, 'chair');
  await body.member(group.id, ann.id);
  const sam = await secretary(body);
  const soon = await addMeeting(world, body, group.id, { subTopic: 'Soon', startsAt: new Date(NOON.getTime() + 5 * MINUTE) });
  const live = await addMeeting(world, body, group.id, { subTopic: 'Live', startsAt: new Date(NOON.getTime() - 5 * MINUTE) });
  await checkIn(body.asMember(ann), { meeting: live.id, statement: statement.id });
  await letPass(world, { body, meeting: live, secretary: sam });
  return { body, statement, group, chair, ann, sam, soon, live };
}

type Scene = typeof scene;

/** How each thing is done, as somebody who may, at a time when it can be. */
interface Try {
  readonly at: 'soon' | 'live';
  readonly as: 'chair' | 'ann' | 'sam';
  readonly run: (ctx: Ctx, of: Scene, state: MeetingState) => Promise<unknown>;
}

const wall = { date: '2026-12-11', time: '10:00', minutes: '60', zone: 'Europe/Zurich' };
const named = { kind: 'priority', link: 'https://meet.invalid/9', subTopic: 'Other words' };
const CONFIRMED: readonly MeetingState[] = ['closed', 'minutes_draft', 'minutes_issued'];
const attended = utf8(teamsReport([{ name: 'Gus Guest', join: us('00:00'), leave: us('00:30') }]));

/** Issued minutes of the meeting in session, if the state says there are. */
async function issueIn(ctx: Ctx, { live, sam }: Scene, state: MeetingState): Promise<void> {
  if (state !== 'minutes_issued') return;
  const content = { items: [], kept: [], actions: [], rollVersion: 1, review: null };
  const row = { id: uuidv7(), bodyId: ctx.body.id, meetingId: live.id, n: 1, kind: 'issued' as const, content };
  await ctx.db.minuteVersion.create({ data: { ...row, at: ctx.now, byId: sam.id, byName: 'Sam' } });
}

const TRIES: Readonly<Record<Act, Try>> = {
  answer: { at: 'soon', as: 'ann', run: (ctx, { soon }) => rsvp(ctx, { meeting: soon.id, answer: 'attending' }) },
  suggest: { at: 'soon', as: 'ann', run: (ctx, { soon }) => suggest(ctx, { meeting: soon.id, text: 'Scrap' }) },
  change: { at: 'live', as: 'chair', run: (ctx, { live }) => change(ctx, { meeting: live.id, ...named }) },
  move: { at: 'soon', as: 'chair', run: (ctx, { soon }) => move(ctx, { meeting: soon.id, sequence: 0, ...wall }) },
  cancel: { at: 'soon', as: 'chair', run: (ctx, { soon }) => cancel(ctx, { meeting: soon.id, reason: 'Too few.' }) },
  editAgenda: {
    at: 'live',
    as: 'chair',
    run: (ctx, { live }) => editAgenda(ctx, { meeting: live.id, n: '0', agenda: 'Welcome, 5 min', documents: null }),
  },
  checkIn: { at: 'live', as: 'chair', run: (ctx, { live, statement }) => checkIn(ctx, { meeting: live.id, statement: statement.id }) },
  read: { at: 'live', as: 'sam', run: (ctx, { live }) => read(ctx, { meeting: live.id }) },
  roll: {
    at: 'live',
    as: 'sam',
    run: (ctx, { live, ann }, state) =>
      confirmRoll(ctx, {
        meeting: live.id,
        version: CONFIRMED.includes(state) ? 1 : 0,
        reason: CONFIRMED.includes(state) ? 'She left.' : null,
        [`person:${ann.id}`]: 'here',
      }),
  },
  correctOwn: { at: 'live', as: 'ann', run: (ctx, { live }) => correct(ctx, { meeting: live.id, what: 'not-there' }) },
  import: { at: 'live', as: 'sam', run: (ctx, { live }) => importAttendance(ctx, { meeting: live.id, file: attended, zone: 'UTC' }) },
  minutes: {
    at: 'live',
    as: 'sam',
    async run(ctx, of, state) {
      await issueIn(ctx, of, state);
      const about = { meeting: of.live.id };
      return state === 'minutes_issued'
        ? openCorrection(ctx, about)
        : saveNotes(ctx, { ...about, version: 0, departure: 'News', departureNote: 'Heard.' });
    },
  },
  comment: {
    at: 'live',
    as: 'ann',
    async run(ctx, of, state) {
      await issueIn(ctx, of, state);
      return openComment(ctx, { meeting: of.live.id });
    },
  },
  addAction: { at: 'live', as: 'chair', run: (ctx, { live }) => add(ctx, { draft: uuidv7(), meeting: live.id, what: 'Ask' }) },
};

/** Puts the meeting into the state: where the roll is confirmed in it, by confirming it. */
async function reach(ctx: Ctx, of: Scene, id: string, state: MeetingState): Promise<void> {
  if (CONFIRMED.includes(state) && id === of.live.id) {
    const confirming = { ...ctx, actor: of.body.asSecretariat(of.sam).actor };
    await confirmRoll(confirming, { meeting: id, version: 0, [`person:${of.ann.id}`]: 'here' });
  }
  await ctx.db.meeting.update({ where: { id }, data: { state } });
}

function actorOf(of: Scene, as: Try['as']): Ctx {
  return as === 'sam' ? of.body.asSecretariat(of.sam) : of.body.asMember(of[as]);
}

describe('every state permits what the table says, and refuses the rest in words', () => {
  it.each(Object.keys(TRIES) as (keyof typeof TRIES)[])('%s', async (act) => {
    const { at, as, run } = TRIES[act];
    const found: Partial<Record<MeetingState, string>> = {};
    for (const state of STATES) {
      let reached = false;
      const came = await attempt(actorOf(scene, as), async (ctx) => {
        await reach(ctx, scene, scene[at].id, state);
        reached = true;
        return run(ctx, scene, state);
      });
      expect(reached, `${state}: ${came.heard}`).toBe(true);
      found[state] = came.outcome;
    }
    const permitted = statesFor(act);
    expect(found).toEqual(Object.fromEntries(STATES.map((state) => [state, permitted.includes(state) ? 'yes' : 'moot'])));
  });

  it('and the table names every state there is, and nothing that is not tried', () => {
    expect(Object.keys(PERMITS).sort()).toEqual(Object.keys(TRIES).sort());
    expect(Object.values(PERMITS).filter((permit) => permit.in.some((state) => ['draft', 'cancelled'].includes(state)))).toEqual([]);
  });
});
