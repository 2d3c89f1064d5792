import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BodySettings, GroupSettings, toGroupNotices } from '../../../src/bot/settings.ts';
import { linesOf } from '../../../src/json-lines.ts';
import { PresetError, readPreset } from '../../../src/preset.ts';
import { settings } from '../../support/world.ts';

const ASI = path.resolve(import.meta.dirname, '../../../prisma/presets/asi');
const SHIPPED = readFileSync(path.join(ASI, 'preset.json'), 'utf8');
const lineWith = (words: string): number => SHIPPED.slice(0, SHIPPED.indexOf(words)).split('\n').length;

let presets: string;
beforeAll(() => {
  presets = mkdtempSync(path.join(tmpdir(), 'convenor-presets-'));
  cpSync(ASI, path.join(presets, 'mine'), { recursive: true });
});
afterAll(() => {
  rmSync(presets, { recursive: true });
});

function refusal(from: string, to: string): string {
  expect(SHIPPED).toContain(from);
  writeFileSync(path.join(presets, 'mine', 'preset.json'), SHIPPED.replace(from, to));
  try {
    readPreset('mine', presets);
  } catch (error) {
    if (error instanceof PresetError) return error.message;
    throw error;
  }
  return 'taken';
}

describe('a preset with nonsense about notices', () => {
  test.each([
    ['"reminderBefore": 1440', '"reminderBefore": -60', 'settings.timings.reminderBefore: give 0 or more minutes'],
    ['"agendaBefore": 10080', '"agendaBefore": 90000', 'settings.timings.agendaBefore: give at most 60 days'],
    ['"agendaBefore": 10080', '"agendaBefore": 1000', 'settings.timings.agendaBefore: The agenda would go out after the reminder.'],
    ['"nudgeBefore": 4320', '"nudgeBefore": 60', 'settings.timings.nudgeBefore: The request to answer would go out after the reminder.'],
    ['"reminderBefore": 1440', '"reminderBefore": 5', 'settings.timings.reminderBefore: The reminder would go out after the joining link.'],
    ['"reminderBefore": 1440', '"reminderBefore": "1 day"', 'settings.timings.reminderBefore: '],
    ['"off": []', '"off": ["meetings.cancelled"]', 'settings.notices.off[0]: '],
    ['"off": []', '"of": []', 'settings.notices: '],
    [
      '"quietHours": null',
      '"quietHours": { "from": "10 pm", "until": "07:00" }',
      'settings.notices.quietHours.from: Give the time as hours and minutes',
    ],
    [
      '"quietHours": null',
      '"quietHours": { "from": "07:00", "until": "07:00" }',
      'settings.notices.quietHours.until: Give two different times',
    ],
  ])('is refused with file, path and line: %s as %s', (from, to, words) => {
    const message = refusal(from, to);
    expect(message).toContain(`mine/preset.json can't be used:\n  ${words}`);
    expect(message).toMatch(new RegExp(`\\(line ${String(lineWith(from))}\\)$`));
  });

  test('tells everything at once', () => {
    const message = refusal(
      /"agendaBefore": 10080,[^}]*"nudgeBefore": 4320/.exec(SHIPPED)?.[0] ?? '?',
      '"agendaBefore": -1,\n      "agendaInTime": 1440,\n      "nudgeBefore": -1',
    );
    expect(message.match(/\(line \d+\)/g)).toEqual([
      `(line ${String(lineWith('"agendaBefore"'))})`,
      `(line ${String(lineWith('"nudgeBefore"'))})`,
    ]);
  });

  test('is one that does not say anything about them', () => {
    expect(refusal(/,\s*"notices": \{[^}]*\}/.exec(SHIPPED)?.[0] ?? '?', '')).toBe('taken');
  });
});

describe('the lines of a JSON text', () => {
  const lines = linesOf('\n{ "a": [1,\n {"b}\\"": "x\\n,", "c": -1.5e3},\n [], {}],\n "d": null }\n');
  test.each([
    [['a', 0], 2],
    [['a', 1, 'b}"'], 3],
    [['a', 1, 'c'], 3],
    [['a', 3], 4],
    [['d'], 5],
    [['a', 1, 'missing', 'deep'], 3],
    [['missing'], 2],
  ])('of %j', (at, line) => {
    expect(lines(at)).toBe(line);
  });
});

describe('stored settings', () => {
  const { notices, ...old } = settings;

  test('of an older release get what they lack, and are not refused for what presets are', () => {
    expect(notices.quietHours).toEqual({ from: '22:00', until: '07:00' });
    expect(BodySettings.parse(old).notices).toEqual({ off: [], quietHours: null });
    expect(BodySettings.parse({ ...old, notices: { off: ['meetings.agenda'], later: true } }).notices).toEqual({
      off: ['meetings.agenda'],
      quietHours: null,
    });
    expect(BodySettings.safeParse({ ...old, timings: { ...old.timings, agendaBefore: 10 } }).success).toBe(true);
  });

  test('of a group go over those of the body, and only where the group has its own', () => {
    const body = { ...settings, notices: { ...settings.notices, off: ['meetings.nudge' as const] } };
    expect(toGroupNotices(body, GroupSettings.parse({}))).toEqual({ off: ['meetings.nudge'], timings: settings.timings });
    const own = GroupSettings.parse({ notices: { off: [], timings: { reminderBefore: 2880 } } });
    expect(toGroupNotices(body, own)).toEqual({ off: [], timings: { ...settings.timings, reminderBefore: 2880 } });
  });
});
