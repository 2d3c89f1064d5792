import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { toGroupNotices, type GroupNotices, type GroupSettings, type Timings } from '../../bot/settings.ts';
import { resolveGroup, type GroupFacts } from '../groups/lookup.ts';
import { getGroupSettings } from './lookup.ts';

export interface GroupNoticesFacts {
  readonly group: GroupFacts;
  /** Only what the group has of its own. */
  readonly own: GroupSettings['notices'];
  readonly effective: GroupNotices;
  readonly usual: Timings;
}

/** What the form of a group's notices starts from. Secretariat only. */
export const openGroupNotices = verb(
  'preferences.openGroupNotices',
  z.object({ group: z.string().trim().max(200, 'Use a shorter name of the group.').default('') }),
  async (ctx, { group: typed }): Promise<GroupNoticesFacts> => {
    assertSecretariat(ctx);
    const group = await resolveGroup(ctx, typed, { press: 'preferences.open-group-notices' });
    const settings = await getGroupSettings(ctx, group.id);
    return {
      group,
      own: settings.notices,
      effective: toGroupNotices(ctx.body.settings, settings),
      usual: ctx.body.settings.timings,
    };
  },
);
