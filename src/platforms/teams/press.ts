import { z } from 'zod';
import type { Card, Form } from '../../bot/card.ts';
import { ChatFailure } from '../../bot/chat.ts';
import type { Reply } from '../../bot/define.ts';
import { toMessage, toAdaptiveCard } from './adaptive-card.ts';
import { cardAnswer, TAKEN, toast, toSentence, type Answer } from './answers.ts';
import { howOf, type Desk, type Turn } from './desk.ts';
import { readSent, type Sent } from './dialog.ts';
import { keepShown, redrawHome } from './home.ts';
import type { Activity } from './envelope.ts';
import { answerInTime } from './in-time.ts';
import { toMessageRef } from './message-ref.ts';
import { inPlain } from './spelling.ts';
import { submitInChat } from './submit.ts';
import { tell, type Where } from './tell.ts';
import { ANSWER_FOLLOWS, DONE, GONE, IN_YOUR_CHAT, NOT_OPENED, ONLY_TO_YOU, OPEN_A_CHAT } from './words.ts';

const Executed = z.looseObject({ action: z.looseObject({ data: z.unknown() }) });
export const EXECUTE = 'adaptiveCard/action';

type Pressed = Extract<Sent, { kind: 'press' }>;

const readExecuted = (activity: Activity): Sent | null => readSent(Executed.safeParse(activity.value).data?.action.data);

/** Teams asks for a card by itself, often and without anything being done. */
export const asksAgain = (activity: Activity): boolean =>
  activity.type === 'invoke' && activity.name === EXECUTE && readExecuted(activity)?.kind === 'refresh';

/** A button on a card in a conversation. */
export async function execute(desk: Desk, turn: Turn): Promise<Answer> {
  const sent = readExecuted(turn.activity);
  switch (sent?.kind) {
    case 'press':
      return pressInChat(desk, turn, sent);
    case 'submit':
      return submitInChat(desk, turn, sent);
    case 'refresh':
      return refresh(desk, turn);
    case undefined:
      return toast(inPlain(GONE.summary));
  }
}

export function pressInChat(desk: Desk, turn: Turn, sent: Pressed): Promise<Answer> {
  return answerInTime(desk, () => desk.bot.press(turn.caller, sent.press, sent.with), {
    show: (reply) => (turn.personal ? showHere(desk, turn, reply, sent.home) : showApart(desk, turn, reply)),
    say: toast,
    late: toast(ANSWER_FOLLOWS),
    async afterwards(reply) {
      const said = reply.form ?? reply.whisper ?? reply.replace;
      if (said) await tell(desk, turn, said);
    },
  });
}

/** In the person's own chat the answer is a message of its own, and the card that was pressed is drawn again. */
async function showHere(desk: Desk, turn: Turn, reply: Reply, isHome: boolean): Promise<Answer> {
  for (const what of [reply.form, reply.whisper]) {
    const missed = what && (await tellOrMiss(desk, turn, what));
    if (typeof missed === 'object') return toast(missed.words);
  }
  if (isHome) return cardAnswer(await redrawHome(desk, turn));
  if (reply.replace) {
    const how = howOf(desk, 'message');
    const { summary, card } = toMessage(reply.replace, how);
    const shown = card ?? toAdaptiveCard(reply.replace, how);
    keepShown(desk, turn, summary, shown);
    return cardAnswer(shown);
  }
  return toast((reply.whisper && toSentence(reply.whisper)) ?? DONE);
}

/** A card that others see stays as it is; one or two sentences are shown for a moment, anything more goes to the person alone. */
async function showApart(desk: Desk, turn: Turn, reply: Reply): Promise<Answer> {
  const said = reply.form ?? reply.whisper ?? reply.replace;
  if (!said) return toast(DONE);
  const words = 'body' in said ? null : toSentence(said);
  if (words !== null) return toast(words);
  const where = await tellOrMiss(desk, turn, said);
  return toast(typeof where === 'object' ? where.words : WHERE[where]);
}

/** What was done is done: when the chat can't be reached, the words of the answer still can be shown on the card. */
async function tellOrMiss(desk: Desk, turn: Turn, what: Card | Form): Promise<Where | { readonly words: string }> {
  try {
    return await tell(desk, turn, what);
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    desk.log.warn({ event: 'teams-answer-failed', code: error.code }, 'an answer could not be shown in the chat');
    return { words: 'body' in what ? NOT_OPENED : inPlain(what.summary) };
  }
}

const WHERE: Readonly<Record<Where, string>> = {
  here: DONE,
  chat: IN_YOUR_CHAT,
  targeted: ONLY_TO_YOU,
  nowhere: OPEN_A_CHAT,
};

/** The card as this reader sees it now. Teams asks by itself: nothing is changed and nothing said when there is none. */
async function refresh(desk: Desk, turn: Turn): Promise<Answer> {
  const { activity, workspace, caller } = turn;
  if (activity.replyToId == null) return TAKEN;
  const card = await desk.bot.card(caller, toMessageRef(workspace.id, activity.conversation.id, activity.replyToId));
  if (!card) return TAKEN;
  const how = howOf(desk, 'message');
  return cardAnswer(toMessage(card, how).card ?? toAdaptiveCard(card, how));
}
