import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson, actingPersonId, isSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { listChannels, type GroupFacts } from '../groups/lookup.ts';
import { chooseHosts } from './hosts.ts';
import * as inputs from './inputs.ts';
import { resolveStart } from './local-time.ts';
import { getMeeting, minutesAfter } from './lookup.ts';
import { listChairedGroups } from './which-groups.ts';

export const ScheduleInput = z.object({
  draft: z.uuid().optional(),
  group: z.string({ error: 'Choose the group that meets.' }),
  subTopic: inputs.subTopic,
  kind: inputs.kind,
  date: inputs.date,
  time: inputs.time,
  minutes: inputs.minutes,
  zone: inputs.zone,
  repeats: z.literal('none', 'Only single meetings can be scheduled for now: choose "Does not repeat".').nullish(),
  link: inputs.link,
  agenda: inputs.agenda,
  documents: inputs.documents,
  chair: inputs.host,
  secretariat: inputs.host,
});
type Schedule = z.output<typeof ScheduleInput>;

/**
 * Puts a meeting of a group into the calendar and announces it. Chairs of the group and the Secretariat.
 * Everything that does not fit is told at once, by field (InvalidInput). The same draft twice is one meeting.
 */
export const schedule = verb('meetings.schedule', ScheduleInput, async (ctx, input) => {
  if (!isSecretariat(ctx)) actingPerson(ctx);
  const { group, facts } = await checkSchedule(ctx, input);
  const id = input.draft ?? uuidv7();
  await inTransaction(ctx, async (ctx) => {
    const meeting = { ...facts, id, bodyId: ctx.body.id, groupId: group.id, state: 'announced' as const };
    const stamps = { createdById: actingPersonId(ctx), createdAt: ctx.now, updatedAt: ctx.now };
    const created = await ctx.db.meeting.createMany({ data: [{ ...meeting, ...stamps }], skipDuplicates: true });
    if (created.count === 0) return;
    await ctx.db.agendaVersion.create({
      data: {
        id: uuidv7(),
        bodyId: ctx.body.id,
        meetingId: id,
        n: 1,
        items: input.agenda,
        documents: input.documents,
        at: ctx.now,
        byId: actingPersonId(ctx),
      },
    });
    recordAudit(ctx, 'meetings.schedule', `meeting:${id}`, { meetingId: id, groupId: group.id, startsAt: facts.startsAt.toISOString() });
  });
  return { meeting: await getMeeting(ctx, id), channels: await listChannels(ctx, group.id) };
});

async function checkSchedule(ctx: Ctx, input: Schedule) {
  const group = await getChairedGroup(ctx, input.group);
  const start = resolveStart(input, ctx.now);
  const { problems: hostProblems, ...hosts } = await chooseHosts(ctx, group, input);
  const problems = { ...kindProblem(ctx, input.kind), ...('problems' in start ? start.problems : {}), ...hostProblems };
  if ('problems' in start || Object.keys(problems).length > 0) throw new InvalidInput(problems);
  const { subTopic, kind, minutes, link } = input;
  return { group, facts: { ...start, endsAt: minutesAfter(start.startsAt, minutes), subTopic, kind, minutes, link, ...hosts } };
}

async function getChairedGroup(ctx: Ctx, slug: string): Promise<GroupFacts> {
  const found = (await listChairedGroups(ctx)).find((group) => group.slug === slug);
  if (found) return found;
  throw new InvalidInput({ group: 'You can only schedule for open groups that you chair. Choose another, or ask the Secretariat.' });
}

/** The sentence for a kind the body does not have; nothing when it has it. */
export function kindProblem(ctx: Ctx, kind: string): Record<string, string> {
  return ctx.body.settings.meetingKinds.some((one) => one.slug === kind) ? {} : { kind: 'Choose one of the kinds in the list.' };
}
