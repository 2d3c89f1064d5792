import { createAlarm } from './alarm.ts';
import { noCounts, type Counts, type Engine } from './parts.ts';
import { createDesk, runPass } from './pass.ts';
import type { Watch } from './watch.ts';

/** A pass that is asked for comes after this, so that what is asked for together is done together. */
const BETWEEN_PASSES_MS = 5;
/** What is due and could not begin is looked at again after this, and less and less often. */
const FIRST_PAUSE_MS = 20;
/** What is due but in another replica's hands is looked at again, at the latest after this. */
const OTHERS_WORK_MS = 500;

export interface Passes {
  /** One pass, after the one under way. Never throws. */
  run(): Promise<Counts>;
  /** A pass soon, or a further look by the one under way. */
  wake(): void;
  /** From now on an alarm is set to whatever is due next. */
  begin(): void;
  /** No more passes by alarm; resolves when the one under way has ended. */
  end(): Promise<void>;
}

/** Runs the passes of one process: never two at once, and one whenever something is due. */
export function createPasses(engine: Engine, watch: Watch): Passes {
  const signal = createSignal();
  const desk = createDesk(engine, signal.next);
  let queue: Promise<unknown> = Promise.resolve();
  let hasBegun = false;
  let isRunning = false;
  let isAsked = false;
  let inVain = 0;

  const run = (): Promise<Counts> => {
    const pass = queue.then(onePass);
    queue = pass;
    return pass;
  };
  const alarm = createAlarm(() => void run());

  async function onePass(): Promise<Counts> {
    isRunning = true;
    isAsked = false;
    const counts = await watch.guard(() => runPass(desk));
    inVain = counts && Object.values(counts).some((n) => n > 0) ? 0 : inVain + 1;
    isRunning = false;
    if (hasBegun) setAlarm(counts !== null);
    return counts ?? noCounts();
  }

  function setAlarm(isWell: boolean): void {
    if (!isWell) alarm.set(watch.pauseMs());
    else alarm.set(isAsked ? BETWEEN_PASSES_MS : waitFor(desk.nextAt, inVain));
  }

  return {
    run,
    wake() {
      // What was planned just now may come before.
      desk.upcoming = [];
      signal.give();
      if (!isAsked && hasBegun && !isRunning) alarm.set(BETWEEN_PASSES_MS);
      isAsked = true;
    },
    begin() {
      hasBegun = true;
      isAsked = false;
    },
    async end() {
      hasBegun = false;
      alarm.stop();
      signal.give();
      await queue;
    },
  };
}

/** What is due already and was not begun is in other hands: it is looked at less and less often. */
const waitFor = (nextAt: number, inVain: number): number =>
  nextAt > 0 ? nextAt - performance.now() : Math.min(OTHERS_WORK_MS, FIRST_PAUSE_MS * 2 ** Math.min(inVain, 10));

/** A promise for the next time somebody gives the signal. */
function createSignal() {
  let waiting = Promise.withResolvers<null>();
  return {
    next: (): Promise<unknown> => waiting.promise,
    give(): void {
      waiting.resolve(null);
      waiting = Promise.withResolvers();
    },
  };
}
