import { useEffect, useState } from 'preact/hooks';
import { Finder, type Question } from '@/papers/finder';
import { revOf } from '@/papers/lists';
import { useLive } from '@/papers/live';
import type { PaperRow } from '@/papers/rows';

/** The search of this page. */
export const finder = new Finder(() => new Worker(new URL('./search.worker.ts', import.meta.url), { type: 'module' }));

type Wanted = Question extends infer One ? (One extends { rev: number } ? Omit<One, 'rev'> : never) : never;

/** Keys that the worker gives, asked anew whenever the library changes. */
export function useFound(what: Wanted, inputs: unknown[]): string[] | undefined {
  const [keys, setKeys] = useState<string[]>();
  const rev = useLive(revOf, []);
  useEffect(() => setKeys(undefined), inputs);
  useEffect(() => {
    if (rev.value === undefined) return;
    const stop = finder.ask({ ...what, rev: rev.value } as Question, ({ keys }) => keys && setKeys(keys.slice()));
    return () => void stop();
  }, [rev.value, ...inputs]);
  return keys;
}

/** The rows of some papers, in this order, as they now are; those that are gone are left out. */
export function useRowsOf(keys: string[] | undefined): PaperRow[] | undefined {
  const live = useLive(
    async (library) =>
      keys && (await library.papers.bulkGet(keys)).filter((row) => row !== undefined && row.removedAt === undefined),
    [keys?.join()],
  );
  return live.value as PaperRow[] | undefined;
}
