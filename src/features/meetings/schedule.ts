import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson, actingPersonId, isSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { InvalidInput, NotFound } from '../../bot/errors.ts';
import { rich, typed } from '../../bot/text.ts';
import { listChannels, type ChannelFacts, type GroupFacts } from '../groups/lookup.ts';
import { addVersions } from './agenda-versions.ts';
import { chooseHosts } from './hosts.ts';
import * as inputs from './inputs.ts';
import { resolveStart } from './local-time.ts';
import { getMeeting, listOccurrences, minutesAfter, type MeetingFacts } from './lookup.ts';
import { expandSeries } from './recurrence.ts';
import { saveSeries, type NewSeries } from './save-series.ts';
import { recordScreened, screenAgenda, toHeld, type Held } from './screen-agenda.ts';
import { joinProblems, recordTitles, screenTitles } from './screen-titles.ts';
import { listChairedGroups, nothingToSchedule } from './which-groups.ts';

export const ScheduleInput = z.object({
  draft: z.uuid().optional(),
  group: z.string({ error: 'Choose the group that meets.' }),
  subTopic: inputs.subTopic,
  kind: inputs.kind,
  date: inputs.date,
  time: inputs.time,
  minutes: inputs.minutes,
  zone: inputs.zone,
  repeats: inputs.repeats,
  rule: inputs.rule,
  lastDate: inputs.lastDate,
  link: inputs.link,
  agenda: inputs.agenda,
  documents: inputs.documents,
  clearance: inputs.clearance,
  chair: inputs.host,
  secretariat: inputs.host,
});

export type Schedule = z.output<typeof ScheduleInput>;

export interface Scheduled {
  /** The meeting, or the first of the series. */
  readonly meeting: MeetingFacts;
  /** All of the series; one alone otherwise. */
  readonly meetings: readonly MeetingFacts[];
  readonly channels: readonly ChannelFacts[];
  /** Lines that wait for the Secretariat. */
  readonly held: readonly Held[];
}

/**
 * Puts a meeting of a group into the calendar and announces it. Chairs of the group and the Secretariat.
 * Throws NotAllowed for who chairs no open group. Everything that does not fit is told at once, by field (InvalidInput). The same draft twice is one meeting,
 * or one series: with a way to repeat it makes all of its meetings at once.
 */
export const schedule = verb('meetings.schedule', ScheduleInput, scheduleTyped, checkReadable);

async function scheduleTyped(ctx: Ctx, input: Schedule): Promise<Scheduled> {
  if (!isSecretariat(ctx)) actingPerson(ctx);
  const { group, facts, expanded, screened, titles } = await checkSchedule(ctx, input);
  const id = input.draft ?? uuidv7();
  const channels = await listChannels(ctx, group.id);
  const held = toHeld(ctx, screened.held);
  if (!expanded) {
    await saveMeeting(ctx, id, group.id, facts, { screened, titles });
    const meeting = await getMeeting(ctx, id);
    return { meeting, meetings: [meeting], channels, held };
  }
  await saveSeries(ctx, id, { groupId: group.id, expanded, template: facts, screened, titles });
  const meetings = await listOccurrences(ctx, id);
  const [meeting] = meetings;
  if (!meeting) throw new NotFound(rich`This series is not in the calendar any more. ${typed('meetings')} shows what is planned.`);
  return { meeting, meetings, channels, held };
}

type Facts = Awaited<ReturnType<typeof checkSchedule>>['facts'];

async function saveMeeting(
  ctx: Ctx,
  id: string,
  groupId: string,
  facts: Facts,
  agenda: Pick<NewSeries, 'screened' | 'titles'>,
): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const meeting = { ...facts, id, bodyId: ctx.body.id, groupId, state: 'announced' as const };
    const stamps = { createdById: actingPersonId(ctx), createdAt: ctx.now, updatedAt: ctx.now };
    const created = await ctx.db.meeting.createMany({ data: [{ ...meeting, ...stamps }], skipDuplicates: true });
    if (created.count === 0) return;
    const { screened, titles } = agenda;
    await addVersions(ctx, [{ meetingId: id, n: 1, items: screened.items, documents: titles.documents }]);
    recordAudit(ctx, 'meetings.schedule', `meeting:${id}`, { meetingId: id, groupId, startsAt: facts.startsAt.toISOString() });
    recordScreened(ctx, `meeting:${id}`, id, 1, screened);
    recordTitles(ctx, `meeting:${id}`, id, titles);
  });
}

async function checkSchedule(ctx: Ctx, input: Schedule) {
  const group = await getChairedGroup(ctx, input.group);
  const start = resolveStart(input, ctx.now);
  const { problems: hostProblems, ...hosts } = await chooseHosts(ctx, group, input);
  const expanded = 'problems' in start ? null : expandTyped(input, start, ctx.now);
  const screened = screenAgenda(ctx, input.agenda, input.clearance);
  const titles = screenTitles(ctx, input, input.clearance);
  const problems = {
    ...kindProblem(ctx, input.kind),
    ...('problems' in start ? start.problems : {}),
    ...(expanded && 'problems' in expanded ? expanded.problems : {}),
    ...hostProblems,
    ...joinProblems(screened.problems, titles.problems),
  };
  if ('problems' in start || (expanded && 'problems' in expanded) || Object.keys(problems).length > 0) throw new InvalidInput(problems);
  const { subTopic, kind, minutes, link } = input;
  return {
    group,
    expanded,
    screened,
    titles,
    facts: { ...start, endsAt: minutesAfter(start.startsAt, minutes), subTopic, kind, minutes, link, ...hosts },
  };
}

/** What of a form that can't be read whole does not fit, field by field. */
async function checkReadable(ctx: Ctx, typed: Partial<Schedule>): Promise<Record<string, string>> {
  if (!isSecretariat(ctx)) actingPerson(ctx);
  const chaired = await listChairedGroups(ctx);
  if (chaired.length === 0) throw nothingToSchedule(ctx);
  const { agenda = [], clearance = '', kind } = typed;
  const group = chaired.find((one) => one.slug === typed.group);
  const hosts = group && (await chooseHosts(ctx, group, { chair: typed.chair ?? null, secretariat: typed.secretariat ?? null }));
  return {
    ...(typed.group !== undefined && !group ? { group: notChaired(ctx) } : {}),
    ...(kind === undefined ? {} : kindProblem(ctx, kind)),
    ...timeProblems(ctx, typed),
    ...hosts?.problems,
    ...joinProblems(screenAgenda(ctx, agenda, clearance).problems, screenTitles(ctx, typed, clearance).problems),
  };
}

/** The end of a day: what is wrong with the date then is so at any time. */
const LATEST = '23:59';

function timeProblems(ctx: Ctx, typed: Partial<Schedule>): Readonly<Record<string, string>> {
  const { date, time, zone, repeats, rule, lastDate } = typed;
  if (date === undefined || zone === undefined) return {};
  const start = resolveStart({ date, time: time ?? LATEST, zone }, ctx.now);
  if ('problems' in start) {
    const { time: ofTime, ...others } = start.problems;
    return time === undefined || ofTime === undefined ? others : start.problems;
  }
  if (rule === undefined || lastDate === undefined || !('repeats' in typed)) return {};
  const expanded = expandTyped({ repeats, rule, lastDate }, start, ctx.now);
  return expanded && 'problems' in expanded ? expanded.problems : {};
}

/** The occurrences of what was typed; null for a meeting that does not repeat, which has no rule and no last date. */
function expandTyped(
  { repeats, rule, lastDate }: Pick<Schedule, 'repeats' | 'rule' | 'lastDate'>,
  start: { localStart: string; zone: string },
  now: Date,
) {
  const way = repeats ?? 'none';
  const problems: Record<string, string> = {};
  if (way !== 'custom' && rule !== '')
    problems.rule = 'This counts only for a custom rule. Choose that under Repeats, or empty this field.';
  if (way === 'none' && lastDate !== '')
    problems.lastDate = 'A meeting that does not repeat has no last date. Empty this field, or choose how the meeting repeats.';
  if (Object.keys(problems).length > 0) return { problems };
  return way === 'none' ? null : expandSeries({ repeats: way, rule, lastDate }, start.localStart, start.zone, now);
}

async function getChairedGroup(ctx: Ctx, slug: string): Promise<GroupFacts> {
  const chaired = await listChairedGroups(ctx);
  if (chaired.length === 0) throw nothingToSchedule(ctx);
  const found = chaired.find((group) => group.slug === slug);
  if (found) return found;
  throw new InvalidInput({ group: notChaired(ctx) });
}

const notChaired = (ctx: Ctx): string =>
  isSecretariat(ctx)
    ? 'This group is not open. Choose another, or open it first.'
    : 'You can only schedule for open groups that you chair. Choose another, or ask the Secretariat.';

/** The sentence for a kind the body does not have; nothing when it has it. */
export function kindProblem(ctx: Ctx, kind: string): Record<string, string> {
  return ctx.body.settings.meetingKinds.some((one) => one.slug === kind) ? {} : { kind: 'Choose one of the kinds in the list.' };
}
