import { z } from 'zod';
import { spendTrigger } from '../app/triggers.ts';
import type { OpenView, StoredView } from '../desk/types.ts';
import { findView, publishHome, pushView, replaceView, showView } from '../desk/views.ts';
import { findPerson, type World } from '../desk/world.ts';
import { mrkdwnIn } from '../kit/mrkdwn-in.ts';
import { checkView } from '../kit/views.ts';
import { json, method, Name, type Reply } from './define.ts';
import { SlackError } from './error.ts';
import { toSlackView } from './shapes.ts';
import { flagTyped } from './typed.ts';

const ViewArg = json('invalid_arguments');

/** A view within Slack's limits, or the refusal Slack gives. */
export function getView(world: World, where: string, raw: unknown, type: 'modal' | 'home'): StoredView {
  const checked = checkView(raw, type);
  if (!checked.ok) throw new SlackError('invalid_arguments', checked.faults);
  flagTyped(world, where, mrkdwnIn(checked.value.blocks));
  return checked.value;
}

function reply(world: World, open: OpenView): Reply {
  return { view: toSlackView(world, open) };
}

const Triggered = z.object({ trigger_id: Name, view: ViewArg });

const viewsOpen = method('views.open', Triggered, (world, args) => {
  const view = getView(world, 'views.open', args.view, 'modal');
  assertExternalIdFree(world, view.external_id, null);
  const { person } = spendTrigger(world, args.trigger_id);
  return reply(world, showView(world, person, view));
});

const viewsPush = method('views.push', Triggered, (world, args) => {
  const view = getView(world, 'views.push', args.view, 'modal');
  const { person } = spendTrigger(world, args.trigger_id);
  const open = pushView(world, person, view);
  if (!open) throw new SlackError('push_limit_reached');
  return reply(world, open);
});

const Update = z.object({
  view_id: z.string().optional(),
  external_id: z.string().optional(),
  hash: z.string().optional(),
  view: ViewArg,
});

const viewsUpdate = method('views.update', Update, (world, args) => {
  const open = findView(world, args.view_id ? { id: args.view_id } : { externalId: args.external_id ?? '' });
  if (!open) throw new SlackError('not_found');
  if (args.hash && args.hash !== open.hash) throw new SlackError('hash_conflict');
  const view = getView(world, 'views.update', args.view, open.view.type);
  assertExternalIdFree(world, view.external_id, open);
  replaceView(world, open, view);
  return reply(world, open);
});

function assertExternalIdFree(world: World, externalId: string, own: OpenView | null): void {
  const holder = externalId === '' ? null : findView(world, { externalId });
  if (holder && holder !== own) throw new SlackError('duplicate_external_id');
}

const Publish = z.object({ user_id: Name, hash: z.string().optional(), view: ViewArg });

const viewsPublish = method('views.publish', Publish, (world, args) => {
  if (!findPerson(world, args.user_id)) throw new SlackError('user_not_found');
  const present = world.homes.get(args.user_id);
  if (args.hash && present && args.hash !== present.hash) throw new SlackError('hash_conflict');
  const view = getView(world, 'views.publish', args.view, 'home');
  return reply(world, publishHome(world, args.user_id, view));
});

export const viewMethods = [viewsOpen, viewsPush, viewsUpdate, viewsPublish];
