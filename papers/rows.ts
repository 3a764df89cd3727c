import type { Incoming, IncomingTag } from './incoming';
import { fold, type Paper, type PaperId, type Status, type Tag } from './paper';
import type { Memory } from './review';

/** One stored paper. Its abstract lies in a table of its own, so that lists and look-ups stay light. */
export interface PaperRow {
  /** Random, never derived from an address or an identifier: both may change. */
  key: string;
  ids: PaperId[];
  title: string;
  authors: string[];
  organisation?: string;
  published?: string;
  venue?: string;
  /** Empty where none is known. */
  url: string;
  links?: Record<string, string>;
  status: Status;
  /** One to five. */
  rating?: number;
  tagIds: string[];
  /** Markdown; empty without a note. */
  note: string;
  /** The revision in which the note was last written: what an editor began from. */
  noteRev: number;
  /** Milliseconds since 1970, as are all times here; they are shown, never compared to decide who was first. */
  savedAt: number;
  updatedAt: number;
  removedAt?: number;
  /** When it is due for review. */
  reviewAt?: number;
  /** What earlier reviews have shown of how well it is remembered. */
  memory?: Memory;
  /** Where the paper was met first. */
  metOn: string;
  /** The revision that last touched the paper. */
  rev: number;
  /** Derived by `viewsOf`: the lists in which the paper stands, each with its place. */
  views: ViewKey[];
}

export interface AbstractRow {
  key: string;
  text: string;
}

export interface TagRow extends Tag {
  /** `foldTag(name)`: what makes two names the same tag. */
  folded: string;
}

/** A stored paper's fields as the journal remembers them: with its abstract, without what is derived. */
export type Remembered = Omit<PaperRow, 'key' | 'rev' | 'views' | 'updatedAt'> & { abstract?: string };

/** What one act did to one paper; `null` where the paper did not exist. Only the fields that differ. */
export interface PaperChange {
  key: string;
  before: Partial<Remembered> | null;
  after: Partial<Remembered> | null;
}

/** What one act did to one tag; `uses` is derived and left out. */
export interface TagChange {
  id: string;
  before: Omit<TagRow, 'uses'> | null;
  after: Omit<TagRow, 'uses'> | null;
}

/** One act, with what was before and after: undo, a note's history and the trash read this table. */
export interface JournalRow {
  /** The revision that the act made; order comes from here, not from clocks. */
  rev: number;
  /** Made by whoever asked: the same act asked again is answered, not repeated. */
  act: string;
  kind: ActKind;
  at: number;
  /** Keys of all papers touched. */
  keys: string[];
  papers: PaperChange[];
  tags: TagChange[];
  /** Notes typed in one sitting become one row. */
  sitting?: string;
  undoes?: number;
  undoneBy?: number;
  /** The act was so large that what it did to papers lies in this many rows of `parts`; `papers` is empty then. */
  parts?: number;
  /** The row is one step of a long act, whose own row has this revision (see `long-acts.ts`). */
  continues?: number;
  /** Of a long act: how many papers all its steps have touched. */
  count?: number;
  /** Of an import: papers became what a backup says. */
  restored?: true;
  /** A long act that is still under way. */
  pending?: true;
  /** Settings that a file brought. */
  settings?: { before: unknown; after: unknown };
}

/** What a large act did to some of its papers. */
export interface JournalPart {
  rev: number;
  part: number;
  papers: PaperChange[];
}

/** A piece of an import that waits until all pieces are there. */
export interface StagedRow {
  act: string;
  part: number;
  at: number;
  papers: Incoming[];
  tags: IncomingTag[];
  history: (JournalRow | JournalPart)[];
}

export type ActKind =
  | 'status'
  | 'tags'
  | 'note'
  | 'rating'
  | 'remove'
  | 'restore'
  | 'review'
  | 'date'
  | 'merge'
  | 'erase'
  | 'tag'
  | 'undo'
  | 'import';

/** A paper that a listing has shown. */
export interface SeenRow {
  id: PaperId;
  at: number;
}

export interface MetaRow {
  name: string;
  value: unknown;
}

/** `[list, place]`: the index over these gives every list in its order, without a sort and without reading the rest. */
export type ViewKey = [string, number | string];

/** Later than any date: where papers stand that are not due. */
const NEVER = 8.64e15;

/** A title as lists are sorted by it: without case, accents and what stands before the first letter or figure. */
export function titleKey(title: string): string {
  return fold(title)
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, 60);
}

/** A row's place among all saved papers, by what they can be sorted by other than when they were saved. */
export function placesOf(row: Omit<PaperRow, 'views'>): {
  [By in 'published' | 'title' | 'rating' | 'review']: string | number;
} {
  return {
    // Alike ones stand in the order in which they were saved.
    published: `${row.published ?? ''}/${row.savedAt}`,
    title: titleKey(row.title),
    rating: (row.rating ?? 0) * 1e13 + row.savedAt,
    review: row.reviewAt ?? NEVER,
  };
}

/**
 * The lists in which a row stands: `saved` (everything but dismissed), one by status, one by tag (`tag:ID`) and by
 * tag with status (`tag:ID:read`), each by date of saving; `saved/title` and so on, all saved papers by something
 * else; a removed paper stands in `trash` only.
 */
export function viewsOf(row: Omit<PaperRow, 'views'>): ViewKey[] {
  if (row.removedAt !== undefined) return [['trash', row.removedAt]];
  const lists: string[] = [row.status];
  if (row.status !== 'dismissed') lists.push('saved');
  for (const id of row.tagIds) {
    lists.push(`tag:${id}:${row.status}`);
    if (row.status !== 'dismissed') lists.push(`tag:${id}`);
  }
  const views: ViewKey[] = lists.map((list) => [list, row.savedAt]);
  if (row.status !== 'dismissed') {
    for (const [by, place] of Object.entries(placesOf(row))) views.push([`saved/${by}`, place]);
  }
  return views;
}

/** The facts of a stored paper, as pages and files describe papers. */
export function factsOf(row: Omit<PaperRow, 'rev' | 'views'>, abstract?: string): Paper {
  const { ids, title, authors, organisation, published, venue, url, links } = row;
  const paper: Paper = { ids, title, url };
  if (authors.length) paper.authors = authors;
  if (organisation) paper.organisation = organisation;
  if (published) paper.published = published;
  if (venue) paper.venue = venue;
  if (links) paper.links = links;
  if (abstract) paper.abstract = abstract;
  return paper;
}
