import type { Ctx } from '../../bot/context.ts';
import { toPreferences, type PersonalKind, type Preferences } from '../../bot/preferences.ts';
import { GroupSettings, toGroupNotices, type GroupNotices } from '../../bot/settings.ts';

/** What these people chose, by person id. Who never chose anything is not in it: thousands may be asked for, and most have not. */
export async function listPreferences(ctx: Ctx, personIds: readonly string[]): Promise<Map<string, Preferences>> {
  if (personIds.length === 0) return new Map();
  const rows = await ctx.db.person.findMany({
    where: { bodyId: ctx.body.id, id: { in: [...new Set(personIds)] }, NOT: { preferences: { equals: {} } } },
    select: { id: true, preferences: true },
  });
  return new Map(rows.map((row) => [row.id, toPreferences(row.preferences)]));
}

/** Those of the people, in their order, who did not switch off direct messages of that kind. */
export async function listWanting(ctx: Ctx, kind: PersonalKind, personIds: readonly string[]): Promise<string[]> {
  const chosen = await listPreferences(ctx, personIds);
  return personIds.filter((id) => !chosen.get(id)?.off.includes(kind));
}

/** Minutes before the start at which a person is reminded, when that is not when the others of the group are. */
export const ownLeadOf = (chosen: Preferences | undefined, groupLead: number): number | null =>
  chosen?.reminderBefore === undefined || chosen.reminderBefore === groupLead ? null : chosen.reminderBefore;

/** What holds for the meetings of a group: the body's settings with the group's own over them. A group that is not the body's has none of its own. */
export async function getGroupNotices(ctx: Ctx, groupId: string): Promise<GroupNotices> {
  return toGroupNotices(ctx.body.settings, await getGroupSettings(ctx, groupId));
}

/** Only what the group has of its own. */
export async function getGroupSettings(ctx: Ctx, groupId: string): Promise<GroupSettings> {
  const row = await ctx.db.group.findFirst({ where: { id: groupId, bodyId: ctx.body.id }, select: { settings: true } });
  return toGroupSettings(row?.settings);
}

/** Stored settings that can't be read count as none: the body's hold. */
export const toGroupSettings = (stored: unknown): GroupSettings => GroupSettings.safeParse(stored ?? {}).data ?? GroupSettings.parse({});
