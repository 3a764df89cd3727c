import Dexie, { type Table } from 'dexie';
import { Catalogue } from './catalogue';
import type { StoredColumns } from './catalogue-columns';
import type { Library } from './database';
import { asked, openExisting } from './first';
import { Lines } from './lines';
import { countsOf, revOf } from './lists';
import type { TagRow } from './rows';

/** Raised when what is stored is no longer read the same way. */
const SHAPE = 4;

/**
 * Not compressed: a search that waits for it waited a third of its time for that (20 MB for 100,000 papers, a tenth of what
 * they take themselves). In files, which are read in a third of the time that values take, and which are taken over as they
 * are: what a first answer does not need (`titles`) lies by itself, and only what is small is JSON.
 */
interface StoredPart {
  name: 'catalogue';
  shape: number;
  rev: number;
  size: number;
  /** `Lines` each, whose ends are among the numbers. */
  keys: Blob;
  terms: Blob;
  /** As JSON, one for each number. */
  titles: Blob;
  /** Groups and dates (`StoredColumns`) as JSON. */
  common: string;
  /** Number by number, in the order of `numbersIn`; how many there are of each is in `lengths`. */
  numbers: Blob;
  lengths: number[];
}

type Common = Pick<StoredColumns, 'groups' | 'dates'>;

const SHELF = 'dogear-search';

/** A database of its own: it holds nothing that cannot be made anew, and the library keeps its one writer. */
class Shelf extends Dexie {
  declare parts: Table<StoredPart, string>;

  constructor() {
    super(SHELF);
    this.version(1).stores({ parts: 'name' });
  }
}

/**
 * The catalogue as it was stored last, caught up; made anew where there is none or it does not fit the library. `restored`:
 * what `restoreCatalogue` gives; whoever has it read beside the opening of the library waits less.
 */
export async function openCatalogue(
  library: Library,
  restored = restoreCatalogue(),
): Promise<{ catalogue: Catalogue; changed: number }> {
  // Both at once: most often nothing has changed since.
  const [stored, now] = await Promise.all([restored, seen(library)]);
  if (stored) {
    let changed = 0;
    let { held } = now;
    if (stored.rev === now.rev) stored.tags = now.tags;
    else {
      changed = await stored.catchUp(library);
      ({ held } = await seen(library));
    }
    if (stored.papers.size === held) return { catalogue: stored, changed };
  }
  const catalogue = new Catalogue();
  await catalogue.build(library);
  return { catalogue, changed: catalogue.papers.size };
}

/** The library at one moment: its revision, its tags, and how many papers are not in the trash. */
function seen(library: Library): Promise<{ rev: number; tags: TagRow[]; held: number }> {
  return library.transaction('r', [library.meta, library.tags, library.papers], async () => {
    const [rev, tags, { trash: _, ...live }] = await Promise.all([
      revOf(library),
      library.tags.toArray(),
      countsOf(library),
    ]);
    return { rev, tags, held: Object.values(live).reduce((sum, one) => sum + one, 0) };
  });
}

/** Stores the catalogue with the revision that it covers. */
export async function storeCatalogue(library: Library, catalogue: Catalogue): Promise<void> {
  await catalogue.needTitles(library);
  // From here on nothing comes between.
  const { terms, starts, posts } = catalogue.pack();
  const { rev } = catalogue;
  const { size, keys, titles, groups, dates, savedAt, reviewAt, groupOf, dateOf } = catalogue.papers.pack();
  // The longest first, so that each begins where its kind may.
  const arrays = [savedAt, reviewAt, groupOf, dateOf, keys.ends, terms.ends, starts, posts];
  const part: StoredPart = {
    name: 'catalogue',
    shape: SHAPE,
    rev,
    size,
    keys: new Blob([keys.text]),
    terms: new Blob([terms.text]),
    titles: new Blob([JSON.stringify(titles)]),
    common: JSON.stringify({ groups, dates } satisfies Common),
    numbers: new Blob(arrays),
    lengths: arrays.map(({ length }) => length),
  };
  const shelf = new Shelf();
  await shelf.parts.put(part);
  shelf.close();
}

/** The catalogue as it was stored last; nothing where none is or it cannot be read, for it can be made anew. */
export async function restoreCatalogue(): Promise<Catalogue | undefined> {
  // In the plainest way: Dexie takes twice as long to open it.
  const shelf = await openExisting(SHELF).catch(() => undefined);
  try {
    const parts = shelf?.transaction('parts').objectStore('parts');
    const stored = parts && (await asked<StoredPart | undefined>(parts.get('catalogue')));
    if (stored?.shape !== SHAPE) return undefined;
    const { rev, size, lengths } = stored;
    const [keys, terms, bytes] = await Promise.all([
      stored.keys.text(),
      stored.terms.text(),
      stored.numbers.arrayBuffer(),
    ]);
    const common = JSON.parse(stored.common) as Common;
    const { keyEnds, termEnds, starts, posts, ...numbers } = numbersIn(bytes, lengths);
    const catalogue = new Catalogue();
    catalogue.restore(
      { ...common, ...numbers, size, keys: new Lines(keys, keyEnds) },
      { terms: new Lines(terms, termEnds), starts, posts },
      rev,
      async () => JSON.parse(await stored.titles.text()) as string[],
    );
    return catalogue;
  } catch {
    return undefined;
  } finally {
    shelf?.close();
  }
}

function numbersIn(bytes: ArrayBuffer, lengths: number[]) {
  let at = 0;
  const next = <T extends ArrayBufferView>(Kind: new (bytes: ArrayBuffer, at: number, length: number) => T): T => {
    const array = new Kind(bytes, at, lengths.shift() ?? 0);
    at += array.byteLength;
    return array;
  };
  return {
    savedAt: next(Float64Array<ArrayBuffer>),
    reviewAt: next(Float64Array<ArrayBuffer>),
    groupOf: next(Uint32Array<ArrayBuffer>),
    dateOf: next(Uint32Array<ArrayBuffer>),
    keyEnds: next(Uint32Array<ArrayBuffer>),
    termEnds: next(Uint32Array<ArrayBuffer>),
    starts: next(Uint32Array<ArrayBuffer>),
    posts: next(Uint32Array<ArrayBuffer>),
  };
}
