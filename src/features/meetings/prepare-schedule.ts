import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson, isSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { NotAllowed } from '../../bot/errors.ts';
import { findGroupIdOfChannel, resolveGroup } from '../groups/lookup.ts';
import { listHostChoices } from './hosts.ts';
import { workingDayAhead } from './local-time.ts';
import { GroupChoice, listChairedGroups, nothingToSchedule } from './which-groups.ts';
import { listZones } from './zones.ts';

/** Leaves room for the agenda to go out in time. */
const USUAL_DAYS_AHEAD = 14;

/** Button that opens the schedule form for one group. */
export const SCHEDULE_PRESS = 'meetings.open-schedule';

const ScheduleChoice = GroupChoice.extend({
  /** The channel it was typed in, by the platform's id: its group is meant when none is named. */
  channelId: z.string().max(200).nullish(),
});

/**
 * What the schedule form offers. `group` is the one that was named, else the channel's, else the only one there is; else
 * none, for a meeting announced to the wrong group cannot be taken back. Throws NotAllowed for people who chair no group, and when the named
 * group is not theirs to schedule for. `draftId` becomes the meeting's id, so that one form submitted twice is one meeting.
 */
export const prepareSchedule = verb('meetings.prepareSchedule', ScheduleChoice, async (ctx, { group: typed, channelId }) => {
  if (!isSecretariat(ctx)) actingPerson(ctx);
  const groups = await listChairedGroups(ctx);
  if (groups.length === 0) throw nothingToSchedule(ctx);
  const named = typed ? await resolveGroup(ctx, typed, { press: SCHEDULE_PRESS }) : null;
  const meantId = named?.id ?? (channelId ? await findGroupIdOfChannel(ctx, channelId) : null);
  const [only, ...others] = groups;
  const group = groups.find((one) => one.id === meantId) ?? (others.length === 0 ? only : undefined);
  if (named && group?.id !== named.id)
    throw new NotAllowed(`You can't schedule for ${named.name}: only its chairs and the Secretariat can, while it is open.`);
  return {
    draftId: uuidv7(),
    group: group ?? null,
    groups,
    hosts: await listHostChoices(ctx, groups),
    kinds: ctx.body.settings.meetingKinds,
    /** Flagged lines stay by the acting person's own reason. */
    confirms: isSecretariat(ctx),
    zones: listZones([...(group ? [group.zone] : [ctx.body.zone]), ...groups.map((one) => one.zone), ctx.body.zone], ctx.now),
    date: workingDayAhead(ctx.now, group?.zone ?? ctx.body.zone, USUAL_DAYS_AHEAD),
  };
});

export type ScheduleChoices = Awaited<ReturnType<typeof prepareSchedule>>;
