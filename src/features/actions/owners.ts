import type { Ctx } from '../../bot/context.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { listSecretariat } from '../directory/lookup.ts';
import { listMembers } from '../groups/lookup.ts';

export interface OwnerChoice {
  readonly id: string;
  readonly name: string;
  readonly organisation: string | null;
}

/** Who can own an action of a group: its members, then the Secretariat. */
export async function listOwnerChoices(ctx: Ctx, groupId: string): Promise<OwnerChoice[]> {
  const people = [...(await listMembers(ctx, groupId)), ...(await listSecretariat(ctx))];
  return [...new Map(people.map((one) => [one.personId, one])).values()].map(({ personId, name, organisation }) => ({
    id: personId,
    name,
    organisation,
  }));
}

export interface Owner {
  readonly ownerId: string | null;
  /** Of somebody who is not in the directory. */
  readonly ownerName: string | null;
  /** In either case. */
  readonly owner: string | null;
}

interface Given {
  readonly owner: string | null;
  readonly ownerName: string | null;
}

/** The owner that was chosen or written down. Throws InvalidInput for somebody who is not in the group, and for two at once. */
export async function chooseOwner(ctx: Ctx, group: { readonly id: string; readonly name: string }, given: Given): Promise<Owner> {
  if (given.owner === null) return { ownerId: null, ownerName: given.ownerName, owner: given.ownerName };
  if (given.ownerName !== null)
    throw new InvalidInput({ ownerName: 'One action has one owner. Choose somebody above, or write a name here.' });
  const chosen = (await listOwnerChoices(ctx, group.id)).find((one) => one.id === given.owner);
  if (!chosen)
    throw new InvalidInput({ owner: `This person is not in ${group.name} (any more). Choose somebody else, or write a name below.` });
  return { ownerId: chosen.id, ownerName: null, owner: chosen.name };
}
