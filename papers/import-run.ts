import type { ImportOrder } from './importing';
import type { Outcome, Store } from './store';
import { asTrouble } from './trouble';

/** How an import stands: still at work, done, or why it could not be done. */
export interface ImportAnswer {
  /** Pieces taken in, and how many there are. */
  written: number;
  of: number;
  outcome?: Outcome;
}

interface Run {
  written: number;
  of: number;
  done: Promise<Outcome>;
}

/** Waited for before it is told how far the import has come: whoever asked asks again. */
const PATIENCE_MS = 700;

const runs = new WeakMap<Store, Map<string, Run>>();

/** Starts an import, or looks after the one that is under way. `told` hears of it once, when it is done. */
export async function runImport(
  store: Store,
  order: ImportOrder,
  awake: () => () => void,
  told: (outcome: Outcome) => void,
): Promise<ImportAnswer> {
  const own = runs.get(store) ?? new Map<string, Run>();
  runs.set(store, own);
  const run = own.get(order.act) ?? begin(store, order, awake, told);
  own.set(order.act, run);
  const patience = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS));
  try {
    const outcome = await Promise.race([run.done, patience]);
    if (!outcome) return { written: run.written, of: run.of };
    own.delete(order.act); // From now on the act's own row in the journal answers.
    return { written: run.of, of: run.of, outcome };
  } catch (error) {
    own.delete(order.act); // Asked for again it is tried again.
    throw asTrouble(error);
  }
}

/** Takes up the import during which the worker was stopped, and drops what pages have left behind. */
export async function resumeImport(
  store: Store,
  awake: () => () => void,
  told: (outcome: Outcome) => void,
): Promise<void> {
  const order = await store.unfinished();
  if (order) await runImport(store, order, awake, told).catch(() => {}); // Its page hears of it when it asks.
  await store.unstage();
}

function begin(store: Store, order: ImportOrder, awake: () => () => void, told: (outcome: Outcome) => void): Run {
  const rest = awake();
  const state = { written: 0, of: order.parts };
  const work = async () => {
    try {
      const outcome = await store.import(order, ({ written }) => {
        state.written = written;
      });
      told(outcome);
      return outcome;
    } finally {
      rest();
    }
  };
  const done = work();
  done.catch(() => {}); // Whoever asks next hears it.
  return Object.assign(state, { done });
}
