import { formatInZone, moment, rich } from '../../bot/text.ts';
import { column, table, type Block, type Document, type Section } from '../../documents/document.ts';
import { documentName } from '../meetings/lookup.ts';
import { recordSections } from '../records/cards.ts';
import { classOf, inZone, type LayerFacts, type MinutesFile, type RecordFile } from './facts.ts';
import { headRows, hostText } from './head.ts';
import { attendanceTable, linesOrNone } from './people.ts';
import { minutesSections } from './minutes-document.ts';

/** Everything that is kept about a meeting, for the Secretariat: what the record in the chat says, and every layer behind it. */
export function recordDocument(facts: RecordFile): Document {
  const { body, zone, record, drawnUpAt, minutes } = facts;
  const { groupName, subTopic, startsAt } = record.meeting;
  return {
    title: `Record: ${groupName}, ${subTopic}`,
    notice: 'For the Secretariat',
    language: 'en',
    author: `${body.name}, Secretariat`,
    at: drawnUpAt,
    head: [
      ...headRows(facts),
      { label: 'Secretariat', text: hostText(facts.secretariat) },
      { label: 'Drawn up', text: inZone(facts, moment(drawnUpAt)) },
    ],
    sections: [...recordParts(facts), layerSection(facts), ...(minutes ? minutesParts({ ...facts, minutes }) : [])],
    footer: `${body.name}: ${groupName}, ${formatInZone(startsAt, 'date', zone)}. Record, for the Secretariat.`,
  };
}

/** What they say; which versions there are is among the parts of the record. */
const minutesParts = (facts: MinutesFile): Section[] =>
  minutesSections(facts).map(({ heading, blocks }) => ({ heading: `Minutes: ${heading}`, blocks }));

/** Shown as one table instead. */
const IN_TABLE = ['Present', 'Not there', 'Apologies', 'Guests'];
/** Shown in the head. */
const IN_HEAD = ['Meeting'];

const statusWords = { here: 'there', left_early: 'left early', not_here: 'not there', apologies: 'apologies' } as const;
const saidWords = { self: ', said so', roll: '' } as const;

function recordParts(facts: RecordFile): Section[] {
  const { record } = facts;
  const parts = recordSections(record, (slug) => classOf(facts, slug));
  return parts.flatMap(({ title, lines, none }): Section[] => {
    if (IN_HEAD.includes(title)) return meetingSection(facts);
    if (title === 'Documents')
      return [{ heading: title, blocks: [linesOrNone((record.agenda?.documents ?? []).map((one) => `${documentName(one)}: ${one.url}`))] }];
    if (!IN_TABLE.includes(title))
      return [
        {
          heading: title,
          blocks: [
            linesOrNone(
              lines.map((line) => inZone(facts, line)),
              none,
            ),
          ],
        },
      ];
    return title === 'Present' ? [{ heading: 'Attendance', blocks: rollBlocks(facts) }] : [];
  });
}

function meetingSection(facts: RecordFile): Section[] {
  const { movedFrom, state, cancelReason } = facts.record.meeting;
  const lines = [
    ...(movedFrom ? [inZone(facts, rich`Moved from ${moment(movedFrom)}`)] : []),
    ...(state === 'cancelled' ? [`Cancelled: ${cancelReason ?? 'no reason was given'}`] : []),
  ];
  return lines.length > 0 ? [{ heading: 'Changes', blocks: [linesOrNone(lines)] }] : [];
}

function rollBlocks(facts: RecordFile): Block[] {
  const { roll, entries } = facts.record;
  const confirmed = roll
    ? inZone(facts, rich`Roll confirmed by ${roll.confirmedBy.name}, ${moment(roll.at)}, version ${roll.version}`)
    : 'Nobody has confirmed the roll yet: these are claims';
  return [attendanceTable(facts, entries, ({ status, said }) => `${statusWords[status]}${saidWords[said]}`), linesOrNone([confirmed])];
}

const sourceWords: Readonly<Record<string, string>> = {
  self: 'the person',
  chair: 'chair',
  secretariat: 'Secretariat',
  import: 'attendance file',
  teams: 'Teams call',
};

function layerSection(facts: RecordFile): Section {
  const row = ({ name, what, source, at, recordedAt, by, reason }: LayerFacts) => [
    name,
    what,
    inZone(facts, moment(at)),
    `${sourceWords[source] ?? source}${by === null || source === 'self' ? '' : `, ${by}`}${reason === null ? '' : `. Reason: ${reason}`}`,
    inZone(facts, moment(recordedAt)),
  ];
  const columns = [column('Name', 2.4), column('What', 1.3), column('When', 2.4), column('Whose word', 2.4), column('Written down', 2.4)];
  return {
    heading: 'Layers of attendance',
    blocks: [facts.layers.length > 0 ? table(columns, facts.layers.map(row)) : linesOrNone([])],
  };
}
