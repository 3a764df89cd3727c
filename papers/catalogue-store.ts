import Dexie, { type Table } from 'dexie';
import { Catalogue } from './catalogue';
import type { StoredColumns } from './catalogue-columns';
import type { Library } from './database';
import { Lines } from './lines';
import { countsOf, type Order } from './lists';
import { fold } from './paper';
import { fits, type Query, soughtIn, TEXT_FIELDS } from './query';
import type { PaperRow } from './rows';
import { maybeSame, titleKey } from './same';

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

/** A database of its own: it holds nothing that cannot be made anew, and the library keeps its one writer. */
class Shelf extends Dexie {
  declare parts: Table<StoredPart, string>;

  constructor() {
    super('dogear-search');
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
  const stored = await restored;
  if (stored) {
    const changed = await stored.catchUp(library);
    const { trash: _, ...held } = await countsOf(library);
    if (stored.papers.size === Object.values(held).reduce((sum, one) => sum + one, 0))
      return { catalogue: stored, changed };
  }
  const catalogue = new Catalogue();
  await catalogue.build(library);
  return { catalogue, changed: catalogue.papers.size };
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
  const shelf = new Shelf();
  try {
    const stored = await shelf.parts.get('catalogue');
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
    shelf.close();
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

const CHUNK = 500;

/** Pairs beyond these are offered when those before them are dealt with. */
const MOST_PAIRS = 200;
/** Papers with titles that begin alike of which the whole titles are read. */
const MOST_ALIKE = 400;

/** Most candidates whose text is read to see whether a phrase stands in it. */
const MOST_READ = 20_000;

/** The papers that fit (numbers of the catalogue), as `findSlots` gives them, once what the order needs is read. */
export async function findIn(
  library: Library,
  catalogue: Catalogue,
  query: Query,
  order?: Order,
): Promise<Uint32Array<ArrayBuffer>> {
  if (order?.by === 'title') await catalogue.needTitles(library);
  return withPhrases(library, catalogue, query, catalogue.findSlots(query, order));
}

/** Keeps the papers (numbers of the catalogue) in which every phrase stands as written. */
async function withPhrases(
  library: Library,
  catalogue: Catalogue,
  query: Query,
  slots: Uint32Array<ArrayBuffer>,
): Promise<Uint32Array<ArrayBuffer>> {
  const exact = query.filter((term) => term.exact && TEXT_FIELDS.includes(term.field));
  if (exact.length === 0) return slots;
  const names = new Map((await library.tags.toArray()).map((tag) => [tag.id, tag.folded]));
  const kept: number[] = [];
  for (let at = 0; at < Math.min(slots.length, MOST_READ); at += CHUNK) {
    const part = [...slots.subarray(at, Math.min(at + CHUNK, MOST_READ))];
    const rows = await library.papers.bulkGet(part.map((slot) => catalogue.keyOf(slot)));
    kept.push(...part.filter((_, n) => rows[n] && fits(exact, rows[n], (id) => names.get(id))));
  }
  return Uint32Array.from(kept);
}

/** Papers whose abstract holds all that is sought, chunk by chunk; `among` are those that fit all else. */
export async function* inAbstracts(
  library: Library,
  query: Query,
  among: (key: string) => boolean,
): AsyncGenerator<string[]> {
  const sought = soughtIn(query);
  if (sought.length === 0) return;
  let last = '';
  for (let read = CHUNK; read === CHUNK; ) {
    const rows = await library.abstracts.where('key').above(last).limit(CHUNK).toArray();
    read = rows.length;
    last = rows.at(-1)?.key ?? last;
    yield rows.flatMap(({ key, text }) => {
      if (!among(key)) return [];
      const folded = fold(text);
      return sought.every((words) => folded.includes(words)) ? [key] : [];
    });
  }
}

/** Pairs of papers that may be the same one (`maybeSame`), without those that were once kept apart. */
export async function duplicates(
  library: Library,
  catalogue: Catalogue,
  apart: ReadonlySet<string>,
): Promise<[string, string][]> {
  const pairs: [string, string][] = [];
  await catalogue.needTitles(library);
  for (const keys of catalogue.alike()) {
    const rows = await library.papers.bulkGet(keys.slice(0, MOST_ALIKE));
    const byTitle = new Map<string, PaperRow[]>();
    for (const row of rows) {
      if (!row) continue;
      const title = titleKey(row.title);
      byTitle.set(title, [...(byTitle.get(title) ?? []), row]);
    }
    for (const twins of byTitle.values()) {
      for (const [at, a] of twins.entries()) {
        for (const b of twins.slice(at + 1)) {
          const pair = [a.key, b.key].sort() as [string, string];
          if (maybeSame(a, b) && !apart.has(pair.join())) pairs.push(pair);
          if (pairs.length === MOST_PAIRS) return pairs;
        }
      }
    }
  }
  return pairs;
}
