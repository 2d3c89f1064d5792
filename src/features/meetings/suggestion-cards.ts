import { buttons, note, paragraph, quote, sentence, type Block, type Button, type Card, type Form } from '../../bot/card.ts';
import { moment, rich, when } from '../../bot/text.ts';
import { agendaButton } from './buttons.ts';
import { editAgendaButton, meetingTitle } from './cards.ts';
import type { Suggested } from './decline-suggestion.ts';
import { field } from './form-fields.ts';
import type { MeetingFacts } from './lookup.ts';
import type { SuggestionFacts } from './suggestions.ts';

/** Opens the agenda with the suggestion as its last line. */
const takeUpButton = (meetingId: string, suggestion: string): Button => ({
  label: 'Put it on the agenda',
  style: 'primary',
  press: 'meetings.open-edit-agenda',
  with: { meeting: meetingId, suggestion },
});

const declineButton = (meetingId: string, suggestion: string): Button => ({
  label: 'Not this time',
  press: 'meetings.open-decline-suggestion',
  with: { meeting: meetingId, suggestion },
});

/** To the chair; `reasons` say why the screen flags it: the chair hears them before putting it on the agenda. */
export function suggestionCard(meeting: MeetingFacts, suggestion: SuggestionFacts, reasons: readonly string[] = []): Card {
  const { id, text, by, organisation, answer } = suggestion;
  const from = organisation ? `${by} (${organisation})` : by;
  const told = rich`${from} suggests an item for ${meetingTitle(meeting)}, ${when(meeting.startsAt, meeting.endsAt)}:`;
  const flagged = reasons.length === 0 ? '' : `Flagged: ${reasons.join(' ')} On the agenda, the Secretariat checks it first.`;
  const became = answer
    ? rich`${answer.by} ${answer.isTakenUp ? 'put it on the agenda' : 'did not take it up'}, ${moment(answer.at)}. ${by} is told.`
    : '';
  const flags: Block[] = flagged === '' ? [] : [note(flagged)];
  return {
    summary: rich`${told} ${text} ${flagged}${became}`,
    blocks: [
      paragraph(told),
      quote(text),
      ...flags,
      answer ? note(became) : buttons(takeUpButton(meeting.id, id), declineButton(meeting.id, id), editAgendaButton(meeting.id)),
    ],
  };
}

/** To who suggested it. */
export function suggestionAnsweredCard(meeting: MeetingFacts, { text, answer }: SuggestionFacts): Card {
  const what = rich`${meetingTitle(meeting)}, ${when(meeting.startsAt, meeting.endsAt)}`;
  const words = answer?.isTakenUp
    ? rich`Your suggestion is on the agenda of ${what}. Thank you.`
    : rich`Your suggestion was not taken up for ${what}. You can suggest it for another meeting. Thank you for it.`;
  const why = answer?.reason ? [paragraph('What the chair says:'), quote(answer.reason)] : [];
  return {
    summary: rich`${words} ${answer?.reason ?? ''}`,
    blocks: [paragraph(words), quote(text), ...why, buttons(agendaButton(meeting.id))],
  };
}

export const declineSuggestionForm = ({ meeting, suggestion }: Suggested): Form => ({
  id: 'meetings.decline-suggestion',
  title: 'Not this time',
  submit: 'Send the answer',
  close: 'Cancel',
  hidden: { meeting: meeting.id, suggestion: suggestion.id },
  body: [
    paragraph(`${suggestion.by} suggests:`),
    quote(suggestion.text),
    field(
      'reason',
      'A word to them',
      { kind: 'text', multiline: true, maxLength: 300 },
      { hint: 'Such as: planned for the spring.', optional: true },
    ),
  ],
});

export const suggestionDeclinedCard = ({ suggestion }: Suggested): Card =>
  sentence(`${suggestion.by} is told that the suggestion is not taken up for this meeting.`);
