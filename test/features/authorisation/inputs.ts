import { v7 as uuidv7 } from 'uuid';
import { NOON } from '../../support/world.ts';
import { teamsReport, utf8 } from '../attendance/import-fixtures.ts';
import { typed } from '../meetings/planned-meeting.ts';
import type { Role } from './roles.ts';
import { SEEN, type Scene } from './scene.ts';

/** A valid input of a verb in a scene, for who acts where it is about what is their own. */
export type Factory = (scene: Scene, as: Role) => Readonly<Record<string, unknown>>;

const nothing: Factory = () => ({});
const group: Factory = (scene) => ({ group: scene.group.slug });
const groupId: Factory = (scene) => ({ groupId: scene.group.id });
const always =
  (input: Readonly<Record<string, unknown>>): Factory =>
  () =>
    input;
const meeting =
  (which: Exclude<keyof Scene['meetings'], 'series'>, more: Factory = nothing): Factory =>
  (scene, as) => ({ meeting: scene.meetings[which], ...more(scene, as) });
const series: Factory = (scene) => ({ series: scene.meetings.series });
const concern: Factory = (scene) => ({ concern: scene.concern });
const confided: Factory = (scene) => ({ concern: scene.confided });
const action: Factory = (scene) => ({ action: scene.action });
const delivery: Factory = (scene) => ({ delivery: scene.delivery });
const invitation: Factory = (scene) => ({ appointmentId: scene.appointment.id });
const imported: Factory = (scene) => ({ name: scene.imported });
const heldLine = meeting('held', always({ n: 1, item: 1 }));
const request: Factory = (scene) => ({ requestId: scene.stranger.requestId });
const call: Factory = (scene) => ({ workspaceId: scene.body.workspaceId, channelId: scene.channel.externalChannelId, at: NOON });
const callPeople: Factory = (scene, as) => ({ ...call(scene, as), people: [{ name: 'Gus' }] });
const wall = { date: '2026-12-11', time: '10:00', minutes: '60', zone: 'Europe/Zurich' };
const fields = { name: 'Water', remit: 'Water.', status: 'open', zone: 'Europe/Zurich' };
const quiet = { quiet: 'off', zone: 'Europe/Zurich', reminderBefore: 'group', direct: [] };
const changed = { subTopic: 'New words', kind: 'priority', link: 'https://meet.invalid/9' };
const said: Factory = () => ({ answer: 'attending' });

const attendance: Readonly<Record<string, Factory>> = {
  'attendance.here': meeting('live'),
  'attendance.here: none named': nothing,
  'attendance.checkIn': meeting('live', (scene) => ({ statement: scene.statement.id })),
  'attendance.leaveEarly': meeting('attended'),
  'attendance.wasThere': meeting('ended', always({ was: 'yes' })),
  'attendance.openCorrection': meeting('recorded'),
  'attendance.correct': meeting('recorded', always({ what: 'not-there' })),
  'attendance.read': meeting('live'),
  'attendance.openRoll': meeting('ended'),
  'attendance.markRoll': meeting('ended', always({ version: 0 })),
  'attendance.confirmRoll': meeting('ended', always({ version: 0 })),
  'attendance.close': meeting('ended'),
  'attendance.openRoll: confirmed before': meeting('closed'),
  'attendance.confirmRoll: confirmed before': meeting('closed', (scene) => ({
    version: 1,
    reason: 'She left.',
    [`person:${scene.people.participant.id}`]: 'not_here',
  })),
  'attendance.import': meeting('imported', () => ({ file: utf8(teamsReport([SEEN])), zone: 'UTC' })),
  'attendance.importQueue': nothing,
  'attendance.reviewImported': imported,
  'attendance.decideImported': (scene, as) => ({ ...imported(scene, as), who: 'guest' }),
  'attendance.noteSessionStarted': call,
  'attendance.noteSessionEnded': call,
  'attendance.notePeopleJoined': callPeople,
  'attendance.notePeopleLeft': callPeople,
};

const meetings: Readonly<Record<string, Factory>> = {
  'meetings.list': group,
  'meetings.showAgenda': meeting('upcoming'),
  'meetings.showNextAgenda': group,
  'meetings.showSeries': series,
  'meetings.who': meeting('upcoming'),
  'meetings.whoNext': group,
  'meetings.rsvp': meeting('upcoming', said),
  'meetings.rsvp: with an alternate': meeting('upcoming', always({ answer: 'declined', alternateName: 'Gus' })),
  // Nobody of the table is named as an alternate; the tests of alternates name somebody.
  'meetings.standIn': meeting('upcoming', (scene) => ({ by: scene.people.chair.id, takes: 'yes' })),
  'meetings.rsvpSeries': (scene, as) => ({ ...series(scene, as), answer: 'attending' }),
  'meetings.prepareAnswer': meeting('upcoming'),
  'meetings.prepareDecline': meeting('upcoming'),
  'meetings.prepareDeclineSeries': series,
  'meetings.prepareSuggestion': meeting('upcoming'),
  'meetings.openDeclineSuggestion': meeting('upcoming', (scene) => ({ suggestion: scene.meetings.suggestion })),
  'meetings.declineSuggestion': meeting('upcoming', (scene) => ({ suggestion: scene.meetings.suggestion, reason: 'Next time.' })),
  'meetings.suggest': meeting('upcoming', () => ({ draft: uuidv7(), text: 'Scrap sorting' })),
  'meetings.prepareSchedule': group,
  'meetings.schedule': (scene) => ({ ...typed(scene.group), draft: uuidv7() }),
  'meetings.manage': meeting('upcoming'),
  'meetings.manage: a group': group,
  'meetings.prepareChange': meeting('upcoming'),
  'meetings.prepareMove': meeting('upcoming'),
  'meetings.prepareCancel': meeting('upcoming'),
  'meetings.prepareEdit': meeting('upcoming'),
  'meetings.change': meeting('upcoming', always(changed)),
  'meetings.change: a series': meeting('occurrence', always({ ...changed, scope: 'all' })),
  'meetings.move': meeting('upcoming', always({ sequence: 0, ...wall })),
  'meetings.move: a series': meeting('occurrence', always({ sequence: 0, ...wall, date: '2027-01-15', scope: 'all' })),
  'meetings.cancel': meeting('upcoming', always({ reason: 'Too few can come.' })),
  'meetings.cancel: a series': meeting('occurrence', always({ reason: 'Too few can come.', scope: 'all' })),
  'meetings.clearLine': heldLine,
  'meetings.prepareReword': heldLine,
  'meetings.rewordLine': (scene, as) => ({ ...heldLine(scene, as), line: 'Sorting of scrap, 5 min' }),
  'meetings.editAgenda': meeting('upcoming', always({ n: 1, agenda: 'Welcome, 5 min', documents: null })),
};

const groups: Readonly<Record<string, Factory>> = {
  'groups.list': nothing,
  'groups.about': nothing,
  'groups.show': group,
  'groups.my': nothing,
  'groups.openJoin': group,
  'groups.join': (scene, as) => ({ ...groupId(scene, as), statementVersionId: scene.statement.id, comply: ['yes'] }),
  'groups.openLeave': group,
  'groups.leave': groupId,
  'groups.manage': nothing,
  'groups.openCreate': nothing,
  'groups.create': always(fields),
  'groups.openEdit': group,
  'groups.edit': (scene, as) => ({ ...groupId(scene, as), changedAt: NOON.toISOString(), ...fields }),
  'groups.openRoles': group,
  'groups.giveRole': (scene, as) => ({ ...groupId(scene, as), member: scene.people.participant.id, role: 'vice_chair' }),
  'groups.connect': (scene, as) => ({ ...group(scene, as), channelId: 'CNEW', channelName: 'new' }),
  'groups.disconnect': (scene) => ({ channelId: scene.channel.externalChannelId }),
};

const lettingPass = meeting('barred', always({ check: 'agenda' }));

const opening: Readonly<Record<string, Factory>> = {
  'opening.open': meeting('live'),
  'opening.open: none named': nothing,
  'opening.openOverride': lettingPass,
  'opening.override': (scene, as) => ({ ...lettingPass(scene, as), reason: 'It was agreed by telephone.' }),
  'opening.ask': meeting('barred'),
  'opening.postNow': meeting('barred'),
  'opening.openConflict': meeting('live'),
  'opening.declareConflict': meeting('live', () => ({ draft: uuidv7(), item: 'whole', about: 'We sell this.', out: 'yes' })),
  'opening.withdrawConflict': (scene) => ({ conflict: scene.conflict }),
};

const concerns: Readonly<Record<string, Factory>> = {
  'concerns.open': meeting('live'),
  'concerns.open: a group': group,
  'concerns.raise': meeting('live', () => ({ draft: uuidv7(), how: 'open' })),
  'concerns.raise: about a group': (scene) => ({ draft: uuidv7(), how: 'secretariat', group: scene.group.id }),
  'concerns.list': nothing,
  'concerns.show': concern,
  'concerns.openAction': concern,
  'concerns.openMovement': concern,
  'concerns.noteAction': (scene, as) => ({ ...concern(scene, as), draft: uuidv7(), action: 'stopped' }),
  'concerns.noteMovement': (scene, as) => ({
    ...{ ...concern(scene, as), draft: uuidv7(), what: 'left' },
    person: scene.people.participant.id,
  }),
  'concerns.show: told to the Secretariat alone': confided,
  'concerns.noteAction: told to the Secretariat alone': (scene, as) => ({
    ...{ ...confided(scene, as), draft: uuidv7(), action: 'stopped' },
  }),
};

const actions: Readonly<Record<string, Factory>> = {
  'actions.list': group,
  'actions.list: none named': nothing,
  'actions.openAdd': group,
  'actions.openAdd: a meeting': meeting('upcoming'),
  'actions.add': (scene, as) => ({ ...group(scene, as), draft: uuidv7(), what: 'Ask', owner: scene.people.observer.id }),
  'actions.add: a meeting': meeting('upcoming', () => ({ draft: uuidv7(), what: 'Ask' })),
  'actions.openChange': action,
  'actions.change': (scene, as) => ({ ...action(scene, as), n: 1, what: 'Ask twice', owner: scene.people.observer.id }),
  'actions.openDone': action,
  'actions.markDone': action,
  'actions.openDrop': action,
  'actions.drop': (scene, as) => ({ ...action(scene, as), reason: 'Not needed.' }),
  'actions.reopen': action,
};

const minuteComment: Factory = (scene) => ({ comment: scene.minutes.comment });
const note = { 'note:d1': 'Input was given.' };

const minutes: Readonly<Record<string, Factory>> = {
  'minutes.show': meeting('drafted'),
  'minutes.show: issued': meeting('issued'),
  'minutes.show: a group': group,
  'minutes.openNotes': meeting('drafted'),
  'minutes.saveNotes': meeting('drafted', always({ version: 1, ...note })),
  'minutes.sendForReview': meeting('drafted', always({ version: 1 })),
  'minutes.openSendBack': meeting('sent', always({ version: 2 })),
  'minutes.sendBack': meeting('sent', always({ version: 2, note: 'Shorter, please.' })),
  'minutes.openKeep': meeting('flagged', always({ version: 1, flag: 'd1:note:decided' })),
  'minutes.keepFlag': meeting('flagged', always({ version: 1, flag: 'd1:note:decided', reason: 'A quotation.' })),
  'minutes.issue': meeting('drafted', always({ version: 1 })),
  'minutes.openComment': meeting('issued'),
  'minutes.comment': meeting('issued', () => ({ draft: uuidv7(), version: 2, item: '0', text: 'It was Tuesday.' })),
  'minutes.openCorrection': meeting('issued'),
  'minutes.correct': meeting('issued', always({ version: 2, reason: 'A wrong day.', ...note })),
  'minutes.openDecline': minuteComment,
  'minutes.declineComment': (scene, as) => ({ ...minuteComment(scene, as), reason: 'It was Monday.' }),
};

const directory: Readonly<Record<string, Factory>> = {
  'directory.askToBeAdded': nothing,
  'directory.openQuestion': always({ about: 'Scrap' }),
  'directory.ask': always({ about: 'Scrap', question: 'What is open?' }),
  'directory.link': nothing,
  'directory.openLink': nothing,
  'directory.linkAccount': (scene) => ({ code: scene.code }),
  'directory.unlinkAccount': (scene, as) => ({ accountId: as in scene.second ? scene.second[as as keyof Scene['second']] : uuidv7() }),
  'directory.unlinkAccount: of somebody else': (scene) => ({ accountId: scene.stranger.accountId }),
  'directory.queue': nothing,
  'directory.openAddPerson': request,
  'directory.addPerson': (scene, as) => ({ ...request(scene, as), name: 'New Person', email: 'new@body.invalid' }),
  'directory.dismissRequest': request,
  'directory.openAppoint': nothing,
  'directory.invite': (scene) => ({
    email: 'new.expert@uni.example',
    name: 'New Expert',
    until: '2027-01-31',
    groups: [scene.group.slug],
    sponsor: 'The Secretariat',
  }),
  'directory.appoint': (scene) => ({
    ...{ email: scene.people.participant.email, office: 'expert', until: '2027-06-30' },
    ...{ groups: [scene.group.slug], sponsor: 'Sam' },
  }),
  'directory.listAppointments': nothing,
  'directory.openProlong': invitation,
  'directory.prolong': (scene, as) => ({ ...invitation(scene, as), until: '2028-06-30' }),
  'directory.letEnd': invitation,
  'directory.endAppointment': (scene) => ({ appointmentId: scene.appointment.id }),
  'directory.importCsv': always({ csv: 'name,email,organisation,class,country,standing\n', partial: false }),
};

const texts = { kind: 'anti_trust', text: 'Speak up.', policyUrl: null };

const others: Readonly<Record<string, Factory>> = {
  'help.show': nothing,
  'calendar.feed': nothing,
  'calendar.replace': nothing,
  'calendar.add': meeting('upcoming'),
  'records.record': nothing,
  'records.record: a meeting': (scene) => ({ meetingOf: scene.group.slug }),
  'records.recordOfGroup': group,
  'records.ownDetails': nothing,
  'records.ownExport': nothing,
  'records.meeting': meeting('closed'),
  'records.past': group,
  'files.link: minutes not written yet': meeting('closed', always({ what: 'minutes' })),
  'files.link: minutes as a draft': meeting('drafted', always({ what: 'minutes' })),
  'files.link: issued minutes': meeting('issued', always({ what: 'minutes' })),
  'files.link: the record': meeting('closed', always({ what: 'record' })),
  'files.download: minutes not written yet': meeting('closed', always({ what: 'minutes', format: 'docx' })),
  'files.download: minutes as a draft': meeting('drafted', always({ what: 'minutes', format: 'docx' })),
  'files.download: issued minutes': meeting('issued', always({ what: 'minutes', format: 'docx' })),
  'files.download: the record': meeting('closed', always({ what: 'record', format: 'docx' })),
  'files.revoke': (scene) => ({ link: scene.link }),
  'preferences.open': nothing,
  'preferences.save': always(quiet),
  'preferences.openGroupNotices': group,
  'preferences.setGroupNotices': (scene, as) => ({ ...groupId(scene, as), kinds: ['meetings.nudge'], reminderBefore: '48' }),
  'notices.remind': group,
  'notices.show': nothing,
  'notices.retry': delivery,
  'notices.dismiss': delivery,
  'statements.show': nothing,
  'statements.versions': nothing,
  'statements.openPublish': nothing,
  'statements.publish': always({ ...texts, effectiveFrom: '2026-12-01' }),
  'statements.openTranslate': nothing,
  'statements.translate': always({ ...texts, version: 1, language: 'fr' }),
};

/** A factory for each row of the table, by its name. */
export const FACTORIES: Readonly<Record<string, Factory>> = {
  ...groups,
  ...meetings,
  ...attendance,
  ...opening,
  ...concerns,
  ...actions,
  ...minutes,
  ...directory,
  ...others,
};
