import { nameOf, violate, type Meeting, type Model, type Occasion } from './model.ts';
import { at, subjectsOf, type Post } from './post.ts';
import { openOf } from './series-occasions.ts';
import { DAY } from './wall-time.ts';

/** After a pass: whatever is due was said to exactly those whom it concerns, and nothing due is left lying. */
export function settle(model: Model, post: Post, now: number): void {
  const due = model.waiting.filter((one) => one.dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
  for (const occasion of due) settleOccasion(model, post, occasion, now);
  if (due.length > 0) model.waiting = model.waiting.filter((one) => one.state === 'waiting');
  for (const [id, notice] of post.planned)
    if (at(notice.dueAt) <= now) violate(model, `${String(notice.key)} is due and was left lying`, [String(notice.meetingId)]);
    else if (at(notice.expiresAt) < at(notice.dueAt)) violate(model, `${id} ends before it begins`, []);
}

function settleOccasion(model: Model, post: Post, occasion: Occasion, now: number): void {
  occasion.state = 'done';
  const isInTime = occasion.expiresAt > now;
  const expected = new Set(isInTime ? occasion.targets(now) : []);
  if (isInTime) noteSaid(occasion, now);
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

/** What later messages take into account: who was told of a meeting at all, and whether they had its agenda. */
function noteSaid({ kind, meeting, series }: Occasion, now: number): void {
  const isAgendaDue = (one: Meeting): boolean => one.startsAt - 7 * DAY <= now;
  const isNews = kind === 'meetings.announced' || kind === 'meetings.moved';
  if (meeting && isNews) meeting.isTold = true;
  if (meeting && (kind === 'meetings.agenda' || kind === 'meetings.join' || (isNews && isAgendaDue(meeting)))) meeting.hasAgenda = true;
  if (kind !== 'meetings.series-announced' || !series) return;
  const open = openOf(series, now);
  if (open.length > 0) series.isTold = true;
  for (const one of open) if (isAgendaDue(one)) one.hasAgenda = true;
}

/** Deliveries that are due and neither on their way again later nor ended. Called after each pass with what changed in it. */
export function checkNothingLies(model: Model, post: Post, resting: ReadonlySet<string>, now: number): void {
  for (const delivery of post.open.values()) {
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
