import { z } from 'zod';
import { isSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { NotAllowed } from '../../bot/errors.ts';
import { assertChair, resolveGroup } from '../groups/lookup.ts';
import { getAgenda } from './agenda-versions.ts';
import { listHostChoices } from './hosts.ts';
import * as inputs from './inputs.ts';
import { listUpcoming, type MeetingFacts } from './lookup.ts';
import { assertNotStarted, getManageable } from './manageable.ts';
import { countChangeable } from './series-change.ts';
import { getOpenSuggestion } from './suggestions.ts';
import { GroupChoice, listChairedGroups } from './which-groups.ts';
import { listZones } from './zones.ts';

export const MANAGE_PRESS = 'meetings.manage';

const MOST = 10;

/** Meetings the acting person may change: one, those of a group, or all of the groups they run. Throws NotAllowed for others. */
export const manage = verb(
  'meetings.manage',
  GroupChoice.extend({ meeting: inputs.meetingId.optional() }),
  async (ctx, input): Promise<MeetingFacts[]> => {
    if (input.meeting) return [await getManageable(ctx, input.meeting)];
    if (input.group) {
      const group = await resolveGroup(ctx, input.group, { press: MANAGE_PRESS });
      await assertChair(ctx, group.id);
      return listUpcoming(ctx, { groupIds: [group.id], limit: MOST });
    }
    const groups = await listChairedGroups(ctx);
    if (groups.length === 0 && !isSecretariat(ctx))
      throw new NotAllowed(
        `Only chairs and the Secretariat manage meetings. If something needs changing, ask ${ctx.body.settings.contact}.`,
      );
    return listUpcoming(ctx, { groupIds: groups.map((one) => one.id), limit: MOST });
  },
);

const OneMeeting = z.object({ meeting: inputs.meetingId });

/** What the change form offers. Throws what getManageable throws. */
export const prepareChange = verb('meetings.prepareChange', OneMeeting, async (ctx, input) => {
  const meeting = await getManageable(ctx, input.meeting);
  const hosts = await listHostChoices(ctx, [{ id: meeting.groupId, name: meeting.groupName }]);
  return {
    meeting,
    hosts,
    kinds: ctx.body.settings.meetingKinds,
    inSeries: await countChangeable(ctx, meeting),
    confirms: isSecretariat(ctx),
  };
});
export type ChangeChoices = Awaited<ReturnType<typeof prepareChange>>;

/** What the move form offers. Throws Conflict once the meeting has started. */
export const prepareMove = verb('meetings.prepareMove', OneMeeting, async (ctx, input) => {
  const meeting = await getManageable(ctx, input.meeting);
  assertNotStarted(ctx, meeting);
  return { meeting, zones: listZones([meeting.zone, ctx.body.zone], ctx.now), inSeries: await countChangeable(ctx, meeting) };
});
export type MoveChoices = Awaited<ReturnType<typeof prepareMove>>;

/** What the cancel form offers. Throws what getManageable throws. */
export const prepareCancel = verb('meetings.prepareCancel', OneMeeting, async (ctx, input) => {
  const meeting = await getManageable(ctx, input.meeting);
  return { meeting, inSeries: await countChangeable(ctx, meeting) };
});
export type CancelChoices = Awaited<ReturnType<typeof prepareCancel>>;

/** The agenda behind its form, with the text of lines that wait. Throws what getManageable throws. */
export const prepareEdit = verb('meetings.prepareEdit', OneMeeting.extend({ suggestion: z.uuid().optional() }), async (ctx, input) => {
  const meeting = await getManageable(ctx, input.meeting);
  const suggestion = input.suggestion === undefined ? null : await getOpenSuggestion(ctx, meeting.id, input.suggestion);
  return { meeting, agenda: await getAgenda(ctx, meeting.id), confirms: isSecretariat(ctx), suggestion };
});
export type EditChoices = Awaited<ReturnType<typeof prepareEdit>>;
