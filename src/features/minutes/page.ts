import { isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { listActions, type ActionFacts } from '../actions/lookup.ts';
import type { RollFacts } from '../attendance/lookup.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { listComments, type CommentFacts } from './comments.ts';
import type { Content } from './content.ts';
import { findFlags, type Flag } from './flags.ts';
import { toMinutes, type MinutesFacts } from './lookup.ts';
import { getConfirmedRoll } from './may-write.ts';
import { blank, listMinuteVersions, type MinuteVersionFacts } from './versions.ts';

/** The minutes while they are written, reviewed or corrected. */
export interface MinutesPage {
  readonly meeting: MeetingFacts;
  readonly roll: RollFacts;
  /** 0 while nobody noted anything. */
  readonly n: number;
  readonly content: Content;
  readonly versions: readonly MinuteVersionFacts[];
  readonly minutes: MinutesFacts | null;
  readonly flags: readonly Flag[];
  /** As they stand now. */
  readonly actions: readonly ActionFacts[];
  readonly comments: readonly CommentFacts[];
  readonly isSecretariat: boolean;
}

/** What there is of a meeting's minutes. The caller sees to who may read it. Throws Conflict without a confirmed roll. */
export async function getPage(ctx: Ctx, meeting: MeetingFacts): Promise<MinutesPage> {
  const roll = await getConfirmedRoll(ctx, meeting);
  const versions = await listMinuteVersions(ctx, meeting.id);
  const latest = versions.at(-1);
  const content = latest?.content ?? blank(meeting);
  return {
    ...{ meeting, roll, content, versions },
    n: latest?.n ?? 0,
    minutes: toMinutes(ctx, versions),
    flags: findFlags(ctx, content, roll),
    actions: await listActions(ctx, { meetingId: meeting.id }),
    comments: await listComments(ctx, meeting.id),
    isSecretariat: isSecretariat(ctx) || ctx.actor.kind === 'scheduler',
  };
}
