import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { tzlib_get_ical_block } from 'timezones-ical-library';
import type { Answer } from '../../db/generated/client.ts';
import { clockNote, seriesLine } from '../meetings/cards.ts';
import { cancelReasonOf, type MeetingFacts } from '../meetings/lookup.ts';

// A folded line begins with a space, which ical.js does not count: 75 octets with it (RFC 5545, 3.1).
ICAL.foldLength = 74;

export interface CalendarEvent {
  readonly meeting: MeetingFacts;
  readonly answer: Answer | null;
}

export interface CalendarFacts {
  readonly name: string;
  /** Right-hand side of the UIDs: they must stay the same for ever, or entries double. */
  readonly host: string;
  readonly zone: string;
  readonly policyUrl: string | null;
  readonly events: readonly CalendarEvent[];
}

/** The calendar as RFC 5545 text: UTC stamps, local times with their VTIMEZONE, CRLF after the last line too. */
export function toIcs(facts: CalendarFacts): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('prodid', '-//Convenor//Working groups//EN');
  calendar.addPropertyWithValue('calscale', 'GREGORIAN');
  calendar.addPropertyWithValue('method', 'PUBLISH');
  calendar.addPropertyWithValue('name', facts.name);
  calendar.addPropertyWithValue('x-wr-calname', facts.name);
  const refresh = calendar.addPropertyWithValue('refresh-interval', 'PT1H');
  refresh.setParameter('value', 'duration');
  calendar.addPropertyWithValue('x-published-ttl', 'PT1H');
  // A calendar must hold at least one component (RFC 5545, 3.6): without meetings it is the body's zone.
  const zones = facts.events.length === 0 ? [facts.zone] : facts.events.map((one) => one.meeting.zone);
  for (const zone of new Set(zones)) {
    const block = zoneBlock(zone);
    if (block) calendar.addSubcomponent(block);
  }
  for (const event of facts.events) calendar.addSubcomponent(toEvent(event, facts));
  return `${calendar.toString()}\r\n`;
}

function toEvent({ meeting, answer }: CalendarEvent, facts: CalendarFacts): ICAL.Component {
  const event = new ICAL.Component('vevent');
  const isCancelled = meeting.state === 'cancelled';
  const add = (name: string, value: string | number | ICAL.Time) => event.addPropertyWithValue(name, value);
  // An occurrence of a series stands for itself, under a UID of its own: programs differ in what they make of
  // a RECURRENCE-ID whose rule they were not given, and of a rule most of whose dates were moved.
  add('uid', `${meeting.id}@${facts.host}`);
  add('dtstamp', ICAL.Time.fromJSDate(meeting.changedAt, true));
  add('last-modified', ICAL.Time.fromJSDate(meeting.changedAt, true));
  add('sequence', meeting.sequence);
  addTime(event, 'dtstart', meeting.startsAt, meeting.zone);
  addTime(event, 'dtend', meeting.endsAt, meeting.zone);
  add('summary', `${isCancelled ? 'Cancelled: ' : ''}${meeting.groupName}: ${meeting.subTopic}`);
  add('description', describe(meeting, facts));
  add('status', isCancelled ? 'CANCELLED' : answer === 'tentative' ? 'TENTATIVE' : 'CONFIRMED');
  add('transp', !isCancelled && answer === 'attending' ? 'OPAQUE' : 'TRANSPARENT');
  if (!isCancelled) {
    add('location', meeting.link);
    add('url', meeting.link);
  }
  return event;
}

function describe(meeting: MeetingFacts, { policyUrl }: CalendarFacts): string {
  if (meeting.state === 'cancelled') return `This meeting is cancelled. Reason: ${cancelReasonOf(meeting)}`;
  const agenda = meeting.agenda.items.map((item, i) => `${String(i + 1)}. ${item.title}`);
  const hosts = [
    meeting.chair ? `Chair: ${meeting.chair.name}.` : '',
    meeting.secretariat ? `Secretariat: ${meeting.secretariat.name}.` : '',
  ];
  const clocks = clockNote(meeting);
  return [
    `Join: ${meeting.link}`,
    hosts.filter(Boolean).join(' '),
    ...agenda,
    meeting.series ? `Part of a series: ${seriesLine(meeting.series)}.` : '',
    clocks ?? '',
    'The anti-trust statement covers this meeting and all that the group does: keep to the agenda, and speak up if the talk strays from it.',
    policyUrl === null ? '' : `Full policy: ${policyUrl}`,
  ]
    .filter(Boolean)
    .join('\n');
}

function addTime(event: ICAL.Component, name: string, at: Date, zone: string): void {
  const tzid = zoneId(zone);
  if (tzid === null) {
    event.addPropertyWithValue(name, ICAL.Time.fromJSDate(at, true));
    return;
  }
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDateTime();
  const property = new ICAL.Property(name);
  property.setParameter('tzid', tzid);
  property.setValue(ICAL.Time.fromDateTimeString(local.toString({ smallestUnit: 'second' })));
  event.addProperty(property);
}

/** The zone's definition; null for UTC, which is written as such, and for zones without one, whose times are then given in UTC. */
function zoneBlock(zone: string): ICAL.Component | null {
  if (zone === 'UTC') return null;
  const [block] = tzlib_get_ical_block(zone);
  if (!block?.startsWith('BEGIN:VTIMEZONE')) return null;
  return ICAL.Component.fromString(block);
}

function zoneId(zone: string): string | null {
  const id = zoneBlock(zone)?.getFirstPropertyValue('tzid');
  return typeof id === 'string' ? id : null;
}
