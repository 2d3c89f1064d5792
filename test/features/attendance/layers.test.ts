import { describe, expect, test } from 'vitest';
import type { Presence } from '../../../src/db/generated/client.ts';
import { resolve } from '../../../src/features/attendance/layers.ts';
import { seenIn } from '../../../src/features/attendance/sightings.ts';
import { at } from './held-meeting.ts';

let n = 0;
/** A layer said or reported at its own time, unless said later. */
function layer(source: Presence['source'], what: Presence['what'], time: string, later = time): Presence {
  n += 1;
  return {
    id: `layer-${String(n).padStart(3, '0')}`,
    ...{ bodyId: 'b', meetingId: 'm', personId: 'p', source, what, at: at(time), recordedAt: at(later) },
    ...{ byId: null, forPersonId: null, replacesId: null, reason: null },
    ...{ name: 'Ann', organisation: null, membershipClass: null, role: 'participant' },
  };
}

const inCall = [layer('teams', 'arrived', '12:02'), layer('teams', 'left', '12:58')];
const inFile = [layer('import', 'arrived', '12:02', '15:00'), layer('import', 'left', '12:58', '15:00')];
/** Live, from a file, and each sign from the other. */
const SIGHTINGS = [inCall, inFile, [inCall[0]!, inFile[1]!], [...inFile, ...inCall]];
const short = (layers: readonly Presence[]) => {
  const found = resolve(layers);
  const clock = (time: Date | null) => time?.toISOString().slice(11, 16) ?? null;
  return found && [found.status, found.said, found.contested, clock(found.arrivedAt), clock(found.leftAt)];
};

/** Every status that can be said, by the person or officially: without and with what the platform saw. */
const CELLS: readonly (readonly [string, readonly Presence[], unknown, unknown])[] = [
  ['nobody says anything', [], null, null],
  ['they checked in', [layer('self', 'arrived', '12:05')], ['here', 'self', false, '12:05', null], ['here', 'self', false, '12:05', null]],
  [
    'they say afterwards that they were there',
    [layer('self', 'present', '13:30')],
    ['here', 'self', false, null, null],
    ['here', 'self', false, '12:02', null],
  ],
  [
    'they checked in and left',
    [layer('self', 'arrived', '12:05'), layer('self', 'left', '12:30')],
    ['left_early', 'self', false, '12:05', '12:30'],
    ['left_early', 'self', false, '12:05', '12:30'],
  ],
  [
    'they say they were not there',
    [layer('self', 'absent', '13:30')],
    ['not_here', 'self', false, null, null],
    ['not_here', 'self', false, null, null],
  ],
  [
    'they send apologies',
    [layer('self', 'apologies', '11:00')],
    ['apologies', 'self', false, null, null],
    ['apologies', 'self', false, null, null],
  ],
  [
    'the chair says here',
    [layer('chair', 'present', '13:01')],
    ['here', 'roll', false, null, null],
    ['here', 'roll', false, '12:02', null],
  ],
  [
    'the chair says alternate',
    [layer('chair', 'alternate', '13:01')],
    ['here', 'roll', false, null, null],
    ['here', 'roll', false, '12:02', null],
  ],
  [
    'the chair says left early',
    [layer('chair', 'left', '13:01')],
    ['left_early', 'roll', false, null, null],
    ['left_early', 'roll', false, '12:02', '12:58'],
  ],
  [
    'the chair says not here',
    [layer('chair', 'absent', '13:01')],
    ['not_here', 'roll', false, null, null],
    ['not_here', 'roll', false, null, null],
  ],
  [
    'the chair says apologies',
    [layer('chair', 'apologies', '13:01')],
    ['apologies', 'roll', false, null, null],
    ['apologies', 'roll', false, null, null],
  ],
  [
    'the Secretariat says not here',
    [layer('secretariat', 'absent', '13:01')],
    ['not_here', 'roll', false, null, null],
    ['not_here', 'roll', false, null, null],
  ],
  [
    'they checked in and the chair says left early',
    [layer('self', 'arrived', '12:05'), layer('chair', 'left', '13:01')],
    ['left_early', 'roll', false, '12:05', null],
    ['left_early', 'roll', false, '12:05', '12:58'],
  ],
  [
    'they checked in and the chair says not here',
    [layer('self', 'arrived', '12:05'), layer('chair', 'absent', '13:01')],
    ['not_here', 'roll', false, null, null],
    ['not_here', 'roll', false, null, null],
  ],
];

describe('what a platform saw of the call', () => {
  test.each(CELLS)('changes no word where %s, and fills only times that nobody gave', (_, said, alone, withSeen) => {
    expect(short(said)).toEqual(alone);
    for (const sighted of SIGHTINGS) {
      expect(short([...sighted, ...said])).toEqual(withSeen);
      expect(short([...said, ...sighted])).toEqual(withSeen);
    }
  });

  test('of a file stands beside what was reported live, from the first sign of either to the last', () => {
    const live = [layer('teams', 'arrived', '12:10'), layer('teams', 'left', '12:50')];
    const said = layer('chair', 'left', '13:01');
    expect(short([...inFile, ...live, said])).toEqual(['left_early', 'roll', false, '12:02', '12:58']);
  });

  test('of a file counts no more once a corrected file replaced or withdrew it', () => {
    const [arrived, left] = inFile;
    const said = layer('chair', 'left', '13:01');
    const corrected = [
      { ...layer('import', 'arrived', '12:20'), replacesId: arrived!.id },
      { ...layer('import', 'absent', '12:58'), replacesId: left!.id },
    ];
    expect(short([...inFile, ...corrected, said])).toEqual(['left_early', 'roll', false, '12:20', null]);
    expect(resolve([...inFile, ...corrected, said])?.layers).toEqual([corrected[0]!.id, said.id]);
    expect(seenIn([arrived!, { ...corrected[1]!, replacesId: arrived!.id }])).toBeNull();
  });

  test('contests nothing, though it was reported after the chair spoke', () => {
    const reported = [layer('teams', 'arrived', '12:02', '13:30'), layer('teams', 'left', '12:58', '13:30')];
    expect(short([layer('chair', 'absent', '13:01'), ...reported])).toEqual(['not_here', 'roll', false, null, null]);
  });

  test('fills no time that contradicts the one that was said', () => {
    const late = [layer('self', 'arrived', '12:59'), layer('chair', 'left', '13:01')];
    expect(short([...inCall, ...late])).toEqual(['left_early', 'roll', false, '12:59', null]);
    expect(short([layer('teams', 'arrived', '12:40'), layer('self', 'left', '12:30')])).toEqual([
      'left_early',
      'self',
      false,
      null,
      '12:30',
    ]);
  });

  test('is named among the layers first, so that what a correction replaces is a word', () => {
    const word = layer('self', 'arrived', '12:01');
    expect(resolve([word, ...inCall])?.layers).toEqual([inCall[0]!.id, inCall[1]!.id, word.id]);
  });

  test.each([
    [
      'from the first joining to the last leaving',
      [
        ['arrived', '12:02'],
        ['left', '12:20'],
        ['arrived', '12:30'],
        ['left', '12:58'],
      ],
      '12:02',
      '12:58',
    ],
    [
      'still in the call after coming back',
      [
        ['arrived', '12:02'],
        ['left', '12:20'],
        ['arrived', '12:30'],
      ],
      '12:02',
      null,
    ],
    [
      'reported in another order',
      [
        ['left', '12:58'],
        ['arrived', '12:02'],
      ],
      '12:02',
      '12:58',
    ],
    ['with only the leaving reported', [['left', '12:58']], null, '12:58'],
  ] as const)('spans %s', (_, signs, from, until) => {
    const seen = seenIn(signs.map(([what, time]) => layer('teams', what, time)));
    expect(seen).toEqual({ from: from && at(from), until: until && at(until) });
  });
});
