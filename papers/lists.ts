import type { Library } from './database';
import { fold, type PaperId, STATUSES, type Status } from './paper';
import type { PaperRow, TagRow } from './rows';

/** The ends of all keys: nothing comes before, and only arrays after. Written out, so that pages need no Dexie yet. */
const LOWEST = -Infinity;
const HIGHEST = [[]];

/** What lists can be sorted by. */
export const SORTS = ['saved', 'published', 'title', 'rating', 'review'] as const;

/** An order of papers: by what, and whether the lowest comes first. */
export interface Order {
  by: (typeof SORTS)[number];
  rising: boolean;
}

/** Which papers: those of one status (else all saved ones), those with one tag. */
export interface Filter {
  status?: Status | undefined;
  tag?: string | undefined;
}

/** The name of the index list that holds a filter's papers (`viewsOf` in `rows.ts`). */
export function listOf({ status, tag }: Filter): string {
  if (tag) return status ? `tag:${tag}:${status}` : `tag:${tag}`;
  return status ?? 'saved';
}

/** The stretch of the index that holds a filter's papers, oldest first. */
export function range(library: Library, filter: Filter) {
  const list = listOf(filter);
  return library.papers.where('views').between([list, LOWEST], [list, HIGHEST]);
}

/** The stretch of the index that holds all saved papers in an order other than by date of saving. */
function stretch(library: Library, filter: Filter, { by }: Order) {
  if (by === 'saved') return range(library, filter);
  return library.papers.where('views').between([`saved/${by}`, LOWEST], [`saved/${by}`, HIGHEST]);
}

/** Whether the index gives a filter in an order without reading anything else. */
export function isIndexed({ status, tag }: Filter, { by }: Order): boolean {
  return by === 'saved' || (!status && !tag);
}

/** The first papers of an indexed list. */
export function firstOf(library: Library, filter: Filter, order: Order, limit: number): Promise<PaperRow[]> {
  const papers = stretch(library, filter, order);
  return (order.rising ? papers : papers.reverse()).limit(limit).toArray();
}

/** The keys of all papers of an indexed list, in order. */
export async function keysOf(library: Library, filter: Filter, order: Order): Promise<string[]> {
  // Backwards the database would walk the index step by step.
  const keys = await stretch(library, filter, order).primaryKeys();
  return order.rising ? keys : keys.reverse();
}

/** The revision of the last act. */
export async function revOf(library: Library): Promise<number> {
  return Number((await library.meta.get('rev'))?.value ?? 0);
}

/** How many papers there are, by status and in the trash. */
export type Counts = Record<Status | 'trash', number>;

/**
 * How many papers there are. The store keeps count, as counting a hundred thousand in the index takes a third of a
 * second; where it has not, the index is counted.
 */
export async function countsOf(library: Library): Promise<Counts> {
  const kept = (await library.meta.get('counts'))?.value as Counts | undefined;
  if (kept) return kept;
  const numbers = await Promise.all([
    ...STATUSES.map((status) => count(library, { status })),
    removedOnes(library).count(),
  ]);
  const names = [...STATUSES, 'trash'] as const;
  return Object.fromEntries(names.map((name, at) => [name, numbers[at] ?? 0])) as Counts;
}

/** How many papers are due at a time. */
export function countDue(library: Library, at: number): Promise<number> {
  return library.papers.where('views').between(['saved/review', 0], ['saved/review', at], true, true).count();
}

/** Papers that are due at a time, longest due first. */
export function dueOnes(library: Library, at: number, limit: number): Promise<PaperRow[]> {
  const due = library.papers.where('views').between(['saved/review', 0], ['saved/review', at], true, true);
  return due.limit(limit).toArray();
}

/** Papers in the trash, last removed first. */
export function removedOnes(library: Library) {
  return library.papers.where('views').between(['trash', LOWEST], ['trash', HIGHEST]).reverse();
}

/** The newest papers of a filter, at most `limit`, read from the index. */
export function newest(library: Library, filter: Filter, limit: number): Promise<PaperRow[]> {
  return range(library, filter).reverse().limit(limit).toArray();
}

/** How many papers a filter holds, counted in the index. */
export function count(library: Library, filter: Filter): Promise<number> {
  return range(library, filter).count();
}

/** All tags that are in use, most used first. */
export async function tagsInUse(library: Library): Promise<TagRow[]> {
  return inUse(await library.tags.toArray());
}

/** Tags by name, without regard to case and accents; what is nested in a tag comes right after it. */
export function inOrder(tags: TagRow[]): TagRow[] {
  // Without `localeCompare`: its first call takes a browser twenty milliseconds, while the page waits to be drawn.
  const keyed = tags.map((tag) => ({ tag, key: fold(tag.folded).replaceAll('/', '\u0001') }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ tag }) => tag);
}

/** Of all tags those that are in use, most used first. */
export function inUse(tags: TagRow[]): TagRow[] {
  return inOrder(tags.filter((tag) => tag.uses > 0)).sort((a, b) => b.uses - a.uses);
}

/**
 * The keys of the stored papers that carry any of the identifiers. All are looked up at once: the cursor of `anyOf` goes
 * to the database and back for each.
 */
export async function keysWithIds({ papers }: Library, ids: readonly PaperId[]): Promise<string[]> {
  const keys = await Promise.all(ids.map((id) => papers.where('ids').equals(id).primaryKeys()));
  return [...new Set(keys.flat())];
}

/**
 * The stored paper that carries any of the identifiers and is not in the trash: of several the one with the first of
 * them, which is the one that a card shows.
 */
export async function paperWith(library: Library, ids: PaperId[]): Promise<PaperRow | undefined> {
  const rows = await library.papers.where('ids').anyOf(ids).distinct().toArray();
  const live = rows.filter((row) => row.removedAt === undefined);
  const first = ids.find((id) => live.some((row) => row.ids.includes(id)));
  return live.find((row) => row.ids.some((id) => id === first));
}
