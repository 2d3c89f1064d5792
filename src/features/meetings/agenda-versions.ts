import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPersonId } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { AgendaItem, Doc } from './agenda-text.ts';

/** What stands in place of a line until the Secretariat has looked at it. */
export const BEING_CHECKED = 'Being checked by the Secretariat';

/** An agenda as it was typed, with what became of each flagged line. For the chair, the Secretariat and the record only. */
export interface Agenda {
  readonly n: number;
  readonly items: readonly AgendaItem[];
  readonly documents: readonly Doc[];
}

export interface AgendaVersionFacts extends Agenda {
  readonly at: Date;
  readonly byId: string | null;
}

const Items = z.array(AgendaItem);
const Documents = z.array(Doc);

export const isWaiting = (item: AgendaItem): boolean => item.clearance?.state === 'checking';

/** The items of a stored version as everybody may see them: of a line that waits, only its length. */
export const toShownItems = (stored: unknown): AgendaItem[] => Items.parse(stored).map(toShown);

function toShown({ clearance, ...item }: AgendaItem): AgendaItem {
  if (clearance?.state !== 'checking') return item;
  return { title: BEING_CHECKED, ...(item.minutes === undefined ? {} : { minutes: item.minutes }) };
}

export const toDocuments = (stored: unknown): Doc[] => Documents.parse(stored);

const NONE: Agenda = { n: 0, items: [], documents: [] };

/** The latest agenda of a meeting as typed. The caller sees to who may read it. */
export async function getAgenda(ctx: Ctx, meetingId: string): Promise<Agenda> {
  return (await listAgendas(ctx, [meetingId])).get(meetingId) ?? NONE;
}

/** The latest agendas of meetings as typed, by meeting id. */
export async function listAgendas(ctx: Ctx, meetingIds: readonly string[]): Promise<Map<string, Agenda>> {
  const rows = await ctx.db.agendaVersion.findMany({
    where: { bodyId: ctx.body.id, meetingId: { in: [...meetingIds] } },
    orderBy: [{ meetingId: 'asc' }, { n: 'desc' }],
    distinct: ['meetingId'],
  });
  return new Map(rows.map((row) => [row.meetingId, toFacts(row)]));
}

/** All versions of a meeting's agenda as typed, the first one first. The caller sees to who may read them. */
export async function listAgendaVersions(ctx: Ctx, meetingId: string): Promise<AgendaVersionFacts[]> {
  const rows = await ctx.db.agendaVersion.findMany({ where: { bodyId: ctx.body.id, meetingId }, orderBy: { n: 'asc' } });
  return rows.map(toFacts);
}

interface Row {
  readonly n: number;
  readonly items: unknown;
  readonly documents: unknown;
  readonly at: Date;
  readonly byId: string | null;
}

const toFacts = ({ n, items, documents, at, byId }: Row): AgendaVersionFacts => ({
  n,
  items: Items.parse(items),
  documents: Documents.parse(documents),
  at,
  byId,
});

export interface NewVersion extends Agenda {
  readonly meetingId: string;
}

/** Writes the next versions, one a meeting. False when somebody else wrote one of them meanwhile: roll back then. */
export async function addVersions(ctx: Ctx, versions: readonly NewVersion[]): Promise<boolean> {
  const { count } = await ctx.db.agendaVersion.createMany({
    data: versions.map(({ meetingId, n, items, documents }) => ({
      id: uuidv7(),
      bodyId: ctx.body.id,
      meetingId,
      n,
      items: [...items],
      documents: [...documents],
      at: ctx.now,
      byId: actingPersonId(ctx),
    })),
    skipDuplicates: true,
  });
  return count === versions.length;
}
