import type { Outcome } from '@/papers/messages';
import { ask, newAct } from '@/papers/remote';
import type { ImportReading, ReadResult } from './reading';

/** What its user has decided about an import. */
export interface Decision {
  /** Places of the papers that are left out. */
  left: number[];
  /** Restores exactly. */
  exact: boolean;
  /** Takes over the settings of the file. */
  settings: boolean;
}

/** Hands a read import to the background piece by piece and has it carried out as one act. */
export async function bring(
  reading: ImportReading,
  result: ReadResult,
  { left, exact, settings }: Decision,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  const act = newAct();
  const { batches, history } = result;
  const whole = history !== undefined;
  let part = 0;
  try {
    for (let batch = 0; batch < batches || batch === 0; batch++) {
      signal.throwIfAborted();
      const { papers, tags = [], history: rows = [] } = await reading.piece(batch, left, exact, whole);
      const at = { act, part: part++, papers };
      await ask('import.stage', { ...at, ...(tags.length && { tags: tags.slice(0, 20_000) }) });
      for (const some of slices(rows)) await ask('import.stage', { act, part: part++, papers: [], history: some });
      onProgress((batch + 1) / (2 * Math.max(1, batches)));
    }
    signal.throwIfAborted();
  } catch (error) {
    await ask('import.drop', { act }).catch(() => {}); // Dropped by itself after an hour.
    throw error;
  }
  // From here on it happens, whether this page stays or not.
  for (;;) {
    const { outcome, written, of } = await ask('import.commit', {
      act,
      parts: part,
      ...(exact && { exact }),
      ...(settings && result.settings && { settings: result.settings }),
      ...(whole && { history }),
    });
    if (outcome) return outcome;
    onProgress(0.5 + written / Math.max(1, of) / 2);
  }
}

/** Rows of a history in amounts that a message carries well. */
function* slices<T>(rows: readonly T[]): Generator<T[]> {
  let [held, length] = [[] as T[], 0];
  for (const row of rows) {
    const size = JSON.stringify(row).length;
    if (held.length && (length + size > 2_000_000 || held.length >= 2_000)) {
      yield held;
      [held, length] = [[], 0];
    }
    held.push(row);
    length += size;
  }
  if (held.length) yield held;
}
