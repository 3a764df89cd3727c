import type { Library } from './database';
import { type Filter, newest, range } from './lists';
import type { PaperRow } from './rows';

/** Text as it is compared: without case and accents, so that `schrodinger` finds `Schrödinger`. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

const FIRST = 200;
const CHUNK = 2_000;

/**
 * Looks through the papers of a filter, newest first, for those whose title, authors, tags or note hold every word.
 * Gives what it has found so far after each chunk, so that the first hits need not wait for the last; ends at `limit`.
 * Reads chunk by chunk and never holds the table.
 */
export async function* search(
  library: Library,
  text: string,
  filter: Filter,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<{ hits: PaperRow[]; done: boolean }> {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const tags = new Map((await library.tags.toArray()).map((tag) => [tag.id, tag.name]));
  const holds = (row: PaperRow) => {
    const names = row.tagIds.map((id) => tags.get(id));
    const written = fold(
      [row.title, row.organisation, row.venue, ...row.authors, ...names, row.note, ...row.ids].join('\n'),
    );
    return words.every((word) => written.includes(word));
  };
  const hits = (await newest(library, filter, FIRST)).filter(holds);
  const keys = await range(library, filter).reverse().primaryKeys();
  if (keys.length > FIRST) yield { hits: [...hits], done: false };
  for (let at = FIRST; at < keys.length && hits.length < limit; at += CHUNK) {
    if (signal.aborted) return;
    const rows = await library.papers.bulkGet(keys.slice(at, at + CHUNK));
    for (const row of rows) if (row && holds(row)) hits.push(row);
    yield { hits: hits.slice(0, limit), done: false };
  }
  yield { hits: hits.slice(0, limit), done: true };
}
