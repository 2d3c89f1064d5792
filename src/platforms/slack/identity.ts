import { z } from 'zod';
import type { Profile } from '../../bot/chat.ts';

const said = z.string().trim().min(1).optional().catch(undefined);

const User = z.looseObject({
  id: z.string(),
  team_id: said,
  name: said,
  real_name: said,
  tz: said,
  locale: said,
  is_bot: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  is_invited_user: z.boolean().optional(),
  is_email_confirmed: z.boolean().optional(),
  teams: z.array(z.string()).optional(),
  enterprise_user: z.looseObject({ enterprise_id: said, teams: z.array(z.string()).optional() }).optional(),
  profile: z.looseObject({ real_name: said, display_name: said, email: said }).optional(),
});
type User = z.infer<typeof User>;

/** What Slack says about a user, seen from the workspace with this id. Throws a ZodError when it is not about a user. */
export function toProfile(raw: unknown, workspaceExternalId: string): Profile {
  const user = User.parse(raw);
  return {
    externalUserId: user.id,
    name: user.profile?.real_name ?? user.real_name ?? user.profile?.display_name ?? user.name ?? user.id,
    email: toEmail(user),
    zone: user.tz !== undefined && isZone(user.tz) ? user.tz : null,
    locale: user.locale ?? null,
    isBot: user.is_bot === true || user.id === 'USLACKBOT',
    isForeign: user.is_stranger === true || !belongs(user, workspaceExternalId),
  };
}

/** Guests count as people of the workspace (they were invited by e-mail); an invitation that was not accepted proves nothing. */
function toEmail(user: User): string | null {
  if (user.is_email_confirmed === false || user.is_invited_user === true) return null;
  return user.profile?.email?.toLowerCase() ?? null;
}

function belongs(user: User, externalId: string): boolean {
  const { team_id, teams, enterprise_user: enterprise } = user;
  return [team_id, ...(teams ?? []), enterprise?.enterprise_id, ...(enterprise?.teams ?? [])].includes(externalId);
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
