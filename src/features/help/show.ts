import { z } from 'zod';
import { verb, type Command } from '../../bot/define.ts';
import { getRole, isOffered, type Role } from './role.ts';

export interface HelpFacts {
  readonly bodyName: string;
  readonly role: Role;
  /** The words offered to this role, in the order of the features. */
  readonly commands: readonly Pick<Command, 'word' | 'takes' | 'about'>[];
}

/** Help fitted to who asks. Strangers are helped too. */
export const createShow = (commands: () => readonly Command[]) =>
  verb('help.show', z.object({}), async (ctx): Promise<HelpFacts> => {
    const role = await getRole(ctx);
    return { bodyName: ctx.body.name, role, commands: commands().filter(({ audience }) => isOffered(role, audience)) };
  });
