import type { RespondFn } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Card, Form } from '../../bot/card.ts';
import { ChatFailure } from '../../bot/chat.ts';
import type { Reply } from '../../bot/define.ts';
import { toReply } from '../../bot/failures.ts';
import { toMessage } from './blocks.ts';
import { calling } from './failure.ts';
import { toModal, toPage } from './modal.ts';
import { withNews } from '../patience.ts';
import { NOT_OPENED, STILL_WORKING, TOO_LATE } from './words.ts';

/** Where an answer can be shown, beside what was typed or pressed. */
export interface Stage {
  whisper(card: Card): Promise<void>;
  open(form: Form): Promise<void>;
  /** Null where what was pressed is shared with others. */
  readonly replace: ((card: Card) => Promise<void>) | null;
  /** Where a dialog and a private message can't both be shown. */
  readonly onlyOne?: true;
  /** Told when the answer takes its time; null where there is no place for it. */
  readonly stillWorking: (() => Promise<void>) | null;
}

const NEWS_AFTER_MS = 2500;
const EXPIRED = new Set(['expired_trigger_id', 'exchanged_trigger_id', 'trigger_expired', 'trigger_exchanged', 'invalid_trigger_id']);

/** Asks the bot and shows its answer. Whatever goes wrong, the person hears a sentence where there is a place for one. */
export async function answer(stage: Stage, log: Logger, ask: () => Promise<Reply>): Promise<void> {
  try {
    const slow = (): void => {
      stage.stillWorking?.().catch((error: unknown) => {
        log.warn({ event: 'slack-news-failed', err: error }, 'could not say that it takes longer');
      });
    };
    await show(stage, log, await withNews(ask(), NEWS_AFTER_MS, slow));
  } catch (error) {
    const { whisper } = toReply(error, log);
    if (whisper)
      await stage.whisper(whisper).catch((again: unknown) => {
        log.warn({ event: 'slack-answer-failed', err: again }, 'the answer could not be shown');
      });
  }
}

async function show(stage: Stage, log: Logger, reply: Reply): Promise<void> {
  if (reply.form) await openOrSay(stage, log, reply.form);
  if (reply.replace && stage.replace) await stage.replace(reply.replace);
  if (reply.form && stage.onlyOne) return;
  // Somebody who pressed a button on a shared message would otherwise see nothing happen.
  const unseen = reply.form || stage.replace ? undefined : reply.replace;
  const said = reply.whisper ?? unseen;
  if (said) await stage.whisper(said);
}

async function openOrSay(stage: Stage, log: Logger, form: Form): Promise<void> {
  try {
    await stage.open(form);
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    log.warn({ event: 'slack-form-not-opened', form: form.id, code: error.code }, 'a form could not be opened');
    await stage.whisper(EXPIRED.has(error.code) ? TOO_LATE : NOT_OPENED);
  }
}

/** Beside a command, or a button in a message. Only a message that nobody else sees can be replaced. */
export function messageStage(client: WebClient, respond: RespondFn, triggerId: string, isPrivate: boolean): Stage {
  const tell = async (card: Card, replace: boolean): Promise<void> => {
    await respond({ response_type: 'ephemeral', replace_original: replace, ...toMessage(card) });
  };
  return {
    whisper: (card) => tell(card, false),
    open: (form) => openView(client, triggerId, toModal(form)),
    replace: isPrivate ? (card) => tell(card, true) : null,
    stillWorking: () => tell(STILL_WORKING, false),
  };
}

export interface OpenView {
  readonly id: string;
  readonly title: string;
  /** The modal was opened from the home. */
  readonly home: boolean;
}

/** On top of the open modal; in its place when Slack lets nothing more be put on top, or the press is too old for that. */
export function modalStage(client: WebClient, triggerId: string, view: OpenView): Stage {
  const update = async (next: ModalView): Promise<void> => {
    await calling(() => client.views.update({ view_id: view.id, view: next }));
  };
  const push = async (next: ModalView): Promise<void> => {
    try {
      await calling(() => client.views.push({ trigger_id: triggerId, view: next }));
    } catch (error) {
      if (!(error instanceof ChatFailure) || error.outcome !== 'refused') throw error;
      await update(next);
    }
  };
  return {
    whisper: (card) => push(toPage(card, view.title, view.home)),
    open: (form) => push(toModal(form, view.home)),
    replace: (card) => update(toPage(card, view.title, view.home)),
    onlyOne: true,
    stillWorking: null,
  };
}

/** Over the home. What can't be shown there any more is handed to `missed`, to be put on top of the home itself. */
export function homeStage(client: WebClient, triggerId: string, missed: (card: Card) => void): Stage {
  return {
    async whisper(card) {
      try {
        await openView(client, triggerId, toPage(card, 'Convenor', true));
      } catch (error) {
        if (!(error instanceof ChatFailure)) throw error;
        missed(card);
      }
    },
    open: (form) => openView(client, triggerId, toModal(form, true)),
    replace: null,
    onlyOne: true,
    stillWorking: null,
  };
}

async function openView(client: WebClient, triggerId: string, view: ModalView): Promise<void> {
  await calling(() => client.views.open({ trigger_id: triggerId, view }));
}
