import { createHash } from 'node:crypto';
import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import type { Document } from '../../documents/document.ts';
import { render } from '../../documents/render.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { findMinutes, type MinutesFacts } from '../minutes/lookup.ts';
import { assertMayRead } from './access.ts';
import { gatherFacts, listLayers } from './facts.ts';
import { fileName } from './file-name.ts';
import { minutesDocument } from './minutes-document.ts';
import { recordDocument } from './record-document.ts';
import { FileFormat, What } from './what.ts';

/** `link` is the private link it was asked for by, if it was. */
export const DownloadInput = z.object({ what: What, meeting: z.uuid(), format: FileFormat, link: z.uuid().nullable().default(null) });

export interface Download {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly sha256: string;
}

/**
 * The minutes or the record of a meeting as a file, with its SHA-256 kept in the audit, so that what was handed out can be
 * told from what was changed. Throws NotAllowed, NotFound, and Conflict when there are no minutes yet.
 */
export const download = verb(
  'files.download',
  DownloadInput,
  async (ctx, { what, meeting: meetingId, format, link }): Promise<Download> => {
    const meeting = await getMeeting(ctx, meetingId);
    const minutes = await findMinutes(ctx, meeting.id);
    await assertMayRead(ctx, what, meeting, minutes);
    const { document, name } = await compose(ctx, what, meeting, minutes);
    const bytes = await render(document, format);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const version = what === 'minutes' ? (minutes?.n ?? null) : null;
    await inTransaction(ctx, (ctx) => {
      recordAudit(ctx, 'files.download', `meeting:${meeting.id}`, { meetingId: meeting.id, what, version, format, sha256, linkId: link });
      return Promise.resolve();
    });
    return { bytes, fileName: `${name}.${format}`, sha256 };
  },
);

async function compose(
  ctx: Ctx,
  what: What,
  meeting: MeetingFacts,
  minutes: MinutesFacts | null,
): Promise<{ document: Document; name: string }> {
  if (what === 'minutes' && minutes) {
    const facts = await gatherFacts(ctx, meeting, minutes.rollVersion);
    return { document: minutesDocument({ ...facts, minutes }), name: fileName(facts, minutes.isIssued ? 'minutes' : 'draft minutes') };
  }
  const facts = await gatherFacts(ctx, meeting);
  const layers = await listLayers(ctx, meeting.id);
  return { document: recordDocument({ ...facts, minutes, layers, drawnUpAt: ctx.now }), name: fileName(facts, 'record') };
}
