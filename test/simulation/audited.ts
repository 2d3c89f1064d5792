import type { Change, Row } from './watch.ts';

/** Which actions account for a change of a row; null where none is asked for. */
type Accounts = (change: Change) => RegExp | null;

const differs = ({ old, row }: Change, ...columns: string[]): boolean => columns.some((column) => old?.[column] !== row?.[column]);

const always =
  (actions: RegExp): Accounts =>
  () =>
    actions;

const ACCOUNTS: Readonly<Record<string, Accounts>> = {
  Acknowledgement: always(/^(groups\.join|attendance\.(checkIn|read))$/),
  AgendaVersion: always(/^meetings\.(schedule.*|editAgenda|clearLine|rewordLine)$/),
  Appointment: always(/^directory\.(appoint|endAppointment|letEnd|applyEndings)$/),
  GroupChannel(change) {
    if (!change.old) return /^groups\.connect$/;
    return differs(change, 'disconnectedAt') ? /^groups\.disconnect$/ : null;
  },
  Meeting(change) {
    if (!change.old) return /^meetings\.schedule/;
    if (differs(change, 'sequence', 'startsAt', 'localStart', 'zone')) return /^meetings\.(move|cancel)/;
    if (differs(change, 'state')) return /^(notices\.expand|attendance\.(read|confirmRoll)|minutes\.(saveNotes|issue))$/;
    return /^meetings\./;
  },
  Group: (change) =>
    change.old && JSON.stringify(change.old.settings) !== JSON.stringify(change.row?.settings) ? /^preferences\.setGroupNotices$/ : null,
  Membership(change) {
    if (!change.old) return /^groups\.join$/;
    return differs(change, 'leftAt') ? /^groups\.(leave|suspend|endInvited)$/ : /^(groups\.|preferences\.save$)/;
  },
  MinuteAnswer: always(/^minutes\.(correct|declineComment)$/),
  MinuteComment: always(/^minutes\.comment$/),
  MinuteVersion: always(/^minutes\.(saveNotes|sendForReview|keepFlag|issue|correct)$/),
  Notice(change) {
    return change.old && differs(change, 'state') ? /^(notices\.expand|meetings\.(move|cancel).*)$/ : null;
  },
  Organisation: (change) => (change.old && differs(change, 'standing') ? /^directory\.changeOrganisation$/ : null),
  Person: ({ old, row }) => (old && JSON.stringify(old.preferences) !== JSON.stringify(row?.preferences) ? /^preferences\.save$/ : null),
  Opening: always(/^attendance\.read$/),
  Override: always(/^opening\.override$/),
  Presence: always(/^attendance\.(checkIn|leaveEarly|wasThere|correct|markRoll|confirmRoll)$/),
  Reading: always(/^attendance\.read$/),
  Roll: always(/^attendance\.confirmRoll$/),
  Rsvp: always(/^meetings\.(rsvp.*|withdraw)$/),
  RsvpCurrent: always(/^meetings\.(rsvp.*|withdraw)$/),
  Series: always(/^meetings\.(schedule|move|cancel|change)Series$/),
  SeriesException: always(/^meetings\.(move|cancel)(Series)?$/),
  StatementVersion: always(/^statements\.publish$/),
};

const EVIDENCE = new Set([
  'Acknowledgement',
  'AgendaVersion',
  'AuditEvent',
  'DeliveryLog',
  'MinuteAnswer',
  'MinuteComment',
  'MinuteVersion',
  'Opening',
  'Override',
  'Presence',
  'Reading',
  'Roll',
  'Rsvp',
  'StatementVersion',
]);

/** What is wrong with how these changes were accounted for: each needs its audit row in the same transaction. */
export function* findUnaccounted(changes: readonly Change[]): Generator<string> {
  const actions = new Map<string, string[]>();
  for (const { tx, table, row } of changes)
    if (table === 'AuditEvent' && row) actions.set(tx, [...(actions.get(tx) ?? []), String(row.action)]);
  for (const change of changes) {
    const { table, old } = change;
    if (old && EVIDENCE.has(table)) yield `evidence was changed: ${describe(table, old)}`;
    const wanted = ACCOUNTS[table]?.(change) ?? null;
    const found = actions.get(change.tx) ?? [];
    if (wanted && !found.some((action) => wanted.test(action)))
      yield `no audit row of the same transaction accounts for ${describe(table, change.row ?? old!)} (found: ${found.join(', ') || 'none'})`;
  }
}

const describe = (table: string, row: Row): string => `${table} ${JSON.stringify(row)}`;
