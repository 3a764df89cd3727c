import type { Library } from './database';
import { type Filter, firstOf, isIndexed, keysOf, type Order } from './lists';
import { foldTag, STATUSES, type Status } from './paper';
import { fits, parseQuery, type Query, tagFits, valuesOf, wantsDismissed } from './query';
import type { PaperRow, TagRow } from './rows';

const FIRST = 200;
const CHUNK = 2_000;
const NEWEST: Order = { by: 'saved', rising: false };

/** The list of the index in which all papers of a query stand, and whether it holds no others. */
export interface Plan {
  filter: Filter;
  exact: boolean;
}

/** Finds the shortest list of the index that holds every paper of a query. */
export function planOf(query: Query, tags: TagRow[]): Plan {
  const [status, ...statuses] = valuesOf(query, 'status') as (Status | undefined)[];
  const one = statuses.length === 0 && STATUSES.includes(status as Status) ? status : undefined;
  const names = query.filter(({ field, not }) => field === 'tag' && !not);
  const named = names.find(({ values }) => values.length === 1);
  const meant = named ? tags.filter(({ folded }) => tagFits(folded, named.values[0] ?? '')) : [];
  const [tag] = meant;
  const alone = meant.length === 1 && tag?.folded === foldTag(named?.values[0] ?? '');
  const filter: Filter = {};
  if (one) filter.status = one;
  if (alone && tag) filter.tag = tag.id;
  // Without a status a tag's list leaves out the dismissed ones, as does the list of all.
  const used = (filter.status ? 1 : 0) + (filter.tag ? 1 : 0);
  return { filter, exact: query.length === used };
}

/**
 * Looks through the database for the papers that fit a query, in order. Gives what it has found so far after each
 * chunk, so that the first hits need not wait for the last; ends at `limit`. Reads chunk by chunk and never holds the
 * table.
 */
export async function* scan(
  library: Library,
  query: Query,
  order: Order,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<{ hits: PaperRow[]; done: boolean }> {
  const tags = await library.tags.toArray();
  const names = new Map(tags.map((tag) => [tag.id, tag.folded]));
  const { filter, exact } = planOf(query, tags);
  const list = isIndexed(filter, order) ? filter : {};
  const holds = (row: PaperRow) => fits(query, row, (id) => names.get(id));
  const lists: Filter[] = [list];
  // Dismissed papers stand in a list of their own.
  if (wantsDismissed(query) && list.status !== 'dismissed') lists.push({ status: 'dismissed' });
  const hits: PaperRow[] = [];
  for (const stretch of lists) {
    const by = isIndexed(stretch, order) ? order : NEWEST;
    const first = await firstOf(library, stretch, by, FIRST);
    for (const row of first) if ((exact && list === filter) || holds(row)) hits.push(row);
    if (first.length < FIRST) continue;
    yield { hits: hits.slice(0, limit), done: false };
    const keys = await keysOf(library, stretch, by);
    for (let at = FIRST; at < keys.length && hits.length < limit; at += CHUNK) {
      if (signal.aborted) return;
      const rows = await library.papers.bulkGet(keys.slice(at, at + CHUNK));
      for (const row of rows) if (row && holds(row)) hits.push(row);
      yield { hits: hits.slice(0, limit), done: false };
    }
  }
  yield { hits: hits.slice(0, limit), done: true };
}

/** As `scan`, newest first, for text as it was typed and a status or tag chosen beside it. */
export async function* search(
  library: Library,
  text: string,
  { status, tag }: Filter,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<{ hits: PaperRow[]; done: boolean }> {
  const query = parseQuery(text);
  if (status) query.push({ field: 'status', values: [status] });
  const name = tag && (await library.tags.get(tag))?.name;
  if (name) query.push({ field: 'tag', values: [name] });
  yield* scan(library, query, NEWEST, limit, signal);
}
