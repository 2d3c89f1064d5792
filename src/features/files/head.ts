import { formatInZone, moment, rich, utcBeside } from '../../bot/text.ts';
import type { HeadRow } from '../../documents/document.ts';
import { acceptedWords, notAcceptedLines } from '../attendance/cards.ts';
import { statementName } from '../statements/cards.ts';
import { inZone, type FileFacts, type HostFacts } from './facts.ts';

/** What the head of a record of the body has, in its order: whose meeting it was, when, the statement, the chair. */
export function headRows(facts: FileFacts): HeadRow[] {
  const { body, zone, record } = facts;
  const { meeting } = record;
  const utc = (at: Date) => (zone === 'UTC' ? '' : ` (${utcBeside(at)})`);
  const time = (at: Date) => `${formatInZone(at, 'time', zone)}${utc(at)}`;
  return [
    { label: 'Body', text: body.name },
    { label: 'Working group', text: meeting.groupName },
    { label: 'Kind of meeting', text: meeting.kindName },
    { label: 'Sub-topic', text: meeting.subTopic },
    { label: 'Date', text: formatInZone(meeting.startsAt, 'date', zone) },
    { label: 'Start and end', text: `${time(meeting.startsAt)} to ${time(meeting.endsAt)}, ${zone}` },
    { label: 'Statement', text: statementText(facts) },
    { label: 'Chair', text: hostText(facts.chair) },
  ];
}

function statementText(facts: FileFacts): string {
  const { statements, reading, acceptance } = facts.record;
  const versions = statements.map((one) => statementName(one)).join('; ');
  return [
    versions === '' ? 'None was read or accepted' : versions,
    reading ? inZone(facts, rich`Read aloud by ${reading.by}, ${moment(reading.at)}`) : 'Not recorded as read aloud',
    acceptance.there === 0 ? 'Nobody is recorded as there' : `Of those there: ${acceptedWords(acceptance)}`,
    ...notAcceptedLines(acceptance),
  ].join('\n');
}

/** With affiliation; that somebody named was not there is part of it. */
export function hostText(host: HostFacts | null): string {
  if (!host) return 'None named';
  return `${host.name}${host.organisation === null ? '' : `, ${host.organisation}`}${host.wasThere ? '' : ' (named, not recorded as there)'}`;
}
