import { useEffect, useState } from 'preact/hooks';
import type { Filter } from '@/papers/lists';
import { useLive, withLibrary } from '@/papers/live';
import type { PaperRow } from '@/papers/rows';
import { search } from '@/papers/search';

/** Most hits that the popup lists. */
const MOST = 100;

/** Searches as one types: a new text ends the search for the old one, whose hits stay until the first new ones. */
export function useSearch(text: string, filter: Filter): { hits?: PaperRow[]; done: boolean } {
  const [found, setFound] = useState<{ keys: string[]; done: boolean }>({ keys: [], done: true });
  useEffect(() => {
    const ended = new AbortController();
    const run = async () => {
      if (text.trim() === '') return setFound({ keys: [], done: true });
      setFound((last) => ({ ...last, done: false }));
      await withLibrary(async (library) => {
        for await (const { hits, done } of search(library, text, filter, MOST, ended.signal)) {
          if (ended.signal.aborted) return;
          setFound({ keys: hits.map((row) => row.key), done });
        }
      });
    };
    // What cannot be read is said by the list, which reads the same library.
    run().catch(() => setFound({ keys: [], done: true }));
    return () => ended.abort();
  }, [text, filter]);
  // The hits as they are now, not as they were when they were found.
  const rows = useLive(
    async (library) => (await library.papers.bulkGet(found.keys)).filter((row) => row && row.removedAt === undefined),
    [found.keys.join()],
  );
  return { hits: rows.value as PaperRow[], done: found.done };
}
