import type { Entry } from '@/papers/paper';

/** Plain data, as `JSON.parse` gives it. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** A file in pieces of any size, in order. */
export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** The decoded text of a file in pieces of any size, in order; no byte order mark. */
export type Pieces = AsyncIterable<string> | Iterable<string>;

export type Entries = AsyncIterable<Entry> | Iterable<Entry>;

/** One step through a file. `line` counts from 1; in a zip it is the line inside the file named by `file`. */
export type Reading = Found | Problem | Aside;

export interface Found {
  /** Cleaned; where the format has no status, date, tags or note: `unread`, now, none, empty. */
  entry: Entry;
  line: number;
  file?: string;
  /** Dogear JSON only: all that the file says of the paper beyond an `Entry` (key, history, later fields). */
  more?: JsonObject;
}

export interface Problem {
  /** Why this part was left out, in plain words. */
  problem: string;
  line: number;
  file?: string;
}

/** Dogear JSON only: what stands in the file beside the papers. `value` is plain data and as yet unchecked. */
export interface Aside {
  aside: 'tag' | 'journal' | 'settings' | 'extra';
  /** The property's name, for `extra`. */
  name?: string;
  value: Json;
  line: number;
}

export interface ReadOptions {
  /** Ends the reading with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Stands in for dates that the file does not give; milliseconds since 1970. */
  now?: number | undefined;
  /** Told now and then how many bytes were read so far. */
  onProgress?: ((bytes: number) => void) | undefined;
  /** CSV only: which columns (from 0) hold what, in place of what the header says. */
  columns?: ColumnMap | undefined;
}

export interface WriteOptions {
  signal?: AbortSignal | undefined;
  /** When the file is made, milliseconds since 1970. */
  now?: number | undefined;
}

/** What a column of a table may hold. Several columns of one kind (two of tags, say) are joined. */
export const COLUMN_FIELDS = [
  'title',
  'authors',
  'organisation',
  'abstract',
  'published',
  'venue',
  'url',
  'pdf',
  'doi',
  'arxiv',
  'ids',
  'links',
  'status',
  'rating',
  'tags',
  'note',
  'savedAt',
  'updatedAt',
  'reviewAt',
] as const;
export type ColumnField = (typeof COLUMN_FIELDS)[number];
export type ColumnMap = Partial<Record<ColumnField, number[]>>;

/** The beginning of a file or of pasted text, by which its format is recognised. */
export interface Sample {
  bytes: Uint8Array;
  text: string;
}

/** What a paper has that a file may hold or lose. */
export const FIELDS = [
  'ids',
  'title',
  'authors',
  'organisation',
  'abstract',
  'published',
  'venue',
  'url',
  'links',
  'status',
  'rating',
  'tags',
  'note',
  'savedAt',
  'updatedAt',
  'reviewAt',
  'history',
] as const;
export type Field = (typeof FIELDS)[number];

/** Fields that come back exactly, fields that come back in part (and what is lost); all others do not. */
export interface Holds {
  all: readonly Field[];
  part?: Partial<Record<Field, string>>;
}

export type Reader = (bytes: Bytes, options?: ReadOptions) => AsyncGenerator<Reading>;
export type TextReader = (pieces: Pieces, options?: ReadOptions) => AsyncGenerator<Reading>;
export type Writer = (entries: Entries, options?: WriteOptions) => AsyncGenerator<string | Uint8Array>;

export interface Format {
  name: string;
  /** As a user knows it; a proper name, the same in every language. */
  label: string;
  /** Without the dot. */
  extension: string;
  mime: string;
  holds: Holds;
  /** Whether the content looks like this format; formats are asked in the order of the list. */
  recognise?: (sample: Sample) => boolean;
  read?: Reader;
  write?: Writer;
}

/** Whether a reading brought a paper. */
export function isFound(reading: Reading): reading is Found {
  return 'entry' in reading;
}

/** Whether a reading says what could not be read. */
export function isProblem(reading: Reading): reading is Problem {
  return 'problem' in reading;
}
