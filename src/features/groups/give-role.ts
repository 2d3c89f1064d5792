import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { MembershipRole } from '../../db/generated/enums.ts';
import { findPersonByEmail } from '../directory/lookup.ts';
import { groupId } from './choice.ts';
import { getGroup, listMembers, type GroupFacts, type MemberFacts } from './lookup.ts';

export const GiveRoleInput = z.object({
  groupId,
  /** A person's id from the list, or their e-mail where the list would be too long to choose from. */
  member: z.string('Choose who gets the role.').trim().min(1, 'Choose who gets the role.').max(320, 'Give an e-mail address.'),
  role: z.enum(MembershipRole, 'Choose a role.'),
});

export interface RoleGiven {
  readonly group: GroupFacts;
  readonly name: string;
  readonly role: MembershipRole;
}

/** Gives a member of a group a role; a group may have several chairs. Secretariat only. */
export const giveRole = verb('groups.giveRole', GiveRoleInput, async (ctx, { groupId: id, member: named, role }) => {
  assertSecretariat(ctx);
  return inTransaction(ctx, async (ctx): Promise<RoleGiven> => {
    const group = await getGroup(ctx, id);
    const member = await getMember(ctx, group, named);
    if (member.role === role) return { group, name: member.name, role };
    const { count } = await ctx.db.membership.updateMany({
      where: { id: member.membershipId, bodyId: ctx.body.id, leftAt: null, role: member.role },
      data: { role },
    });
    if (count === 0) throw new Conflict(`${member.name} left ${group.name} or got another role just now. Please look again.`);
    const facts = { groupId: id, membershipId: member.membershipId, personId: member.personId, role, was: member.role };
    recordAudit(ctx, 'groups.giveRole', `group:${id}`, facts);
    return { group, name: member.name, role };
  });
});

async function getMember(ctx: Ctx, group: GroupFacts, named: string): Promise<MemberFacts> {
  const personId = named.includes('@') ? (await findPersonByEmail(ctx, named.toLowerCase()))?.personId : named;
  const member = (await listMembers(ctx, group.id)).find((one) => one.personId === personId);
  if (member) return member;
  throw new InvalidInput({ member: `Nobody in ${group.name} goes by that. People get a role after they have joined the group.` });
}
