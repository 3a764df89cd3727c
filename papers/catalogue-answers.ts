import type { Catalogue } from './catalogue';
import type { Library } from './database';
import type { Order } from './lists';
import { fold } from './paper';
import { fits, type Query, soughtIn, TEXT_FIELDS } from './query';
import type { PaperRow } from './rows';
import { maybeSame, titleKey } from './same';

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
