import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { CHAT_ZONE, PersonalKind, Preferences } from '../../bot/preferences.ts';
import { QuietHours } from '../../bot/quiet.ts';
import { listLanguages } from '../statements/lookup.ts';
import { findZone } from '../meetings/lookup.ts';
import { getOwn, listPlaces, type Own } from './open.ts';
import { keepWriteTo, WriteTo } from './write-to.ts';

/** Lead times a person can choose for their own reminder, in minutes. */
export const LEADS = [120, 720, 1440, 2880] as const;
/** The option that follows the group. */
export const AS_GROUP = 'group';
/** The option that follows the chat. */
export const AS_IN_CHAT = 'chat';

const time = z
  .string()
  .nullish()
  .transform((typed) => typed ?? '');

export const SaveInput = z
  .object({
    direct: z.array(PersonalKind, 'Choose from the list.').nullish(),
    reminderBefore: z
      .enum([AS_GROUP, ...LEADS.map(String)], 'Choose one of the times in the list.')
      .nullish()
      .transform((chosen) => (chosen === AS_GROUP || !chosen ? null : Number(chosen))),
    /** Groups to be reminded of in their channel only; left out where the form had none to offer. */
    channelOnly: z.array(z.uuid('Choose from the list.')).nullish(),
    account: WriteTo,
    quiet: z.enum(['on', 'off'], 'Choose whether there are quiet hours.'),
    quietFrom: time,
    quietUntil: time,
    zone: z
      .string('Choose a time zone.')
      .max(75)
      .transform((typed, check) => {
        const zone = typed === CHAT_ZONE ? typed : findZone(typed);
        if (zone) return zone;
        check.addIssue({ code: 'custom', message: 'This is not a time zone I know. Choose one from the list, such as Europe/Zurich.' });
        return z.NEVER;
      }),
    /** Left out where the form had none to offer. */
    language: z.string('Choose from the list.').max(75).nullish(),
  })
  .superRefine(({ quiet, quietFrom, quietUntil }, check) => {
    if (quiet === 'off') return;
    for (const issue of QuietHours.safeParse({ from: quietFrom, until: quietUntil }).error?.issues ?? [])
      check.addIssue({ code: 'custom', path: [issue.path[0] === 'from' ? 'quietFrom' : 'quietUntil'], message: issue.message });
  });

type Given = z.output<typeof SaveInput>;

/**
 * Keeps what the acting person chose about their own messages. What is as usual is not kept, so that it
 * follows the group and the body. The same form twice changes nothing. Throws InvalidInput by field, and
 * NotAllowed for people who are not in the directory.
 */
export const save = verb('preferences.save', SaveInput, (ctx, given) =>
  inTransaction(ctx, async (ctx) => {
    const { id } = actingPerson(ctx);
    await ctx.db.$executeRaw`SELECT 1 FROM "Person" WHERE id = ${id}::uuid FOR UPDATE`;
    const own = await getOwn(ctx, id);
    await assertLanguage(ctx, given.language);
    const chosen = toChosen(ctx, own, given);
    const fields = (['off', 'reminderBefore', 'quietHours', 'zone', 'language'] as const).filter(
      (name) => JSON.stringify(own.chosen[name]) !== JSON.stringify(chosen[name]),
    );
    if (fields.length > 0) await keep(ctx, id, own, chosen);
    const changed = [
      ...fields,
      ...(await keepPlaces(ctx, id, given.channelOnly ?? null)),
      ...(await keepWriteTo(ctx, id, own.chosen, given.account)),
    ];
    if (changed.length > 0) recordAudit(ctx, 'preferences.save', `person:${id}`, { personId: id, changed });
    return { chosen, changed };
  }),
);

/** Only what there is to read: anything else would have no effect, and the person would not know. */
async function assertLanguage(ctx: Ctx, language: string | null | undefined): Promise<void> {
  if (!language || language === AS_IN_CHAT || (await listLanguages(ctx)).includes(language)) return;
  throw new InvalidInput({ language: 'No statement is published in this language. Choose one from the list.' });
}

function toChosen(ctx: Ctx, own: Own, given: Given): Preferences {
  const hours = { from: given.quietFrom, until: given.quietUntil };
  const usual = ctx.body.settings.notices.quietHours;
  const quietHours = given.quiet === 'off' ? (usual ? 'off' : null) : isSame(hours, usual) ? null : hours;
  return {
    off: PersonalKind.options.filter((kind) => !given.direct?.includes(kind)),
    reminderBefore: given.reminderBefore,
    quietHours,
    // What stood there already was not chosen now, and goes on following the directory.
    zone: given.zone === own.zone ? own.chosen.zone : given.zone,
    language: given.language ? (given.language === AS_IN_CHAT ? null : given.language) : own.chosen.language,
  };
}

const isSame = (one: QuietHours, other: QuietHours | null): boolean => one.from === other?.from && one.until === other.until;

/** Keys that a later release may have put there stay. */
async function keep(ctx: Ctx, id: string, { stored }: Own, chosen: Preferences): Promise<void> {
  const others = stored !== null && typeof stored === 'object' && !Array.isArray(stored) ? stored : {};
  await ctx.db.person.updateMany({
    where: { id, bodyId: ctx.body.id },
    data: { preferences: { ...others, ...chosen }, updatedAt: ctx.now },
  });
}

async function keepPlaces(ctx: Ctx, personId: string, channelOnly: readonly string[] | null): Promise<string[]> {
  if (!channelOnly) return [];
  let changed = 0;
  for (const { groupId, remindBy } of await listPlaces(ctx, personId)) {
    const wanted = channelOnly.includes(groupId) ? 'channel' : 'direct';
    if (wanted === remindBy) continue;
    const where = { bodyId: ctx.body.id, personId, groupId, leftAt: null };
    changed += (await ctx.db.membership.updateMany({ where, data: { remindBy: wanted } })).count;
  }
  return changed > 0 ? ['remindBy'] : [];
}
