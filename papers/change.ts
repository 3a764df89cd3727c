import { type Draft, type DraftPaper, randomKey } from './draft';
import { joinNotes } from './merge';
import type { Paper, Status } from './paper';
import { type GradeName, reviewed } from './review';
import type { ActKind, TagRow } from './rows';

/** A paper to be changed: one that is stored, or one as a page or a file describes it. */
export type Target = { key: string } | { paper: Paper };

/** One act of a user on one or many papers. Everything named happens, or nothing does. */
export interface Change {
  /** Made once by the asker; sent again after a lost answer it takes no second effect. */
  act: string;
  targets: Target[];
  status?: Status | undefined;
  /** One to five; `null` takes it away. */
  rating?: number | null | undefined;
  /** Names; tags that do not exist are made. */
  addTags?: string[] | undefined;
  /** Ids. */
  removeTags?: string[] | undefined;
  /**
   * `base` is the `noteRev` that the writer began from, `from` the text: a note written elsewhere meanwhile is kept too,
   * and lines that only one of the two has changed are not there twice. `sent` is what the same writer has sent before
   * without hearing an answer: if that is what is stored, nobody else has written.
   */
  note?: { text: string; base: number; from?: string; sent?: string } | undefined;
  /** When they are due for review; `null` takes them out of the queue. */
  reviewAt?: number | null | undefined;
  /** How they were remembered: sets the date of the next review, and an unread paper to read. */
  grade?: GradeName | undefined;
  /** Whether it was done in a review, and counts for the goal of the day; a grade always does. */
  answered?: true | undefined;
  /** Puts the papers into the trash. */
  remove?: true | undefined;
  /** Takes the papers out of the trash, as they were. */
  restore?: true | undefined;
  /** Note changes of one sitting are one step to undo. */
  sitting?: string | undefined;
}

/** What kind of act a change is: what it is called in the list of last changes. */
export function kindOf(change: Change): ActKind {
  if (change.remove) return 'remove';
  if (change.restore) return 'restore';
  if (change.grade || change.answered) return 'review';
  if (change.reviewAt !== undefined) return 'date';
  if (change.note) return 'note';
  if (change.addTags?.length || change.removeTags?.length) return 'tags';
  return change.rating === undefined ? 'status' : 'rating';
}

/** A paper that nobody has made anything of yet. */
export function fresh(facts: Paper, at: number): DraftPaper {
  const { ids, title, url, authors = [], ...rest } = facts;
  const met = new URL(url).host;
  return {
    key: randomKey(),
    ids,
    title,
    url,
    authors,
    ...rest,
    status: 'unread',
    tagIds: [],
    note: '',
    noteRev: 0,
    savedAt: at,
    updatedAt: at,
    metOn: met,
  };
}

/** Carries out a change on one paper. */
export function apply(change: Change, paper: DraftPaper, tags: TagRow[], draft: Draft): void {
  if (change.remove) {
    paper.removedAt ??= draft.at;
    return;
  }
  if (change.restore) delete paper.removedAt;
  // Whatever is done to a paper in the trash brings it back, with all that it had.
  if (paper.removedAt !== undefined) {
    delete paper.removedAt;
    paper.savedAt = draft.at;
  }
  if (change.grade) {
    Object.assign(paper, reviewed(paper, change.grade, draft.at));
    if (paper.status !== 'dismissed') paper.status = change.grade === 'again' ? 'reading' : 'read';
  }
  if (change.reviewAt === null) delete paper.reviewAt;
  else if (change.reviewAt !== undefined) paper.reviewAt = change.reviewAt;
  if (change.status) paper.status = change.status;
  if (change.rating === null) delete paper.rating;
  else if (change.rating !== undefined) paper.rating = change.rating;
  const removed = new Set(change.removeTags);
  paper.tagIds = [...new Set([...paper.tagIds, ...tags.map((tag) => tag.id)])].filter((id) => !removed.has(id));
  if (change.note) {
    const { text, base, from = '', sent } = change.note;
    const elsewhere = paper.noteRev > base && paper.note !== text && paper.note !== sent;
    const note = elsewhere ? joinNotes(paper.note, text, from) : text;
    if (note !== paper.note) {
      paper.note = note;
      paper.noteRev = draft.rev;
    }
  }
}
