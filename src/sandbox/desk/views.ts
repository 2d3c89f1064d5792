import { newId, newMark } from './ids.ts';
import type { OpenView, StateValues, StoredView } from './types.ts';
import { announce, now, type World } from './world.ts';

/** Slack shows at most three modals on top of each other. */
export const STACK_LIMIT = 3;

export function stackOf(world: World, person: string): OpenView[] {
  return world.stacks.get(person) ?? [];
}

export function topView(world: World, person: string): OpenView | null {
  return stackOf(world, person).at(-1) ?? null;
}

function setStack(world: World, person: string, stack: OpenView[]): void {
  world.stacks.set(person, stack);
  announce(world, { kind: 'views', person });
}

function newHash(world: World): string {
  return `${String(Math.floor(now(world) / 1000))}.${newMark(8)}`;
}

function openView(world: World, person: string, view: StoredView, under: OpenView | null): OpenView {
  const id = newId('V');
  return {
    id,
    rootId: under?.rootId ?? id,
    previousId: under?.id ?? null,
    person,
    hash: newHash(world),
    rev: 0,
    view,
    values: {},
    errors: {},
  };
}

/** Opens a modal alone; what was open before is gone. */
export function showView(world: World, person: string, view: StoredView): OpenView {
  const open = openView(world, person, view, null);
  setStack(world, person, [open]);
  return open;
}

/** Puts a modal on top; null when three are open already. */
export function pushView(world: World, person: string, view: StoredView): OpenView | null {
  const stack = stackOf(world, person);
  if (stack.length >= STACK_LIMIT) return null;
  const open = openView(world, person, view, stack.at(-1) ?? null);
  setStack(world, person, [...stack, open]);
  return open;
}

/** Replaces what an open view shows; what was typed stays where block and action keep their ids. */
export function replaceView(world: World, open: OpenView, view: StoredView): void {
  open.view = view;
  open.hash = newHash(world);
  open.rev += 1;
  open.errors = {};
  open.values = keepValues(open.values, view);
  announce(world, view.type === 'home' ? { kind: 'home', person: open.person } : { kind: 'views', person: open.person });
}

function keepValues(values: StateValues, view: StoredView): StateValues {
  const kept = new Set(view.blocks.map(({ block_id }) => block_id));
  return Object.fromEntries(Object.entries(values).filter(([block]) => kept.has(block)));
}

export function setErrors(world: World, open: OpenView, errors: Record<string, string>): void {
  open.errors = errors;
  open.rev += 1;
  announce(world, { kind: 'views', person: open.person });
}

/** Takes one view off the stack and returns it, or null when it was closed before. */
export function closeView(world: World, person: string, id: string): OpenView | null {
  const stack = stackOf(world, person);
  const gone = stack.find((open) => open.id === id) ?? null;
  if (gone)
    setStack(
      world,
      person,
      stack.filter((open) => open.id !== id),
    );
  return gone;
}

/** Closes every modal of this person and returns them, the topmost first. */
export function clearViews(world: World, person: string): OpenView[] {
  const gone = [...stackOf(world, person)].reverse();
  if (gone.length > 0) setStack(world, person, []);
  return gone;
}

/** An open modal or a home, by its id or by the external id the app gave it. */
export function findView(world: World, by: { id?: string; externalId?: string }): OpenView | null {
  const all = [...world.homes.values(), ...[...world.stacks.values()].flat()];
  const found = all.find(({ id, view }) =>
    by.id === undefined ? view.external_id !== '' && view.external_id === by.externalId : id === by.id,
  );
  return found ?? null;
}

/** Stores the home the app published for one person. */
export function publishHome(world: World, person: string, view: StoredView): OpenView {
  const open = world.homes.get(person) ?? openView(world, person, view, null);
  world.homes.set(person, open);
  replaceView(world, open, view);
  return open;
}
