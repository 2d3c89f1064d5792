/** UTF-16 LE with its mark, as Teams writes despite the name of the file. */
export function utf16(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]));
}

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

export interface StayRow {
  readonly name: string;
  readonly email?: string;
  /** As the file writes it. */
  readonly join: string;
  readonly leave: string;
  readonly duration?: string;
}

/** The meeting of `heldMeeting` is from 13:00 to 14:00 in Zurich: `1:02:00 PM` is 12:02 UTC. */
export const us = (time: string): string => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return `11/23/26, ${String(hour % 12 || 12)}:${String(minute).padStart(2, '0')}:00 ${hour < 12 ? 'AM' : 'PM'}`;
};

/** A Teams report of three sections. */
export function teamsReport(stays: readonly StayRow[]): string {
  const people = [...new Map(stays.map((one) => [one.email ?? one.name, one])).values()];
  return [
    '1. Summary',
    'Meeting title\tScrap quality',
    `Attended participants\t${String(people.length)}`,
    'Start time\t11/23/26, 12:55:00 PM',
    'End time\t11/23/26, 2:02:00 PM',
    'Meeting duration\t1h 7m 0s',
    'Average attendance time\t50m 1s',
    '',
    '2. Participants',
    'Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole',
    ...people.map(({ name, email = '', join, leave }) => [name, join, leave, '10s', email, email, 'Presenter'].join('\t')),
    '',
    '3. In-Meeting Activities',
    'Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole',
    ...stays.map(({ name, email = '', join, leave, duration = '' }) => [name, join, leave, duration, email, 'Presenter'].join('\t')),
    '',
  ].join('\r\n');
}

const ZOOM = 'Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent,In Waiting Room';

/** A Zoom participants file; a row more than a stay says whether it was in the waiting room. */
export function zoomFile(stays: readonly (StayRow & { readonly waiting?: boolean })[], preamble = true): string {
  const about = [
    'Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants',
    '912 3456 7890,"Scrap, quality",11/23/2026 12:55:00 PM,11/23/2026 02:02:00 PM,host@body.invalid,67,3',
    '',
  ];
  return [
    ...(preamble ? about : []),
    ZOOM,
    ...stays.map(({ name, email = '', join, leave, duration = '', waiting }) =>
      [`"${name.replaceAll('"', '""')}"`, email, join, leave, duration, 'Yes', '', waiting ? 'Yes' : 'No'].join(','),
    ),
    '',
  ].join('\n');
}

export const zoomTime = (time: string): string => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return `11/23/2026 ${String(hour % 12 || 12).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00 ${hour < 12 ? 'AM' : 'PM'}`;
};
