import { v7 as uuidv7 } from 'uuid';
import { actingPerson, isSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { NotAllowed } from '../../bot/errors.ts';
import { resolveGroup } from '../groups/lookup.ts';
import { listHostChoices } from './hosts.ts';
import { workingDayAhead } from './local-time.ts';
import { GroupChoice, listChairedGroups, nothingToSchedule } from './which-groups.ts';
import { listZones } from './zones.ts';

/** Leaves room for the agenda to go out in time. */
const USUAL_DAYS_AHEAD = 14;

/** Button that opens the schedule form for one group. */
export const SCHEDULE_PRESS = 'meetings.open-schedule';

/**
 * What the schedule form offers. Throws NotAllowed for people who chair no group, and when the named
 * group is not theirs to schedule for. `draftId` becomes the meeting's id, so that one form submitted twice is one meeting.
 */
export const prepareSchedule = verb('meetings.prepareSchedule', GroupChoice, async (ctx, { group: typed }) => {
  if (!isSecretariat(ctx)) actingPerson(ctx);
  const groups = await listChairedGroups(ctx);
  if (groups.length === 0) throw nothingToSchedule(ctx);
  const named = typed ? await resolveGroup(ctx, typed, { press: SCHEDULE_PRESS }) : groups[0];
  const group = groups.find((one) => one.id === named?.id);
  if (!group)
    throw new NotAllowed(
      `You can't schedule for ${named?.name ?? 'this group'}: only its chairs and the Secretariat can, while it is open.`,
    );
  return {
    draftId: uuidv7(),
    group,
    groups,
    hosts: await listHostChoices(ctx, groups),
    kinds: ctx.body.settings.meetingKinds,
    /** Flagged lines stay by the acting person's own reason. */
    confirms: isSecretariat(ctx),
    zones: listZones([group.zone, ...groups.map((one) => one.zone), ctx.body.zone], ctx.now),
    date: workingDayAhead(ctx.now, group.zone, USUAL_DAYS_AHEAD),
  };
});

export type ScheduleChoices = Awaited<ReturnType<typeof prepareSchedule>>;
