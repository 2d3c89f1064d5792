import type { Model, Occasion } from './model.ts';
import { meetingKey } from './occasions.ts';
import type { Row } from './watch.ts';

/** What the rows and the platform show of notices and their fates, held against what was to be said. */
export interface Post {
  readonly notices: Map<string, Row>;
  /** Those that wait for their time. */
  readonly planned: Map<string, Row>;
  /** Of both tables, those that are under way and those that were moved to the log. */
  readonly deliveries: Map<string, Row>;
  /** Those whose fate is open. */
  readonly open: Map<string, Row>;
  readonly logged: Set<string>;
  /** When quiet hours let a delivery go out; null when they outlast its use. */
  readonly held: Map<string, number | null>;
  /** Milliseconds by which the clocks of those that just worked were ahead. */
  clocks: readonly number[];
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
  planned: new Map(),
  deliveries: new Map(),
  open: new Map(),
  logged: new Set(),
  held: new Map(),
  clocks: [0],
  byOccasion: new Map(),
  stored: new Map(),
  refused: new Map(),
  unreadable: new Set(unreadable),
  fates: {},
  late: 0,
});

export const FINAL = new Set(['sent', 'failed', 'expired', 'cancelled']);
export const at = (value: unknown): number => Date.parse(String(value));

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
    case 'groups.may-rejoin':
    case 'groups.invitation-ended':
    case 'directory.invitation-ending':
      return key;
    case 'opening.let-open':
    case 'minutes.due':
      return `${notice.kind} ${String(notice.meetingId)}`;
    case 'attendance.correction':
      return `correction ${subject.presenceId ?? ''}`;
    case 'notices.troubled':
      return `troubled ${subject.delivery ?? ''}`;
    case 'meetings.series-announced':
      return `${notice.kind} ${subject.series ?? ''}`;
    case 'meetings.series-moved':
    case 'meetings.series-cancelled':
      return `${notice.kind} ${subject.series ?? ''} ${/\d+$/.exec(key)?.[0] ?? ''}`;
  }
  const plain = meetingKey(String(notice.kind), String(notice.meetingId), Number(subject.sequence));
  const asked = /:asked:([\d-]+)$/.exec(key)?.[1];
  if (asked) return `${plain} asked ${asked}`;
  if (subject.lead) return `${plain} lead ${subject.lead}`;
  if (subject.person) return `${plain} person ${subject.person}`;
  return subject.again === 'link' ? `${plain} link ${String(at(notice.createdAt))}` : plain;
}

export function occasionOf(model: Model, post: Post, delivery: Row): { key: string; occasion: Occasion | undefined } {
  const notice = post.notices.get(String(delivery.noticeId));
  const key = notice ? occasionKey(notice) : 'unknown';
  return { key, occasion: model.occasions.get(key) };
}

export const subjectsOf = (delivery: Row, occasion?: Occasion): (string | undefined)[] => [
  occasion?.meeting?.id ?? occasion?.series?.id,
  String(delivery.target).replace(/^\w+:/, ''),
];
