import { buttons, divider, heading, list, note, paragraph, sentence, type Block, type Button, type Card } from '../../bot/card.ts';
import { RUN_COMMAND } from '../../bot/dispatch.ts';
import { bold, channelName, count, joinTexts, rich, typed, when, type Text } from '../../bot/text.ts';
import type { Answer } from '../../db/generated/client.ts';
import { joinButton, listGroupsButton } from '../groups/buttons.ts';
import { agendaButton, calendarButton, changeAnswerButton, manageButton, rsvpButtons, whoButton } from './buttons.ts';
import type { Cancelled } from './cancel.ts';
import { heldBlocks, heldWords } from './check-cards.ts';
import { countsLine, editAgendaButton, meetingLine, meetingTitle, stateWords } from './cards.ts';
import type { MeetingList } from './list.ts';
import type { MeetingFacts } from './lookup.ts';
import type { Moved } from './move.ts';
import { answerWords, joinLinkButton } from './notice-cards.ts';
import type { AgendaSaved } from './edit-agenda.ts';
import type { Held } from './screen-agenda.ts';
import { SCHEDULE_PRESS } from './prepare-schedule.ts';
import type { Noted } from './rsvp.ts';
import type { Scheduled } from './schedule.ts';
import { seriesCancelledReply, seriesMovedReply, seriesScheduledCard } from './series-cards.ts';
import type { WhoAnswered, WhoPage } from './who.ts';

/** What one person reads after they asked for or did something. */

export function scheduledCard({ meeting, meetings, channels, held }: Scheduled): Card {
  const told = rich`Announced: ${meetingTitle(meeting)}, ${when(meeting.startsAt, meeting.endsAt)}.`;
  const posted =
    channels.length === 0
      ? rich`No channel is connected to ${meeting.groupName}, so it is posted nowhere yet. Type ${typed(`group connect ${meeting.groupSlug}`)} in its channel.`
      : rich`It is posted in ${joinTexts(
          channels.map((one) => channelName(one.name, one.at)),
          ', ',
        )}.`;
  if (meeting.series) return withHeld(seriesScheduledCard(meetings, posted), held);
  const offered = buttons(agendaButton(meeting.id), calendarButton(meeting.id), manageButton(meeting.id));
  return withHeld({ summary: [told, ' ', posted], blocks: [paragraph(told), paragraph(posted), offered] }, held);
}

const withHeld = ({ summary, blocks }: Card, held: readonly Held[]): Card => ({
  summary: rich`${summary}${heldWords(held)}`,
  blocks: [...blocks, ...heldBlocks(held)],
});

/** "Noted: you are attending. You'll get the link 10 minutes before." */
export function notedCard(facts: Noted, now: Date, linkBefore: number): Card {
  const { meeting, answer, already, scope, times } = facts;
  const forAll = scope === 'this' ? '' : `, for ${count(times, 'meeting', 'meetings')} of the series`;
  const noted = `${already ? 'Already noted' : 'Noted'}: ${answerWords[answer]}${forAll}${answer === 'declined' ? '. Thank you for saying so' : ''}.`;
  const comes = answer !== 'declined';
  const isSoon = meeting.startsAt.getTime() - now.getTime() <= linkBefore * 60_000;
  const next =
    comes && !isSoon ? ` You'll get the link ${count(linkBefore, 'minute', 'minutes')} before${scope === 'this' ? '' : ' each'}.` : '';
  const offered: Button[] = comes && isSoon ? [joinLinkButton(meeting), changeAnswerButton(meeting.id)] : [changeAnswerButton(meeting.id)];
  return {
    summary: rich`${noted}${next} ${meetingLine(meeting)}`,
    blocks: [paragraph(`${noted}${next}`), note(meetingLine(meeting)), buttons(...offered), ...sameForOthers(facts)],
  };
}

/** After an answer for one of a series: the same for the others. Apologies choose that in their form. */
function sameForOthers({ meeting, answer, scope, inSeries }: Noted): Block[] {
  if (scope !== 'this' || inSeries < 2 || answer === 'declined') return [];
  const same = (label: string, wanted: string): Button => ({
    label,
    press: 'meetings.rsvp',
    with: { meeting: meeting.id, answer, scope: wanted },
  });
  return [buttons(same('Same for this and the following', 'following'), same('Same for all of the series', 'all'))];
}

export function changeAnswerCard({ meeting, answer }: { meeting: MeetingFacts; answer: Answer | null }): Card {
  const now = answer ? `So far: ${answerWords[answer]}.` : 'You have not answered yet.';
  return {
    summary: rich`${meetingLine(meeting)}. ${now}`,
    blocks: [paragraph(meetingLine(meeting)), paragraph(now), buttons(...rsvpButtons(meeting.id, meeting.sequence))],
  };
}

export function meetingListCard({ groups, named, meetings, hasMore, answers, memberOf }: MeetingList): Card {
  const [only] = groups;
  if (groups.length === 0)
    return sentence('You are in no working group yet. Join one, and its meetings are listed here.', [listGroupsButton]);
  const title = named && only ? `Meetings of ${only.name}` : 'Upcoming meetings';
  if (meetings.length === 0)
    return sentence(named && only ? `${only.name} has no meeting planned.` : 'No meeting is planned in your groups.', [listGroupsButton]);
  const more = hasMore ? [note(rich`There are more further ahead: name a group, such as ${typed('meetings climate')}.`)] : [];
  return {
    summary: `${title}: ${count(meetings.length, 'meeting', 'meetings')}.`,
    blocks: [heading(title), ...meetings.flatMap((one) => listed(one, answers.get(one.id) ?? null, memberOf.has(one.groupId))), ...more],
  };
}

function listed(meeting: MeetingFacts, answer: Answer | null, isMember: boolean): Block[] {
  const group = { slug: meeting.groupSlug, name: meeting.groupName };
  const said: Text = answer ? `   ${answerWords[answer]}` : '';
  const offered = isMember
    ? [...rsvpButtons(meeting.id, meeting.sequence), agendaButton(meeting.id)]
    : [agendaButton(meeting.id), joinButton(group)];
  return [paragraph([bold(meetingTitle(meeting)), rich`\n${when(meeting.startsAt, meeting.endsAt)}${said}`]), buttons(...offered)];
}

const MOST_NAMES = 60;

export function whoCard({ meeting, answers, silent }: WhoPage): Card {
  const part = (answer: Answer, title: string): Block[] => {
    const given = answers.filter((one) => one.answer === answer);
    if (given.length === 0) return [];
    const names = given.slice(0, MOST_NAMES).map(answered);
    const rest = given.length > MOST_NAMES ? [note(`and ${String(given.length - MOST_NAMES)} more`)] : [];
    return [paragraph(bold(`${title} (${String(given.length)})`)), list(names), ...rest];
  };
  return {
    summary: rich`Who comes to ${meetingLine(meeting)}: ${countsLine(meeting.answers).replaceAll('   ', ', ')}.`,
    blocks: [
      paragraph(bold(meetingTitle(meeting))),
      paragraph(when(meeting.startsAt, meeting.endsAt)),
      ...part('attending', 'Attending'),
      ...part('tentative', 'Maybe'),
      ...part('declined', 'Apologies'),
      note(`No answer yet: ${count(silent, 'member', 'members')}.`),
    ],
  };
}

const standsIn = ({ alternateName, alternateId, alternateAnswer }: WhoAnswered): string => {
  if (!alternateName) return '';
  const says = { attending: 'comes', tentative: 'may come', declined: "can't come either" } as const;
  const said = alternateAnswer ? says[alternateAnswer] : alternateId ? 'has not answered yet' : 'not in the directory';
  return `, alternate: ${alternateName} (${said})`;
};

function answered(one: WhoAnswered): string {
  const { name, organisation, className, note } = one;
  const from = organisation ? ` (${[organisation, className].filter(Boolean).join(', ')})` : '';
  return `${name}${from}${standsIn(one)}${note ? `. Note: ${note}` : ''}`;
}

export function manageCard(meetings: readonly MeetingFacts[]): Card {
  const scheduleOne: Button = { label: 'Schedule a meeting', press: SCHEDULE_PRESS };
  if (meetings.length === 0) return sentence('No meeting is planned that you could change.', [scheduleOne]);
  return {
    summary: `Meetings you can change: ${String(meetings.length)}.`,
    blocks: [heading('Meetings you can change'), ...meetings.flatMap(managed), divider, buttons(scheduleOne)],
  };
}

function managed(meeting: MeetingFacts): Block[] {
  const act = (label: string, press: string): Button => ({
    label,
    press,
    with: { meeting: meeting.id },
    describe: `${label} ${meetingTitle(meeting)}`,
  });
  const offered = [
    act('Change', 'meetings.open-change'),
    act('Move', 'meetings.open-move'),
    editAgendaButton(meeting.id),
    whoButton(meeting.id),
  ];
  return [
    paragraph([bold(meetingTitle(meeting)), `   ${stateWords[meeting.state]}\n`, when(meeting.startsAt, meeting.endsAt)]),
    buttons(...offered, { ...act('Cancel', 'meetings.open-cancel'), style: 'danger' }),
  ];
}

export function changedCard({ meeting, changed, times }: { meeting: MeetingFacts; changed: readonly string[]; times: number }): Card {
  const what = times > 1 ? `Changed: ${String(times)} meetings of the series.` : 'Changed.';
  const told =
    changed.length === 0 ? 'Nothing was different, so nothing was changed.' : `${what} The cards in the channels follow within a minute.`;
  return sentence(rich`${told} ${meetingLine(meeting)}`, [manageButton(meeting.id)]);
}

export function movedReply(done: Moved): Card {
  const { meeting } = done;
  if (done.open.length > 0) return seriesMovedReply(done);
  return sentence(
    rich`Moved: ${meetingTitle(meeting)} is now ${when(meeting.startsAt, meeting.endsAt)}. The channels, and everybody who answered, are told.`,
    [manageButton(meeting.id)],
  );
}

export const cancelledReply = ({ meeting, cancelled }: Cancelled): Card =>
  cancelled > 1
    ? seriesCancelledReply(meeting, cancelled)
    : sentence(rich`Cancelled: ${meetingLine(meeting)}. The channels, and everybody who answered, are told why.`);

export function agendaSavedCard({ meeting, changed, held }: AgendaSaved): Card {
  const told = changed
    ? `Saved as version ${String(meeting.agenda.n)} of the agenda. Where it is posted, it follows.`
    : 'Nothing was different, so the agenda stays as it is.';
  return withHeld(sentence(told, [agendaButton(meeting.id)]), held);
}

export function suggestedCard({ meeting, reasons }: { meeting: MeetingFacts; reasons: readonly string[] }): Card {
  const flagged = reasons.length === 0 ? '' : ` ${reasons.join(' ')} If it is put on the agenda, the Secretariat checks it first.`;
  return sentence(`Thank you. The chair of ${meeting.groupName} reads your suggestion; you are told whether it is taken up.${flagged}`, [
    agendaButton(meeting.id),
  ]);
}

export const noMeetingCard = sentence('No meeting is planned in your groups.', [
  { label: 'Upcoming meetings', press: RUN_COMMAND, with: { word: 'meetings' } },
  listGroupsButton,
]);
