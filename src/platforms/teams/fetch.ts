import { z } from 'zod';
import type { Card } from '../../bot/card.ts';
import type { Reply } from '../../bot/define.ts';
import { toAdaptiveCard } from './adaptive-card.ts';
import { lastWords, page, toSentence, type Answer } from './answers.ts';
import { howOf, type Desk, type Turn } from './desk.ts';
import { readSent, titleOf, toFormCard, type Sent } from './dialog.ts';
import { redrawHome } from './home.ts';
import { answerInTime, inBackground } from './in-time.ts';
import { inPlain } from './spelling.ts';
import { DONE, GONE, OPENED_LATE } from './words.ts';

const Value = z.looseObject({ data: z.unknown() });
const TITLE = 'Convenor';

/** What was sent from a dialog, or to open one; null for what no current card of ours sends. */
export const readTask = (turn: Turn): Sent | null => readSent(Value.safeParse(turn.activity.value).data?.data);

/** A button whose answer is shown in a dialog. */
export async function fetchDialog(desk: Desk, turn: Turn): Promise<Answer> {
  const sent = readTask(turn);
  return sent?.kind === 'press' ? pressForDialog(desk, turn, sent) : lastWords(inPlain(GONE.summary));
}

/** Also for a button in an open dialog: the answer takes the dialog's place. */
export function pressForDialog(desk: Desk, turn: Turn, sent: Extract<Sent, { kind: 'press' }>): Promise<Answer> {
  return answerInTime(desk, () => desk.bot.press(turn.caller, sent.press, sent.with), {
    show(reply) {
      if (sent.home && !reply.form) inBackground(desk, redrawHome(desk, turn));
      return Promise.resolve(toTask(desk, reply, { title: TITLE, home: sent.home }) ?? lastWords(DONE));
    },
    say: lastWords,
    late: lastWords(OPENED_LATE),
  });
}

/** The next page of the dialog; null when there is nothing to show. */
export function toTask(
  desk: Desk,
  { form, whisper, replace }: Reply,
  at: { readonly title: string; readonly home: boolean },
): Answer | null {
  const how = howOf(desk, 'dialog', at.home);
  if (form) return page(titleOf(form), toFormCard(form, how));
  const shown: Card | undefined = whisper ?? replace;
  if (!shown) return null;
  const words = toSentence(shown);
  return words === null ? page(at.title, toAdaptiveCard(shown, how)) : lastWords(words);
}
