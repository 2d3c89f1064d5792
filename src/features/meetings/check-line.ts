import { z } from 'zod';
import { actingPersonId, assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { itemToText, parseAgenda, type AgendaItem } from './agenda-text.ts';
import { addVersions, getAgenda, isWaiting, listAgendas, listAgendaVersions } from './agenda-versions.ts';
import { markMeetingStale } from './answerable.ts';
import * as inputs from './inputs.ts';
import { getMeeting, type MeetingFacts } from './lookup.ts';
import { CLEARED, lineKey, screenAgenda } from './screen-agenda.ts';
import { lockOccurrences } from './series-change.ts';
import { markCheckStale } from './waiting-lines.ts';

const stale = 'This button no longer works. Please open the agenda again.';

/** The line as it stood: the item, from 1, of that version of the meeting's agenda. */
export const LineInput = z.object({
  meeting: inputs.meetingId,
  n: z.coerce.number(stale).int(stale),
  item: z.coerce.number(stale).int(stale),
});
type Line = z.output<typeof LineInput>;

export interface Settled {
  readonly meeting: MeetingFacts;
  readonly line: string;
  /** In how many meetings of the series. */
  readonly times: number;
}

/**
 * Lets a flagged line stand, wherever in its series the same line waits. Secretariat only. Throws Conflict
 * when it no longer waits or the meeting is over.
 */
export const clearLine = verb(CLEARED, LineInput, async (ctx, input): Promise<Settled> => {
  const { meeting, line } = await getWaitingLine(ctx, input);
  const cleared = (item: AgendaItem) => ({ ...item, clearance: { state: 'cleared' as const, ...stamp(ctx, item) } });
  const times = await settle(ctx, meeting, line, CLEARED, cleared);
  return { meeting, line: itemToText(line), times };
});

export interface RewordChoices extends Line {
  readonly line: string;
}

/** The line behind the form. Throws as clearLine does. */
export const prepareReword = verb('meetings.prepareReword', LineInput, async (ctx, input): Promise<RewordChoices> => {
  const { line } = await getWaitingLine(ctx, input);
  return { ...input, line: itemToText(line) };
});

/** Characters: a line as it is shown can be a little longer than it was typed. */
export const LONGEST = 250;

const GIVE_WORDS = 'Give the line in other words, with its minutes and lead if it has them.';
const words = z.string({ error: GIVE_WORDS }).trim().min(1, GIVE_WORDS).max(LONGEST, 'That is too long for one line.');

export const RewordInput = LineInput.extend({ line: words, clearance: inputs.clearance });

/**
 * Puts a flagged line in other words, wherever in its series it waits. Secretariat only. The new words are
 * screened like its own lines: InvalidInput asks for a reason. Throws Conflict as clearLine does.
 */
export const rewordLine = verb('meetings.rewordLine', RewordInput, async (ctx, input): Promise<Settled> => {
  const { meeting, line } = await getWaitingLine(ctx, input);
  const typed = parseOne(input.line);
  if (lineKey(typed) === lineKey(line))
    throw new InvalidInput({ line: 'This is the same line. Change its words, or close this form and press Clear.' });
  const { items, problems } = screenAgenda(ctx, [typed], input.clearance);
  if (Object.keys(problems).length > 0) throw new InvalidInput(problems);
  const [worded = typed] = items;
  const reworded = (item: AgendaItem): AgendaItem => ({
    ...worded,
    clearance: worded.clearance ?? { state: 'reworded', ...stamp(ctx, item) },
  });
  const times = await settle(ctx, meeting, line, 'meetings.rewordLine', reworded);
  return { meeting, line: itemToText(typed), times };
});

function parseOne(typed: string): AgendaItem {
  const parsed = parseAgenda(typed);
  if (!('items' in parsed)) throw new InvalidInput({ line: parsed.problem });
  const [only, ...others] = parsed.items;
  if (!only || others.length > 0) throw new InvalidInput({ line: 'Give one line only. More items are added with Edit the agenda.' });
  return only;
}

const stamp = (ctx: Ctx, { clearance }: AgendaItem) => ({
  topics: clearance?.topics ?? [],
  byId: actingPersonId(ctx),
  at: ctx.now.toISOString(),
});

/** The button names a version: the line is looked for in today's agenda, wherever it stands now. */
async function getWaitingLine(ctx: Ctx, { meeting: meetingId, n, item }: Line): Promise<{ meeting: MeetingFacts; line: AgendaItem }> {
  assertSecretariat(ctx);
  const meeting = await getMeeting(ctx, meetingId);
  if (meeting.state === 'cancelled') throw new Conflict('This meeting was cancelled, so nothing of its agenda waits any more.');
  if (meeting.isOver) throw new Conflict('This meeting is over: its agenda stays as it was.');
  const shown = (await listAgendaVersions(ctx, meetingId)).find((one) => one.n === n)?.items[item - 1];
  const { items } = await getAgenda(ctx, meetingId);
  const same = items.filter((one) => shown && lineKey(one) === lineKey(shown));
  const line = same.find(isWaiting);
  if (line) return { meeting, line };
  await markCheckStale(ctx, [meeting]);
  ctx.wake();
  throw new Conflict(
    same.length > 0
      ? 'Somebody cleared this line already. Nothing was changed.'
      : 'This line is no longer on the agenda: it was reworded, or taken out. Nothing was changed.',
  );
}

/** Writes the next version of every agenda in which the line waits. The number of them. */
async function settle(
  ctx: Ctx,
  named: MeetingFacts,
  line: AgendaItem,
  action: string,
  change: (item: AgendaItem) => AgendaItem,
): Promise<number> {
  const isMeant = (item: AgendaItem) => isWaiting(item) && lineKey(item) === lineKey(line);
  return inTransaction(ctx, async (ctx) => {
    const open = await lockOccurrences(ctx, named, 'all');
    const agendas = await listAgendas(
      ctx,
      open.map((one) => one.id),
    );
    const next = [...agendas].flatMap(([meetingId, { n, items, documents }]) =>
      items.some(isMeant) ? [{ meetingId, n: n + 1, items: items.map((item) => (isMeant(item) ? change(item) : item)), documents }] : [],
    );
    if (next.length === 0 || !(await addVersions(ctx, next)))
      throw new Conflict('Somebody changed this agenda just now. Look at the message again; it shows what still waits.');
    const meetingIds = next.map((one) => one.meetingId);
    recordAudit(ctx, action, `meeting:${named.id}`, { meetingId: named.id, topics: line.clearance?.topics ?? [], meetingIds });
    await markMeetingStale(ctx, meetingIds);
    await markCheckStale(ctx, [named]);
    return next.length;
  });
}
