import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { findDisorder, GroupTimings, SwitchableKind, toGroupNotices, type GroupSettings } from '../../bot/settings.ts';
import { getGroup } from '../groups/lookup.ts';
import { toGroupSettings } from './lookup.ts';

const DAY = 24 * 60;
const LONGEST = 60 * DAY;

/** A number in a unit of `minutes`; empty follows the body. */
const lead = (unit: string, minutes: number, least: number) => {
  const words = `Give a whole number of ${unit} between ${String(least)} and ${String(LONGEST / minutes)}, or leave it empty.`;
  return z
    .union(
      [
        z.literal('').transform(() => null),
        z.coerce
          .number(words)
          .int(words)
          .min(least, words)
          .max(LONGEST / minutes, words),
      ],
      words,
    )
    .nullish()
    .transform((given) => (given === null || given === undefined ? null : given * minutes));
};

export const SetGroupNoticesInput = z.object({
  groupId: z.uuid('This form is from an earlier version. Please open it again.'),
  kinds: z.array(SwitchableKind, 'Choose from the list.').nullish(),
  agendaBefore: lead('days', DAY, 1),
  nudgeBefore: lead('days', DAY, 1),
  reminderBefore: lead('hours', 60, 1),
  missedAfter: lead('minutes', 1, 0),
});

type Given = Omit<z.output<typeof SetGroupNoticesInput>, 'groupId'>;

/**
 * Sets which notices a group's meetings have, and when; what is as the body has it is not kept, so that
 * it follows the body. The plans of the group's meetings follow (meetings' reaction); what was sent stays
 * sent. The same form twice changes nothing. Secretariat only; throws InvalidInput by field for lead times
 * that make no sense, NotFound for a group of another body.
 */
export const setGroupNotices = verb('preferences.setGroupNotices', SetGroupNoticesInput, (ctx, { groupId, ...given }) => {
  assertSecretariat(ctx);
  return inTransaction(ctx, async (ctx) => {
    const group = await getGroup(ctx, groupId);
    const settings = toSettings(ctx, given);
    const notices = toGroupNotices(ctx.body.settings, settings);
    const problems = toFields(findDisorder(notices.timings), given);
    if (Object.keys(problems).length > 0) throw new InvalidInput(problems);
    const isChanged = await keep(ctx, groupId, settings);
    if (isChanged) recordAudit(ctx, 'preferences.setGroupNotices', `group:${groupId}`, toFacts(groupId, settings));
    return { group, notices, isChanged };
  });
});

function toSettings(ctx: Ctx, { kinds, ...given }: Given): GroupSettings {
  const { timings: usual, notices } = ctx.body.settings;
  const off = SwitchableKind.options.filter((kind) => !kinds?.includes(kind));
  const isUsual = off.length === notices.off.length && off.every((kind) => notices.off.includes(kind));
  const own = GroupTimings.keyof().options.flatMap((name) => {
    const minutes = given[name];
    return minutes === null || minutes === usual[name] ? [] : [[name, minutes] as const];
  });
  return { notices: { off: isUsual ? null : off, timings: Object.fromEntries(own) } };
}

/** A problem is told at the field that was filled in; an empty one only follows the body. */
function toFields(problems: ReturnType<typeof findDisorder>, given: Omit<Given, 'kinds'>): Record<string, string> {
  const at = {
    agendaBefore: given.agendaBefore,
    nudgeBefore: given.nudgeBefore,
    reminderBefore: given.reminderBefore,
    checkInBefore: null,
  };
  const entries = Object.entries(problems) as [keyof typeof at, string][];
  return Object.fromEntries(entries.map(([name, words]) => [at[name] === null ? 'reminderBefore' : name, words]));
}

/** Under a lock, so that of two forms at once each is compared with the other's; keys of other settings stay. */
async function keep(ctx: Ctx, groupId: string, settings: GroupSettings): Promise<boolean> {
  await ctx.db.$executeRaw`SELECT 1 FROM "Group" WHERE id = ${groupId}::uuid FOR UPDATE`;
  const where = { id: groupId, bodyId: ctx.body.id };
  const { settings: stored } = await ctx.db.group.findFirstOrThrow({ where, select: { settings: true } });
  if (toKey(toGroupSettings(stored)) === toKey(settings)) return false;
  const others = stored !== null && typeof stored === 'object' && !Array.isArray(stored) ? stored : {};
  await ctx.db.group.updateMany({ where, data: { settings: { ...others, ...settings } } });
  return true;
}

const toKey = ({ notices: { off, timings } }: GroupSettings): string =>
  JSON.stringify([off?.toSorted() ?? null, ...GroupTimings.keyof().options.map((name) => timings[name] ?? null)]);

const toFacts = (groupId: string, { notices }: GroupSettings) => ({
  groupId,
  off: notices.off,
  ...Object.fromEntries(GroupTimings.keyof().options.map((name) => [name, notices.timings[name] ?? null])),
});
