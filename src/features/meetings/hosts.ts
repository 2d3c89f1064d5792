import { actingPersonId } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { listSecretariat } from '../directory/lookup.ts';
import { listMembers } from '../groups/lookup.ts';

export interface HostChoice {
  readonly id: string;
  readonly name: string;
  /** The groups the person chairs, or "Secretariat". */
  readonly of: string;
}

export interface HostChoices {
  readonly chairs: readonly HostChoice[];
  readonly secretariat: readonly HostChoice[];
}

interface NamedGroup {
  readonly id: string;
  readonly name: string;
}

/**
 * Who can be named as chair of a meeting of these groups (their chairs, then the Secretariat, whose people
 * often chair), and as its Secretariat person. Each person stands once in a list.
 */
export async function listHostChoices(ctx: Ctx, groups: readonly NamedGroup[]): Promise<HostChoices> {
  const chairs = new Map<string, HostChoice>();
  for (const group of groups)
    for (const chair of await listChairs(ctx, group)) {
      const before = chairs.get(chair.id);
      chairs.set(chair.id, before ? { ...before, of: `${before.of}, ${chair.of}` } : chair);
    }
  const staff = (await listSecretariat(ctx)).map((one) => ({ id: one.personId, name: one.name, of: 'Secretariat' }));
  return { chairs: [...chairs.values(), ...staff.filter((one) => !chairs.has(one.id))], secretariat: staff };
}

async function listChairs(ctx: Ctx, group: NamedGroup): Promise<HostChoice[]> {
  const members = await listMembers(ctx, group.id);
  const chairs = members.filter((one) => one.role === 'chair').concat(members.filter((one) => one.role === 'vice_chair'));
  return chairs.map((one) => ({ id: one.personId, name: one.name, of: group.name }));
}

export interface ChosenHosts {
  readonly chairId: string | null;
  readonly secretariatId: string | null;
  /** One sentence per field that does not fit; empty when all is well. */
  readonly problems: Readonly<Record<string, string>>;
}

/**
 * The chair and Secretariat person of a meeting. Not chosen: the acting person when they chair the group,
 * else its chair, else the acting person of the Secretariat; and for the Secretariat the acting or only person.
 */
export async function chooseHosts(
  ctx: Ctx,
  group: NamedGroup,
  chosen: { readonly chair: string | null; readonly secretariat: string | null },
): Promise<ChosenHosts> {
  const { chairs, secretariat } = await listHostChoices(ctx, [group]);
  const acting = actingPersonId(ctx);
  const has = (all: readonly HostChoice[], id: string | null) => all.some((one) => one.id === id);
  const problems: Record<string, string> = {};
  if (chosen.chair !== null && !has(chairs, chosen.chair))
    problems.chair = `This person does not chair ${group.name}. ${namesOf(chairs, 'It has no chair yet: leave the choice to the group.')}`;
  if (chosen.secretariat !== null && !has(secretariat, chosen.secretariat))
    problems.secretariat = `This person is not in the Secretariat now. ${namesOf(secretariat, 'Leave this open.')}`;
  const onlyOne = secretariat.length === 1 ? (secretariat[0]?.id ?? null) : null;
  return {
    chairId: chosen.chair ?? usualChair(await listChairs(ctx, group), secretariat, acting),
    secretariatId: chosen.secretariat ?? (has(secretariat, acting) ? acting : onlyOne),
    problems,
  };
}

function usualChair(chairs: readonly HostChoice[], secretariat: readonly HostChoice[], acting: string | null): string | null {
  if (chairs.some((one) => one.id === acting)) return acting;
  return chairs[0]?.id ?? secretariat.find((one) => one.id === acting)?.id ?? null;
}

const namesOf = (all: readonly HostChoice[], none: string): string =>
  all.length === 0 ? none : `Choose one of: ${all.map((one) => one.name).join(', ')}.`;
