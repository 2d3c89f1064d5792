import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Card } from '../../../src/bot/card.ts';
import { isSkip, type NoticeFacts, type Target } from '../../../src/bot/define.ts';
import { Conflict, NotAllowed } from '../../../src/bot/errors.ts';
import { listMeetingsById, listAnswers } from '../../../src/features/meetings/lookup.ts';
import { meetings } from '../../../src/features/meetings/index.ts';
import { rsvp } from '../../../src/features/meetings/rsvp.ts';
import { standIn } from '../../../src/features/meetings/stand-in.ts';
import { labels, textOf, words } from '../../support/card-words.ts';
import { openWorld, type TestBody, type World } from '../../support/world.ts';
import { plannedMeeting } from './planned-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Ann can't come and may name her colleague Cora, who is not in the group. */
async function colleagues() {
  const body = await world.newBody();
  const planned = await plannedMeeting(body);
  const { organisationId } = await world.db.person.findUniqueOrThrow({ where: { id: planned.ann.id } });
  const cora = await body.person({ name: 'Cora Colleague', organisationId });
  const names = (alternate: string | null, note = '') =>
    rsvp(body.asMember(planned.ann), { meeting: planned.meeting.id, answer: 'declined', alternate, note });
  return { ...planned, body, cora, names };
}

async function told(body: TestBody, kind: string): Promise<{ to: readonly Target[] | string; card: Card | null }[]> {
  const rows = await world.db.notice.findMany({ where: { bodyId: body.body.id, kind }, orderBy: { createdAt: 'asc' } });
  const found = meetings.notices.find((one) => one.kind === kind)!;
  return Promise.all(
    rows.map(async (row) => {
      const notice: NoticeFacts = { ...row, subject: row.subject as Record<string, string> };
      const to = await found.targets(body.asScheduler(), notice);
      if (isSkip(to)) return { to: to.skip, card: null };
      const card = await found.render(body.asScheduler(), notice, to[0]!);
      return isSkip(card) ? { to: card.skip, card: null } : { to, card };
    }),
  );
}

describe('an alternate', () => {
  test('hears that they are named, joins the group and accepts; who named them hears it', async () => {
    const { body, group, ann, cora, meeting, names } = await colleagues();
    await names(cora.id);
    const [first, ...more] = await told(body, 'meetings.alternate-named');
    expect(more).toEqual([]);
    expect(first!.to).toEqual([{ person: cora.id }]);
    expect(words(first!.card!)).toContain("can't come to");
    expect(labels(first!.card!).slice(0, 3)).toEqual([`Join ${group.name}`, 'Accept, I have joined', "I can't"]);
    await expect(standIn(body.asMember(cora), { meeting: meeting.id, by: ann.id, takes: 'yes' })).rejects.toBeInstanceOf(NotAllowed);
    await body.member(group.id, cora.id);
    expect(labels((await told(body, 'meetings.alternate-named'))[0]!.card!).slice(0, 2)).toEqual(['Accept', "I can't"]);
    expect(await standIn(body.asMember(cora), { meeting: meeting.id, by: ann.id, takes: 'yes' })).toMatchObject({ answer: 'attending' });
    const [answered] = await told(body, 'meetings.alternate-answered');
    expect(answered!.to).toEqual([{ person: ann.id }]);
    expect(textOf(answered!.card!)).toContain('Cora Colleague stands in for you');
    expect((await told(body, 'meetings.alternate-named'))[0]!.to).toBe('comes anyway');
  });

  test('who says no, or sends apologies by any way, is shown so to who named them and on the list of who comes', async () => {
    const { body, ann, cora, chair, meeting, names } = await colleagues();
    await names(cora.id);
    expect(await standIn(body.asMember(cora), { meeting: meeting.id, by: ann.id, takes: 'no' })).toMatchObject({ answer: 'declined' });
    const [answered] = await told(body, 'meetings.alternate-answered');
    expect(answered!.to).toEqual([{ person: ann.id }]);
    expect(textOf(answered!.card!)).toContain("Cora Colleague can't stand in for you");
    expect(labels(answered!.card!)).toEqual(['Name somebody else']);
    expect((await listAnswers(body.asScheduler(), meeting.id)).find((one) => one.personId === ann.id)).toMatchObject({
      alternateName: 'Cora Colleague',
      alternateAnswer: 'declined',
    });
    const reply = await meetings.buttons.find((one) => one.id === 'meetings.who')!.run(body.asMember(chair), { meeting: meeting.id });
    expect(textOf(reply.whisper)).toContain("alternate: Cora Colleague (can't come either)");
  });

  test('who has sent apologies is not named, so nobody names two in a circle', async () => {
    const { body, group, ann, cora, meeting, names } = await colleagues();
    await body.member(group.id, cora.id);
    await names(cora.id);
    await expect(rsvp(body.asMember(cora), { meeting: meeting.id, answer: 'declined', alternate: ann.id })).rejects.toMatchObject({
      fields: { alternate: expect.stringContaining("can't come to this meeting either") as string },
    });
    await rsvp(body.asMember(cora), { meeting: meeting.id, answer: 'declined' });
    await expect(names(cora.id, 'again')).rejects.toMatchObject({
      fields: { alternate: expect.stringContaining("can't come to this meeting either") as string },
    });
  });

  test('of whom somebody else took the place hears nothing any more, and their press counts no more', async () => {
    const { body, ann, cora, meeting, names } = await colleagues();
    await names(cora.id);
    await names(null, 'Nobody after all');
    expect((await told(body, 'meetings.alternate-named'))[0]!.to).toBe('another alternate is named, or none');
    await expect(standIn(body.asMember(cora), { meeting: meeting.id, by: ann.id, takes: 'no' })).rejects.toBeInstanceOf(Conflict);
    expect((await listMeetingsById(body.asScheduler(), [meeting.id]))[0]!.answers.declined).toBe(1);
  });
});
