import type { Button } from '../../bot/card.ts';

/**
 * The three answers. `sequence` is the meeting's as shown beside the buttons: pressed after the meeting
 * moved, nothing is noted and the person hears where it moved to. Left out, the press counts as it is.
 */
export function rsvpButtons(meetingId: string, sequence?: number): Button[] {
  const shown = sequence === undefined ? {} : { sequence: String(sequence) };
  return [
    { label: 'Attending', style: 'primary', press: 'meetings.rsvp', with: { meeting: meetingId, answer: 'attending', ...shown } },
    { label: 'Maybe', press: 'meetings.rsvp', with: { meeting: meetingId, answer: 'tentative', ...shown } },
    cantComeButton(meetingId, sequence),
  ];
}

/** One answer for all meetings of a series; `change` is the series' sequence as shown. */
export function seriesAnswerButtons(series: string, change: number): Button[] {
  const shown = { series, change: String(change) };
  const answer = (label: string, press: string, more: Record<string, string>, style?: 'primary'): Button => ({
    label,
    describe: `${label}: all meetings of the series`,
    press,
    with: { ...shown, ...more },
    ...(style && { style }),
  });
  return [
    answer('Attending', 'meetings.rsvp-series', { answer: 'attending' }, 'primary'),
    answer('Maybe', 'meetings.rsvp-series', { answer: 'tentative' }),
    answer("Can't come", 'meetings.cant-come-series', {}),
  ];
}

/** All dates of a series. */
export const seriesButton = (series: string): Button => ({ label: 'All dates', press: 'meetings.series', with: { series } });

export const cantComeButton = (meetingId: string, sequence?: number, label = "Can't come"): Button => ({
  label,
  press: 'meetings.cant-come',
  with: { meeting: meetingId, ...(sequence === undefined ? {} : { sequence: String(sequence) }) },
});

export const changeAnswerButton = (meetingId: string): Button => ({
  label: 'Change',
  press: 'meetings.change-answer',
  with: { meeting: meetingId },
});

export const agendaButton = (meetingId: string): Button => ({ label: 'Agenda', press: 'meetings.agenda', with: { meeting: meetingId } });

export const calendarButton = (meetingId: string): Button => ({
  label: 'Add to calendar',
  press: 'calendar.add',
  with: { meeting: meetingId },
});

export const whoButton = (meetingId: string): Button => ({ label: 'Who', press: 'meetings.who', with: { meeting: meetingId } });

/** For chairs and the Secretariat: change, move or cancel this meeting. */
export const manageButton = (meetingId: string): Button => ({ label: 'Manage', press: 'meetings.manage', with: { meeting: meetingId } });
