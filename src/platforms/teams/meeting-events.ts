import { z } from 'zod';
import type { Activity } from './envelope.ts';
import { withoutThread } from './message-ref.ts';

export interface MeetingPerson {
  /** Entra object id. */
  readonly userId: string;
  readonly name: string;
  readonly email: string | null;
}

/** What Teams tells of an online meeting where the app is in its chat. */
export type MeetingEvent =
  | {
      readonly kind: 'started' | 'ended';
      readonly joinUrl: string;
      readonly title: string;
      readonly at: Date;
      readonly conversationId: string;
    }
  | {
      readonly kind: 'joined' | 'left';
      readonly people: readonly MeetingPerson[];
      readonly at: Date;
      /** Teams' own id of the meeting; the address to join is told at its start only. */
      readonly meetingId: string;
      readonly conversationId: string;
    };

const PREFIX = 'application/vnd.microsoft.';
const KINDS = new Map<string, MeetingEvent['kind']>([
  ['meetingStart', 'started'],
  ['meetingEnd', 'ended'],
  ['meetingParticipantJoin', 'joined'],
  ['meetingParticipantLeave', 'left'],
]);

const date = z.coerce.date().optional().catch(undefined);
const Held = z.looseObject({ JoinUrl: z.string(), Title: z.string().catch(''), StartTime: date, EndTime: date });

const Member = z.looseObject({
  user: z.looseObject({ aadObjectId: z.string(), name: z.string().catch(''), email: z.string().nullish().catch(null) }),
});
/** People without an account are left out: nothing says who they are. */
const Present = z.looseObject({ members: z.array(z.unknown()) });

/** Null for an event that is nothing of this, or lacks what it is about. */
export function readMeetingEvent(activity: Activity): MeetingEvent | null {
  const kind = activity.name?.startsWith(PREFIX) ? KINDS.get(activity.name.slice(PREFIX.length)) : undefined;
  const said = date.parse(activity.timestamp ?? undefined);
  const conversationId = withoutThread(activity.conversation.id);
  if (kind === 'started' || kind === 'ended') {
    const held = Held.safeParse(activity.value).data;
    const at = (kind === 'started' ? held?.StartTime : held?.EndTime) ?? said;
    return held && at ? { kind, joinUrl: held.JoinUrl, title: held.Title, at, conversationId } : null;
  }
  const members = Present.safeParse(activity.value).data?.members.flatMap((one) => Member.safeParse(one).data?.user ?? []);
  const meetingId = activity.channelData?.meeting?.id;
  if (!kind || !members || !said || meetingId === undefined) return null;
  const people = members.map(({ aadObjectId, name, email }) => ({ userId: aadObjectId, name, email: email?.toLowerCase() ?? null }));
  return { kind, people, at: said, meetingId, conversationId };
}
