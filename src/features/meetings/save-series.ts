import { v7 as uuidv7 } from 'uuid';
import { actingPersonId } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { addVersions } from './agenda-versions.ts';
import { startOf } from './local-time.ts';
import { minutesAfter } from './lookup.ts';
import type { Expanded } from './recurrence.ts';
import { recordScreened, type Screened } from './screen-agenda.ts';
import { recordTitles, type ScreenedTitles } from './screen-titles.ts';

export interface NewSeries {
  readonly groupId: string;
  readonly expanded: Expanded;
  /** What every occurrence begins as. */
  readonly template: Record<'subTopic' | 'kind' | 'link' | 'zone', string> &
    Record<'chairId' | 'secretariatId', string | null> & { readonly minutes: number };
  readonly screened: Screened;
  readonly titles: ScreenedTitles;
}

/** Writes a series with all its meetings and their first agendas in one transaction. The same id twice is one series. */
export async function saveSeries(ctx: Ctx, id: string, series: NewSeries): Promise<void> {
  const { groupId, expanded, template } = series;
  const { subTopic, kind, link, zone, minutes, chairId, secretariatId } = template;
  const same = { bodyId: ctx.body.id, groupId, subTopic, kind, link, zone, minutes, chairId, secretariatId };
  const stamps = { createdById: actingPersonId(ctx), createdAt: ctx.now, updatedAt: ctx.now };
  const [first = ''] = expanded.starts;
  const lastDate = (expanded.starts.at(-1) ?? '').slice(0, 10);
  await inTransaction(ctx, async (ctx) => {
    const row = { ...same, ...stamps, id, rule: expanded.rule, localStart: first, lastDate, times: expanded.starts.length };
    const created = await ctx.db.series.createMany({ data: [row], skipDuplicates: true });
    if (created.count === 0) return;
    const meetings = expanded.starts.map((localStart) => {
      const startsAt = startOf(localStart, zone);
      const place = { seriesId: id, recurrenceId: localStart, localStart, startsAt, endsAt: minutesAfter(startsAt, minutes) };
      return { ...same, ...stamps, ...place, id: uuidv7(), state: 'announced' as const };
    });
    await ctx.db.meeting.createMany({ data: meetings });
    const { screened, titles } = series;
    await addVersions(
      ctx,
      meetings.map((meeting) => ({ meetingId: meeting.id, n: 1, items: screened.items, documents: titles.documents })),
    );
    const meetingIds = meetings.map((meeting) => meeting.id);
    recordAudit(ctx, 'meetings.scheduleSeries', `series:${id}`, { seriesId: id, groupId, rule: expanded.rule, zone, meetingIds });
    recordScreened(ctx, `series:${id}`, meetingIds[0] ?? id, 1, screened);
    recordTitles(ctx, `series:${id}`, meetingIds[0] ?? id, titles);
  });
}
