import { sentence } from '../../bot/card.ts';
import type { Reply } from '../../bot/define.ts';
import { toAdaptiveCard } from './adaptive-card.ts';
import { cardAnswer, lastWords, page, TAKEN, toast, type Answer } from './answers.ts';
import { howOf, type Desk, type Turn } from './desk.ts';
import { titleOf, toFormCard, withErrors, type Sent } from './dialog.ts';
import { pressForDialog, readTask, toTask } from './fetch.ts';
import { keepShown, redrawHome } from './home.ts';
import { answerInTime, inBackground } from './in-time.ts';
import { inPlain } from './spelling.ts';
import { DONE, GONE, SUBMITTED_LATE } from './words.ts';

type Submitted = Extract<Sent, { kind: 'submit' }>;

/** A dialog that was sent, or a button in one. */
export async function submitDialog(desk: Desk, turn: Turn): Promise<Answer> {
  const sent = readTask(turn);
  if (sent?.kind === 'press') return pressForDialog(desk, turn, sent);
  if (sent?.kind !== 'submit') return lastWords(inPlain(GONE.summary));
  const answer = await answerInTime(desk, () => desk.bot.submit(turn.caller, sent.form, sent.with, sent.values), {
    show: (reply) => Promise.resolve(toNext(desk, reply, sent)),
    say: lastWords,
    late: stay(sent, { '': SUBMITTED_LATE }) ?? lastWords(SUBMITTED_LATE),
  });
  if (sent.home) inBackground(desk, redrawHome(desk, turn));
  return answer;
}

/** Errors and a wish to try again keep the form with what was typed; a form that could not travel can only be told. */
function toNext(desk: Desk, reply: Reply, sent: Submitted): Answer {
  const problems = problemsOf(reply);
  if (problems) return stay(sent, problems) ?? lastWords(Object.values(problems).join(' '));
  return toTask(desk, reply, sent) ?? TAKEN;
}

const problemsOf = (reply: Reply): Readonly<Record<string, string>> | null =>
  reply.errors ?? (reply.retry ? { '': inPlain(reply.whisper?.summary ?? '') } : null);

const stay = ({ again, values, title }: Submitted, problems: Readonly<Record<string, string>>): Answer | null =>
  again && page(title, withErrors(again, values, problems));

/** A form that stands as a card in the chat: its answer takes its place, so that it is not sent twice. */
export function submitInChat(desk: Desk, turn: Turn, sent: Submitted): Promise<Answer> {
  return answerInTime(desk, () => desk.bot.submit(turn.caller, sent.form, sent.with, sent.values), {
    show: (reply) => Promise.resolve(toChat(desk, turn, reply, sent)),
    say: toast,
    late: sent.again ? cardAnswer(withErrors(sent.again, sent.values, { '': SUBMITTED_LATE })) : toast(SUBMITTED_LATE),
  });
}

function toChat(desk: Desk, turn: Turn, reply: Reply, sent: Submitted): Answer {
  const how = howOf(desk, 'message');
  const problems = problemsOf(reply);
  if (problems) return sent.again ? cardAnswer(withErrors(sent.again, sent.values, problems)) : toast(Object.values(problems).join(' '));
  const shown = reply.whisper ?? reply.replace ?? sentence(DONE);
  const [words, card] = reply.form
    ? [titleOf(reply.form), toFormCard(reply.form, how)]
    : [inPlain(shown.summary), toAdaptiveCard(shown, how)];
  keepShown(desk, turn, words, card);
  return cardAnswer(card);
}
