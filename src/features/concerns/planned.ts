import type { Ctx } from '../../bot/context.ts';
import { planNotices, type PlannedNotice } from '../../bot/planned.ts';
import { listRunners } from '../attendance/lookup.ts';
import { listSecretariat } from '../directory/lookup.ts';
import { listChannels, listMembers } from '../groups/lookup.ts';
import { isSkip } from '../../bot/define.ts';
import { listLegalContacts } from './legal.ts';
import type { ConcernFacts } from './lookup.ts';

const HOUR_MS = 60 * 60 * 1000;

/** How long each message is of use: "stop" for as long as a meeting, what is evidence for a week. */
const LASTING = { 'concerns.raised': 2, 'concerns.chair': 24, 'concerns.told': 7 * 24, 'concerns.legal': 7 * 24 } as const;

/**
 * Has a concern told at once. The notices name no meeting: cancelling it must not take them back, and a
 * concern for the Secretariat alone must not show among a meeting's notices.
 */
export async function planConcern(ctx: Ctx, { id, openness }: ConcernFacts): Promise<void> {
  const kinds = openness === 'open' ? (['concerns.raised', 'concerns.chair', ...QUIET_KINDS] as const) : QUIET_KINDS;
  await planNotices(
    ctx,
    kinds.map((kind): PlannedNotice => ({
      kind,
      key: `concern:${id}:${kind}`,
      subject: { concernId: id },
      dueAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + LASTING[kind] * HOUR_MS),
    })),
  );
}

const QUIET_KINDS = ['concerns.told', 'concerns.legal'] as const;

/** Who hears of a concern, each person once: as the chair, else as Secretariat, else as legal contact. */
export interface Told {
  /** Ids of channels. */
  readonly channels: readonly string[];
  readonly chairs: readonly string[];
  readonly secretariat: readonly string[];
  readonly legal: readonly string[];
}

export async function listTold(ctx: Ctx, concern: ConcernFacts): Promise<Told> {
  const isOpen = concern.openness === 'open';
  const channels = isOpen ? (await listChannels(ctx, concern.group.id)).map((one) => one.id) : [];
  const chairs = isOpen ? await listChairing(ctx, concern) : [];
  const secretariat = without(await listSecretariat(ctx), chairs);
  const legal = without(await listLegalContacts(ctx), [...chairs, ...secretariat]);
  return { channels, chairs, secretariat, legal };
}

const without = (people: readonly { readonly personId: string }[], told: readonly string[]): string[] =>
  people.map((one) => one.personId).filter((id) => !told.includes(id));

/** Who runs the meeting; without one, the chairs of the group. */
async function listChairing(ctx: Ctx, { meeting, group }: ConcernFacts): Promise<string[]> {
  if (meeting) {
    const runners = await listRunners(ctx, meeting);
    return isSkip(runners) ? [] : runners.flatMap((target) => ('person' in target ? [target.person] : []));
  }
  const members = await listMembers(ctx, group.id);
  return members.filter(({ role }) => role === 'chair' || role === 'vice_chair').map((one) => one.personId);
}
