import type { PaperRow, TagRow } from './rows';

/** What a page of ours draws first. */
export interface First {
  /** The newest saved papers, as `newest` gives them. */
  rows: PaperRow[];
  /** All tags. */
  tags: TagRow[];
  /** The chosen look, as it is stored. */
  look: unknown;
}

/** More rows than a popup shows at once, and about as many as a window. */
const ROWS = 24;
/** Rows that are looked through first on a page that begins with a search, which most often means something recent. */
const LOOKED_THROUGH = 300;
/** Dexie multiplies its versions by ten; a higher one was written by a newer Dogear (`LIBRARY_VERSION`). */
export const NEWEST_KNOWN = 19;
const RANGE_END = [[]]; // Arrays come last in the order of keys.

/** How long an empty page waits for its first rows, in ms. */
const PATIENCE = 60;

/** Hands over from the first script of a page to its modules, which cannot import each other. */
interface Desk {
  dogearFirst?: { reading: Promise<First | undefined>; read?: First | undefined };
}
const desk = globalThis as Desk;

/**
 * Begins to read the first rows in the plainest way, in a script that runs before the modules of the page are even
 * loaded. Whatever is in the way (no library yet, one of a newer version, storage refused) gives nothing here; the
 * library that is opened in the usual way afterwards says it in words. `hash`: the part of the page's address from `#` on.
 */
export function beginFirst(hash = ''): void {
  const most = /[?&]q=/.test(hash) ? LOOKED_THROUGH : ROWS;
  const reading = readFirst('dogear', most).catch(() => undefined);
  desk.dogearFirst = { reading };
  reading.then((read) => {
    if (desk.dogearFirst) desk.dogearFirst.read = read;
  });
}

/** What was read, if it is there already. */
export function firstNow(): First | undefined {
  return desk.dogearFirst?.read;
}

/** What was read; nothing where no first script has run. */
export function firstRead(): Promise<First | undefined> {
  return desk.dogearFirst?.reading ?? Promise.resolve(undefined);
}

/** Waits for what is read, but not for long: drawing without rows and again with them takes longer than a short wait. */
export function firstSoon(): Promise<unknown> {
  return Promise.race([firstRead(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
}

/** Reads the first rows from the database itself; `undefined` where there is none that this version can read. */
export async function readFirst(name: string, most = ROWS): Promise<First | undefined> {
  const database = await openExisting(name);
  if (!database) return undefined;
  try {
    if (database.version > NEWEST_KNOWN) return undefined;
    const reading = database.transaction(['papers', 'tags', 'meta']);
    const meta = reading.objectStore('meta');
    const version = asked<{ value: unknown } | undefined>(meta.get('version'));
    const settings = asked<{ value: { look?: unknown } } | undefined>(meta.get('settings'));
    const tags = asked<TagRow[]>(reading.objectStore('tags').getAll());
    const rows = newestRows(reading.objectStore('papers').index('views'), most);
    if (Number((await version)?.value ?? 0) > NEWEST_KNOWN / 10) return undefined;
    return { rows: await rows, tags: await tags, look: (await settings)?.value.look };
  } finally {
    database.close();
  }
}

/** Opens a database of any version, and makes none. */
export function openExisting(name: string): Promise<IDBDatabase | undefined> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
    // There was none: it is made by the one who knows its tables.
    opening.onupgradeneeded = () => {
      opening.transaction?.abort();
      resolve(undefined);
    };
  });
}

function newestRows(index: IDBIndex, most: number): Promise<PaperRow[]> {
  const range = IDBKeyRange.bound(['saved', -Infinity], ['saved', RANGE_END]);
  // Browsers that have `getAllRecords` read backwards in one step; https://github.com/w3c/IndexedDB/issues/130
  if ('getAllRecords' in index) {
    const options = { query: range, count: most, direction: 'prev' };
    return asked((index.getAll as (options: object) => IDBRequest<PaperRow[]>).call(index, options));
  }
  return new Promise((resolve, reject) => {
    const rows: PaperRow[] = [];
    const walking = index.openCursor(range, 'prev');
    walking.onerror = () => reject(walking.error);
    walking.onsuccess = () => {
      const cursor = walking.result;
      if (cursor) rows.push(cursor.value as PaperRow);
      if (cursor && rows.length < most) cursor.continue();
      else resolve(rows);
    };
  });
}

/** What a request gives. */
export function asked<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error);
  });
}
