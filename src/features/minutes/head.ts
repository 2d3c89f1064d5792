import type { Ctx } from '../../bot/context.ts';
import { listConcerns, type ConcernFacts } from '../concerns/lookup.ts';
import {
  findReading,
  isPresent,
  listRollVersions,
  toAcceptance,
  type Acceptance,
  type RollEntry,
  type RollFacts,
} from '../attendance/lookup.ts';
import { listAnswers, type MeetingFacts } from '../meetings/lookup.ts';
import { getStatement, listAccepted } from '../statements/lookup.ts';
import { listMinuteVersions, type MinuteVersionFacts } from './versions.ts';
import { toMinutes, type MinutesFacts } from './lookup.ts';

/** Issued minutes with the head that a compliant record has. */
export interface IssuedMinutes {
  readonly meeting: MeetingFacts;
  readonly minutes: MinutesFacts;
  readonly issued: MinuteVersionFacts;
  /** Versions of the anti-trust statement that were read aloud or accepted at the meeting. */
  readonly statements: readonly number[];
  readonly reading: { readonly by: string; readonly at: Date } | null;
  readonly roll: RollFacts;
  readonly participants: readonly RollEntry[];
  /** Of participants and guests. */
  readonly acceptance: Acceptance;
  readonly alternates: readonly string[];
  readonly apologies: readonly RollEntry[];
  /** Guests: not of the directory. */
  readonly invited: readonly RollEntry[];
  /** Those said openly; what was told to the Secretariat alone is in no minutes. */
  readonly concerns: readonly ConcernFacts[];
}

/** The issued minutes on the roll they were issued or corrected with; null while they are not issued. */
export async function findIssuedMinutes(ctx: Ctx, meeting: MeetingFacts): Promise<IssuedMinutes | null> {
  const versions = await listMinuteVersions(ctx, meeting.id);
  const minutes = toMinutes(ctx, versions);
  const issued = versions.find((one) => one.kind === 'issued');
  const rolls = await listRollVersions(ctx, meeting.id);
  const roll = rolls.find((one) => one.version === minutes?.rollVersion) ?? rolls.at(-1);
  if (!minutes || !issued || !roll) return null;
  const reading = await findReading(ctx, meeting.id);
  const named = (await listAnswers(ctx, meeting.id)).filter((one) => one.alternateName !== null && one.alternateId === null);
  const people = roll.entries.filter((entry) => entry.personId !== null);
  const participants = people.filter(({ status }) => isPresent(status));
  const invited = roll.entries.filter((entry) => entry.personId === null && entry.status !== 'not_here');
  return {
    ...{ meeting, minutes, issued, roll, participants },
    statements: await listStatements(ctx, meeting.id, reading?.statementVersionId ?? null),
    reading: reading && { by: reading.byName, at: reading.at },
    alternates: [
      ...participants.flatMap((one) => (one.alternateFor === null ? [] : [`${one.name} for ${one.alternateFor}`])),
      ...named.map((one) => `${one.alternateName ?? ''} for ${one.name}, as named beforehand`),
    ],
    concerns: (await listConcerns(ctx, meeting.id)).filter(({ openness }) => openness === 'open'),
    apologies: people.filter(({ status }) => status === 'apologies'),
    invited,
    acceptance: toAcceptance([...participants, ...invited], await listAccepted(ctx, `meeting:${meeting.id}`)),
  };
}

async function listStatements(ctx: Ctx, meetingId: string, read: string | null): Promise<number[]> {
  const rows = await ctx.db.acknowledgement.findMany({
    where: { bodyId: ctx.body.id, occasion: `meeting:${meetingId}` },
    select: { statementVersionId: true },
    distinct: ['statementVersionId'],
  });
  const ids = new Set([...rows.map((row) => row.statementVersionId), ...(read === null ? [] : [read])]);
  const versions: number[] = [];
  for (const id of ids) versions.push((await getStatement(ctx, id)).version);
  return [...new Set(versions)].sort((a, b) => a - b);
}
