import { v7 as uuidv7 } from 'uuid';
import { checkIn } from '../../../src/features/attendance/check-in.ts';
import { confirmRoll } from '../../../src/features/attendance/confirm-roll.ts';
import { read } from '../../../src/features/attendance/read.ts';
import { raise } from '../../../src/features/concerns/raise.ts';
import type { World } from '../../support/world.ts';
import { answers, at, heldMeeting, letPass } from '../attendance/held-meeting.ts';

/** A meeting with a bit of everything: a reading, claims, an alternate, apologies, guests, two concerns and a confirmed roll. */
export async function recordedMeeting(world: World) {
  const held = await heldMeeting(world);
  const { body, meeting, payload, chair, secretary, group } = held;
  await world.db.meeting.update({ where: { id: meeting.id }, data: { chairId: chair.id, secretariatId: secretary.id } });
  await world.db.agendaVersion.create({
    data: {
      ...{ id: uuidv7(), bodyId: body.body.id, meetingId: meeting.id, n: 1, at: at('08:00') },
      items: [{ title: 'Welcome and statement', minutes: 5 }, { title: 'Pathway methods' }],
      documents: [{ title: 'Method paper, v3', url: 'https://docs.example.org/methods' }],
    },
  });
  const ann = await held.member('Ann Ångström');
  const ben = await held.member('Ben <b>Bold</b>');
  const carl = await held.member('Carl');
  const dora = await held.member('Dora');
  await answers(world, body, meeting.id, carl.id, 'declined', { alternateId: dora.id, alternateName: 'Dora' });
  await checkIn(body.asMember(ann, at('12:01')), payload);
  await checkIn(body.asMember(chair, at('12:00')), payload);
  await checkIn(body.asSecretariat(secretary, at('12:00')), payload);
  await letPass(world, held);
  await read(body.asMember(chair, at('12:02')), { meeting: meeting.id });
  const concern = { agenda: '1', meeting: meeting.id, item: '2' };
  await raise(body.asMember(ann, at('12:14')), { ...concern, draft: uuidv7(), how: 'open' });
  await raise(body.asMember(ann, at('12:20')), { ...concern, draft: uuidv7(), how: 'secretariat' });
  await confirmRoll(body.asMember(chair, at('13:05')), {
    ...{ meeting: meeting.id, version: 0, guests: 'Prof. Gus Guest, University of Somewhere' },
    [`person:${ann.id}`]: 'here',
    [`person:${chair.id}`]: 'here',
    [`person:${secretary.id}`]: 'here',
    [`person:${ben.id}`]: 'left_early',
    [`person:${carl.id}`]: 'apologies',
    [`person:${dora.id}`]: 'here',
  });
  const outsider = await body.person({ name: 'Olga Outsider' });
  return { ...held, group, ann, ben, carl, dora, outsider };
}

export type Recorded = Awaited<ReturnType<typeof recordedMeeting>>;
