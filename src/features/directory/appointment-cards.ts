import { buttons, heading, note, paragraph, sentence, type Button, type Card, type Field, type Form } from '../../bot/card.ts';
import { bold, calendarDay, rich, typed, type Text } from '../../bot/text.ts';
import type { Office } from '../../db/generated/client.ts';
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
}

export function appointForm({ email, office, groups }: Choices): Form {
  const offices = Object.entries(OFFICE_NAMES).map(([value, label]) => ({ value, label }));
  const invited = groups.map(({ slug, name }) => ({ value: slug, label: name }));
  return {
    id: 'directory.appoint',
    title: office === 'expert' ? 'Invite an expert' : 'Appoint',
    submit: office === 'expert' ? 'Invite' : 'Appoint',
    body: [
      field('email', 'E-mail', { kind: 'email', ...(email ? { initial: email } : {}) }, 'Of a person in the directory.'),
      field('office', 'Office', { kind: 'select', options: offices, ...(office ? { initial: office } : {}) }),
      optional(field('from', 'First day', { kind: 'date' }, 'Empty: since always.')),
      optional(field('until', 'Last day', { kind: 'date' }, 'Included. Empty: until it is ended. An expert needs one.')),
      ...(invited.length === 0 ? [] : [optional(field('groups', 'Groups', { kind: 'checkboxes', options: invited }, 'For experts only.'))]),
      optional(field('sponsor', 'Sponsor', { kind: 'text', maxLength: 150 }, 'Who invites the expert.')),
      optional(field('reason', 'Reason', { kind: 'text', maxLength: 500 })),
    ],
  };
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
