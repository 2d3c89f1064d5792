import type { Ctx } from '../../bot/context.ts';

/** The workspace the acting person typed in; null where there is none, as on the command line. */
export const workspaceOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'person' ? (ctx.actor.account?.workspaceId ?? null) : null);
