import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidInput, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { conflictLine } from '../../../src/features/opening/cards.ts';
import { declareConflict } from '../../../src/features/opening/declare-conflict.ts';
import { listConflicts } from '../../../src/features/opening/lookup.ts';
import { withdrawConflict } from '../../../src/features/opening/withdraw-conflict.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { openWorld, type World } from '../../support/world.ts';
import { addMeeting, at, heldMeeting, writeAgenda } from '../attendance/held-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const ABOUT = 'We sell this technology.';
const said = { agenda: '1', item: '2', about: ABOUT, out: 'yes' as const };

describe('a conflict of interest', () => {
  test('is declared on an item once, with who and for whom as it was, and withdrawn by a row beside it', async () => {
    const held = await heldMeeting(world);
    await writeAgenda(world, held);
    const { body, meeting, member } = held;
    const ann = await member('Ann');
    const ctx = body.asMember(ann, at('12:01'));
    const input = { draft: uuidv7(), meeting: meeting.id, ...said };
    expect(await declareConflict(ctx, input)).toMatchObject({
      outcome: 'recorded',
      conflict: { organisation: 'Ann Works', staysOut: true },
    });
    expect(await declareConflict(ctx, input)).toMatchObject({ outcome: 'already' });
    const [declared] = await listConflicts(ctx, meeting.id);
    expect(toPlain(conflictLine(declared!))).toContain(`Ann (Ann Works), on item 2, Pathway methods, stays out of it`);
    await expect(withdrawConflict(body.asMember(await member('Ben'), at('12:02')), { conflict: input.draft })).rejects.toThrow(NotFound);
    await withdrawConflict(body.asMember(ann, at('12:05')), { conflict: input.draft });
    await withdrawConflict(body.asMember(ann, at('12:06')), { conflict: input.draft });
    expect(await listConflicts(ctx, meeting.id)).toMatchObject([{ about: ABOUT, withdrawnAt: at('12:05') }]);
    expect(await body.audited()).toEqual(['opening.declareConflict', 'opening.withdrawConflict']);
  });

  test('is refused for a meeting of another group, before check-in opens, after the end, and for an item that is not there', async () => {
    const held = await heldMeeting(world);
    const { body, meeting, member } = held;
    const ann = await member('Ann');
    const other = await addMeeting(world, body, (await body.group()).id);
    const declare = (time: string, more: object = {}) =>
      declareConflict(body.asMember(ann, at(time)), { draft: uuidv7(), meeting: meeting.id, ...said, item: 'whole', ...more });
    await expect(declare('12:01', { meeting: other.id })).rejects.toThrow(NotAllowed);
    await expect(declare('11:00')).rejects.toThrow(/can be declared from/);
    await expect(declare('13:01')).rejects.toThrow(/is over/);
    await expect(declare('12:01', { item: '7' })).rejects.toThrow(InvalidInput);
    await expect(declare('12:01', { about: 'x'.repeat(301) })).rejects.toThrow(InvalidInput);
    expect(await listConflicts(body.asMember(ann), meeting.id)).toEqual([]);
  });
});
