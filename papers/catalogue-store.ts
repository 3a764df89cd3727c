import Dexie, { type Table } from 'dexie';
import { Catalogue } from './catalogue';
import { type Columns, columnsOf } from './catalogue-columns';
import type { Library } from './database';
import { countsOf } from './lists';
import { fold } from './paper';
import { fits, type Query, soughtIn, TEXT_FIELDS } from './query';
import type { PaperRow } from './rows';
import { maybeSame, titleKey } from './same';

/** Raised when what is stored is no longer read the same way. */
const SHAPE = 2;

interface StoredPart {
  name: 'catalogue';
  shape: number;
  rev: number;
  /** Gzipped: the terms of the index and the texts of `Columns` as JSON. */
  texts: Blob;
  /** Gzipped: the bytes of `starts` and `posts` of the index, then of `kindOf`, `savedAt`, `reviewAt` of `Columns`. */
  arrays: Blob[];
}

type Five<One> = [One, One, One, One, One];
type Texts = Pick<Columns, 'keys' | 'titles' | 'kinds'> & { terms: string };

/** A database of its own: it holds nothing that cannot be made anew, and the library keeps its one writer. */
class Shelf extends Dexie {
  declare parts: Table<StoredPart, string>;

  constructor() {
    super('dogear-search');
    this.version(1).stores({ parts: 'name' });
  }
}

/** The catalogue as it was stored last, caught up; made anew where there is none or it does not fit the library. */
export async function openCatalogue(library: Library): Promise<{ catalogue: Catalogue; changed: number }> {
  const stored = await restore().catch(() => undefined); // Unreadable: made anew.
  if (stored) {
    const changed = await stored.catchUp(library);
    const { trash: _, ...held } = await countsOf(library);
    if (stored.size === Object.values(held).reduce((sum, one) => sum + one, 0)) return { catalogue: stored, changed };
  }
  const catalogue = new Catalogue();
  await catalogue.build(library);
  return { catalogue, changed: catalogue.size };
}

/** Stores the catalogue with the revision that it covers. */
export async function storeCatalogue(catalogue: Catalogue): Promise<void> {
  const { terms, starts, posts } = catalogue.pack();
  const { rev } = catalogue;
  const { keys, titles, kinds, kindOf, savedAt, reviewAt } = columnsOf(catalogue.entries);
  const texts: Texts = { terms, keys, titles, kinds };
  const arrays = [starts, posts, kindOf, savedAt, reviewAt] as Uint32Array<ArrayBuffer>[];
  const [zippedTexts, ...zippedArrays] = await Promise.all([JSON.stringify(texts), ...arrays].map(zipped));
  const shelf = new Shelf();
  const part = { name: 'catalogue', shape: SHAPE, rev, texts: zippedTexts as Blob, arrays: zippedArrays } as const;
  await shelf.parts.put(part);
  shelf.close();
}

async function restore(): Promise<Catalogue | undefined> {
  const shelf = new Shelf();
  const stored = await shelf.parts.get('catalogue');
  shelf.close();
  if (stored?.shape !== SHAPE) return undefined;
  const [texts, ...arrays] = await Promise.all([stored.texts, ...stored.arrays].map(unzipped));
  const [starts, posts, kindOf, savedAt, reviewAt] = arrays as Five<ArrayBuffer>;
  const { terms, ...columns } = JSON.parse(new TextDecoder().decode(texts)) as Texts;
  const catalogue = new Catalogue();
  const times = { savedAt: new Float64Array(savedAt), reviewAt: new Float64Array(reviewAt) };
  catalogue.restore({ ...columns, ...times, kindOf: new Uint32Array(kindOf) }, stored.rev);
  catalogue.words.load({ terms, starts: new Uint32Array(starts), posts: new Uint32Array(posts) });
  return catalogue;
}

const CHUNK = 500;

/** Pairs beyond these are offered when those before them are dealt with. */
const MOST_PAIRS = 200;
/** Papers with titles that begin alike of which the whole titles are read. */
const MOST_ALIKE = 400;

/** Most candidates whose text is read to see whether a phrase stands in it. */
const MOST_READ = 20_000;

/** Keeps the papers (numbers of the catalogue) in which every phrase stands as written. */
export async function withPhrases(
  library: Library,
  query: Query,
  slots: Uint32Array<ArrayBuffer>,
  keyOf: (slot: number) => string,
): Promise<Uint32Array<ArrayBuffer>> {
  const exact = query.filter((term) => term.exact && TEXT_FIELDS.includes(term.field));
  if (exact.length === 0) return slots;
  const names = new Map((await library.tags.toArray()).map((tag) => [tag.id, tag.folded]));
  const kept: number[] = [];
  for (let at = 0; at < Math.min(slots.length, MOST_READ); at += CHUNK) {
    const part = [...slots.subarray(at, Math.min(at + CHUNK, MOST_READ))];
    const rows = await library.papers.bulkGet(part.map(keyOf));
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

function zipped(data: BlobPart): Promise<Blob> {
  return new Response(new Blob([data]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

function unzipped(blob: Blob): Promise<ArrayBuffer> {
  return new Response(blob.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}
