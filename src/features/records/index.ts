import type { Ctx } from '../../bot/context.ts';
import { button, command, feature } from '../../bot/define.ts';
import { membershipClassName } from '../directory/lookup.ts';
import { ownDetailsCard, ownExportCard, ownRecordCard, pastCard } from './cards.ts';
import { meetingRecordCard } from './meeting-cards.ts';
import { past } from './past.ts';
import { meetingRecord, ownDetails, ownExport, record, recordOfGroup, type Recorded } from './record.ts';

const className = (ctx: Ctx) => (slug: string | null) => membershipClassName(ctx.body, slug);

const show = (result: Recorded, ctx: Ctx) => ({
  whisper: result.of === 'person' ? ownRecordCard(result.record) : meetingRecordCard(result.record, 0, className(ctx)),
});

/** "meeting climate" asks for the record of that group's latest meeting. */
function recordInput(rest: string): { meetingOf?: string } {
  const [, group] = /^meeting(?:\s+(.*))?$/i.exec(rest) ?? [];
  return /^meeting\b/i.test(rest) ? { meetingOf: group ?? '' } : {};
}

export const records = feature('records', {
  commands: [
    command({ word: 'record', about: 'Your participation in the last 12 months', audience: 'member', input: recordInput }, record, show),
    command(
      {
        word: 'records',
        takes: '[group]',
        about: 'Meetings held, with their records',
        audience: 'secretariat',
        input: (rest) => (rest === '' ? {} : { group: rest }),
      },
      past,
      (result) => ({ whisper: pastCard(result) }),
    ),
  ],
  buttons: [
    button('records.own-details', ownDetails, (result) => ({ whisper: ownDetailsCard(result.record, result.page) })),
    button('records.own-export', ownExport, (csv) => ({ whisper: ownExportCard(csv) })),
    button('records.meeting', meetingRecord, (result, ctx) => ({ whisper: meetingRecordCard(result.record, result.page, className(ctx)) })),
    button('records.meeting-of', recordOfGroup, show),
    button('records.past', past, (result) => ({ whisper: pastCard(result) })),
  ],
});
