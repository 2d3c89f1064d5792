import type { AuditEntry } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { button, command, feature, form, opener, type Place, type Reply } from '../../bot/define.ts';
import { AGENDA_CARD, MEETING_CARD } from './answerable.ts';
import { alternateNotices } from './alternate-notices.ts';
import { planAlternates } from './alternates.ts';
import { cancel } from './cancel.ts';
import { getCarried, markCarriedStale } from './carried.ts';
import { agendaCard, agendaPageCard, meetingCard } from './cards.ts';
import { change } from './change.ts';
import * as checks from './check-cards.ts';
import { clearLine, prepareReword, rewordLine } from './check-line.ts';
import { checkCardKind, checkNotice, planCheck } from './check-notices.ts';
import { editAgenda } from './edit-agenda.ts';
import * as forms from './forms.ts';
import { LIST_PRESS, listMeetings } from './list.ts';
import { findMeeting, listOpenOccurrences } from './lookup.ts';
import { move } from './move.ts';
import { meetingNotices } from './notices.ts';
import { describeOwnAnswer } from './own-answer.ts';
import { planGroupAgain } from './planning-group.ts';
import { planAnswered, planPreferred } from './planning-people.ts';
import { planCancelled, planChanged, planMoved, planScheduled, planSuggested } from './planning.ts';
import { prepareAnswer } from './prepare-answer.ts';
import { prepareDecline, prepareDeclineSeries } from './prepare-decline.ts';
import { manage, MANAGE_PRESS, prepareCancel, prepareChange, prepareEdit, prepareMove } from './prepare-manage.ts';
import { prepareSchedule, SCHEDULE_PRESS, type ScheduleChoices } from './prepare-schedule.ts';
import * as replies from './reply-cards.ts';
import { rsvp, rsvpSeries, type Noted } from './rsvp.ts';
import { schedule } from './schedule.ts';
import { HELD } from './screen-agenda.ts';
import { SERIES_CARD } from './series-answerable.ts';
import { seriesCard, seriesDatesCard } from './series-cards.ts';
import { seriesNotices } from './series-notices.ts';
import { planSeriesCancelled, planSeriesChanged, planSeriesMoved, planSeriesScheduled } from './series-planning.ts';
import { NEXT_AGENDA_PRESS, showAgenda, showNextAgenda, type AgendaPage } from './show-agenda.ts';
import { prepareSuggestion, suggest } from './suggest.ts';
import { declineSuggestion, openDeclineSuggestion } from './decline-suggestion.ts';
import { declineSuggestionForm, suggestionDeclinedCard } from './suggestion-cards.ts';
import { suggestionCardKind, suggestionNotices } from './suggestion-notices.ts';
import { showSeries } from './show-series.ts';
import { standIn } from './stand-in.ts';
import { NEXT_WHO_PRESS, who, whoNext, type WhoPage } from './who.ts';
import { withdrawAnswers } from './withdraw.ts';

const typedGroup = (rest: string) => ({ group: rest });
const typedGroupOrChannel = (rest: string, place: Place | null) => ({ group: rest, channelId: place?.channelId });

const showScheduleForm = (choices: ScheduleChoices): Reply => ({ form: forms.scheduleForm(choices) });
const showNext = (page: AgendaPage | null): Reply => ({ whisper: page ? agendaPageCard(page) : replies.noMeetingCard });
const showWho = (page: WhoPage | null): Reply => ({ whisper: page ? replies.whoCard(page) : replies.noMeetingCard });
const showNoted = (noted: Noted, ctx: Ctx): Reply => ({
  whisper: replies.notedCard(noted, ctx.now, ctx.body.settings.timings.checkInBefore),
});

/** What an answer means to who gave it, and to who stands in for them. */
async function followAnswer(ctx: Ctx, entry: AuditEntry): Promise<void> {
  await planAnswered(ctx, entry);
  await planAlternates(ctx, entry);
}

export const meetings = feature('meetings', {
  commands: [
    command(
      { word: 'meetings', takes: '[group]', about: 'Upcoming meetings, with your answers', input: typedGroup },
      listMeetings,
      (found) => ({ whisper: replies.meetingListCard(found) }),
    ),
    command(
      { word: 'agenda', takes: '[group]', about: 'Agenda and documents of the next meeting', input: typedGroup },
      showNextAgenda,
      showNext,
    ),
    command(
      { word: 'who', takes: '[group]', about: 'Who comes to the next meeting', audience: 'member', input: typedGroup },
      whoNext,
      showWho,
    ),
    command(
      {
        word: 'schedule',
        opens: true,
        takes: '[group]',
        about: 'Put a meeting into the calendar',
        audience: 'chair',
        input: typedGroupOrChannel,
      },
      prepareSchedule,
      showScheduleForm,
    ),
    command(
      { word: 'manage', takes: '[group]', about: 'Change, move or cancel a meeting', audience: 'chair', input: typedGroup },
      manage,
      (found) => ({
        whisper: replies.manageCard(found),
      }),
    ),
  ],
  buttons: [
    button('meetings.rsvp', rsvp, showNoted),
    button('meetings.stand-in', standIn, showNoted),
    button('meetings.rsvp-series', rsvpSeries, showNoted),
    button('meetings.series', showSeries, (page) => ({ whisper: seriesDatesCard(page) })),
    opener('meetings.cant-come', prepareDecline, (choices) => ({ form: forms.cantComeForm(choices) })),
    opener('meetings.cant-come-series', prepareDeclineSeries, (choices) => ({ form: forms.cantComeForm(choices) })),
    button('meetings.change-answer', prepareAnswer, (found) => ({ whisper: replies.changeAnswerCard(found) })),
    button('meetings.agenda', showAgenda, showNext),
    button('meetings.who', who, showWho),
    button(LIST_PRESS, listMeetings, (found) => ({ whisper: replies.meetingListCard(found) })),
    button(NEXT_AGENDA_PRESS, showNextAgenda, showNext),
    button(NEXT_WHO_PRESS, whoNext, showWho),
    opener(SCHEDULE_PRESS, prepareSchedule, showScheduleForm),
    button(MANAGE_PRESS, manage, (found) => ({ whisper: replies.manageCard(found) })),
    opener('meetings.open-change', prepareChange, (choices) => ({ form: forms.changeForm(choices) })),
    opener('meetings.open-move', prepareMove, (choices) => ({ form: forms.moveForm(choices) })),
    opener('meetings.open-cancel', prepareCancel, (choices) => ({ form: forms.cancelForm(choices) })),
    opener('meetings.open-edit-agenda', prepareEdit, (choices) => ({ form: forms.editAgendaForm(choices) })),
    button('meetings.clear-line', clearLine, (done) => ({ whisper: checks.clearedReply(done) })),
    opener('meetings.open-reword', prepareReword, (choices) => ({ form: checks.rewordForm(choices) })),
    opener('meetings.open-decline-suggestion', openDeclineSuggestion, (found) => ({ form: declineSuggestionForm(found) })),
    opener('meetings.open-suggest', prepareSuggestion, (choices) => ({ form: forms.suggestForm(choices) })),
  ],
  forms: [
    form('meetings.schedule', schedule, (done) => ({ whisper: replies.scheduledCard(done) })),
    form('meetings.cant-come', rsvp, showNoted),
    form('meetings.change', change, (done) => ({ whisper: replies.changedCard(done) })),
    form('meetings.move', move, (done) => ({ whisper: replies.movedReply(done) })),
    form('meetings.cancel', cancel, (done) => ({ whisper: replies.cancelledReply(done) })),
    form('meetings.edit-agenda', editAgenda, (done) => ({ whisper: replies.agendaSavedCard(done) })),
    form('meetings.suggest', suggest, (done) => ({ whisper: replies.suggestedCard(done) })),
    form('meetings.decline-suggestion', declineSuggestion, (done) => ({ whisper: suggestionDeclinedCard(done) })),
    form('meetings.reword-line', rewordLine, (done) => ({ whisper: checks.rewordedReply(done) })),
  ],
  notices: [...meetingNotices, ...seriesNotices, ...alternateNotices, ...suggestionNotices, checkNotice],
  cards: [
    {
      kind: MEETING_CARD,
      render: async (ctx, subject) => {
        const meeting = await findMeeting(ctx, subject);
        return meeting && meetingCard(meeting);
      },
      reader: describeOwnAnswer,
    },
    {
      kind: SERIES_CARD,
      render: async (ctx, subject) => {
        const [next, ...others] = await listOpenOccurrences(ctx, subject);
        return next ? seriesCard([next, ...others]) : null;
      },
    },
    {
      kind: AGENDA_CARD,
      render: async (ctx, subject) => {
        const meeting = await findMeeting(ctx, subject);
        return meeting && agendaCard(meeting, await getCarried(ctx, meeting));
      },
    },
    checkCardKind,
    suggestionCardKind,
  ],
  reactions: {
    'meetings.schedule': planScheduled,
    'meetings.scheduleSeries': planSeriesScheduled,
    'meetings.moveSeries': planSeriesMoved,
    'meetings.cancelSeries': planSeriesCancelled,
    'meetings.changeSeries': planSeriesChanged,
    'meetings.move': planMoved,
    'meetings.cancel': planCancelled,
    'meetings.change': planChanged,
    'meetings.suggest': planSuggested,
    [HELD]: planCheck,
    'meetings.rsvp': followAnswer,
    'actions.add': markCarriedStale,
    'actions.change': markCarriedStale,
    'actions.markDone': markCarriedStale,
    'actions.reopen': markCarriedStale,
    'actions.drop': markCarriedStale,
    'preferences.save': planPreferred,
    'preferences.setGroupNotices': planGroupAgain,
    'groups.leave': withdrawAnswers,
    'groups.suspend': withdrawAnswers,
    'groups.endInvited': withdrawAnswers,
  },
});
