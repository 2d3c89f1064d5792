import { isSecretariat, readerZone } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { button, command, feature, form, opener } from '../../bot/define.ts';
import { membershipClassName } from '../directory/lookup.ts';
import { checkedInCard, correctedCard, correctionForm, hereCard, leftEarlyCard, wasThereCard } from './cards.ts';
import { closeButton } from './buttons.ts';
import { chooseCard, readCard } from './chair-cards.ts';
import { checkIn } from './check-in.ts';
import { close } from './close.ts';
import { confirmRoll, markRoll } from './confirm-roll.ts';
import { correct } from './correct.ts';
import { here } from './here.ts';
import { decidedAnswer, queueCard, reviewAnswer } from './import-cards.ts';
import { decideImported } from './import-decide.ts';
import { importQueue } from './import-queue.ts';
import { reviewImported } from './import-review.ts';
import { leaveEarly, type LeftEarly } from './leave-early.ts';
import { cards, notices } from './notices.ts';
import { openCorrection } from './open-correction.ts';
import { openRoll, type OpenedRoll } from './open-roll.ts';
import { read } from './read.ts';
import { confirmedCard, openedRoll, rollForm } from './roll-cards.ts';
import { wasThere } from './was-there.ts';

const className = (ctx: Ctx) => (slug: string | null) => membershipClassName(ctx.body, slug);

const showRoll = (result: OpenedRoll, ctx: Ctx) => openedRoll(result, readerZone(ctx), className(ctx), isSecretariat(ctx));

const showClosing = (result: OpenedRoll, ctx: Ctx) =>
  result.outcome === 'choose'
    ? { whisper: chooseCard('Which meeting is it?', result.meetings, (id) => closeButton(id)) }
    : showRoll(result, ctx);

const showLeft = (result: LeftEarly, ctx: Ctx) =>
  result.outcome === 'ask-when' ? { form: correctionForm(result.meeting, readerZone(ctx), 'left-at') } : { whisper: leftEarlyCard(result) };

export const attendance = feature('attendance', {
  commands: [
    command({ word: 'here', about: 'Check in to the meeting under way', audience: 'member' }, here, (result) => ({
      whisper: hereCard(result),
    })),
    command({ word: 'read', about: 'Record that the statement was read aloud', audience: 'chair' }, read, (result) => ({
      whisper: readCard(result),
    })),
    command(
      {
        word: 'roll',
        opens: true,
        takes: '[group]',
        about: 'Confirm who was at a meeting',
        audience: 'chair',
        input: (rest) => (rest === '' ? {} : { group: rest }),
      },
      openRoll,
      showRoll,
    ),
    command(
      {
        word: 'close',
        opens: true,
        takes: '[group]',
        about: 'Close a meeting: confirm who was there',
        audience: 'chair',
        input: (rest) => (rest === '' ? {} : { group: rest }),
      },
      close,
      showClosing,
    ),
    command(
      { word: 'imported', about: 'Say who the names of an attendance file were', audience: 'secretariat' },
      importQueue,
      (meetings) => ({ whisper: queueCard(meetings) }),
    ),
  ],
  buttons: [
    button('attendance.check-in', checkIn, (result) => ({ whisper: checkedInCard(result) })),
    button('attendance.here', here, (result) => ({ whisper: hereCard(result) })),
    button('attendance.leave-early', leaveEarly, showLeft),
    opener('attendance.open-correction', openCorrection, (meeting, ctx) => ({ form: correctionForm(meeting, readerZone(ctx)) })),
    button('attendance.was-there', wasThere, (result) => ({ replace: wasThereCard(result) })),
    button('attendance.read', read, (result) => ({ whisper: readCard(result) })),
    opener('attendance.open-roll', openRoll, showRoll),
    opener('attendance.close', close, showClosing),
    opener('attendance.review-imported', reviewImported, reviewAnswer),
  ],
  forms: [
    form('attendance.correct', correct, (result) => ({ whisper: correctedCard(result) })),
    form('attendance.mark-roll', markRoll, (page, ctx) => ({
      form: rollForm(page, readerZone(ctx), className(ctx), isSecretariat(ctx)),
    })),
    form('attendance.decide-imported', decideImported, decidedAnswer),
    form('attendance.confirm-roll', confirmRoll, (roll, ctx) => ({ whisper: confirmedCard(roll, className(ctx)) })),
  ],
  notices,
  cards,
});
