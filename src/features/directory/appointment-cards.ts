import {
  buttons,
  heading,
  list,
  note,
  paragraph,
  sentence,
  type Block,
  type Button,
  type Card,
  type Field,
  type Form,
} from '../../bot/card.ts';
import { bold, calendarDay, rich, typed, type Text } from '../../bot/text.ts';
import type { Office } from '../../db/generated/client.ts';
import type { Ends } from './ends.ts';
import type { EndedAppointment } from './end-appointment.ts';
import { prolongButton } from './invitation-cards.ts';
import type { HeldAppointment } from './list-appointments.ts';
import type { AppointmentFacts, PersonFacts } from './lookup.ts';

const OFFICE_NAMES: Record<Office, string> = {
  board: 'Board member',
  ipaf: 'Indigenous Peoples Advisory Forum (IPAF)',
  secretariat: 'Secretariat',
  expert: 'Invited expert',
};

interface Choices {
  readonly email: string | null;
  readonly office: Office | null;
  readonly groups: readonly { slug: string; name: string }[];
  /** Days as YYYY-MM-DD. */
  readonly from: string | null;
  readonly until?: string | null;
  readonly sponsor: string | null;
  readonly reason?: string | null;
  /** Slugs of the groups chosen. */
  readonly chosen?: readonly string[];
  /** Of an expert who is not in the directory. */
  readonly name?: string | null;
  readonly organisationName?: string | null;
  /** What it would end, when that is asked about. */
  readonly ends?: Ends;
}

const given = (initial: string | null | undefined) => (initial ? { initial } : {});

/** Offices of people of the directory. */
export function appointForm(choices: Choices): Form {
  const offices = Object.entries(OFFICE_NAMES).map(([value, label]) => ({ value, label }));
  return {
    id: 'directory.appoint',
    title: 'Appoint',
    submit: 'Appoint',
    hidden: { ends: choices.ends?.digest ?? '' },
    body: [
      ...endsBlocks(choices.ends),
      field('email', 'E-mail', { kind: 'email', ...given(choices.email) }, 'Of a person in the directory.'),
      field('office', 'Office', { kind: 'select', options: offices, ...given(choices.office) }),
      ...datesFields(choices, 'Included. Empty: until it is ended. An expert needs one.'),
      ...groupsFields(choices, 'For experts only.').map(optional),
      optional(field('sponsor', 'Sponsor', { kind: 'text', maxLength: 150, ...given(choices.sponsor) }, 'Who invites the expert.')),
      optional(field('reason', 'Reason', { kind: 'text', maxLength: 500, ...given(choices.reason) })),
    ],
  };
}

/** Of an expert, who need not be in the directory. */
export function inviteForm(choices: Choices): Form {
  return {
    id: 'directory.invite',
    title: 'Invite an expert',
    submit: 'Invite',
    hidden: { ends: choices.ends?.digest ?? '' },
    body: [
      ...endsBlocks(choices.ends),
      field('email', 'E-mail', { kind: 'email', ...given(choices.email) }),
      optional(
        field(
          'name',
          'Name',
          { kind: 'text', maxLength: 150, ...given(choices.name) },
          'Only for somebody who is not in the directory yet.',
        ),
      ),
      optional(
        field(
          'organisationName',
          'Organisation',
          { kind: 'text', maxLength: 150, ...given(choices.organisationName) },
          'Only for somebody new, as the record should show it. Being named here makes it no member.',
        ),
      ),
      ...groupsFields(choices),
      ...datesFields(choices, 'Included.'),
      field('sponsor', 'Sponsor', { kind: 'text', maxLength: 150, ...given(choices.sponsor) }, 'Who in the Secretariat invites them.'),
      optional(field('reason', 'Reason', { kind: 'text', maxLength: 500, ...given(choices.reason) })),
    ],
  };
}

const datesFields = ({ from, until }: Choices, last: string): Field[] => [
  optional(
    field(
      'from',
      'First day',
      { kind: 'date', ...given(from) },
      'Today, unless you change it. Empty: since before the directory was kept.',
    ),
  ),
  optional(field('until', 'Last day', { kind: 'date', ...given(until) }, last)),
];

function groupsFields({ groups, chosen }: Choices, hint?: string): Field[] {
  const options = groups.map(({ slug, name }) => ({ value: slug, label: name }));
  const initial = chosen && chosen.length > 0 ? { initial: chosen } : {};
  return options.length === 0 ? [] : [field('groups', 'Groups', { kind: 'checkboxes', options, ...initial }, hint)];
}

/** Nothing is done before whoever gives the office has read this. */
function endsBlocks(ends: Ends | undefined): Block[] {
  if (!ends) return [];
  const since = ends.placesEnd ? `from ${calendarDay(ends.placesEnd)}` : 'from today';
  const places =
    ends.places.length === 0 ? [] : [`The place of ${ends.person.name} in ${ends.places.join(', ')}, ${since}, for the time of the term`];
  const offices = ends.offices.map(({ office, until, endsOn }) => {
    const planned = until ? `planned until ${calendarDay(until)}` : 'without an end so far';
    return `${OFFICE_NAMES[office]} (${planned}), on ${calendarDay(endsOn)}`;
  });
  return [
    paragraph(bold('Nothing is done yet. This would end:')),
    list([...places, ...offices]),
    note('Press the button again if that is meant. The history keeps what was.'),
  ];
}

const field = (name: string, label: string, input: Field['input'], hint?: string): Field => ({
  type: 'field',
  name,
  label,
  input,
  ...(hint ? { hint } : {}),
});

const optional = (one: Field): Field => ({ ...one, optional: true });

export function appointedCard(person: PersonFacts): Card {
  const held = person.appointments.map((one) => `${OFFICE_NAMES[one.office]}, ${datesText(one)}`);
  return sentence(rich`Noted for ${bold(person.name)}: ${held.join('; ')}. Type ${typed('appointments')} to see all, and to end one.`);
}

const SHOWN = 20;

export function appointmentsCard(held: readonly HeldAppointment[]): Card {
  const more: Button = { label: 'Appoint', press: 'directory.open-appoint' };
  if (held.length === 0) return sentence('Nobody holds an office in the directory.', [more]);
  const shown = held.slice(0, SHOWN);
  return {
    summary: `Offices held in the directory: ${shown.map((one) => `${one.name}, ${OFFICE_NAMES[one.office]}`).join('; ')}.`,
    blocks: [
      heading('Offices'),
      ...shown.flatMap((one) => [paragraph(heldText(one)), buttons(...prolongButtons(one), endButton(one))]),
      ...(held.length > shown.length ? [note(`${String(held.length - shown.length)} more are not shown here.`)] : []),
      buttons(more),
    ],
  };
}

function heldText(one: HeldAppointment): Text {
  const groups = one.groupSlugs.length > 0 ? `, for ${one.groupSlugs.join(', ')}` : '';
  const sponsor = one.sponsor ? `, invited by ${one.sponsor}` : '';
  return [
    bold(one.name),
    one.organisation ? ` (${one.organisation})` : '',
    `: ${OFFICE_NAMES[one.office]}, ${datesText(one)}${groups}${sponsor}`,
  ];
}

const prolongButtons = (one: HeldAppointment): Button[] =>
  one.office === 'expert' && one.until && !one.isProlonged ? [prolongButton({ id: one.id, name: one.name })] : [];

const endButton = (one: HeldAppointment): Button => ({
  label: 'End',
  describe: `End ${OFFICE_NAMES[one.office]} of ${one.name}`,
  press: 'directory.end-appointment',
  with: { appointmentId: one.id },
  confirm: {
    title: 'End this office?',
    text: `${one.name} is then no longer: ${OFFICE_NAMES[one.office]}. The history keeps it.`,
    yes: 'End it',
    no: 'Keep it',
  },
});

function datesText({ from, until }: AppointmentFacts): string {
  if (from && until) return until < from ? `withdrawn before ${calendarDay(from)}` : `${calendarDay(from)} to ${calendarDay(until)}`;
  if (from) return `since ${calendarDay(from)}`;
  return until ? `until ${calendarDay(until)}` : 'without an end';
}

export const endedCard = ({ person, appointment }: EndedAppointment): Card =>
  sentence(rich`Ended: ${bold(person.name)} is no longer ${OFFICE_NAMES[appointment.office]}. The history keeps it.`);
