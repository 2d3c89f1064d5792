import { z } from 'zod';

/** Ids stand in addresses of the service, which the SDK does not escape. */
const id = z.string().regex(/^[^\s/?#%\\]{1,500}$/);
const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().catch(null);
const words = maybe(z.string().max(1000));

const Account = z.looseObject({ id: maybe(id), name: words, aadObjectId: maybe(id), role: words });

/** Of what Teams sends, as far as the adapter needs to understand it. */
const Activity = z.looseObject({
  type: z.string().min(1).max(100),
  id: maybe(id),
  name: words,
  action: words,
  serviceUrl: z.url(),
  timestamp: words,
  locale: words,
  localTimezone: words,
  text: maybe(z.string()),
  value: z.unknown().optional(),
  replyToId: maybe(id),
  from: Account,
  recipient: maybe(Account),
  conversation: z.looseObject({ id, tenantId: maybe(id), conversationType: words, isGroup: maybe(z.boolean()), name: words }),
  membersAdded: maybe(z.array(Account)),
  membersRemoved: maybe(z.array(Account)),
  entities: maybe(z.array(z.looseObject({ type: z.string(), text: words, mentioned: maybe(Account) }))),
  channelData: maybe(
    z.looseObject({
      eventType: words,
      tenant: maybe(z.looseObject({ id })),
      team: maybe(z.looseObject({ id, name: words })),
      channel: maybe(z.looseObject({ id, name: words })),
      meeting: maybe(z.looseObject({ id: z.string().max(1000) })),
      settings: maybe(z.looseObject({ selectedChannel: maybe(z.looseObject({ id })) })),
    }),
  ),
});
export type Activity = z.infer<typeof Activity>;

/** Null when it is nothing that Teams sends. */
export const readActivity = (json: unknown): Activity | null => Activity.safeParse(json).data ?? null;

/** The Entra tenant whose conversation this is. */
export const tenantOf = (activity: Activity): string | null => activity.conversation.tenantId ?? activity.channelData?.tenant?.id ?? null;

/** Nobody but the person and the bot reads there. The playground leaves the type of such a chat out. */
export function isPersonal({ conversation, channelData }: Activity): boolean {
  if (conversation.conversationType) return conversation.conversationType === 'personal';
  return conversation.isGroup !== true && !channelData?.team && !conversation.id.startsWith('19:');
}

/** True when the bot itself is among them. */
export const namesBot = (activity: Activity, accounts: Activity['membersAdded']): boolean =>
  accounts?.some((one) => one.id != null && one.id === activity.recipient?.id) ?? false;
