import { textOf } from './cards.ts';
import { nameOf, tell, violate, type Model, type Occasion } from './model.ts';
import { meetingKey } from './occasions.ts';
import type { Stored } from './platform.ts';
import { MINUTE } from './wall-time.ts';
import type { Change, Row } from './watch.ts';

/** What the rows and the platform show of notices and their fates, held against what was to be said. */
export interface Post {
  readonly notices: Map<string, Row>;
  readonly deliveries: Map<string, Row>;
  /** Deliveries by the key of their occasion. */
  readonly byOccasion: Map<string, Set<string>>;
  /** Stored messages by delivery. */
  readonly stored: Map<string, number>;
  /** Deliveries the platform refused, with its code. */
  readonly refused: Map<string, string>;
  /** Workspaces in which nobody can look what arrived. */
  readonly unreadable: ReadonlySet<string>;
  readonly fates: Record<string, number>;
  late: number;
}

export const createPost = (unreadable: readonly string[]): Post => ({
  notices: new Map(),
  deliveries: new Map(),
  byOccasion: new Map(),
  stored: new Map(),
  refused: new Map(),
  unreadable: new Set(unreadable),
  fates: {},
  late: 0,
});

const FINAL = new Set(['sent', 'failed', 'expired', 'cancelled']);
/** How much earlier than its time a direct message may go out, so that the last of many is in time. */
const LEAD = 20 * MINUTE;
const LATE = 5 * MINUTE;

const at = (value: unknown): number => Date.parse(String(value));

/** The key under which the model knows what a notice says. */
export function occasionKey(notice: Row): string {
  const subject = notice.subject as Record<string, string | undefined>;
  const key = String(notice.key);
  switch (notice.kind) {
    case 'meetings.suggestion':
      return `suggestion ${subject.suggestionId ?? ''}`;
    case 'groups.welcome':
      return `welcome ${subject.membershipId ?? ''}`;
    case 'groups.statement':
      return `statement ${subject.channelId ?? ''} ${subject.statementVersionId ?? ''}`;
    case 'groups.suspended':
      return `suspended ${subject.personId ?? ''} ${String(at(notice.createdAt))}`;
    case 'attendance.correction':
      return `correction ${subject.presenceId ?? ''}`;
    case 'notices.troubled':
      return `troubled ${subject.delivery ?? ''}`;
  }
  const plain = meetingKey(String(notice.kind), String(notice.meetingId), Number(subject.sequence));
  const asked = /:asked:([\d-]+)$/.exec(key)?.[1];
  if (asked) return `${plain} asked ${asked}`;
  return subject.again === 'link' ? `${plain} link ${String(at(notice.createdAt))}` : plain;
}

function occasionOf(model: Model, post: Post, delivery: Row): { key: string; occasion: Occasion | undefined } {
  const notice = post.notices.get(String(delivery.noticeId));
  const key = notice ? occasionKey(notice) : 'unknown';
  return { key, occasion: model.occasions.get(key) };
}

const subjectsOf = (delivery: Row, occasion?: Occasion): (string | undefined)[] => [
  occasion?.meeting?.id,
  String(delivery.target).replace(/^\w+:/, ''),
];

/** Mirrors what was written about notices, and judges each step of a delivery's life. */
export function followDeliveries(model: Model, post: Post, changes: readonly Change[], stored: readonly Stored[], now: number): void {
  for (const message of stored) post.stored.set(message.key, (post.stored.get(message.key) ?? 0) + 1);
  for (const { table, row } of changes) if (table === 'Notice' && row) post.notices.set(String(row.id), row);
  for (const change of changes) {
    if (change.table === 'Notice') checkNotice(model, change, changes);
    if (change.table !== 'Delivery') continue;
    if (!change.row) violate(model, `a delivery was deleted: ${JSON.stringify(change.old)}`, subjectsOf(change.old!));
    else followDelivery(model, post, change, changes, now);
  }
  for (const message of stored) checkMessage(model, post, message);
}

function checkNotice(model: Model, { old, row, tx }: Change, changes: readonly Change[]): void {
  if (!old || old.state === 'planned' || old.state === row?.state) return;
  const isSameStep = changes.some(
    (one) => one.tx === tx && one.table === 'Notice' && one.old?.id === old.id && one.old?.state === 'planned',
  );
  if (!isSameStep) violate(model, `a notice that was ${String(old.state)} became ${String(row?.state)}`, [String(old.meetingId)]);
}

function followDelivery(model: Model, post: Post, { old, row, tx }: Change, changes: readonly Change[], now: number): void {
  const delivery = row!;
  const { key, occasion } = occasionOf(model, post, delivery);
  const subjects = subjectsOf(delivery, occasion);
  const what = `${key.split(' ')[0]!} to ${nameOf(model, String(delivery.target))}`;
  post.deliveries.set(String(delivery.id), delivery);
  post.byOccasion.set(key, (post.byOccasion.get(key) ?? new Set()).add(String(delivery.id)));
  if (!occasion) {
    violate(model, `${what} was planned and nobody was to be told (${key})`, subjects);
    return;
  }
  if (old && FINAL.has(String(old.state)) && old.state !== delivery.state) {
    const isAsked = changes.some((one) => one.tx === tx && one.table === 'AuditEvent' && one.row?.action === 'notices.retry');
    if (!isAsked) violate(model, `${what}: a fate changed from ${String(old.state)} to ${String(delivery.state)}`, subjects);
  }
  if (old?.state === delivery.state) return;
  tell(
    model,
    subjects.filter((one) => one !== undefined),
    `${what}: ${String(delivery.state)} ${typeof delivery.error === 'string' ? delivery.error : ''}`,
  );
  checkFate(model, post, delivery, occasion, what, now);
}

function checkFate(model: Model, post: Post, delivery: Row, occasion: Occasion, what: string, now: number): void {
  const subjects = subjectsOf(delivery, occasion);
  const fail = (why: string): void => {
    violate(model, `${what}: ${why} (${String(delivery.error)})`, subjects);
  };
  const id = String(delivery.id);
  const target = String(delivery.target);
  const inForce = occasion.state !== 'withdrawn' && (occasion.sequence < 0 || occasion.meeting?.sequence === occasion.sequence);
  if (delivery.state !== 'sent' && FINAL.has(String(delivery.state)) && !delivery.error) fail('ended without a reason');
  switch (delivery.state) {
    case 'sent':
      if (post.stored.get(id) !== 1) fail(`is kept as sent and is there ${String(post.stored.get(id) ?? 0)} times`);
      if (!delivery.sentAt || !delivery.messageRef) fail('is sent without time or message');
      return;
    case 'cancelled':
      if (inForce && occasion.expiresAt > now && occasion.mayHear(target, now)) fail('was taken back although it concerned them');
      return;
    case 'expired':
      if (occasion.expiresAt > now) fail('expired before its time');
      return;
    case 'failed':
      if (!post.refused.has(id) && delivery.error !== 'no_chat_account') fail('failed although nothing was refused');
      if (delivery.error === 'no_chat_account' && isReachable(model, target)) fail('had an account that could be reached');
  }
}

function isReachable(model: Model, target: string): boolean {
  const person = model.people.get(target.slice('person:'.length));
  return person?.accounts.some(({ address }) => !model.broken.has(address)) ?? false;
}

/** One message that the platform stored: about what, to whom, when, and in which words. */
function checkMessage(model: Model, post: Post, message: Stored): void {
  const delivery = post.deliveries.get(message.key);
  if (!delivery) {
    violate(model, `a message that no delivery accounts for: ${textOf(message.posted)}`, []);
    return;
  }
  const { occasion } = occasionOf(model, post, delivery);
  if (!occasion) return;
  const target = String(delivery.target);
  const subjects = subjectsOf(delivery, occasion);
  const fail = (why: string): void => {
    violate(model, `${occasion.kind} to ${nameOf(model, target)} ${why}: ${textOf(message.posted)}`, subjects);
  };
  if ((post.stored.get(message.key) ?? 0) > 1) fail('is there twice');
  if (!isAddressOf(model, target, message.address)) fail(`went to ${message.address}`);
  if (occasion.state === 'withdrawn') fail('went out after the meeting changed');
  if (occasion.meeting && occasion.sequence >= 0 && occasion.sequence !== occasion.meeting.sequence)
    fail('is about a meeting that changed');
  if (!occasion.mayHear(target, message.at)) fail('does not concern them');
  const earliest = target.startsWith('person:') && occasion.kind !== 'attendance.opening' ? occasion.dueAt - LEAD : occasion.dueAt;
  if (message.at < earliest) fail('went out before its time');
  if (message.at >= occasion.expiresAt) fail('went out after its time');
  // Who says late that they come is told then.
  const dueAt = Math.max(occasion.dueAt, at(post.notices.get(String(delivery.noticeId))?.createdAt));
  checkWords(post, occasion, dueAt, message, fail);
}

function checkWords(post: Post, occasion: Occasion, dueAt: number, message: Stored, fail: (why: string) => void): void {
  const json = JSON.stringify(message.posted);
  for (const words of occasion.says(message.at)) if (!json.includes(JSON.stringify(words).slice(1, -1))) fail(`lacks "${words}"`);
  const isLate = message.at - dueAt > LATE;
  if (isLate !== textOf(message.posted).includes('it is late because'))
    fail(isLate ? 'is late without saying so' : 'says it is late and is not');
  if (isLate) post.late += 1;
}

function isAddressOf(model: Model, target: string, address: string): boolean {
  if (target.startsWith('channel:')) return model.connections.get(target.slice('channel:'.length))?.address === address;
  return model.people.get(target.slice('person:'.length))?.accounts.some((one) => one.address === address) ?? false;
}

/** After a pass: whatever is due was said to exactly those whom it concerns, and nothing due is left lying. */
export function settle(model: Model, post: Post, now: number): void {
  const due = model.waiting.filter((one) => one.dueAt <= now);
  for (const occasion of due) settleOccasion(model, post, occasion, now);
  if (due.length > 0) model.waiting = model.waiting.filter((one) => one.state === 'waiting');
  for (const [id, notice] of post.notices)
    if (notice.state !== 'planned') continue;
    else if (at(notice.dueAt) <= now) violate(model, `${String(notice.key)} is due and was left lying`, [String(notice.meetingId)]);
    else if (at(notice.expiresAt) < at(notice.dueAt)) violate(model, `${id} ends before it begins`, []);
}

function settleOccasion(model: Model, post: Post, occasion: Occasion, now: number): void {
  occasion.state = 'done';
  model.settled.push(occasion);
  const isInTime = occasion.expiresAt > now;
  const expected = new Set(isInTime ? occasion.targets(now) : []);
  if (isInTime && occasion.meeting && /^meetings\.(announced|moved)$/.test(occasion.kind)) occasion.meeting.isTold = true;
  const rows = [...(post.byOccasion.get(occasion.key) ?? [])].map((id) => post.deliveries.get(id)!);
  const planned = rows.map((one) => String(one.target));
  // What was planned for nobody's good and taken back before it was sent does no harm.
  const lasting = rows.filter((one) => one.state !== 'cancelled' && one.state !== 'expired').map((one) => String(one.target));
  for (const target of lasting) {
    if (planned.indexOf(target) !== planned.lastIndexOf(target))
      violate(model, `${occasion.kind} was planned twice for ${nameOf(model, target)}`, [occasion.meeting?.id, target]);
    if (!expected.has(target))
      violate(model, `${occasion.kind} was planned for ${nameOf(model, target)} and does not concern them`, [
        occasion.meeting?.id,
        target.replace(/^\w+:/, ''),
      ]);
  }
  for (const target of expected)
    if (!planned.includes(target))
      violate(model, `${occasion.kind} was due and nothing was planned for ${nameOf(model, target)}`, [
        occasion.meeting?.id,
        target.replace(/^\w+:/, ''),
      ]);
}

/** Deliveries that are due and neither on their way again later nor ended. Called after each pass with what changed in it. */
export function checkNothingLies(model: Model, post: Post, resting: ReadonlySet<string>, now: number): void {
  for (const [id, delivery] of post.deliveries) {
    if (FINAL.has(String(delivery.state))) {
      post.deliveries.set(id, delivery);
      continue;
    }
    const what = `${String(delivery.target)} is ${String(delivery.state)} (${String(delivery.error)})`;
    const place = String(delivery.workspaceId);
    const isResting = resting.has(`${place} ${String(delivery.address)}`) || resting.has(`${place} `);
    if (delivery.state === 'planned' && at(delivery.dueAt) <= now && !isResting)
      violate(model, `a delivery to ${what} and was due`, subjectsOf(delivery));
    if (delivery.state === 'claimed') violate(model, `a delivery to ${what} after the pass`, subjectsOf(delivery));
    if (delivery.state === 'unknown' && delivery.leaseUntil !== null)
      violate(model, `a delivery to ${what} after the look`, subjectsOf(delivery));
    if (delivery.state === 'unknown' && !post.unreadable.has(String(delivery.workspaceId)))
      violate(model, `a delivery to ${what} although one can look`, subjectsOf(delivery));
  }
}

export function countFates(post: Post): void {
  for (const delivery of post.deliveries.values()) {
    const state = String(delivery.state);
    post.fates[state] = (post.fates[state] ?? 0) + 1;
  }
}
