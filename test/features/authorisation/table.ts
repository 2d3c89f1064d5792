import { OUTCOMES, ROLES, type Outcome, type Role } from './roles.ts';

/**
 * Who may do what: a row for each verb, or several where it is about different things, and a column for each role
 * (roles.ts). Nobody's right is written down anywhere else; the test beside this walks every cell. The group, its
 * meetings and its concerns are of the body in which all act but those of another body.
 */
const TABLE = `
#                                                  strg  other lapsd board exprt outsd parti obsrv chair othch vice  secr  sched opera

groups.list                                        yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes
groups.about                                       yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes
groups.show                                        yes   none  yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes
groups.my                                          no    yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
groups.openJoin                                    no    none  moot  moot  rule  yes   moot  moot  moot  yes   moot  yes   no    no
groups.join                                        no    none  rule  rule  rule  yes   yes   yes   yes   yes   yes   yes   no    no
groups.openLeave                                   no    none  yes   yes   moot  moot  yes   yes   yes   moot  yes   moot  no    no
groups.leave                                       no    none  yes   yes   moot  moot  yes   yes   yes   moot  yes   moot  no    no
groups.manage                                      no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
groups.openCreate                                  no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
groups.create                                      no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
groups.openEdit                                    no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
groups.edit                                        no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
groups.openRoles                                   no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
groups.giveRole                                    no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
groups.connect                                     no    no    no    no    no    no    no    no    no    no    no    yes   no    moot
groups.disconnect                                  no    no    no    no    no    no    no    no    no    no    no    yes   no    moot

meetings.list                                      yes   none  yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes
meetings.showAgenda                                yes   none  yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes
meetings.showNextAgenda                            yes   none  yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes
meetings.showSeries                                yes   none  yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes
meetings.who                                       no    none  yes   yes   no    no    yes   yes   yes   no    yes   yes   no    yes
meetings.whoNext                                   no    none  yes   yes   no    no    yes   yes   yes   no    yes   yes   no    yes
meetings.rsvp                                      no    none  rule  rule  rule  no    yes   yes   yes   no    yes   yes   no    no
meetings.rsvp: with an alternate                   no    none  rule  rule  rule  no    yes   yes   yes   no    yes   yes   no    no
meetings.standIn                                   no    none  moot  moot  moot  moot  moot  moot  moot  moot  moot  moot  no    no
meetings.rsvpSeries                                no    none  rule  rule  rule  no    yes   yes   yes   no    yes   yes   no    no
meetings.prepareAnswer                             no    none  rule  rule  rule  no    yes   yes   yes   no    yes   yes   no    no
meetings.prepareDecline                            no    none  rule  rule  rule  no    yes   yes   yes   no    yes   yes   no    no
meetings.prepareDeclineSeries                      no    none  rule  rule  rule  no    yes   yes   yes   no    yes   yes   no    no
meetings.openDeclineSuggestion                     no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.declineSuggestion                         no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.prepareSuggestion                         no    none  rule  rule  rule  no    yes   yes   yes   no    yes   yes   no    no
meetings.suggest                                   no    none  rule  rule  rule  no    yes   yes   yes   no    yes   yes   no    no
meetings.prepareSchedule                           no    no    no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.schedule                                  no    no    no    no    no    no    no    no    yes   field yes   yes   no    yes
meetings.manage                                    no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.manage: a group                           no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.prepareChange                             no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.prepareMove                               no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.prepareCancel                             no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.prepareEdit                               no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.change                                    no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.change: a series                          no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.move                                      no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.move: a series                            no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.cancel                                    no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.cancel: a series                          no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.editAgenda                                no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
meetings.clearLine                                 no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
meetings.prepareReword                             no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
meetings.rewordLine                                no    no    no    no    no    no    no    no    no    no    no    yes   no    yes

attendance.here                                    no    none  rule  rule  rule  no    yes   yes   yes   no    yes   yes   no    no
attendance.here: none named                        no    yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
attendance.checkIn                                 no    none  rule  rule  rule  no    yes   yes   yes   no    yes   yes   no    no
attendance.leaveEarly                              no    none  yes   yes   moot  moot  yes   yes   yes   moot  yes   moot  no    no
attendance.wasThere                                no    none  rule  rule  rule  no    yes   yes   yes   no    yes   yes   no    no
attendance.openCorrection                          no    none  yes   yes   moot  moot  yes   yes   yes   moot  yes   moot  no    no
attendance.correct                                 no    none  yes   yes   moot  moot  yes   yes   yes   moot  yes   moot  no    no
attendance.read                                    no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
attendance.openRoll                                no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
attendance.markRoll                                no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
attendance.confirmRoll                             no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
attendance.close                                   no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
attendance.openRoll: confirmed before              no    none  no    no    no    no    no    no    no    no    no    yes   no    no
attendance.confirmRoll: confirmed before           no    none  no    no    no    no    no    no    no    no    no    yes   no    no
attendance.import                                  no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
attendance.importQueue                             no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
attendance.reviewImported                          no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
attendance.decideImported                          no    no    no    no    no    no    no    no    no    no    no    yes   no    no
attendance.noteSessionStarted                      no    no    no    no    no    no    no    no    no    no    no    no    yes   no
attendance.noteSessionEnded                        no    no    no    no    no    no    no    no    no    no    no    no    yes   no
attendance.notePeopleJoined                        no    no    no    no    no    no    no    no    no    no    no    no    yes   no
attendance.notePeopleLeft                          no    no    no    no    no    no    no    no    no    no    no    no    yes   no

opening.open                                       no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
opening.open: none named                           no    yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
opening.openOverride                               no    none  no    no    no    no    no    no    no    no    no    yes   no    no
opening.override                                   no    none  no    no    no    no    no    no    no    no    no    yes   no    no
opening.ask                                        no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
opening.postNow                                    no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
opening.openConflict                               no    none  rule  rule  rule  no    yes   yes   yes   no    yes   yes   no    no
opening.declareConflict                            no    none  rule  rule  rule  no    yes   yes   yes   no    yes   yes   no    no
opening.withdrawConflict                           no    none  none  none  none  none  yes   none  none  none  none  none  no    no

concerns.open                                      no    none  yes   yes   no    no    yes   yes   yes   no    yes   yes   no    no
concerns.open: a group                             no    none  yes   yes   no    no    yes   yes   yes   no    yes   yes   no    no
concerns.raise                                     no    none  yes   yes   no    no    yes   yes   yes   no    yes   yes   no    no
concerns.raise: about a group                      no    no    yes   yes   no    no    yes   yes   yes   no    yes   yes   no    no
concerns.list                                      no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
concerns.show                                      no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
concerns.openAction                                no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
concerns.openMovement                              no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
concerns.noteAction                                no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
concerns.noteMovement                              no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
concerns.show: told to the Secretariat alone       no    none  none  none  none  none  none  none  none  none  none  yes   no    no
concerns.noteAction: told to the Secretariat alone no    none  none  none  none  none  none  none  none  none  none  yes   no    no

actions.list                                       no    none  yes   yes   no    no    yes   yes   yes   no    yes   yes   no    no
actions.list: none named                           no    yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
actions.openAdd                                    no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
actions.openAdd: a meeting                         no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
actions.add                                        no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
actions.add: a meeting                             no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
actions.openChange                                 no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
actions.change                                     no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
actions.openDone                                   no    none  no    no    no    no    yes   no    yes   no    yes   yes   no    no
actions.markDone                                   no    none  no    no    no    no    yes   no    yes   no    yes   yes   no    no
actions.openDrop                                   no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
actions.drop                                       no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
actions.reopen                                     no    none  no    no    no    no    yes   no    yes   no    yes   yes   no    no

minutes.show                                       no    none  moot  moot  no    no    moot  moot  yes   no    yes   yes   no    yes
minutes.show: issued                               no    none  yes   yes   no    no    yes   yes   yes   no    yes   yes   no    yes
minutes.show: a group                              no    none  yes   yes   no    no    yes   yes   yes   no    yes   yes   no    no
minutes.openNotes                                  no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
minutes.saveNotes                                  no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
minutes.sendForReview                              no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
minutes.openSendBack                               no    none  no    no    no    no    no    no    no    no    no    yes   no    no
minutes.sendBack                                   no    none  no    no    no    no    no    no    no    no    no    yes   no    no
minutes.openKeep                                   no    none  no    no    no    no    no    no    no    no    no    yes   no    no
minutes.keepFlag                                   no    none  no    no    no    no    no    no    no    no    no    yes   no    no
minutes.issue                                      no    none  no    no    no    no    no    no    no    no    no    yes   no    no
minutes.openComment                                no    none  yes   yes   no    no    yes   yes   yes   no    yes   yes   no    no
minutes.comment                                    no    none  yes   yes   no    no    yes   yes   yes   no    yes   yes   no    no
minutes.openCorrection                             no    none  no    no    no    no    no    no    no    no    no    yes   no    no
minutes.correct                                    no    none  no    no    no    no    no    no    no    no    no    yes   no    no
minutes.openDecline                                no    none  no    no    no    no    no    no    no    no    no    yes   no    no
minutes.declineComment                             no    none  no    no    no    no    no    no    no    no    no    yes   no    no

directory.askToBeAdded                             yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
directory.openQuestion                             no    yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
directory.ask                                      no    yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
directory.link                                     yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
directory.openLink                                 yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes
directory.linkAccount                              yes   moot  moot  moot  moot  moot  moot  moot  moot  moot  moot  moot  no    no
directory.unlinkAccount                            no    none  yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
directory.unlinkAccount: of somebody else          no    none  none  none  none  none  none  none  none  none  none  none  no    no
directory.queue                                    no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
directory.openAddPerson                            no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
directory.addPerson                                no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
directory.dismissRequest                           no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
directory.openAppoint                              no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
directory.appoint                                  no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
directory.invite                                   no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
directory.listAppointments                         no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
directory.openProlong                              no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
directory.prolong                                  no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
directory.letEnd                                   no    no    no    no    no    no    no    no    no    no    no    yes   no    no
directory.endAppointment                           no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
directory.importCsv                                no    no    no    no    no    no    no    no    no    no    no    yes   no    yes

help.show                                          yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes

calendar.feed                                      no    yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
calendar.replace                                   no    yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
calendar.add                                       no    none  rule  rule  rule  no    yes   yes   yes   no    yes   yes   no    no

records.record                                     no    yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
records.record: a meeting                          no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
records.recordOfGroup                              no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
records.ownDetails                                 no    yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
records.ownExport                                  no    yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
records.meeting                                    no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
records.past                                       no    no    no    no    no    no    no    no    no    no    no    yes   no    yes

files.link: minutes not written yet                no    none  moot  moot  no    no    moot  moot  moot  no    moot  moot  no    no
files.link: minutes as a draft                     no    none  no    no    no    no    no    no    yes   no    yes   yes   no    no
files.link: issued minutes                         no    none  yes   yes   no    no    yes   yes   yes   no    yes   yes   no    no
files.link: the record                             no    none  no    no    no    no    no    no    no    no    no    yes   no    no
files.download: minutes not written yet            no    none  moot  moot  no    no    moot  moot  moot  no    moot  moot  no    moot
files.download: minutes as a draft                 no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
files.download: issued minutes                     no    none  yes   yes   no    no    yes   yes   yes   no    yes   yes   no    yes
files.download: the record                         no    none  no    no    no    no    no    no    no    no    no    yes   no    yes
files.revoke                                       no    none  none  none  none  none  none  none  none  none  none  yes   no    no

preferences.open                                   no    yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
preferences.save                                   no    yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   no    no
preferences.openGroupNotices                       no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
preferences.setGroupNotices                        no    no    no    no    no    no    no    no    no    no    no    yes   no    yes

notices.remind                                     no    none  no    no    no    no    no    no    yes   no    yes   yes   no    yes
notices.show                                       no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
notices.retry                                      no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
notices.dismiss                                    no    no    no    no    no    no    no    no    no    no    no    yes   no    yes

statements.show                                    yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes   yes
statements.versions                                no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
statements.openPublish                             no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
statements.publish                                 no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
statements.openTranslate                           no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
statements.translate                               no    no    no    no    no    no    no    no    no    no    no    yes   no    yes
`;

export interface Row {
  /** The verb's id, then what it is about in this row. */
  readonly name: string;
  readonly verb: string;
  readonly cells: Readonly<Record<Role, Outcome>>;
}

/** A name may have single spaces in it; cells stand apart. */
const LINE = new RegExp(`^(\\S+(?: \\S+)*?)((?:\\s+[a-z]+){${String(ROLES.length)}})$`);

function toRow(line: string): Row {
  const [, name, cells] = LINE.exec(line) ?? [];
  if (name === undefined || cells === undefined) throw new Error(`not a row of the table: ${line}`);
  const outcomes = cells.trim().split(/\s+/);
  const wrong = outcomes.find((one) => !(one in OUTCOMES));
  if (wrong !== undefined) throw new Error(`"${wrong}" is no outcome: ${line}`);
  return {
    name,
    verb: name.split(':')[0] ?? name,
    cells: Object.fromEntries(ROLES.map((role, i) => [role, outcomes[i]])) as Row['cells'],
  };
}

export const ROWS: readonly Row[] = TABLE.split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map(toRow);
