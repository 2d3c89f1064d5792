import { z } from 'zod';
import { sentence } from '../../bot/card.ts';
import { ChatFailure } from '../../bot/chat.ts';
import type { Reply } from '../../bot/define.ts';
import { toReply } from '../../bot/failures.ts';
import { TimedOut, within, withNews } from '../patience.ts';
import { TAKEN, type Answer } from './answers.ts';
import type { CardJson } from './card-json.ts';
import type { Desk, Turn } from './desk.ts';
import { readSent, type Sent } from './dialog.ts';
import { HOME_WORD, keepShown, sendHome } from './home.ts';
import { inBackground } from './in-time.ts';
import type { FindPlace } from './place.ts';
import { pressInChat } from './press.ts';
import { submitInChat } from './submit.ts';
import { sayThere, tellOrSay } from './tell.ts';
import { readTyped } from './typed.ts';
import { CHECK_FORM, GONE, OPEN_A_CHAT, STILL_WORKING } from './words.ts';

const NEWS_AFTER_MS = 4000;
/** Teams sends a message again when it was not taken in time. */
const TAKEN_AFTER_MS = 10_000;

/** Something typed. It is taken when it is answered, or after ten seconds; the answer then follows. */
export async function hear(desk: Desk, turn: Turn, findPlace: FindPlace): Promise<Answer> {
  const work = desk.running.track(answer(desk, turn, findPlace));
  try {
    await within(work, TAKEN_AFTER_MS);
  } catch (error) {
    if (!(error instanceof TimedOut)) throw error;
    inBackground(desk, work);
  }
  return TAKEN;
}

async function answer(desk: Desk, turn: Turn, findPlace: FindPlace): Promise<void> {
  const { value, text } = turn.activity;
  try {
    if (value !== undefined && value !== null && !text) await answerButton(desk, turn, readSent(value));
    else await answerWords(desk, turn, findPlace);
  } catch (error) {
    if (error instanceof ChatFailure) {
      desk.log.warn({ event: 'teams-answer-failed', code: error.code }, 'an answer could not be shown');
      return;
    }
    const { whisper } = toReply(error, desk.log);
    if (whisper) inBackground(desk, tellOrSay(desk, turn, whisper));
  }
}

async function answerWords(desk: Desk, turn: Turn, findPlace: FindPlace): Promise<void> {
  const typed = readTyped(turn.activity);
  if (typed.toLowerCase() === HOME_WORD) {
    if ((await sendHome(desk, turn)) === 'nowhere') await sayThere(desk, turn, OPEN_A_CHAT);
    return;
  }
  const ask = async (): Promise<Reply> => desk.bot.command(turn.caller, typed, await findPlace(turn));
  const slow = (): void => {
    inBackground(desk, tellOrSay(desk, turn, STILL_WORKING));
  };
  const reply = await withNews(ask(), NEWS_AFTER_MS, slow);
  for (const what of [reply.form, reply.whisper, reply.replace]) if (what) await tellOrSay(desk, turn, what);
}

/** A button of a client that knows no other kind: it comes as a message without words, and is answered by messages. */
async function answerButton(desk: Desk, turn: Turn, sent: Sent | null): Promise<void> {
  if (sent?.kind === 'press') await showAgain(desk, turn, await pressInChat(desk, turn, sent));
  else if (sent?.kind === 'submit') await showAgain(desk, turn, await submitInChat(desk, turn, sent));
  else await tellOrSay(desk, turn, GONE);
}

const Body = z.object({ value: z.union([z.string(), z.looseObject({ type: z.literal('AdaptiveCard') })]) });

/** What an invoke would be answered, as a message. */
async function showAgain(desk: Desk, turn: Turn, { body }: Answer): Promise<void> {
  const { value } = Body.parse(body);
  if (typeof value !== 'string') keepShown(desk, turn, CHECK_FORM, value as unknown as CardJson);
  else if (!turn.personal) await tellOrSay(desk, turn, sentence(value));
}
