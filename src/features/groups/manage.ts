import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { fold } from '../../bot/fold.ts';
import { connect, type Connected } from './connect.ts';
import { disconnect, type Disconnected } from './disconnect.ts';
import { listGroups, type GroupFacts } from './lookup.ts';
import { openEdit, type EditFormFacts } from './open-edit.ts';
import { openRoles, type RolesFormFacts } from './open-roles.ts';
import { findMeantGroup } from './resolve.ts';
import { show, type GroupPage } from './show.ts';

export const ManageInput = z.object({
  /** What was typed after `/wg group`. */
  rest: z.string().max(300, 'That is too long to understand. The command alone shows what there is.').default(''),
  channelId: z.string().nullish(),
  channelName: z.string().nullish(),
});

export type Managed =
  | { readonly menu: readonly GroupFacts[]; readonly unknown: string | null }
  /** A group by its name alone. */
  | { readonly page: GroupPage }
  | { readonly create: { readonly zone: string } }
  | { readonly edit: EditFormFacts }
  | { readonly roles: RolesFormFacts }
  | { readonly connected: Connected }
  | { readonly disconnected: Disconnected };

/** `/wg group` and its second words; with the name of a group its page; alone, or with a word it does not know, the menu. Secretariat only. */
export const manage = verb('groups.manage', ManageInput, async (ctx, { rest, channelId, channelName }): Promise<Managed> => {
  assertSecretariat(ctx);
  const [word = '', ...more] = rest.trim().split(/\s+/);
  const group = more.join(' ');
  switch (fold(word)) {
    case 'create':
      return { create: { zone: ctx.body.zone } };
    case 'edit':
      return group === '' ? menu(ctx) : { edit: await openEdit(ctx, { group }) };
    case 'roles':
      return group === '' ? menu(ctx) : { roles: await openRoles(ctx, { group }) };
    case 'connect':
      return { connected: await connect(ctx, { group, channelId, channelName }) };
    case 'disconnect':
      return { disconnected: await disconnect(ctx, { channelId }) };
    default:
      return word !== '' && (await findMeantGroup(ctx, rest))
        ? { page: await show(ctx, { group: rest.trim() }) }
        : menu(ctx, word === '' ? null : word);
  }
});

const menu = async (ctx: Ctx, unknown: string | null = null): Promise<Managed> => ({ menu: await listGroups(ctx), unknown });
