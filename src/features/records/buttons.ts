import type { Button } from '../../bot/card.ts';

/** The record of one meeting, from a page counted from 0. For the Secretariat. */
export const meetingRecordButton = (meetingId: string, label = 'Record', page = 0): Button => ({
  label,
  press: 'records.meeting',
  with: { meeting: meetingId, page: String(page) },
});

export const pastMeetingsButton = (groupSlug: string | null, page: number, label: string): Button => ({
  label,
  press: 'records.past',
  with: { ...(groupSlug === null ? {} : { group: groupSlug }), page: String(page) },
});

export const ownDetailsButton = (label = 'Details', page = 0): Button => ({
  label,
  press: 'records.own-details',
  with: { page: String(page) },
});

export const ownExportButton: Button = { label: 'Export', press: 'records.own-export' };
