import { toSlackMessage, toSlackView } from '../api/shapes.ts';
import { rememberTyped } from '../api/typed.ts';
import { findMessage } from '../desk/messages.ts';
import type { Message, OpenView, StoredBlock } from '../desk/types.ts';
import { findView } from '../desk/views.ts';
import type { World } from '../desk/world.ts';
import { asDrawn } from '../kit/blocks.ts';
import { type Interactive, isStateful } from '../kit/elements.ts';
import type { Done } from './command.ts';
import { deliverPayload } from './deliver.ts';
import { channelName, envelope, eventTime } from './envelope.ts';
import { issueReplyUrl } from './reply.ts';
import { issueTrigger } from './triggers.ts';
import { enterFields, type Field, findInteractive, optionsOf, stateOf } from './values.ts';

/** Where something was pressed: a message, or a view (a modal or the home). */
export type Surface = { channel: string; ts: string } | { view: string };

export interface Press {
  block: string;
  action: string;
  /** What was chosen or typed; unset for a button. */
  value?: Field['value'] | undefined;
  /** Everything else that is entered on the same surface. */
  fields: Field[];
}

/** Sends `block_actions` for a button, menu or picker. Inputs that do not dispatch only keep their value. */
export async function press(world: World, person: string, surface: Surface, input: Press): Promise<Done> {
  const place = findPlace(world, person, surface);
  const element = place && findInteractive(place.blocks, input.block, input.action);
  if (!element) return { ok: false, error: 'stale_action' };
  for (const { value } of input.fields) rememberTyped(world, [value ?? ''].flat().join('\n'));
  enterFields(place.blocks, place.values, input.fields);
  if (isStateful(element))
    enterFields(place.blocks, place.values, [{ block: input.block, action: input.action, value: input.value ?? null }]);
  if (!isDispatched(place.blocks, input.block)) return { ok: true };
  const outcome = await deliverPayload(world, `block_actions ${input.action}`, {
    type: 'block_actions',
    ...envelope(world, person),
    trigger_id: issueTrigger(world, person),
    ...place.payload(),
    actions: [{ ...actionOf(element, input, place), block_id: input.block, action_ts: eventTime(world) }],
  });
  return outcome.ok ? { ok: true } : outcome;
}

interface Place {
  blocks: StoredBlock[];
  values: Message['values'];
  payload(): Record<string, unknown>;
}

function findPlace(world: World, person: string, surface: Surface): Place | null {
  if ('view' in surface) {
    const open = findView(world, { id: surface.view });
    return open?.person === person ? placeOfView(world, open) : null;
  }
  const message = findMessage(world, surface.channel, surface.ts);
  return message && (message.onlyFor ?? person) === person ? placeOfMessage(world, person, message) : null;
}

function placeOfView(world: World, open: OpenView): Place {
  return {
    blocks: open.view.blocks,
    values: open.values,
    payload: () => ({ container: { type: 'view', view_id: open.id }, view: toSlackView(world, open) }),
  };
}

function placeOfMessage(world: World, person: string, message: Message): Place {
  const { ts, blocks, values } = message;
  return {
    blocks,
    values,
    payload: () => {
      const channel = world.channels.get(message.channel);
      if (!channel) throw new Error(`Message ${ts} is in no channel`);
      const isEphemeral = message.onlyFor !== undefined;
      return {
        container: { type: 'message', message_ts: ts, channel_id: channel.id, is_ephemeral: isEphemeral },
        channel: channelName(channel),
        // Slack does not send the message along when only one person saw it.
        ...(!isEphemeral && { message: toSlackMessage(world, message) }),
        state: { values: stateOf(blocks, values) },
        response_url: issueReplyUrl(world, { channel, person, message: ts }),
      };
    },
  };
}

function isDispatched(blocks: StoredBlock[], id: string): boolean {
  const block = asDrawn(blocks.find(({ block_id }) => block_id === id));
  return block?.type !== 'input' || block.dispatch_action === true;
}

function actionOf(element: Interactive, input: Press, place: Place): Record<string, unknown> {
  const base = { type: element.type, action_id: input.action };
  if (element.type === 'button') {
    const { text, value, style, url } = element;
    return { ...base, text, ...(value !== undefined && { value }), ...(style && { style }), ...(url !== undefined && { url }) };
  }
  if (element.type === 'overflow') {
    return { ...base, selected_option: optionsOf(element).find(({ value }) => value === input.value) ?? null };
  }
  return { ...base, ...place.values[input.block]?.[input.action] };
}
