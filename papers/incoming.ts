import * as v from 'valibot';
import { cleanPaper, type Entry, STATUSES, TAG_COLOURS } from './paper';
import type { Memory } from './review';
import type { JournalPart, JournalRow } from './rows';

/** A paper on its way in: an entry, and what Dogear's own format knows beyond it. */
export interface Incoming extends Entry {
  /** Kept where it is free, so that a library comes back with the keys that its history speaks of. */
  key?: string;
  metOn?: string;
  memory?: Memory;
  removedAt?: number;
  /** Its reader left it out: it is only known to be there. */
  leave?: true;
}

/** A tag on its way in; its colour counts where the library has no tag of that name. */
export interface IncomingTag {
  id?: string;
  name: string;
  colour: number;
}

const text = (limit: number) => v.pipe(v.string(), v.maxLength(limit));
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(-8.64e15), v.maxValue(8.64e15));
const natural = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Far beyond any library's; a file that brought the last whole number would leave none for the next act. */
export const RevisionSchema = v.pipe(natural, v.maxValue(1e12));
const key = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const rating = v.picklist([1, 2, 3, 4, 5]);
const number = v.pipe(v.number(), v.finite());

const MemorySchema = v.object({
  stability: number,
  difficulty: number,
  scheduled: number,
  reps: number,
  lapses: number,
  state: number,
  last: number,
}) satisfies v.GenericSchema<unknown, Memory>;

const facts = {
  ids: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z0-9]+:\S{1,300}$/))), v.minLength(1), v.maxLength(100)),
  title: text(1_000),
  url: v.pipe(text(2_000), v.regex(/^(?:https?:\/\/|$)/i)),
  authors: v.exactOptional(v.pipe(v.array(text(200)), v.maxLength(2_000))),
  organisation: v.exactOptional(text(200)),
  abstract: v.exactOptional(text(20_000)),
  published: v.exactOptional(text(10)),
  venue: v.exactOptional(text(500)),
  links: v.exactOptional(v.record(text(40), v.pipe(text(2_000), v.regex(/^https?:\/\//i)))),
};
const own = {
  status: v.picklist(STATUSES),
  rating: v.exactOptional(rating),
  note: text(1_000_000),
  savedAt: time,
  reviewAt: v.exactOptional(time),
  memory: v.exactOptional(MemorySchema),
  removedAt: v.exactOptional(time),
  metOn: v.exactOptional(text(260)),
};

/** One paper of an import, as it comes over a message. */
export const IncomingSchema = v.object({
  ...facts,
  ...own,
  tags: v.pipe(v.array(v.pipe(text(200), v.trim(), v.minLength(1))), v.maxLength(500)),
  updatedAt: v.exactOptional(time),
  key: v.exactOptional(key),
  leave: v.exactOptional(v.literal(true)),
}) as unknown as v.GenericSchema<Incoming>;

/** One tag of an import. */
export const IncomingTagSchema = v.object({
  id: v.exactOptional(key),
  name: v.pipe(text(200), v.trim(), v.minLength(1)),
  colour: v.pipe(natural, v.maxValue(TAG_COLOURS - 1)),
});

// Where a change leaves a field absent it says so with nothing, which JSON writes as null or leaves out.
const remembered = v.nullable(
  v.partial(
    v.object({
      ...facts,
      ...own,
      authors: v.array(text(200)),
      tagIds: v.array(key),
      noteRev: RevisionSchema,
      metOn: text(260),
    }),
  ),
);
const paperChanges = v.array(v.object({ key, before: remembered, after: remembered }));
const tag = v.nullable(v.object({ id: key, name: text(200), folded: text(200), colour: natural }));

const ACT_KINDS = [
  ...(['status', 'tags', 'note', 'rating', 'remove', 'restore', 'review', 'merge', 'erase', 'tag', 'undo'] as const),
  'date',
  'import',
] as const;

/** One row of a library's history, as a file holds it; a part of a large act has a number instead of a name. */
export const HistorySchema = v.union([
  v.object({ rev: RevisionSchema, part: natural, papers: paperChanges }),
  v.object({
    rev: RevisionSchema,
    act: key,
    kind: v.picklist(ACT_KINDS),
    at: time,
    keys: v.array(key),
    papers: paperChanges,
    tags: v.array(v.object({ id: key, before: tag, after: tag })),
    sitting: v.exactOptional(key),
    undoes: v.exactOptional(RevisionSchema),
    undoneBy: v.exactOptional(RevisionSchema),
    parts: v.exactOptional(natural),
    continues: v.exactOptional(RevisionSchema),
    count: v.exactOptional(natural),
    restored: v.exactOptional(v.literal(true)),
    settings: v.exactOptional(v.object({ before: v.unknown(), after: v.unknown() })),
  }),
]) as unknown as v.GenericSchema<JournalRow | JournalPart>;

/** A paper of an import with its facts cleaned, or `undefined` for what is none. */
export function cleanIncoming(incoming: Incoming): Incoming | undefined {
  const paper = cleanPaper(incoming, true);
  if (!paper) return undefined;
  const { status, rating, tags, note, savedAt, updatedAt, reviewAt, key: known, metOn, memory, removedAt } = incoming;
  return {
    ...paper,
    status,
    tags,
    note,
    savedAt,
    ...(rating !== undefined && { rating }),
    ...(updatedAt !== undefined && { updatedAt }),
    ...(reviewAt !== undefined && { reviewAt }),
    ...(known !== undefined && { key: known }),
    ...(metOn !== undefined && { metOn }),
    ...(memory !== undefined && { memory }),
    ...(removedAt !== undefined && { removedAt }),
  };
}
