import { checkMessage } from './messages.ts';
import { nameOf, tell, violate, type Model, type Occasion } from './model.ts';
import { meetingKey } from './occasions.ts';
import { at, FINAL, occasionOf, subjectsOf, type Post } from './post.ts';
import { whenQuietAllows } from './quiet.ts';
import type { Stored } from './platform.ts';
import { DAY, MINUTE } from './wall-time.ts';
import type { Change, Row } from './watch.ts';

const SKEW = MINUTE;

/** Mirrors what was written about notices, and judges each step of a delivery's life. */
export function followDeliveries(model: Model, post: Post, changes: readonly Change[], stored: readonly Stored[], now: number): void {
  for (const message of stored) post.stored.set(message.key, (post.stored.get(message.key) ?? 0) + 1);
  for (const { table, row } of changes) if (table === 'Notice' && row) noteNotice(post, row);
  for (const change of changes) {
    if (change.table === 'Notice') checkNotice(model, change, changes);
    if (change.table !== 'Delivery') continue;
    if (!change.row) checkLogged(model, post, change, changes, now);
    else followDelivery(model, post, change, changes, now);
  }
  for (const { table, row } of changes)
    if (table === 'DeliveryLog' && row && !post.logged.has(String(row.id)))
      violate(model, `a delivery is in the log and was not moved there: ${JSON.stringify(row)}`, subjectsOf(row));
  for (const message of stored) checkMessage(model, post, message);
}

function noteNotice(post: Post, row: Row): void {
  const id = String(row.id);
  post.notices.set(id, row);
  if (row.state === 'planned') post.planned.set(id, row);
  else post.planned.delete(id);
}

/** A delivery may go only into the log, unchanged, in the same transaction, and not before its fate is final and a day old. */
function checkLogged(model: Model, post: Post, { old, tx }: Change, changes: readonly Change[], now: number): void {
  const gone = old!;
  const id = String(gone.id);
  const logged = changes.find((one) => one.table === 'DeliveryLog' && one.tx === tx && one.row?.id === gone.id)?.row;
  const fail = (what: string): void => {
    violate(model, `a delivery ${what}: ${JSON.stringify(gone)}`, subjectsOf(gone));
  };
  if (!logged) {
    fail('was deleted');
    return;
  }
  const changed = Object.keys(logged).filter((name) => JSON.stringify(logged[name]) !== JSON.stringify(gone[name]));
  if (changed.length > 0) fail(`was changed on its way into the log (${changed.join(', ')})`);
  if (!FINAL.has(String(gone.state)) && (gone.state !== 'unknown' || gone.leaseUntil !== null)) fail('went into the log with an open fate');
  if (at(gone.dueAt) > now - DAY + SKEW) fail('went into the log within a day');
  post.logged.add(id);
  post.open.delete(id);
  post.deliveries.set(id, { ...gone, ...logged });
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
  noteDelivery(model, post, delivery, occasion, key);
  post.byOccasion.set(key, (post.byOccasion.get(key) ?? new Set()).add(String(delivery.id)));
  if (!occasion) {
    violate(model, `${what} was planned and nobody was to be told (${key})`, subjects);
    return;
  }
  if (!old || old.heldUntil !== delivery.heldUntil) checkQuiet(model, post, delivery, occasion, what, now);
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

function noteDelivery(model: Model, post: Post, delivery: Row, occasion: Occasion | undefined, key: string): void {
  const id = String(delivery.id);
  post.deliveries.set(id, delivery);
  if (FINAL.has(String(delivery.state))) post.open.delete(id);
  else post.open.set(id, delivery);
  if (!occasion?.meeting || occasion.sequence < 0) return;
  const about = meetingKey(occasion.kind, occasion.meeting.id, occasion.sequence);
  const people = model.reached.get(about) ?? new Map<string, Set<string>>();
  const keys = people.get(String(delivery.target)) ?? new Set();
  if (delivery.state === 'cancelled' || delivery.state === 'expired') keys.delete(key);
  else keys.add(key);
  model.reached.set(about, people.set(String(delivery.target), keys));
}

/** Quiet hours put off what may wait, or take it back where it would be of no use afterwards. */
function checkQuiet(model: Model, post: Post, delivery: Row, occasion: Occasion, what: string, now: number): void {
  const begins = Math.max(at(delivery.heldUntil ?? delivery.dueAt), now);
  const allowed = whenQuietAllows(model, occasion.kind, String(delivery.target), now, occasion.expiresAt);
  const isPutOff = allowed !== null && allowed > now;
  post.held.set(String(delivery.id), isPutOff || allowed === null ? allowed : 0);
  const isRight = allowed === null ? delivery.state === 'cancelled' : isPutOff ? begins === allowed : delivery.heldUntil === null;
  if (isRight) return;
  const meant = allowed === null ? 'never' : new Date(allowed).toISOString();
  violate(model, `${what}: quiet hours allow it ${meant}, planned is ${JSON.stringify(delivery)}`, subjectsOf(delivery, occasion));
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
      if (whenQuietAllows(model, occasion.kind, target, now, occasion.expiresAt) === null) return;
      if (inForce && occasion.expiresAt > now && occasion.mayHear(target, now)) fail('was taken back although it concerned them');
      return;
    case 'expired':
      if (occasion.expiresAt > now + Math.max(0, ...post.clocks)) fail('expired before its time');
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
