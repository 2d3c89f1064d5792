import type { Ctx } from '../../bot/context.ts';
import type { Answer } from '../../db/generated/client.ts';
import { listPeople } from '../directory/lookup.ts';
import { listMembers } from '../groups/lookup.ts';
import { listAnswers, type AnswerFacts, type MeetingFacts } from '../meetings/lookup.ts';
import { byPerson, resolve, wasThere, type Layer, type RollStatus, type Standing } from './layers.ts';
import { identityKey } from '../../bot/fold.ts';
import { findReading, findRoll, listPresences, listSeen, listSightings, type RollFacts, type SeenFacts } from './lookup.ts';
import { listAccepted } from '../statements/lookup.ts';
import { toAcceptance, type Acceptance } from './acceptance.ts';
import { countWaiting } from './import-queue.ts';
import { copiedOf } from './own-claim.ts';
import { seenIn, type Seen } from './sightings.ts';
import type { Copied } from './presence.ts';

/** One person on the roll while it is being made. */
export interface SheetRow extends Copied {
  readonly personId: string;
  /** What the layers and answers suggest; what the form starts with. */
  readonly status: RollStatus;
  readonly standing: Standing | null;
  /** What was said. */
  readonly layers: readonly Layer[];
  /** What a platform reported of the call, and the span of it: a suggestion, which nobody confirmed. */
  readonly sightings: readonly Layer[];
  readonly seen: Seen | null;
  readonly answer: Answer | null;
  /** Accepted the statement at this meeting. */
  readonly hasAccepted: boolean;
  /** Read the statement aloud. */
  readonly hasRead: boolean;
  /** Whom this person was named to stand in for. */
  readonly standsInFor: { readonly id: string; readonly name: string } | null;
}

export interface Guest {
  readonly name: string;
  readonly organisation: string | null;
}

export interface Sheet {
  readonly meeting: MeetingFacts;
  /** The version that is confirmed so far; 0 when none is. */
  readonly version: number;
  readonly roll: RollFacts | null;
  /** Everybody who was expected, sent apologies or was seen. */
  readonly rows: readonly SheetRow[];
  /** Open members of the group of whom nothing was heard. */
  readonly others: readonly SheetRow[];
  readonly guests: readonly Guest[];
  /** People in the call whom the directory does not know, and who are not on the roll as guests. */
  readonly seenGuests: readonly SeenFacts[];
  /** Names of the imported attendance file that wait for the Secretariat. */
  readonly importedWaiting: number;
  /** Alternates named by people who can't come and who are not in the directory. */
  readonly namedAlternates: readonly { readonly name: string; readonly insteadOf: string }[];
}

/** Gathers what is known of who was at the meeting. */
export async function getSheet(ctx: Ctx, meeting: MeetingFacts): Promise<Sheet> {
  const answers = await listAnswers(ctx, meeting.id);
  const roll = await findRoll(ctx, meeting.id);
  const all = await listRows(ctx, meeting, answers);
  const named = [meeting.chair?.id, meeting.secretariat?.id];
  const rows = all.filter(
    (row) => row.hasRead || named.includes(row.personId) || (row.standing ?? row.seen ?? row.answer ?? row.standsInFor) !== null,
  );
  const others = all.filter((row) => !rows.includes(row));
  const guests = (roll?.entries ?? []).filter((entry) => entry.personId === null && entry.status !== 'not_here');
  return {
    meeting,
    version: roll?.version ?? 0,
    roll,
    rows: rows.sort(byOrganisation),
    others: others.sort(byOrganisation),
    guests,
    seenGuests: await listSeenGuests(ctx, meeting, guests),
    importedWaiting: await countWaiting(ctx, meeting.id),
    namedAlternates: answers.flatMap((one) =>
      one.alternateName && !one.alternateId ? [{ name: one.alternateName, insteadOf: one.name }] : [],
    ),
  };
}

/** Everybody who answered, was named, said or seen, and the members. */
async function listRows(ctx: Ctx, meeting: MeetingFacts, answers: readonly AnswerFacts[]): Promise<SheetRow[]> {
  const layers = byPerson(await listPresences(ctx, meeting.id));
  const sightings = byPerson(await listSightings(ctx, meeting.id));
  const roles = new Map<string, string>((await listMembers(ctx, meeting.groupId)).map((one) => [one.personId, one.role]));
  const reader = (await findReading(ctx, meeting.id))?.byId;
  // Who is not of the group reads as the chair named for the meeting, or as Secretariat.
  if (reader && !roles.has(reader)) roles.set(reader, meeting.chair?.id === reader ? 'chair' : 'secretariat');
  // Who was named for the meeting is asked about, whether or not anything was heard of them.
  const named = [
    [meeting.chair?.id, 'chair'],
    [meeting.secretariat?.id, 'secretariat'],
  ] as const;
  for (const [id, role] of named) if (id !== undefined && !roles.has(id)) roles.set(id, role);
  const answerOf = new Map(answers.map((one) => [one.personId, one.answer]));
  const standIns = new Map(
    answers.flatMap((one) => (one.alternateId ? [[one.alternateId, { id: one.personId, name: one.name }] as const] : [])),
  );
  const ids = new Set([...answerOf.keys(), ...layers.keys(), ...sightings.keys(), ...standIns.keys(), ...roles.keys()]);
  const accepted = await listAccepted(ctx, `meeting:${meeting.id}`);
  const people = new Map((await listPeople(ctx, [...ids])).map((one) => [one.personId, one]));
  return [...ids].flatMap((id): SheetRow[] => {
    const own = layers.get(id) ?? [];
    const seen = sightings.get(id) ?? [];
    const standing = resolve([...seen, ...own]);
    const answer = answerOf.get(id) ?? null;
    const copied = copiedFrom(own[0] ?? seen[0], people.get(id), roles.get(id));
    if (!copied) return [];
    const known = {
      standing,
      layers: own,
      sightings: seen,
      seen: seenIn(seen),
      answer,
      hasAccepted: accepted.has(id),
      hasRead: id === reader,
      standsInFor: standIns.get(id) ?? null,
    };
    return [{ ...copied, personId: id, status: preset(standing, answer, id === reader), ...known }];
  });
}

/** How the sheet stands now: who is there by it, guests too, and who of them accepted. */
export function acceptanceOf({ rows, guests }: Sheet): Acceptance {
  const people = rows.filter(({ status }) => wasThere(status));
  const ids = new Set(people.flatMap((row) => (row.hasAccepted ? [row.personId] : [])));
  return toAcceptance([...people, ...guests.map((guest) => ({ ...guest, personId: null }))], ids);
}

async function listSeenGuests(ctx: Ctx, meeting: MeetingFacts, guests: readonly Guest[]): Promise<SeenFacts[]> {
  const known = new Set(guests.map((guest) => identityKey(guest.name)));
  return (await listSeen(ctx, meeting.id)).filter((one) => one.personId === null && !known.has(identityKey(one.name)));
}

/** Affiliation as first recorded; from the directory for somebody not recorded yet. */
function copiedFrom(
  first: Layer | undefined,
  person: { name: string; organisation: string | null; membershipClass: string | null } | undefined,
  role: string | undefined,
): Copied | null {
  if (first) return copiedOf(first);
  return person
    ? { name: person.name, organisation: person.organisation, membershipClass: person.membershipClass, role: role ?? 'alternate' }
    : null;
}

/** Who read the statement aloud was there, whatever they answered; the roll says so only when it is confirmed. */
function preset(standing: Standing | null, answer: Answer | null, hasRead: boolean): RollStatus {
  if (standing) return standing.status;
  if (hasRead) return 'here';
  return answer === 'declined' ? 'apologies' : 'not_here';
}

const byOrganisation = (a: SheetRow, b: SheetRow): number =>
  (a.organisation ?? '').localeCompare(b.organisation ?? '', 'en') ||
  a.name.localeCompare(b.name, 'en') ||
  (a.personId < b.personId ? -1 : 1);
