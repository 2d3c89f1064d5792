import type { Request, Response } from 'express';
import type { Change, World } from '../desk/world.ts';
import type { Place } from './place.ts';

const TOGETHER_MS = 40;
const PULSE_MS = 25_000;

/** Keeps a server-sent event stream open that says "look again" when something this page shows has changed. */
export function streamChanges(place: Place, req: Request, res: Response): void {
  const { world } = place;
  res.status(200).set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  res.flushHeaders();
  res.write('retry: 1000\n\n');
  let waiting: NodeJS.Timeout | undefined;
  const tell = (change: Change): void => {
    if (!concerns(place, change)) return;
    waiting ??= setTimeout(() => {
      waiting = undefined;
      res.write('data: look\n\n');
    }, TOGETHER_MS);
  };
  const pulse = setInterval(() => res.write(': pulse\n\n'), PULSE_MS);
  const stop = (): void => {
    clearTimeout(waiting);
    clearInterval(pulse);
    unwatch(world, tell, end);
  };
  const end = (): void => {
    stop();
    res.end();
  };
  world.changes.on('change', tell);
  world.changes.on('end', end);
  req.on('close', stop);
}

function unwatch(world: World, tell: (change: Change) => void, end: () => void): void {
  world.changes.off('change', tell);
  world.changes.off('end', end);
}

function concerns(place: Place, change: Change): boolean {
  return change.kind === 'views' || change.kind === 'home' ? change.person === place.person.id : true;
}
