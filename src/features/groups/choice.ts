import { z } from 'zod';

/** A group as people name it: its slug (from buttons) or any part of its name (typed). Empty when none was named. */
export const GroupChoice = z.object({ group: z.string().trim().max(200, 'Use a shorter name of the group.').default('') });

/** A group's id, as forms carry it. */
export const groupId = z.uuid('This form is from an earlier version. Please open it again.');
