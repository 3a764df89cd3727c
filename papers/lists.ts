import Dexie from 'dexie';
import type { Library } from './database';
import type { Paper, PaperId, Status } from './paper';
import { factsOf, type PaperRow, type TagRow } from './rows';

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
  return library.papers.where('views').between([list, Dexie.minKey], [list, Dexie.maxKey]);
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
  const tags = await library.tags.toArray();
  return tags.filter((tag) => tag.uses > 0).sort((a, b) => b.uses - a.uses || a.name.localeCompare(b.name));
}

/** The stored paper that carries any of the identifiers and is not in the trash. */
export async function paperWith(library: Library, ids: PaperId[]): Promise<PaperRow | undefined> {
  const rows = await library.papers.where('ids').anyOf(ids).distinct().toArray();
  return rows.find((row) => row.removedAt === undefined);
}

/** The facts of a stored paper, its abstract among them. */
export async function facts(library: Library, row: PaperRow): Promise<Paper> {
  return factsOf(row, (await library.abstracts.get(row.key))?.text);
}
