import { note, type Block, type Field, type Form } from '../../bot/card.ts';
import { CHAT_ZONE, PersonalKind } from '../../bot/preferences.ts';
import { SwitchableKind } from '../../bot/settings.ts';
import { languageLabel } from '../statements/lookup.ts';
import { durationWords, groupKindWords, kindWords } from './cards.ts';
import type { GroupNoticesFacts } from './open-group-notices.ts';
import type { PreferencesFacts } from './open.ts';
import { AS_GROUP, AS_IN_CHAT, LEADS } from './save.ts';
import { writeToField } from './write-to.ts';

/** Slack's limits, the narrower of the two platforms. */
const OPTIONS = 100;
const LABEL = 75;

const label = (text: string): string => (text.length > LABEL ? `${text.slice(0, LABEL - 1)}…` : text);

/** The dialog of a person's own choices. */
export const preferencesForm = (facts: PreferencesFacts): Form => ({
  id: 'preferences.save',
  title: 'Your preferences',
  submit: 'Save',
  close: 'Cancel',
  body: [
    directField(facts),
    leadField(facts),
    ...placesField(facts),
    ...writeToField(facts.writable, facts.chosen, label),
    ...quietFields(facts),
    zoneField(facts),
    languageField(facts),
  ],
});

const directField = ({ chosen }: PreferencesFacts): Field => ({
  type: 'field',
  name: 'direct',
  label: 'Messages to you',
  hint: 'The anti-trust statement always comes, and so does the news that a meeting moved or is cancelled.',
  optional: true,
  input: {
    kind: 'checkboxes',
    options: PersonalKind.options.map((kind) => ({ value: kind, label: kindWords[kind] })),
    initial: PersonalKind.options.filter((kind) => !chosen.off.includes(kind)),
  },
});

const leadField = ({ chosen }: PreferencesFacts): Field => ({
  type: 'field',
  name: 'reminderBefore',
  label: 'When to remind you of a meeting',
  input: {
    kind: 'select',
    options: [
      { value: AS_GROUP, label: 'When the group is reminded' },
      ...LEADS.map((minutes) => ({ value: String(minutes), label: `${durationWords(minutes)} before` })),
    ],
    initial: chosen.reminderBefore === null ? AS_GROUP : String(chosen.reminderBefore),
  },
});

function placesField({ places }: PreferencesFacts): Field[] {
  if (places.length === 0) return [];
  return [
    {
      type: 'field',
      name: 'channelOnly',
      label: "Remind me only in the group's channel",
      hint: 'Of the groups you tick no reminder and no request to answer comes to you; the joining link still does.',
      optional: true,
      input: {
        kind: 'checkboxes',
        options: places.slice(0, OPTIONS).map(({ groupId, name }) => ({ value: groupId, label: label(name) })),
        initial: places.filter((one) => one.remindBy === 'channel').map((one) => one.groupId),
      },
    },
  ];
}

function quietFields({ quietHours, usualHours }: PreferencesFacts): Field[] {
  const shown = quietHours ?? usualHours ?? { from: '22:00', until: '07:00' };
  return [
    {
      type: 'field',
      name: 'quiet',
      label: 'Quiet hours',
      hint: 'Messages that can wait come when they end. What belongs to the start of a meeting, or changes it, comes at once.',
      input: {
        kind: 'radio',
        options: [
          { value: 'on', label: 'Hold messages back between these times' },
          { value: 'off', label: 'No quiet hours' },
        ],
        initial: quietHours ? 'on' : 'off',
      },
    },
    { type: 'field', name: 'quietFrom', label: 'Quiet from', optional: true, input: { kind: 'time', initial: shown.from } },
    { type: 'field', name: 'quietUntil', label: 'Quiet until', optional: true, input: { kind: 'time', initial: shown.until } },
  ];
}

const chatNames = { slack: 'Slack', teams: 'Teams', web: 'your chat', cli: 'your chat', scheduler: 'your chat' } as const;

function zoneField({ zone, zones, chatZone, surface }: PreferencesFacts): Field {
  const asInChat = `As in ${chatNames[surface]}${chatZone === null ? '' : ` (${chatZone})`}`;
  return {
    type: 'field',
    name: 'zone',
    label: 'Time zone',
    hint: 'Times are written in it, and quiet hours count in it.',
    input: {
      kind: 'select',
      options: [
        { value: CHAT_ZONE, label: label(asInChat) },
        ...zones.slice(0, OPTIONS - 1).map((one) => ({ value: one.zone, label: label(`${one.zone} (${one.offset} now)`) })),
      ],
      initial: zone,
    },
  };
}

function languageField({ chosen, languages, surface }: PreferencesFacts): Block | Field {
  if (languages.length < 2) return note('Language: English. It is the only one there is so far.');
  const options = languages.slice(0, OPTIONS - 1).map((locale) => ({ value: locale, label: label(languageLabel(locale)) }));
  return {
    type: 'field',
    name: 'language',
    label: 'Language of statements',
    hint: 'Statements are shown in this language where the Secretariat has published one. Everything else is in English.',
    input: {
      kind: 'select',
      options: [{ value: AS_IN_CHAT, label: `As in ${chatNames[surface]}` }, ...options],
      initial: languages.find((locale) => locale === chosen.language) ?? AS_IN_CHAT,
    },
  };
}

/** The dialog of a group's notices, for the Secretariat. */
export function groupNoticesForm({ group, own, effective, usual }: GroupNoticesFacts): Form {
  return {
    id: 'preferences.set-group-notices',
    title: 'Notices of a group',
    submit: 'Save',
    close: 'Cancel',
    hidden: { groupId: group.id },
    body: [
      note(`${group.name}. Meetings that are planned already follow; what was sent stays sent.`),
      {
        type: 'field',
        name: 'kinds',
        label: 'What is sent',
        hint: 'Announcements, moves, cancellations, joining links, the anti-trust statement and the list of attendance always are.',
        optional: true,
        input: {
          kind: 'checkboxes',
          options: SwitchableKind.options.map((kind) => ({ value: kind, label: groupKindWords[kind] })),
          initial: SwitchableKind.options.filter((kind) => !effective.off.includes(kind)),
        },
      },
      leadOf('agendaBefore', 'Agenda, days before', own.timings.agendaBefore, 24 * 60, usual.agendaBefore),
      leadOf('nudgeBefore', 'Request to answer, days before', own.timings.nudgeBefore, 24 * 60, usual.nudgeBefore),
      leadOf('reminderBefore', 'Reminder, hours before', own.timings.reminderBefore, 60, usual.reminderBefore),
      leadOf('missedAfter', '"Were you there?", minutes after the end', own.timings.missedAfter, 1, usual.missedAfter),
    ],
  };
}

const leadOf = (name: string, title: string, own: number | undefined, unit: number, usual: number): Field => ({
  type: 'field',
  name,
  label: title,
  hint: `Empty: as usual, ${durationWords(usual)}.`,
  optional: true,
  input: { kind: 'number', min: 0, ...(own === undefined ? {} : { initial: String(own / unit) }) },
});
