import { memberKey, violate, type Model } from './model.ts';
import { isEligible, isInvited, statementAt } from './rules.ts';
import { instantsOf, MINUTE, occurrenceAt } from './wall-time.ts';
import type { Change, Row } from './watch.ts';

/** What every row that is written must keep to, whoever writes it. */
export interface Ledger {
  /** Open memberships by `person group`, as the rows say. */
  readonly open: Map<string, Set<string>>;
  readonly rolls: Map<string, number>;
  audited: number;
}

export const createLedger = (): Ledger => ({ open: new Map(), rolls: new Map(), audited: 0 });

export function checkRows(model: Model, ledger: Ledger, changes: readonly Change[], now: number): void {
  checkMeetings(model, changes);
  for (const change of changes) {
    const { table, row } = change;
    if (!row) continue;
    if (table === 'Meeting') checkMeeting(model, row);
    else if (table === 'Membership') checkMembership(model, ledger, row);
    else if (table === 'Rsvp') checkAnswer(model, row, now);
    else if (table === 'Presence') checkPresence(model, change, changes, now);
    else if (table === 'Roll') checkRoll(model, ledger, row);
    else if (table === 'AuditEvent') {
      ledger.audited += 1;
      if (row.n !== ledger.audited) violate(model, `audit row ${String(row.n)} follows row ${String(ledger.audited - 1)}`, []);
    }
  }
}

const at = (value: unknown): number => Date.parse(String(value));

/** The wall clock shows what was typed, in summer and in winter; only an occurrence of a series may fall on a time that is skipped or comes twice. */
function checkMeeting(model: Model, row: Row): void {
  const [wall, zone] = [String(row.localStart), String(row.zone)];
  const isPlain = instantsOf(wall, zone).length === 1;
  const meant = occurrenceAt(wall, zone) === at(row.startsAt) && (isPlain || row.seriesId !== null);
  const says = `${String(row.subTopic)} at ${wall} ${zone}`;
  if (!meant) violate(model, `${says} is kept as ${String(row.startsAt)}`, [String(row.id)]);
  if (at(row.endsAt) - at(row.startsAt) !== Number(row.minutes) * MINUTE)
    violate(model, `${says} does not last ${String(row.minutes)} minutes`, [String(row.id)]);
}

/** Each meeting that was written is where, and as, the model has it. */
function checkMeetings(model: Model, changes: readonly Change[]): void {
  const latest = new Map(changes.flatMap(({ table, row }) => (table === 'Meeting' && row ? [[String(row.id), row] as const] : [])));
  for (const [id, row] of latest) {
    const meeting = model.meetings.get(id);
    const says = `${String(row.subTopic)} at ${String(row.localStart)} ${String(row.zone)}`;
    if (!meeting) violate(model, `${says} is in the calendar and nobody put it there`, []);
    else if (
      meeting.startsAt !== at(row.startsAt) ||
      meeting.sequence !== row.sequence ||
      meeting.isCancelled !== (row.state === 'cancelled')
    )
      violate(model, `${says} is kept as ${JSON.stringify(row)}, and should be ${new Date(meeting.startsAt).toISOString()}`, [id]);
  }
}

function checkMembership(model: Model, ledger: Ledger, row: Row): void {
  const key = `${String(row.personId)} ${String(row.groupId)}`;
  const open = ledger.open.get(key) ?? new Set();
  if (row.leftAt === null) open.add(String(row.id));
  else open.delete(String(row.id));
  ledger.open.set(key, open);
  if (open.size > 1) violate(model, 'a person has two open memberships of one group', [String(row.personId), String(row.groupId)]);
}

function checkAnswer(model: Model, row: Row, now: number): void {
  if (row.answer === null) return;
  const person = model.people.get(String(row.personId))!;
  const meeting = model.meetings.get(String(row.meetingId))!;
  if (!isEligible(model, person, meeting.group, now) || !isInvited(model, meeting, person))
    violate(model, `${person.name} answered for ${meeting.topic} and may not take part`, [person.id, meeting.id]);
}

/** A check-in has copies of who the person was, and the acceptance of the statement in force, in one transaction. */
function checkPresence(model: Model, { tx, row }: Change, changes: readonly Change[], now: number): void {
  const person = model.people.get(String(row?.personId));
  if (!row || !person) return;
  const meeting = model.meetings.get(String(row.meetingId))!;
  const about = [person.id, meeting.id];
  const copied = row.name === person.name && row.organisation === (person.organisation?.name ?? null);
  if (!copied || row.membershipClass !== (person.organisation?.membershipClass ?? null) || !row.role)
    violate(model, `a presence of ${person.name} lacks copies of name, organisation, class and role: ${JSON.stringify(row)}`, about);
  if (row.source !== 'self') return;
  if (!isEligible(model, person, meeting.group, now)) violate(model, `${person.name} checked in and may not take part`, about);
  if (row.what !== 'arrived') return;
  const accepted = changes.some(
    (one) =>
      one.tx === tx &&
      one.table === 'Acknowledgement' &&
      one.row?.personId === person.id &&
      one.row.occasion === `meeting:${meeting.id}` &&
      one.row.statementVersionId === statementAt(model, now).id,
  );
  // Who left and came back accepted it the first time.
  const isBack = meeting.seen.get(person.id) === 'left' || meeting.returned.has(person.id);
  if (!accepted && !isBack) violate(model, `${person.name} checked in to ${meeting.topic} without accepting the statement in force`, about);
}

function checkRoll(model: Model, ledger: Ledger, row: Row): void {
  const id = String(row.meetingId);
  const before = ledger.rolls.get(id) ?? 0;
  if (row.version !== before + 1) violate(model, `roll version ${String(row.version)} follows version ${String(before)}`, [id]);
  ledger.rolls.set(id, before + 1);
}

/** At a quiet moment: the open memberships are those the model knows. */
export function checkMemberships(model: Model, ledger: Ledger): void {
  for (const [key, ids] of ledger.open) {
    const known = model.members.get(key)?.membershipId;
    if (ids.size !== (known === undefined ? 0 : 1) || (known !== undefined && !ids.has(known)))
      violate(model, `the open memberships of a person are not what they did: ${[...ids].join(', ')} instead of ${String(known)}`, [
        key.split(' ')[0],
      ]);
  }
  for (const member of model.members.values())
    if (!ledger.open.get(memberKey(member.person, member.group))?.has(member.membershipId))
      violate(model, `${member.person.name} joined ${member.group.name} and no row says so`, [member.person.id]);
}
