import { actingPersonId } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { listSecretariat } from '../directory/lookup.ts';
import { listMembers } from '../groups/lookup.ts';

export interface HostChoice {
  readonly id: string;
  readonly name: string;
  /** The group the person chairs; empty for the Secretariat. */
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

/** Who can be named as chair of a meeting of these groups, and as its Secretariat person. */
export async function listHostChoices(ctx: Ctx, groups: readonly NamedGroup[]): Promise<HostChoices> {
  const chairs: HostChoice[] = [];
  for (const group of groups) chairs.push(...(await listChairs(ctx, group)));
  const staff = await listSecretariat(ctx);
  return { chairs, secretariat: staff.map((one) => ({ id: one.personId, name: one.name, of: '' })) };
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
 * The chair and Secretariat person of a meeting. Not chosen: the acting person when they are one,
 * else the group's chair, and for the Secretariat the only person there is.
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
    chairId: chosen.chair ?? (has(chairs, acting) ? acting : (chairs[0]?.id ?? null)),
    secretariatId: chosen.secretariat ?? (has(secretariat, acting) ? acting : onlyOne),
    problems,
  };
}

const namesOf = (all: readonly HostChoice[], none: string): string =>
  all.length === 0 ? none : `Choose one of: ${all.map((one) => one.name).join(', ')}.`;
