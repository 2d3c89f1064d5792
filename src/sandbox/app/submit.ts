import { z } from 'zod';
import { isMistake, SlackError } from '../api/error.ts';
import { toSlackView } from '../api/shapes.ts';
import { rememberTyped } from '../api/typed.ts';
import { getView } from '../api/views.ts';
import { recordBreach } from '../desk/breaches.ts';
import type { OpenView } from '../desk/types.ts';
import { clearViews, closeView, pushView, replaceView, setErrors, stackOf } from '../desk/views.ts';
import type { World } from '../desk/world.ts';
import type { Done } from './command.ts';
import { deliverPayload } from './deliver.ts';
import { envelope } from './envelope.ts';
import { findFieldErrors } from './field-errors.ts';
import { issueTrigger } from './triggers.ts';
import { enterFields, type Field } from './values.ts';

const Answer = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
  z.object({ response_action: z.literal('clear') }),
]);
type Answer = z.infer<typeof Answer>;

/** Submits a modal: first Slack's own checks, then the app's answer decides what is shown next. */
export async function submitView(world: World, person: string, id: string, fields: Field[]): Promise<Done> {
  const open = stackOf(world, person).find((view) => view.id === id);
  if (!open) return { ok: false, error: 'stale_view' };
  for (const { value } of fields) rememberTyped(world, [value ?? ''].flat().join('\n'));
  enterFields(open.view.blocks, open.values, fields);
  const errors = findFieldErrors(open.view.blocks, open.values);
  setErrors(world, open, errors);
  if (Object.keys(errors).length > 0) return { ok: false, error: 'invalid_fields' };
  const outcome = await deliverPayload(world, `view_submission ${open.view.callback_id}`, {
    type: 'view_submission',
    ...envelope(world, person),
    trigger_id: issueTrigger(world, person),
    view: toSlackView(world, open),
    response_urls: [],
  });
  return outcome.ok ? applyAnswer(world, open, outcome.body) : outcome;
}

function applyAnswer(world: World, open: OpenView, body: unknown): Done {
  const where = `view_submission ${open.view.callback_id}`;
  if (body === null || (typeof body === 'object' && Object.keys(body).length === 0)) {
    closeView(world, open.person, open.id);
    return { ok: true };
  }
  const answer = Answer.safeParse(body);
  if (!answer.success) return refuse(world, where, new SlackError('invalid_payload', ['Unknown response_action.']));
  try {
    return takeAnswer(world, open, where, answer.data);
  } catch (error) {
    if (error instanceof SlackError) return refuse(world, where, error);
    throw error;
  }
}

function refuse(world: World, where: string, error: SlackError): Done {
  if (isMistake(error)) recordBreach(world, where, error.code, error.faults);
  return { ok: false, error: error.code };
}

function takeAnswer(world: World, open: OpenView, where: string, answer: Answer): Done {
  switch (answer.response_action) {
    case 'errors':
      return showErrors(world, open, where, answer.errors);
    case 'update':
      replaceView(world, open, getView(world, where, answer.view, 'modal'));
      return { ok: true };
    case 'push':
      if (!pushView(world, open.person, getView(world, where, answer.view, 'modal'))) throw new SlackError('push_limit_reached');
      return { ok: true };
    case 'clear':
      clearViews(world, open.person);
      return { ok: true };
  }
}

function showErrors(world: World, open: OpenView, where: string, errors: Record<string, string>): Done {
  const inputs = new Set(open.view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id));
  const stray = Object.keys(errors).filter((block) => !inputs.has(block));
  if (stray.length > 0)
    recordBreach(
      world,
      where,
      'errors_without_input',
      stray.map((block) => `No input block has the id "${block}".`),
    );
  setErrors(world, open, errors);
  return { ok: false, error: 'invalid_fields' };
}

/** Closes one modal, or all of them, and tells the app where it asked to be told. */
export async function dismissView(world: World, person: string, id: string, all: boolean): Promise<Done> {
  const top = stackOf(world, person).find((view) => view.id === id);
  if (!top) return { ok: true };
  const closed =
    all || top.view.clear_on_close ? clearViews(world, person) : [closeView(world, person, id)].filter((view) => view !== null);
  for (const view of closed.filter(({ view: { notify_on_close } }) => notify_on_close)) {
    await deliverPayload(world, `view_closed ${view.view.callback_id}`, {
      type: 'view_closed',
      ...envelope(world, person),
      view: toSlackView(world, view),
      is_cleared: closed.length > 1 || all,
    });
  }
  return { ok: true };
}
