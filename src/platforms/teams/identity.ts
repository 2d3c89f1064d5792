import { z } from 'zod';
import type { Profile } from '../../bot/chat.ts';
import type { Seen } from '../../bot/dispatch.ts';
import { isPersonal, type Activity } from './envelope.ts';

const said = z.string().trim().min(1).optional().catch(undefined);

const Member = z.looseObject({
  aadObjectId: said,
  objectId: said,
  name: said,
  givenName: said,
  surname: said,
  email: said,
  userPrincipalName: said,
  tenantId: said,
  userRole: said,
});

/** What Teams says about a member, seen from the tenant with this id. */
export function toProfile(raw: unknown, userId: string, tenantId: string): Profile {
  const member = Member.parse(raw);
  const full = [member.givenName, member.surname].filter(Boolean).join(' ');
  return {
    externalUserId: userId,
    name: member.name ?? (full || userId),
    email: toEmail(member),
    zone: null,
    locale: null,
    isBot: false,
    isForeign: (member.tenantId !== undefined && member.tenantId !== tenantId) || member.userRole === 'anonymous',
  };
}

/** The name a person signs in with is one of the tenant's own domains; that of a guest is made up. */
function toEmail({ email, userPrincipalName }: z.infer<typeof Member>): string | null {
  const signIn = userPrincipalName?.includes('#EXT#') ? undefined : userPrincipalName;
  return (email ?? signIn)?.toLowerCase() ?? null;
}

/** What comes with an activity about its sender. */
export function toSeen(activity: Activity): Seen {
  const { from, conversation, localTimezone, locale } = activity;
  return {
    ...(localTimezone && isZone(localTimezone) && { zone: localTimezone }),
    ...(locale && { locale }),
    contact: { ...(from.id && { memberId: from.id }), ...(isPersonal(activity) && { conversationId: conversation.id }) },
  };
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
