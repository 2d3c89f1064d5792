import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import type { Ctx, Surface } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import type { Prisma } from '../../db/generated/client.ts';
import { CHAT_ZONE, toPreferences, toQuietHours, type Preferences } from '../../bot/preferences.ts';
import type { QuietHours } from '../../bot/quiet.ts';
import type { LinkedAccount } from '../directory/lookup.ts';
import { listChannels, listGroups, listMemberships } from '../groups/lookup.ts';
import { listLanguages } from '../statements/lookup.ts';
import { listZones, type ZoneFacts } from '../meetings/lookup.ts';
import { listWritable } from './write-to.ts';

/** Of the groups a person is in, those with a channel to be reminded in. */
export interface ReminderPlace {
  readonly groupId: string;
  readonly name: string;
  readonly remindBy: 'direct' | 'channel';
}

export interface PreferencesFacts {
  readonly chosen: Preferences;
  readonly places: readonly ReminderPlace[];
  /** What counts now; null for none. */
  readonly quietHours: QuietHours | null;
  /** The body's, to start from where the person has none. */
  readonly usualHours: QuietHours | null;
  /** The zone that is shown as chosen: an IANA name, or CHAT_ZONE. */
  readonly zone: string;
  readonly chatZone: string | null;
  readonly surface: Surface;
  readonly zones: readonly ZoneFacts[];
  /** Tags of the languages the texts in force are published in. */
  readonly languages: readonly string[];
  /** The chats to choose from; empty when that is no choice. */
  readonly writable: readonly LinkedAccount[];
}

/** What the form of the acting person's own choices starts from. Throws NotAllowed for people who are not in the directory. */
export const open = verb('preferences.open', z.object({}), async (ctx): Promise<PreferencesFacts> => {
  const { id } = actingPerson(ctx);
  const { chosen, zone } = await getOwn(ctx, id);
  const chatZone = ctx.actor.kind === 'person' ? (ctx.actor.account?.zone ?? null) : null;
  const preferred = [zone === CHAT_ZONE ? null : zone, chatZone, ctx.body.zone].filter((one) => one !== null);
  return {
    chosen,
    places: await listPlaces(ctx, id),
    quietHours: toQuietHours(chosen, ctx.body.settings.notices.quietHours),
    usualHours: ctx.body.settings.notices.quietHours,
    zone,
    chatZone,
    surface: ctx.surface,
    zones: listZones(preferred, ctx.now),
    languages: await listLanguages(ctx),
    writable: await listWritable(ctx, id, chosen),
  };
});

export interface Own {
  readonly chosen: Preferences;
  readonly stored: Prisma.JsonValue;
  /** As the form shows it: what was chosen, else what the directory says, else the chat's. */
  readonly zone: string;
}

/** A person's row as far as their choices go. */
export async function getOwn(ctx: Ctx, personId: string): Promise<Own> {
  const where = { id: personId, bodyId: ctx.body.id };
  const { preferences, zone } = await ctx.db.person.findFirstOrThrow({ where, select: { preferences: true, zone: true } });
  const chosen = toPreferences(preferences);
  return { chosen, stored: preferences, zone: chosen.zone ?? zone ?? CHAT_ZONE };
}

/** The person's groups that have a channel, by name, with where they are reminded. */
export async function listPlaces(ctx: Ctx, personId: string): Promise<ReminderPlace[]> {
  const memberships = new Map((await listMemberships(ctx, personId)).map((one) => [one.groupId, one.remindBy]));
  const places: ReminderPlace[] = [];
  for (const { id, name } of await listGroups(ctx)) {
    const remindBy = memberships.get(id);
    if (remindBy && (await listChannels(ctx, id)).length > 0) places.push({ groupId: id, name, remindBy });
  }
  return places;
}
