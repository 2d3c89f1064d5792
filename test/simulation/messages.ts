import { textOf } from './cards.ts';
import { nameOf, violate, type Model, type Occasion } from './model.ts';
import { meetingKey } from './occasions.ts';
import type { Stored } from './platform.ts';
import { at, occasionOf, subjectsOf, type Post } from './post.ts';
import { whenQuietAllows } from './quiet.ts';
import { MINUTE } from './wall-time.ts';
import type { Row } from './watch.ts';

/** How much earlier than its time a direct message may go out, so that the last of many is in time. */
const LEAD = 20 * MINUTE;
const LATE = 5 * MINUTE;
const ONCE = new Set(['meetings.reminder', 'meetings.join']);

/** One message that the platform stored: about what, to whom, when, and in which words. */
export function checkMessage(model: Model, post: Post, message: Stored): void {
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
  const held = post.held.get(message.key) ?? 0;
  if (held > message.at + ahead(post)) fail(`went out in quiet hours, which last until ${new Date(held).toISOString()}`);
  const quiet = whenQuietAllows(model, occasion.kind, target, message.at, occasion.expiresAt);
  if (quiet === null || quiet > message.at + ahead(post)) fail('went out in quiet hours');
  const earliest = target.startsWith('person:') && occasion.kind !== 'attendance.opening' ? occasion.dueAt - LEAD : occasion.dueAt;
  if (message.at + ahead(post) < earliest) fail('went out before its time');
  if (message.at >= occasion.expiresAt) fail('went out after its time');
  if (occasion.meeting && occasion.sequence >= 0) checkOnce(model, delivery, occasion, fail);
  // Who says late that they come is told then.
  const notice = post.notices.get(String(delivery.noticeId));
  const dueAt = Math.max(occasion.dueAt, held, at(notice?.createdAt));
  checkWords(post, occasion, dueAt, message, fail);
}

const ahead = (post: Post): number => Math.max(0, ...post.clocks);

/** Of the reminders, and of the joining links but for a new link, everybody gets one about a meeting as it stands. */
function checkOnce(model: Model, delivery: Row, occasion: Occasion, fail: (why: string) => void): void {
  if (!ONCE.has(occasion.kind) || / (link|asked) /.test(occasion.key)) return;
  const about = meetingKey(occasion.kind, occasion.meeting!.id, occasion.sequence);
  const others = [...(model.reached.get(about)?.get(String(delivery.target)) ?? [])].filter((key) => key !== occasion.key);
  if (String(delivery.target).startsWith('person:') && others.some((key) => !/ (link|asked) /.test(key)))
    fail(`was said to them by ${others.join(', ')} too`);
}

/** The program's clock may be some seconds off when it says how long it is to the start, and whether it is late. */
function checkWords(post: Post, occasion: Occasion, dueAt: number, message: Stored, fail: (why: string) => void): void {
  const json = JSON.stringify(message.posted);
  const lacks = (now: number): string | undefined => occasion.says(now).find((words) => !json.includes(JSON.stringify(words).slice(1, -1)));
  const missing = post.clocks.map((offset) => lacks(message.at + offset));
  if (missing.every((one) => one !== undefined)) fail(`lacks "${missing[0]!}"`);
  const isLate = post.clocks.map((offset) => message.at + offset - dueAt > LATE);
  const saysSo = textOf(message.posted).includes('it is late because');
  if (!isLate.includes(saysSo)) fail(saysSo ? 'says it is late and is not' : 'is late without saying so');
  if (saysSo) post.late += 1;
}

function isAddressOf(model: Model, target: string, address: string): boolean {
  if (target.startsWith('channel:')) return model.connections.get(target.slice('channel:'.length))?.address === address;
  return model.people.get(target.slice('person:'.length))?.accounts.some((one) => one.address === address) ?? false;
}
