import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import { toPlain } from '../../bot/text.ts';
import type { Reply } from '../../bot/define.ts';
import { toReply } from '../../bot/failures.ts';
import { callerOf, refreshHome, workspaceOf, type Desk } from './desk.ts';
import { inputsOf, readCarried, readValues, toModal, toPage, toViewErrors } from './modal.ts';
import { TimedOut, within } from '../patience.ts';
import { GONE, SUBMITTED_LATE } from './words.ts';

/** Counted from the request's arrival: Slack closes the dialog's patience at three seconds. */
const DEADLINE_MS = 2500;

type Args = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** A dialog that was sent: the work is done before the answer, because the answer decides whether it stays open. */
export const createSubmitListener =
  (desk: Desk) =>
  async ({ ack, body, view, context }: Args): Promise<void> => {
    const workspace = workspaceOf(context);
    const carried = readCarried(view.private_metadata);
    const receivedAt: unknown = context.receivedAt;
    const left = DEADLINE_MS - (performance.now() - (typeof receivedAt === 'number' ? receivedAt : performance.now()));
    const submit = async (): Promise<Reply> => {
      if (!carried) return { whisper: GONE };
      return desk.bot.submit(callerOf(desk, workspace, body.user.id), view.callback_id, carried.with, readValues(view.state));
    };
    const home = carried?.home ?? false;
    const shown = { title: view.title.text, inputs: inputsOf(view.blocks), home };
    // Begun last: what throws between here and the `await` would leave its failure to nobody, and end the process.
    const work = submit();
    try {
      await ack(toAnswer(await within(work, Math.max(left, 1)), shown));
    } catch (error) {
      await ack(toAnswer(error instanceof TimedOut ? { errors: { '': SUBMITTED_LATE } } : toReply(error, desk.log), shown));
    }
    await work.catch(() => undefined);
    if (home) await refreshHome(desk, workspace, body.user.id);
  };

interface Shown {
  readonly title: string;
  readonly inputs: readonly string[];
  readonly home: boolean;
}

/** Errors and a wish to try again keep the dialog as it is; without inputs Slack can't show them there, so a page says it. */
function toAnswer(reply: Reply, { title, inputs, home }: Shown): ViewResponseAction {
  const problems = reply.errors ?? (reply.retry ? { '': toPlain(reply.whisper?.summary ?? '') } : {});
  const errors = toViewErrors(problems, inputs);
  if (errors) return { response_action: 'errors', errors };
  if (reply.form) return { response_action: 'update', view: toModal(reply.form, home) };
  const page = reply.whisper ?? reply.replace;
  if (page) return { response_action: 'update', view: toPage(page, title, home) };
  const words = Object.values(problems).join(' ');
  if (words !== '') return { response_action: 'update', view: toPage({ summary: words, blocks: [] }, title, home) };
  return { response_action: 'clear' };
}
