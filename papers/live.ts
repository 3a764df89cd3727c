import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { Library } from './database';
import { onceDrawn } from './drawn';
import { type First, firstNow, firstRead } from './first';
import { follow } from './following';
import type { Entry } from './paper';
import { troubleOfStorage } from './room';
import type { Trouble } from './trouble';

interface Opened {
  library: Library;
  liveQuery: typeof import('dexie').liveQuery;
}

let opened: Promise<Opened> | undefined;

/** The library, opened once per page, for reading. A failed opening is tried anew by the next reader. */
function open(): Promise<Opened> {
  opened ??= load().catch(async (error) => {
    opened = undefined;
    throw await troubleOfStorage(error, 'CannotOpen');
  });
  return opened;
}

/** Dexie is loaded when the first rows have been drawn: they do not need it, and it takes as long as they do. */
async function load(): Promise<Opened> {
  if ((await firstRead())?.rows.length) await drawn();
  const [{ liveQuery }, { openLibrary }] = await Promise.all([import('dexie'), import('./database')]);
  return { library: await openLibrary(), liveQuery };
}

const drawn = () => new Promise<void>(onceDrawn);

/** Does one thing with the library, opened for reading. */
export async function withLibrary<T>(use: (library: Library) => Promise<T>): Promise<T> {
  return use((await open()).library);
}

/** Stored papers as files carry them; what reads them is loaded when it is first asked for. @throws {Trouble} */
export async function entriesOf(keys: readonly string[]): Promise<Entry[]> {
  const { entriesWith } = await import('./exporting');
  return withLibrary((library) => entriesWith(library, keys));
}

/** The rows that were read before everything else; to be shown until a live query has answered. */
export function useFirst(): First | undefined {
  const [first, setFirst] = useState(firstNow);
  useEffect(() => void firstRead().then(setFirst), []);
  return first;
}

/** What a query has given so far. */
export interface Live<T> {
  value?: T;
  trouble?: Trouble;
}

/**
 * Draws the answer of a query and draws it again whenever the background has written something that changes it.
 * `inputs` says when the query itself is another; the last answer stays until the new one is there. `later`: what it
 * will say is known already, and the next frame need not wait for it.
 */
export function useLive<T>(query: (library: Library) => Promise<T>, inputs: unknown[], later = false): Live<T> {
  const [live, setLive] = useState<Live<T>>({});
  // Not after the first frame: the query is what the reader waits for.
  useLayoutEffect(() => {
    let stop = () => {};
    let ended = false;
    const fail = async (error: unknown) => {
      const trouble = await troubleOfStorage(error, 'CannotOpen');
      if (!ended) setLive((last) => ({ ...last, trouble }));
    };
    const ready = later ? drawn().then(open) : open();
    ready.then(({ library, liveQuery }) => {
      if (ended) return;
      stop = follow(
        liveQuery,
        () => query(library),
        (value) => setLive({ value }),
        fail,
      );
    }, fail);
    return () => {
      ended = true;
      stop();
    };
  }, inputs);
  return live;
}
