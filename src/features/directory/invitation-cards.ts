import { buttons, note, paragraph, sentence, type Button, type Card, type Form } from '../../bot/card.ts';
import { bold, calendarDay, rich, type Text } from '../../bot/text.ts';
import { dayAfter, isoDay } from '../../bot/days.ts';
import type { InvitationFacts } from './invitations.ts';

/** Opens the form for a later last day. */
export const prolongButton = ({ id, name }: { readonly id: string; readonly name: string }): Button => ({
  label: 'Prolong',
  describe: `Prolong the invitation of ${name}`,
  press: 'directory.open-prolong',
  with: { appointmentId: id },
});

const groupsOf = ({ groups }: InvitationFacts): string => groups.map((group) => group.name).join(', ') || 'no group that is left';

const invited = (facts: InvitationFacts): Text => [
  bold(facts.person.name),
  ` is invited to ${groupsOf(facts)} until ${calendarDay(facts.until)}`,
  facts.sponsor ? `; invited by ${facts.sponsor}` : '',
  '.',
];

/** To the Secretariat before an expert's invitation ends; it follows what becomes of it. */
export function invitationCard(facts: InvitationFacts): Card {
  const { id, person, until, prolongedUntil, letEndBy, isOver } = facts;
  if (prolongedUntil)
    return sentence(rich`The invitation of ${bold(person.name)} to ${groupsOf(facts)} goes on until ${calendarDay(prolongedUntil)}.`);
  if (isOver) return sentence(rich`The invitation of ${bold(person.name)} to ${groupsOf(facts)} ended on ${calendarDay(until)}.`);
  const own = prolongButton({ id, name: person.name });
  if (letEndBy) return sentence(rich`${invited(facts)} It ends then: ${letEndBy} said that it may.`, [own]);
  const letEnd: Button = {
    label: 'Let it end',
    describe: `Let the invitation of ${person.name} end`,
    press: 'directory.let-end',
    with: { appointmentId: id },
  };
  const after = 'If nobody does anything, it ends on that day: their place in the groups ends with it, and they are told.';
  return {
    summary: rich`${invited(facts)} Prolong it, or let it end.`,
    blocks: [paragraph(invited(facts)), buttons(own, letEnd), note(after)],
  };
}

export const prolongForm = (facts: InvitationFacts): Form => ({
  id: 'directory.prolong',
  title: 'Prolong an invitation',
  submit: 'Prolong',
  hidden: { appointmentId: facts.id },
  body: [
    paragraph(invited(facts)),
    {
      type: 'field',
      name: 'until',
      label: 'New last day',
      hint: 'Included. The groups stay the same.',
      input: { kind: 'date', initial: isoDay(aYearAfter(facts.until)) },
    },
  ],
});

/** The same day of the next year; for 29 February it is 1 March. */
function aYearAfter(day: Date): Date {
  const next = new Date(day);
  next.setUTCFullYear(day.getUTCFullYear() + 1);
  return next;
}

export const prolongedCard = ({ person, until, prolongedUntil }: InvitationFacts): Card =>
  sentence(
    rich`Noted: ${bold(person.name)} is invited on, from ${calendarDay(dayAfter(until))} until ${calendarDay(prolongedUntil ?? until)}. Nothing changes for them in between.`,
  );

export const letEndCard = ({ person, until }: InvitationFacts): Card =>
  sentence(rich`Noted: the invitation of ${bold(person.name)} ends on ${calendarDay(until)}. They are told when it has ended.`);
