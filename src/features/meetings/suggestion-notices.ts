import type { Card } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import type { CardKind, NoticeKind, Skip } from '../../bot/define.ts';
import { findTopics } from '../../bot/screen.ts';
import { findMeeting, type MeetingFacts } from './lookup.ts';
import { meetingNotice } from './notices.ts';
import { canStillHear, isChairing, listChairTargets } from './readers.ts';
import { reasonsOf } from './screen-agenda.ts';
import { suggestionAnsweredCard, suggestionCard } from './suggestion-cards.ts';
import { findSuggestion, SUGGESTION, SUGGESTION_ANSWERED } from './suggestions.ts';

const suggestionOf = (notice: { readonly subject: Readonly<Record<string, string>> }): string => notice.subject.suggestionId ?? '';

async function draw(ctx: Ctx, meeting: MeetingFacts, id: string): Promise<Card | null> {
  const suggestion = await findSuggestion(ctx, id);
  if (!suggestion) return null;
  const topics = findTopics(suggestion.text, ctx.body.settings.screen).map((one) => one.topic);
  return suggestionCard(meeting, suggestion, reasonsOf(ctx, topics));
}

/** To the chair. */
const suggested: NoticeKind = {
  ...meetingNotice({
    kind: SUGGESTION,
    quiet: 'hold',
    to: listChairTargets,
    card: async (ctx, meeting, target, notice) => {
      if (!('person' in target && (await isChairing(ctx, meeting, target.person)))) return { skip: 'the person no longer chairs' };
      return (await draw(ctx, meeting, suggestionOf(notice))) ?? { skip: 'the suggestion is not there' };
    },
  }),
  card: { kind: SUGGESTION, subject: suggestionOf },
};

/** To who suggested it; also after the meeting began, as long as they take part. */
const answered: NoticeKind = {
  kind: SUGGESTION_ANSWERED,
  quiet: 'hold',
  async targets(ctx, notice) {
    const suggestion = await findSuggestion(ctx, suggestionOf(notice));
    return suggestion ? [{ person: suggestion.byId }] : { skip: 'the suggestion is not there' };
  },
  async render(ctx, notice): Promise<Card | Skip> {
    const suggestion = await findSuggestion(ctx, suggestionOf(notice));
    const meeting = suggestion && (await findMeeting(ctx, suggestion.meetingId));
    if (!meeting || meeting.state === 'cancelled') return { skip: 'the meeting is cancelled' };
    if (!(await canStillHear(ctx, meeting, suggestion.byId))) return { skip: 'no longer takes part' };
    return suggestionAnsweredCard(meeting, suggestion);
  },
};

export const suggestionNotices: readonly NoticeKind[] = [suggested, answered];

/** Follows what became of it. */
export const suggestionCardKind: CardKind = {
  kind: SUGGESTION,
  async render(ctx, id) {
    const suggestion = await findSuggestion(ctx, id);
    const meeting = suggestion && (await findMeeting(ctx, suggestion.meetingId));
    return meeting ? draw(ctx, meeting, id) : null;
  },
};
