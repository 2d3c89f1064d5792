import { actingPerson, actingPersonId } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { Conflict, NotAllowed } from '../../bot/errors.ts';
import { isChair, resolveGroup } from '../groups/lookup.ts';
import { getMeeting, permits, type MeetingFacts } from '../meetings/lookup.ts';
import { getAction, type ActionFacts } from './lookup.ts';

export const ADD_PRESS = 'actions.open-add';

type Kept = Pick<ActionFacts, 'groupId' | 'hostIds'>;

/** Who keeps the list: the chairs of the group, who is named for the meeting it came up at, and the Secretariat. */
export async function isKeeper(ctx: Ctx, { groupId, hostIds }: Kept): Promise<boolean> {
  const me = actingPersonId(ctx);
  return me !== null && (hostIds.includes(me) || (await isChair(ctx, groupId)));
}

const onlyKeepers = (ctx: Ctx, name: string): NotAllowed =>
  new NotAllowed(
    `The actions of ${name} are kept by its chairs and the Secretariat. If one is missing or wrong, tell the chair or ${ctx.body.settings.contact}.`,
  );

/** What an action is added to. */
export interface Place {
  readonly group: { readonly id: string; readonly slug: string; readonly name: string; readonly zone: string };
  readonly meeting: MeetingFacts | null;
}

export interface Named {
  readonly meeting?: string | undefined;
  readonly group?: string | null | undefined;
}

/** The meeting or group that was named, when the acting person may add actions to it. Throws NotAllowed, NotFound, and Conflict for a cancelled meeting. */
export async function getPlace(ctx: Ctx, { meeting: meetingId, group: typed }: Named): Promise<Place> {
  actingPerson(ctx);
  const meeting = meetingId === undefined ? null : await getMeeting(ctx, meetingId);
  const group = await resolveGroup(ctx, meeting ? meeting.groupSlug : (typed ?? ''), { press: ADD_PRESS });
  const hostIds = [meeting?.chair?.id, meeting?.secretariat?.id].flatMap((one) => one ?? []);
  if (!(await isKeeper(ctx, { groupId: group.id, hostIds }))) throw onlyKeepers(ctx, group.name);
  if (meeting && !permits(meeting, 'addAction'))
    throw new Conflict('This meeting was cancelled or never announced, so no action came up at it. Add it to the group instead.');
  return { group, meeting };
}

/** The action, when the acting person may change or drop it. Throws NotAllowed and NotFound. */
export async function getKept(ctx: Ctx, id: string): Promise<ActionFacts> {
  actingPerson(ctx);
  const action = await getAction(ctx, id);
  if (await isKeeper(ctx, action)) return action;
  throw onlyKeepers(ctx, action.group.name);
}

export interface Own {
  readonly action: ActionFacts;
  readonly isKeeper: boolean;
}

/** The action, when the acting person may say that it is done: its owner and who keeps the list. Throws NotAllowed and NotFound. */
export async function getOwnOrKept(ctx: Ctx, id: string): Promise<Own> {
  const me = actingPerson(ctx);
  const action = await getAction(ctx, id);
  const keeps = await isKeeper(ctx, action);
  if (keeps || action.ownerId === me.id) return { action, isKeeper: keeps };
  throw new NotAllowed(
    `Only the owner of this action, the chairs of ${action.group.name} and the Secretariat can do this. If it is done, tell one of them.`,
  );
}
