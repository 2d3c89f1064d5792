import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { z } from 'zod';
import type { Card, Payload } from '../../bot/card.ts';
import { OPEN_LINK } from './blocks.ts';
import { callerOf, refreshHome, workspaceOf, type Desk } from './desk.ts';
import { readCarried } from './modal.ts';
import { answer, homeStage, messageStage, modalStage } from './stage.ts';
import { GONE } from './words.ts';

const Press = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  trigger_id: z.string().default(''),
  container: z.looseObject({ is_ephemeral: z.boolean().optional() }).optional(),
  view: z
    .looseObject({
      id: z.string(),
      type: z.string(),
      hash: z.string().optional(),
      private_metadata: z.string().optional(),
      title: z.looseObject({ text: z.string() }).nullish(),
    })
    .nullish(),
  actions: z.tuple([z.looseObject({ type: z.string(), action_id: z.string(), value: z.string().optional() })], z.unknown()),
});
type Press = z.infer<typeof Press>;

type Args = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** Every button, wherever it stands. */
export const createPressListener =
  (desk: Desk) =>
  async ({ ack, body, respond, context }: Args): Promise<void> => {
    await ack();
    const press = Press.parse(body);
    const [action] = press.actions;
    const id = action.action_id.replace(/#\d+$/, '');
    if (action.type !== 'button' || id === OPEN_LINK) return;
    const workspace = workspaceOf(context);
    const payload = readPayload(action.value);
    const ask = async () => (payload ? desk.bot.press(callerOf(desk, workspace, press.user.id), id, payload) : { whisper: GONE });
    const client = desk.clientFor(workspace);
    if (press.view?.type === 'home') {
      let missed: Card | null = null;
      await answer(
        homeStage(client, press.trigger_id, (card) => (missed = card)),
        desk.log,
        ask,
      );
      await refreshHome(desk, workspace, press.user.id, missed, press.view.hash);
    } else if (press.view) {
      const open = toOpenView(press.view);
      await answer(modalStage(client, press.trigger_id, open), desk.log, ask);
      if (open.home) await refreshHome(desk, workspace, press.user.id);
    } else {
      await answer(messageStage(client, respond, press.trigger_id, press.container?.is_ephemeral === true), desk.log, ask);
    }
  };

const toOpenView = (view: NonNullable<Press['view']>) => ({
  id: view.id,
  title: view.title?.text ?? 'Convenor',
  home: readCarried(view.private_metadata)?.home ?? false,
});

const Value = z.record(z.string(), z.string());

/** Null for a value that no current button has. */
function readPayload(value: string | undefined): Payload | null {
  try {
    return Value.parse(JSON.parse(value ?? ''));
  } catch {
    return null;
  }
}
