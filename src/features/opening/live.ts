import type { Ctx } from '../../bot/context.ts';
import { findRoll, isPresent, listSeen, type RollFacts } from '../attendance/lookup.ts';
import { membershipClassName } from '../directory/lookup.ts';
import { listAnswers } from '../meetings/lookup.ts';
import type { Known } from './known.ts';

export interface LivePerson {
  readonly personId: string;
  readonly name: string;
  readonly organisation: string | null;
  /** In words; null without one. */
  readonly className: string | null;
  readonly isSecretariat: boolean;
  /** When they arrived; of who left, when that was. */
  readonly at: Date | null;
}

/** Who is at a meeting, as far as is known now. */
export interface LiveFacts {
  readonly here: readonly LivePerson[];
  readonly left: readonly LivePerson[];
  /** Said that they attend, and neither here nor seen to leave. */
  readonly awaited: readonly LivePerson[];
  /** Seen in the call by its platform, of whom nobody says that they are here. */
  readonly onlySeen: number;
  /** Name of the class, when all who are here are of organisations that are likely to compete, several of them. */
  readonly competitors: string | null;
  readonly roll: RollFacts | null;
  /** Somebody of the Secretariat read the statement aloud, and nothing else is said of them. */
  readonly isOpenedBySecretariat: boolean;
}

type Row = { personId: string; name: string; organisation: string | null; membershipClass: string | null };

export async function getLive(ctx: Ctx, { meeting, standings, secretariat, reading }: Known): Promise<LiveFacts> {
  const toPerson = (row: Row, at: Date | null): LivePerson => ({
    personId: row.personId,
    name: row.name,
    organisation: row.organisation,
    className: row.membershipClass ? membershipClassName(ctx.body, row.membershipClass) : null,
    isSecretariat: secretariat.has(row.personId),
    at,
  });
  const reader = reading?.byId;
  const here = standings.filter(({ status }) => status === 'here');
  const left = standings.filter(({ status }) => status === 'left_early');
  const said = new Set(standings.map((one) => one.personId));
  const there = new Set(standings.filter(({ status }) => isPresent(status)).map((one) => one.personId));
  const attending = (await listAnswers(ctx, meeting.id)).filter(
    ({ answer, personId }) => answer === 'attending' && !said.has(personId) && personId !== reader,
  );
  return {
    here: here.map((one) => toPerson(one, one.arrivedAt)).sort(byArrival),
    left: left.map((one) => toPerson(one, one.leftAt)),
    awaited: attending.map((one) => toPerson(one, null)),
    onlySeen: (await listSeen(ctx, meeting.id)).filter(({ personId }) => personId === null || !there.has(personId)).length,
    competitors: findCompetitors(ctx, here, secretariat),
    roll: await findRoll(ctx, meeting.id),
    isOpenedBySecretariat: reader !== undefined && secretariat.has(reader) && !said.has(reader),
  };
}

const byArrival = (a: LivePerson, b: LivePerson): number => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0);

/** A meeting of nobody but likely competitors, without anybody of the Secretariat (DOMAIN.md, twelve things, 6). */
function findCompetitors(ctx: Ctx, here: readonly Row[], secretariat: ReadonlySet<string>): string | null {
  if (here.some((one) => secretariat.has(one.personId))) return null;
  const [slug, ...others] = new Set(here.map((one) => one.membershipClass));
  const found = ctx.body.settings.membershipClasses.find((one) => one.slug === slug);
  const organisations = new Set(here.map((one) => one.organisation));
  return found?.competes && others.length === 0 && organisations.size > 1 ? found.name : null;
}
