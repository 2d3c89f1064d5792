import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/bot/card.ts';
import { toPlain, toSpans } from '../../../src/bot/text.ts';
import { agendaCard, countsLine, meetingBlocks, meetingCard, meetingLine, stateWords } from '../../../src/features/meetings/cards.ts';
import type { MeetingFacts } from '../../../src/features/meetings/lookup.ts';
import { notedCard, whoCard } from '../../../src/features/meetings/reply-cards.ts';

const meeting: MeetingFacts = {
  id: '0190c0de-0000-7000-8000-000000000001',
  series: null,
  recurrenceId: null,
  groupId: '0190c0de-0000-7000-8000-000000000002',
  groupSlug: 'climate-change',
  groupName: 'Climate Change',
  kind: 'priority',
  kindName: "Sub-topic of the Standards Committee's priorities",
  subTopic: '1.5 degree pathways',
  localStart: '2026-12-03T11:00',
  zone: 'Europe/Zurich',
  minutes: 60,
  startsAt: new Date('2026-12-03T10:00:00Z'),
  endsAt: new Date('2026-12-03T11:00:00Z'),
  link: 'https://meet.example.org/room',
  state: 'announced',
  sequence: 0,
  audience: 'group',
  movedFrom: null,
  cancelReason: null,
  chair: { id: 'c', name: 'C. Chair' },
  secretariat: null,
  agenda: {
    n: 1,
    items: [
      { title: 'Welcome and statement', minutes: 5 },
      { title: 'Pathway methods', minutes: 30, lead: 'L. Lead' },
    ],
    documents: [],
  },
  answers: { attending: 6, attendingOrganisations: 5, tentative: 2, declined: 1 },
  changedAt: new Date('2026-11-23T12:00:00Z'),
  isOver: false,
};

const shown = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => {
    if (block.type === 'buttons') return [`[${block.buttons.map((one) => toPlain(one.label)).join('] [')}]`];
    if (block.type === 'list')
      return block.items.map((item, i) => `${block.ordered ? `${String(i + 1)} ` : ''}${toPlain(item, 'Europe/Zurich')}`);
    return 'text' in block ? [toPlain(block.text, 'Europe/Zurich')] : [];
  });

describe('the meeting card', () => {
  test('says what, when with UTC beside it, by whom, about what and who comes', () => {
    expect(shown(meetingBlocks(meeting))).toEqual([
      'Climate Change: 1.5 degree pathways   announced',
      'Thu 3 Dec 2026, 11:00 to 12:00 (Thu 10:00 UTC), online',
      "Sub-topic of the Standards Committee's priorities. Chair: C. Chair. Secretariat: not named yet.",
      '1 Welcome and statement, 5 min',
      '2 Pathway methods, 30 min (lead: L. Lead)',
      'Attending 6 (from 5 organisations)   Maybe 2   Apologies 1',
      "[Attending] [Maybe] [Can't come]",
      '[Agenda] [Add to calendar] [Who]',
    ]);
  });

  test('never shows the link, and stands as one plain sentence', () => {
    expect(JSON.stringify(meetingCard(meeting))).not.toContain('meet.example.org');
    expect(toPlain(meetingCard(meeting).summary)).toBe(
      'Climate Change: 1.5 degree pathways, announced: Thu 3 Dec 2026, 10:00 UTC to 11:00 UTC (Thu 10:00 UTC), online. Attending 6 (from 5 organisations), Maybe 2, Apologies 1.',
    );
  });

  test('moved, says first where it was', () => {
    const [first] = shown(meetingBlocks({ ...meeting, movedFrom: new Date('2026-12-02T10:00:00Z') }));
    expect(first).toBe('Moved from Wed 2 Dec 2026, 11:00 (Wed 10:00 UTC)');
  });

  test('cancelled, is struck through with the reason, and has no buttons', () => {
    const blocks = meetingBlocks({ ...meeting, state: 'cancelled', cancelReason: 'The chair is ill.', isOver: true });
    const [title] = blocks;
    expect(title?.type === 'text' && toSpans(title.text)[0]).toEqual({ span: 'strike', text: 'Climate Change: 1.5 degree pathways' });
    expect(shown(blocks)).toContain('Reason: The chair is ill.');
    expect(blocks.some((one) => one.type === 'buttons')).toBe(false);
  });

  test('closed, has no buttons', () => {
    const blocks = meetingBlocks({ ...meeting, state: 'closed', isOver: true });
    expect(blocks.some((one) => one.type === 'buttons')).toBe(false);
    expect(shown(blocks)[0]).toContain('closed');
  });

  test('has a word for every state', () => {
    for (const word of Object.values(stateWords)) expect(word).toMatch(/^[a-z]/);
  });
});

test('counts leave out organisations nobody comes from', () => {
  expect(countsLine({ attending: 0, attendingOrganisations: 0, tentative: 0, declined: 0 })).toBe('Attending 0   Maybe 0   Apologies 0');
  expect(countsLine({ attending: 1, attendingOrganisations: 1, tentative: 0, declined: 0 })).toContain('(from 1 organisation)');
});

test('a meeting in one line has its time', () => {
  expect(toPlain(meetingLine(meeting), 'Europe/Zurich')).toBe('1.5 degree pathways, Thu 3 Dec 2026, 11:00 to 12:00 (Thu 10:00 UTC)');
});

test('the agenda card links the documents', () => {
  const withDocument = {
    ...meeting,
    agenda: { ...meeting.agenda, documents: [{ title: 'Draft', url: 'https://docs.example.org/draft' }] },
  };
  expect(JSON.stringify(agendaCard(withDocument))).toContain('{"span":"link","url":"https://docs.example.org/draft","label":"Draft"}');
  expect(shown(agendaCard(meeting).blocks)).toContain('Documents: none.');
});

test('apologies are thanked for, without a promise of the link', () => {
  const card = notedCard({ meeting, answer: 'declined', already: false, scope: 'this', times: 1, inSeries: 0 }, meeting.changedAt, 10);
  expect(shown(card.blocks)[0]).toBe("Noted: you can't come. Thank you for saying so.");
});

test('many answers are cut with how many more there are', () => {
  const answers = Array.from({ length: 61 }, (_, i) => ({
    personId: String(i),
    name: `Person ${String(i)}`,
    organisation: null,
    className: null,
    answer: 'attending' as const,
    note: null,
    alternateId: null,
    alternateName: null,
    alternateAnswer: null,
  }));
  expect(shown(whoCard({ meeting, answers, silent: 1 }).blocks)).toContain('and 1 more');
});
