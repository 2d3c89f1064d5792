import type { Ctx } from '../../bot/context.ts';
import { button, command, feature, form, opener, type Reply } from '../../bot/define.ts';
import { membershipClassName } from '../directory/lookup.ts';
import { comment, openComment } from './comment.ts';
import { declinedCard, thankedCard } from './comment-cards.ts';
import { correct, openCorrection, type Corrected } from './correct.ts';
import { declineComment, openDecline } from './decline-comment.ts';
import { issue } from './issue.ts';
import { correctedReply, issuedReply, wholeCard } from './issued-cards.ts';
import { keepFlag, openKeep } from './keep-flag.ts';
import { cards, notices } from './notices.ts';
import { commentForm, correctionForm, declineForm, keepForm, notesForm, sendBackForm } from './notes-forms.ts';
import { chooseCard, noMinutesCard, pageCard, rollFirstCard, sentBackCard, sentCard } from './page-cards.ts';
import { openNotes, saveNotes, type SavedNotes } from './save-notes.ts';
import { planDue } from './planned.ts';
import { openSendBack, sendBack } from './send-back.ts';
import { sendForReview } from './send-for-review.ts';
import { show, type Shown } from './show.ts';

function showShown(shown: Shown, ctx: Ctx, { page }: { readonly page: number }): Reply {
  switch (shown.outcome) {
    case 'page':
      return { whisper: pageCard(shown.page, page) };
    case 'issued': {
      const desk = shown.work?.isSecretariat ? shown.work : null;
      return { whisper: wholeCard(shown.issued, page, ctx.now, (slug) => membershipClassName(ctx.body, slug), desk) };
    }
    case 'choose':
      return { whisper: chooseCard(shown.meetings) };
    case 'roll':
      return { whisper: rollFirstCard(shown.meeting) };
    case 'none':
      return { whisper: noMinutesCard };
  }
}

function showSaved(saved: SavedNotes): Reply {
  if (saved.outcome === 'saved') return { whisper: pageCard(saved.page) };
  return { form: notesForm(saved.outcome === 'more' ? saved.next : saved.again) };
}

const showCorrected = (corrected: Corrected): Reply =>
  corrected.outcome === 'changed' ? { form: correctionForm(corrected.again) } : { whisper: correctedReply(corrected.page.meeting) };

export const minutes = feature('minutes', {
  commands: [
    command(
      {
        word: 'minutes',
        takes: '[group]',
        about: 'Minutes: write and review them, or read the latest',
        audience: 'member',
        input: (rest) => (rest === '' ? {} : { group: rest }),
      },
      show,
      showShown,
    ),
  ],
  buttons: [
    button('minutes.show', show, showShown),
    opener('minutes.open-notes', openNotes, (shown) => ({ form: notesForm(shown) })),
    button('minutes.send-for-review', sendForReview, (meeting) => ({ whisper: sentCard(meeting) })),
    opener('minutes.open-send-back', openSendBack, (sending) => ({ form: sendBackForm(sending) })),
    opener('minutes.open-keep', openKeep, (choices) => ({ form: keepForm(choices) })),
    button('minutes.issue', issue, (meeting) => ({ whisper: issuedReply(meeting) })),
    opener('minutes.open-comment', openComment, (choices) => ({ form: commentForm(choices) })),
    opener('minutes.open-correction', openCorrection, (shown) => ({ form: correctionForm(shown) })),
    opener('minutes.open-decline', openDecline, (found) => ({ form: declineForm(found) })),
  ],
  forms: [
    form('minutes.save-notes', saveNotes, showSaved),
    form('minutes.send-back', sendBack, (sent) => ({ whisper: sentBackCard(sent) })),
    form('minutes.keep-flag', keepFlag, (page) => ({ whisper: pageCard(page) })),
    form('minutes.comment', comment, (meeting) => ({ whisper: thankedCard(meeting) })),
    form('minutes.correct', correct, showCorrected),
    form('minutes.decline-comment', declineComment, (found) => ({ whisper: declinedCard(found) })),
  ],
  notices,
  cards,
  reactions: { 'attendance.confirmRoll': planDue },
});
