import type { Field, Input, Option } from '../../bot/card.ts';
import type { HostChoice } from './hosts.ts';
import { USUAL_HOST, type Scope } from './inputs.ts';
import type { ZoneFacts } from './zones.ts';

/** Slack's limits, the narrower of the two platforms. */
const MOST_OPTIONS = 100;
const LONGEST_OPTION = 75;

export const toOption = (value: string, label: string): Option => ({
  value,
  label: label.length > LONGEST_OPTION ? `${label.slice(0, LONGEST_OPTION - 1)}…` : label,
});

export const select = (options: readonly Option[], initial?: string): Input => ({
  kind: 'select',
  options: options.slice(0, MOST_OPTIONS),
  ...(initial !== undefined && options.some((one) => one.value === initial) ? { initial } : {}),
});

export const field = (name: string, label: string, input: Input, more: { hint?: string; optional?: boolean } = {}): Field => ({
  type: 'field',
  name,
  label,
  input,
  ...more,
});

export const subTopicField = (initial?: string): Field =>
  field('subTopic', 'Sub-topic', { kind: 'text', maxLength: 150, placeholder: 'Such as: 1.5 degree pathways', ...given(initial) });

export const kindField = (kinds: readonly { slug: string; name: string }[], initial?: string): Field =>
  field(
    'kind',
    'Kind',
    select(
      kinds.map((one) => toOption(one.slug, one.name)),
      initial,
    ),
  );

export const lengthField = (initial: string): Field => field('minutes', 'Length (minutes)', { kind: 'number', initial, min: 15, max: 480 });

export const zoneField = (zones: readonly ZoneFacts[]): Field =>
  field(
    'zone',
    'Time zone',
    select(
      zones.map(({ zone, offset }) => toOption(zone, zone === offset ? zone : `${zone} (${offset} now)`)),
      zones[0]?.zone,
    ),
    {
      hint: 'The date and start time are meant in this zone. Everybody is shown their own time.',
    },
  );

export const repeatsFields = (): Field[] => [
  field(
    'repeats',
    'Repeats',
    select(
      [
        toOption('none', 'Does not repeat'),
        toOption('weekly', 'Weekly'),
        toOption('fortnightly', 'Every two weeks'),
        toOption('monthly_date', 'Monthly on this date'),
        toOption('monthly_weekday', 'Monthly on this weekday (such as the second Tuesday)'),
        toOption('custom', 'Custom rule (RRULE)'),
      ],
      'none',
    ),
  ),
  field(
    'rule',
    'Custom rule (RRULE)',
    { kind: 'text', maxLength: 200, placeholder: 'FREQ=MONTHLY;BYDAY=2TU;COUNT=6' },
    { hint: 'Only for a custom rule. It needs an end: COUNT, UNTIL, or a last date.', optional: true },
  ),
  field('lastDate', 'Last date', { kind: 'date' }, { hint: 'Of a series. Empty: it goes on for one year.', optional: true }),
];

/** Which meetings of a series are meant; nothing to choose when only one is left. */
export const scopeFields = (inSeries: number, initial: Scope = 'this'): Field[] =>
  inSeries < 2
    ? []
    : [
        field('scope', 'Which meetings?', {
          kind: 'radio',
          options: [
            { value: 'this', label: 'This meeting' },
            { value: 'following', label: 'This and the following' },
            { value: 'all', label: 'All of the series' },
          ],
          initial,
        }),
      ];

export const linkField = (initial?: string): Field =>
  field(
    'link',
    'Meeting link',
    { kind: 'url', placeholder: 'https://', ...given(initial) },
    { hint: 'Sent shortly before the start to those who come.' },
  );

export const agendaField = (initial: string): Field =>
  field(
    'agenda',
    'Agenda',
    { kind: 'text', multiline: true, maxLength: 3000, ...given(initial) },
    {
      hint: 'One item a line, such as: Pathway methods, 30 min (lead: N. N.). No "any other business", prices or plans of companies.',
    },
  );

/** Only in forms of the Secretariat. */
export const clearanceField = (): Field =>
  field(
    'clearance',
    'Why flagged lines may stay',
    { kind: 'text', maxLength: 500 },
    { hint: 'Only if a line names no subject, or may touch prices, costs and the like. It is kept with the agenda.', optional: true },
  );

export const documentsField = (initial: string): Field =>
  field(
    'documents',
    'Documents',
    { kind: 'text', multiline: true, maxLength: 3000, ...given(initial) },
    {
      hint: 'One a line: the title, its version if it has one, then its https:// address. Such as: Draft criteria, v0.3 https://...',
      optional: true,
    },
  );

export const chairField = (chairs: readonly HostChoice[], namesGroup: boolean, initial: string = USUAL_HOST): Field =>
  field(
    'chair',
    'Chair',
    select(
      [
        toOption(USUAL_HOST, "The group's chair"),
        ...chairs.map((one) => toOption(one.id, namesGroup ? `${one.name} (${one.of})` : one.name)),
      ],
      initial,
    ),
    { optional: true },
  );

export const secretariatField = (people: readonly HostChoice[], initial: string = USUAL_HOST): Field =>
  field(
    'secretariat',
    'Secretariat person',
    select([toOption(USUAL_HOST, 'As usual'), ...people.map((one) => toOption(one.id, one.name))], initial),
    {
      hint: 'A meeting only opens with somebody from the Secretariat there.',
      optional: true,
    },
  );

const given = (initial: string | undefined): { initial?: string } => (initial === undefined || initial === '' ? {} : { initial });
