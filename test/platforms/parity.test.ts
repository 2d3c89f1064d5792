import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parityPage } from '../../scripts/docs.ts';
import { openSlackParity } from './parity-slack.ts';
import { openTeamsParity } from './parity-teams.ts';
import { prove, type Row, type Side } from './parity.ts';

const PAGE = path.resolve(import.meta.dirname, '../../docs/parity.md');

/** A member who only has Teams misses nothing: each thing the features have makes its round trip through both real adapters. */
describe('every command, button, form and notice', () => {
  let sides: Side[] = [];
  let rows: Row[] = [];

  beforeAll(async () => {
    const [slack, teams] = await Promise.all([openSlackParity(), openTeamsParity()]);
    sides = [slack, teams];
    rows = await prove(slack, teams);
  }, 120_000);

  afterAll(() => Promise.all(sides.map((side) => side.close())));

  const holesOf = (side: 'slack' | 'teams') =>
    rows.flatMap(({ kind, name, [side]: cell }) => ('fault' in cell ? [`${kind} ${name}: ${cell.fault}`] : []));

  it('is reached in Slack', () => {
    expect(holesOf('slack')).toEqual([]);
  });

  it('is reached in Teams', () => {
    expect(holesOf('teams')).toEqual([]);
  });

  it('stands in the table as it was found here (npm run docs)', () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(parityPage(rows));
  });
});
