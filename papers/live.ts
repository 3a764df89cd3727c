import { liveQuery } from 'dexie';
import { useLayoutEffect, useState } from 'preact/hooks';
import { Library, openLibrary } from './database';
import { asTrouble, type Trouble } from './trouble';

let opened: Promise<Library> | undefined;

/** The library, opened once per page, for reading. A failed opening is tried anew by the next reader. */
function library(): Promise<Library> {
  opened ??= openLibrary(new Library()).catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** Begins to open the library while the page is still being made. */
export function openEarly(): void {
  library().catch(() => {}); // Whoever reads is told.
}

/** Does one thing with the library, opened for reading. */
export async function withLibrary<T>(use: (library: Library) => Promise<T>): Promise<T> {
  return use(await library());
}

/** What a query has given so far. */
export interface Live<T> {
  value?: T;
  trouble?: Trouble;
}

/**
 * Draws the answer of a query and draws it again whenever the background has written something that changes it.
 * `inputs` says when the query itself is another; the last answer stays until the new one is there.
 */
export function useLive<T>(query: (library: Library) => Promise<T>, inputs: unknown[]): Live<T> {
  const [live, setLive] = useState<Live<T>>({});
  // Not after the first frame: the query is what the reader waits for.
  useLayoutEffect(() => {
    let stop = () => {};
    let ended = false;
    const fail = (error: unknown) =>
      !ended && setLive((last) => ({ ...last, trouble: asTrouble(error, 'CannotOpen') }));
    library().then((opened) => {
      if (ended) return;
      const next = (value: T) => setLive({ value });
      const subscription = liveQuery(() => query(opened)).subscribe({ next, error: fail });
      stop = () => subscription.unsubscribe();
    }, fail);
    return () => {
      ended = true;
      stop();
    };
  }, inputs);
  return live;
}
