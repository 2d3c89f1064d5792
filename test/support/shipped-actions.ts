import { v7 as uuidv7 } from 'uuid';
import { add } from '../../src/features/actions/add.ts';
import { markDone } from '../../src/features/actions/finish.ts';
import type { TestBody, TestPerson } from './world.ts';

interface Keepers {
  readonly member: TestPerson;
  readonly chair: TestPerson;
}

/** More actions than are shown at once, as long as they can be, some owned by the member and of a meeting; some are done. */
export async function addActions(
  body: TestBody,
  place: { readonly group: string; readonly meeting: string },
  { member, chair }: Keepers,
  long: (length: number) => string,
): Promise<void> {
  for (let i = 0; i < 24; i++) {
    const owner = i % 2 === 0 ? { owner: member.id } : { ownerName: long(110) };
    const from = i === 2 ? place : { group: place.group };
    const given = { draft: uuidv7(), ...from, what: `${String(i)} ${long(190)}`, due: i % 3 === 0 ? '2026-12-09' : null, ...owner };
    const { action } = await add(body.asMember(chair), given);
    if (i > 17) await markDone(body.asMember(chair), { action: action.id });
  }
}
