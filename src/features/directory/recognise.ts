import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { ChatFailure, type Profile } from '../../bot/chat.ts';
import { inTransaction, type Actor, type Ctx } from '../../bot/context.ts';
import type { Caller } from '../../bot/dispatch.ts';
import { Unavailable } from '../../bot/errors.ts';
import { toPreferences, toZone } from '../../bot/preferences.ts';
import type { Prisma } from '../../db/generated/client.ts';
import { dayIn, isCurrent } from '../../bot/days.ts';
import { keepContact } from './keep-contact.ts';
import { linkAccounts } from './link-accounts.ts';
import { toAppointment, today } from './lookup.ts';

const SEEN_EVERY_MS = 3_600_000;
/** Who presses a button is not kept waiting for what can be asked tomorrow: a dialog has to open within three seconds. */
const ASK_MS = 1_000;

const withPerson = {
  workspace: { select: { kind: true } },
  person: { include: { appointments: { where: { office: 'secretariat' } } } },
} as const satisfies Prisma.AccountInclude;

const Contact = z.record(z.string(), z.string()).catch({});

type AccountRow = Prisma.AccountGetPayload<{ include: typeof withPerson }>;

/**
 * Who in the directory a caller is; a stranger when nobody. An account seen for the first time is
 * kept, and linked to the person with its confirmed e-mail, in home workspaces only. An account that
 * nobody answered to is linked as soon as the directory knows its e-mail. Throws Unavailable when the
 * platform does not say who calls.
 */
export async function recognise(ctx: Ctx, caller: Caller): Promise<Actor> {
  const known = await findAccount(ctx, caller);
  if (known?.person) return toActor(ctx, await noteSeen(ctx, known, caller));
  const account = known ? await noteSeen(ctx, known, caller) : await meet(ctx, caller);
  return toActor(ctx, await linkIfKnown(ctx, caller, account));
}

function findAccount(ctx: Ctx, caller: Caller): Promise<AccountRow | null> {
  const { workspaceId, externalUserId } = caller;
  return ctx.db.account.findFirst({ where: { bodyId: ctx.body.id, workspaceId, externalUserId }, include: withPerson });
}

async function getAccount(ctx: Ctx, caller: Caller): Promise<AccountRow> {
  const found = await findAccount(ctx, caller);
  if (!found) throw new Error(`workspace ${caller.workspaceId} belongs to another body`);
  return found;
}

/** First contact. Two requests at once make one row. */
async function meet(ctx: Ctx, caller: Caller): Promise<AccountRow> {
  const said = { ...toColumns(await askPlatform(caller)), ...caller.seen };
  const { workspaceId, externalUserId } = caller;
  await ctx.db.account.createMany({
    data: [{ id: uuidv7(), bodyId: ctx.body.id, workspaceId, externalUserId, ...said, seenAt: ctx.now }],
    skipDuplicates: true,
  });
  return getAccount(ctx, caller);
}

async function askPlatform(caller: Caller): Promise<Profile> {
  try {
    return await caller.profile();
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    throw new Unavailable('The chat service did not say who you are just now. Please try again in a minute; nothing was changed.');
  }
}

/** An e-mail is kept only where it may prove who somebody is: never of a bot, nor of a guest from another workspace. */
function toColumns(profile: Profile) {
  const { name, zone, locale } = profile;
  const email = profile.isForeign || profile.isBot ? null : (profile.email?.trim().toLowerCase() ?? null);
  return { name, zone, locale, email };
}

/**
 * At most hourly, and at once when they were thought out of reach (who acts can be written to again) or when
 * the request tells something new. What the platform tells of them is asked for again: of somebody unknown each
 * time, as the e-mail may be confirmed by now, of others at their first act of a day.
 */
async function noteSeen(ctx: Ctx, account: AccountRow, caller: Caller): Promise<AccountRow> {
  const isRecent = ctx.now.getTime() - account.seenAt.getTime() < SEEN_EVERY_MS;
  const isNewDay = dayIn(ctx.body.zone, account.seenAt).getTime() !== today(ctx).getTime();
  const { contact, ...seen } = caller.seen ?? {};
  const isMoved = isNews(contact, Contact.parse(account.contact));
  if (isRecent && !isNewDay && account.unreachable === null && !isMoved && !isNews(seen, account)) return account;
  const asked = account.person ? isNewDay && !caller.seen && (await askSettings(caller)) : await askAgain(caller);
  const said = { ...asked, ...seen };
  await ctx.db.account.updateMany({
    where: { id: account.id, ...(!isNews(seen, account) && { seenAt: account.seenAt }) },
    data: { seenAt: ctx.now, unreachable: null, ...said },
  });
  if (isMoved) await keepContact(ctx.db, caller, contact ?? {});
  return { ...account, ...said };
}

/** True when something is said that was not known; what is not said is no news. */
const isNews = (said: Readonly<Record<string, string | undefined>> = {}, known: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(said).some(([name, value]) => value !== undefined && known[name] !== value);

/** An e-mail that is no longer confirmed is forgotten; a zone or language the platform does not tell stays. */
async function askAgain(caller: Caller): Promise<Partial<ReturnType<typeof toColumns>>> {
  const told = await caller.profile().then(toColumns, () => null);
  if (!told) return {};
  const { zone, locale, ...rest } = told;
  return { ...rest, ...(zone !== null && { zone }), ...(locale !== null && { locale }) };
}

/** The zone and language their chat shows now; what it does not tell, or not in time, stays as it was. */
async function askSettings(caller: Caller): Promise<{ zone?: string; locale?: string }> {
  const timer = new AbortController();
  const told = await Promise.race([askAgain(caller), sleep(ASK_MS, {}, { signal: timer.signal }).catch(() => ({}))]);
  timer.abort();
  const { zone, locale }: Partial<ReturnType<typeof toColumns>> = told;
  return { ...(zone && { zone }), ...(locale && { locale }) };
}

async function linkIfKnown(ctx: Ctx, caller: Caller, account: AccountRow): Promise<AccountRow> {
  if (account.person || account.email === null || account.workspace.kind !== 'home') return account;
  const inDirectory = await ctx.db.person.count({ where: { bodyId: ctx.body.id, email: account.email, erasedAt: null } });
  if (inDirectory === 0) return account;
  const asStranger: Ctx = { ...ctx, actor: toStranger(account) };
  await inTransaction(asStranger, (inner) => linkAccounts(inner, { id: account.id }));
  return getAccount(ctx, caller);
}

function toActor(ctx: Ctx, account: AccountRow): Actor {
  const { person } = account;
  if (!person || person.erasedAt) return toStranger(account);
  const isSecretariat = person.appointments.some((one) => isCurrent(toAppointment(one), today(ctx)));
  const zone = toZone(toPreferences(person.preferences), { directory: person.zone, chat: account.zone }) ?? ctx.body.zone;
  return {
    kind: 'person',
    person: { id: person.id, name: person.name, zone, isSecretariat },
    account: toFacts(account),
  };
}

const toStranger = (account: AccountRow): Actor => ({ kind: 'stranger', account: toFacts(account) });

const toFacts = ({ id, workspaceId, externalUserId, name, email, zone }: AccountRow) => ({
  id,
  workspaceId,
  externalUserId,
  name,
  email,
  zone,
});
