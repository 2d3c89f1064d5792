import type { Ctx } from '../../bot/context.ts';
import type { NoticeState } from '../../db/generated/client.ts';

export const SERIES_ANNOUNCED = 'meetings.series-announced';

/** The one announcement of a series. */
export const announcementKey = (seriesId: string): string => `series:${seriesId}:${SERIES_ANNOUNCED}:0`;

/** True while the announcement of a series waits: what changes until then stands in it. */
export const isSeriesUnheard = (ctx: Ctx, seriesId: string): Promise<boolean> => isAnnouncement(ctx, seriesId, 'planned');

/** On a notice about what was cancelled while the announcement of its series waited: the channels never hear of it. */
export const UNHEARD = { unheard: 'yes' } as const;

/** True once the channels were told of a series: what never was announced needs no cancellation. */
export const isSeriesTold = (ctx: Ctx, seriesId: string): Promise<boolean> => isAnnouncement(ctx, seriesId, 'expanded');

const isAnnouncement = async (ctx: Ctx, seriesId: string, state: NoticeState): Promise<boolean> =>
  (await ctx.db.notice.count({ where: { bodyId: ctx.body.id, key: announcementKey(seriesId), state } })) > 0;
