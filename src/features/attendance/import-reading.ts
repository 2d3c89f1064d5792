import type { MeetingFacts } from '../meetings/lookup.ts';
import { hasDay, ORDERS, readerOf, type Clock, type NoMoment, type Order, type Reader } from './import-clock.ts';
import { refuse, type Refused } from './import-problem.ts';

/** How the file's clock was read. */
export interface Reading {
  readonly order: Order;
  readonly zone: string;
}

export interface ReadingOptions {
  /** As the operator said; null to decide it by the meeting's own times. */
  readonly order: Order | null;
  readonly zone: string | null;
  /** Tried when none is said: the meeting's, the body's, UTC. */
  readonly zones: readonly string[];
}

/** A stay as the file's clock showed it. */
export interface LocalStay {
  readonly line: number;
  readonly join: Clock;
  readonly leave: Clock | null;
  readonly duration: number | null;
}

/** Zones lie half an hour apart at least: nearer than that to the planned start, no two of them are taken for each other. */
const NEAR_MS = 30 * 60_000;

/**
 * How the file's clock is to be read: of the zones and orders not ruled out by what was said, the one that makes it this
 * meeting's. A zone that was not said must bring the first joining within half an hour of the start. Refused, saying what
 * was tried, when none or more than one does.
 */
export function decideReading(stays: readonly LocalStay[], meeting: MeetingFacts, options: ReadingOptions): Reading | Refused {
  const dated = stays.filter((stay) => ORDERS.some((order) => isDated(stay, order)));
  const orders = options.order ? [options.order] : ORDERS.filter((order) => dated.every((stay) => isDated(stay, order)));
  const first = stays[0]?.line ?? 1;
  if (orders.length === 0)
    return refuse('Some rows can only be read day first, others only month first. Download the file again, or say --order.', first);
  const zones = options.zone ? [options.zone] : options.zones;
  const tried = zones.flatMap((zone) => orders.map((order) => ({ order, zone, ...spanOf(stays, readerOf(order, zone)) })));
  const [unread] = tried.filter((one) => !Number.isFinite(one.from));
  // Each row then says by itself what is wrong with it.
  if (unread && tried.every((one) => !Number.isFinite(one.from))) return { order: unread.order, zone: unread.zone };
  const fitting = tried.filter((one) => isMeetings(one, meeting, options.zone !== null));
  const apart = fitting.filter((one, i) => !fitting.slice(0, i).some((other) => isSameSpan(one, other)));
  const [only] = apart;
  if (only && apart.length === 1) return { order: only.order, zone: only.zone };
  const words = tried.map((one) => `${readingWords(one)}: ${spanWords(one)}`);
  const planned = `The meeting is from ${utc(meeting.startsAt)} to ${utc(meeting.endsAt)}`;
  if (apart.length > 1)
    return refuse(`${planned}, and the file's times fit it in more than one way. Say --zone and --order. ${words.join('; ')}.`, first);
  const zone = options.zone
    ? 'If it is this meeting, say the right --zone and --order.'
    : 'If it is this meeting, say the --zone of who downloaded it.';
  return refuse(`${planned}, and the file's times do not fall into it: it is another meeting's. ${zone} ${words.join('; ')}.`, first);
}

const isDated = ({ join, leave }: LocalStay, order: Order): boolean => hasDay(join, order) && (!leave || hasDay(leave, order));

interface Span {
  readonly from: number;
  readonly until: number;
  /** Of all times: two readings that agree in it, too, are the same. */
  readonly sum: number;
}

const isSameSpan = (a: Span, b: Span): boolean => a.from === b.from && a.until === b.until && a.sum === b.sum;

function spanOf(stays: readonly LocalStay[], read: Reader): Span {
  const span = { from: Infinity, until: -Infinity, sum: 0 };
  for (const stay of stays) {
    const found = readStay(stay, read);
    if (!('from' in found)) continue;
    span.from = Math.min(span.from, found.from.getTime());
    span.until = Math.max(span.until, found.until.getTime());
    span.sum += found.from.getTime() + found.until.getTime();
  }
  return span;
}

function isMeetings(span: Span, meeting: MeetingFacts, isZoneSaid: boolean): boolean {
  if (span.from >= meeting.endsAt.getTime() || span.until <= meeting.startsAt.getTime()) return false;
  return isZoneSaid || Math.abs(span.from - meeting.startsAt.getTime()) < NEAR_MS;
}

/** A stay as moments, or what is wrong with which of its times. */
export function readStay(stay: LocalStay, read: Reader): { from: Date; until: Date } | { column: 'join' | 'leave'; why: NoMoment } {
  const from = read(stay.join);
  if (!(from instanceof Date)) return { column: 'join', why: from };
  const until = stay.leave ? read(stay.leave) : new Date(from.getTime() + (stay.duration ?? 0));
  return until instanceof Date ? { from, until } : { column: 'leave', why: until };
}

const orderWords = { dmy: 'day first', mdy: 'month first' } as const satisfies Record<Order, string>;

export const readingWords = ({ zone, order }: Reading): string => `${zone}, ${orderWords[order]}`;

const utc = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const spanWords = ({ from, until }: Span): string =>
  Number.isFinite(from) ? `${utc(new Date(from))} to ${utc(new Date(until))}` : 'no such times';
