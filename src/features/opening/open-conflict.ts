import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { verb } from '../../bot/define.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { listConflicts, type ConflictFacts } from './conflicts.ts';
import { getDeclarable } from './declarable.ts';
import { MeetingId } from './open.ts';

export const OpenConflictInput = z.object({ meeting: MeetingId });

export interface OpenedConflict {
  /** Names the declaration before it is sent, so that sending it twice is one. */
  readonly draft: string;
  readonly meeting: MeetingFacts;
  /** What the person declared before and did not withdraw. */
  readonly own: readonly ConflictFacts[];
}

/** The form that declares a conflict of interest. Throws as `getDeclarable` does. */
export const openConflict = verb('opening.openConflict', OpenConflictInput, async (ctx, input): Promise<OpenedConflict> => {
  const { meeting, me } = await getDeclarable(ctx, input.meeting);
  const all = await listConflicts(ctx, meeting.id);
  return { draft: uuidv7(), meeting, own: all.filter(({ personId, withdrawnAt }) => personId === me.id && withdrawnAt === null) };
});
