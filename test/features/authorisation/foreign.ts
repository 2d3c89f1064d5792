import type { Outcome } from './roles.ts';
import type { Scene } from './scene.ts';

/**
 * What a reference to another body's thing meets where that is not "there is no such thing": by row and field.
 * Nothing is written in any case.
 */
export const MET: Readonly<Record<string, Outcome>> = {
  // The text on the form is not in force here: the one that is, is shown.
  'attendance.checkIn statement': 'yes',
  'groups.join statementVersionId': 'moot',
  // A platform reports a call that is no meeting of this body.
  'attendance.noteSessionStarted channelId': 'yes',
  'attendance.noteSessionStarted workspaceId': 'yes',
  'attendance.noteSessionEnded channelId': 'yes',
  'attendance.noteSessionEnded workspaceId': 'yes',
  'attendance.notePeopleJoined channelId': 'yes',
  'attendance.notePeopleJoined workspaceId': 'yes',
  'attendance.notePeopleLeft channelId': 'yes',
  'attendance.notePeopleLeft workspaceId': 'yes',
  'concerns.raise: about a group group': 'no',
  'actions.add owner': 'field',
  'actions.change owner': 'field',
  'groups.disconnect channelId': 'moot',
  // Chosen in a form that offers only what is this body's.
  'groups.giveRole member': 'field',
  'concerns.noteMovement person': 'field',
  'directory.appoint groups': 'field',
  'directory.invite groups': 'field',
  'directory.linkAccount code': 'field',
  'meetings.schedule group': 'field',
};

interface Foreign {
  /** A row whose input gets one thing more. */
  readonly row: string;
  readonly field: string;
  readonly value: (other: Scene) => unknown;
  readonly meets: Outcome;
}

const participant = (other: Scene): string => other.people.participant.id;

/** References that a valid input can do without, and forms named like something there already is in another body. */
export const MORE: readonly Foreign[] = [
  { row: 'meetings.rsvp: with an alternate', field: 'alternate', value: participant, meets: 'field' },
  { row: 'meetings.schedule', field: 'chair', value: (other) => other.people.chair.id, meets: 'field' },
  { row: 'meetings.change', field: 'secretariat', value: (other) => other.people.secretariat.id, meets: 'field' },
  { row: 'directory.addPerson', field: 'organisation', value: (other) => other.organisation.id, meets: 'field' },
  { row: 'preferences.save', field: 'channelOnly', value: (other) => [other.group.id], meets: 'yes' },
  { row: 'preferences.save', field: 'account', value: (other) => other.second.participant, meets: 'field' },
  { row: 'meetings.schedule', field: 'draft', value: (other) => other.meetings.upcoming, meets: 'none' },
  { row: 'opening.declareConflict', field: 'draft', value: (other) => other.conflict, meets: 'moot' },
  { row: 'concerns.raise', field: 'draft', value: (other) => other.concern, meets: 'moot' },
  { row: 'actions.add', field: 'draft', value: (other) => other.action, meets: 'moot' },
];
