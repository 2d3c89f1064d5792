import { readdirSync, readFileSync } from 'node:fs';
import Ajv from 'ajv-draft-04';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { makePackage, problemsOf } from '../../../scripts/manifest-teams.ts';
import { features } from '../../../src/features/index.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

interface Manifest {
  id: string;
  bots: [{ botId: string; scopes: string[]; commandLists: { scopes: string[]; commands: { title: string }[] }[] }];
  validDomains: string[];
  authorization: { permissions: { resourceSpecific: { name: string }[] } };
}

const manifest = JSON.parse(read('../../../manifests/teams/manifest.json')) as Manifest;
const folder = new URL('../../../src/platforms/teams/', import.meta.url);
const source = readdirSync(folder)
  .map((file) => readFileSync(new URL(file, folder), 'utf8'))
  .join('\n');

/** Which permission lets Teams send each event that we listen to. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  meetingStart: ['OnlineMeeting.ReadBasic.Chat', 'ChannelMeeting.ReadBasic.Group'],
  meetingEnd: ['OnlineMeeting.ReadBasic.Chat', 'ChannelMeeting.ReadBasic.Group'],
  meetingParticipantJoin: ['OnlineMeetingParticipant.Read.Chat'],
  meetingParticipantLeave: ['OnlineMeetingParticipant.Read.Chat'],
};

describe('the Teams manifest', () => {
  it("is valid by Teams' own schema", () => {
    const ajv = new Ajv.default({ strict: false, validateFormats: false });
    const validate = ajv.compile(JSON.parse(read('fixtures/teams-manifest.schema.json')) as object);
    validate(manifest);
    expect(validate.errors).toBeNull();
  });

  it('offers only words that a command answers to, at most ten in each list', () => {
    const known = new Set(features.flatMap((feature) => feature.commands).flatMap((one) => [one.word, ...one.aliases]));
    for (const { commands } of manifest.bots[0].commandLists) {
      expect(commands.map((one) => one.title).filter((title) => !known.has(title))).toEqual([]);
      expect(commands.length).toBeLessThanOrEqual(10);
    }
  });

  it('asks for exactly the permissions of the meeting events that the code listens to', () => {
    const listened = Object.keys(NEEDS).filter((name) => source.includes(`'${name}'`));
    const asked = manifest.authorization.permissions.resourceSpecific.map((one) => one.name);
    expect(asked.toSorted()).toEqual([...new Set(listened.flatMap((name) => NEEDS[name] ?? []))].sort());
  });
});

describe('the package for one installation', () => {
  const ID = '0D1F2A3B-4C5D-4E6F-8A9B-0C1D2E3F4A5B';
  const files = unzipSync(makePackage('wg.example.net', ID));
  const packed = JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString('utf8')) as Manifest;

  it('names its host and id everywhere, and no placeholder', () => {
    expect(packed.id).toBe(ID.toLowerCase());
    expect(packed.bots[0].botId).toBe(ID.toLowerCase());
    expect(packed.validDomains).toEqual(['wg.example.net']);
    expect(JSON.stringify(packed)).not.toMatch(/example\.org|00000000-/);
  });

  it.each([
    ['color.png', 192],
    ['outline.png', 32],
  ])('holds the icon %s in the size that Teams wants', (name, size) => {
    const png = Buffer.from(files[name] ?? []);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  });

  it('is the same for the same input', () => {
    expect(makePackage('wg.example.net', ID)).toEqual(makePackage('wg.example.net', ID));
  });

  it('says what is wrong with a host or an id', () => {
    expect(problemsOf({ host: 'https://x', id: '1' })).toHaveLength(2);
    expect(problemsOf({})).toHaveLength(2);
    expect(problemsOf({ host: 'wg.example.net', id: ID })).toEqual([]);
  });
});
