import type { Library } from './database';
import { allUnderway } from './long-acts';
import type { ActKind, JournalRow } from './rows';

const WORDS: Record<ActKind, string> = {
  status: 'Saved or set a status',
  tags: 'Tags',
  note: 'Note written',
  rating: 'Rated',
  remove: 'Moved to the trash',
  restore: 'Restored from the trash',
  review: 'Reviewed',
  date: 'Review date',
  merge: 'Merged papers',
  erase: 'Trash emptied',
  tag: 'Tag changed',
  undo: 'Undone',
  import: 'Imported',
};

/** An act of many steps that is being carried out, or waits for the next start. */
export interface LongAct {
  act: string;
  /** Revision of its own row in the journal. */
  rev: number;
  /** It takes another one back. */
  back: boolean;
  /** How far it has come, from 0 to 1, once that is known. */
  done?: number;
}

/** All long acts that are under way, as they were begun. */
export async function longActs(library: Library): Promise<LongAct[]> {
  const all = await allUnderway(library);
  const acts = all.map(({ act, head, task, next, of }): LongAct => {
    return { act, rev: head, back: 'undo' in task, ...(of && { done: next / of }) };
  });
  return acts.sort((a, b) => a.rev - b.rev);
}

/** The last acts, whoever did them, at most `limit`, the newest first; those on one paper with its title and key. */
export async function lastChanges(library: Library, limit: number) {
  const rows = await library.journal
    .orderBy('rev')
    .reverse()
    .filter(({ continues }) => continues === undefined)
    .limit(limit)
    .toArray();
  const first = await library.papers.bulkGet(rows.map(({ keys }) => keys[0] ?? ''));
  const underway = new Map((await longActs(library)).map(({ rev, done }) => [rev, done]));
  return rows.map((row, at) => {
    const papers = row.count ?? row.keys.length;
    const one = papers === 1 && { title: first[at]?.title ?? row.papers[0]?.before?.title, key: row.keys[0] };
    return {
      rev: row.rev,
      at: row.at,
      words: wordsOf(row),
      papers,
      state: stateOf(row),
      done: underway.get(row.rev),
      ...one,
    };
  });
}

function stateOf({ undoneBy, pending, kind }: JournalRow): 'stands' | 'undone' | 'coming in' | 'going back' {
  if (undoneBy !== undefined) return 'undone';
  if (!pending) return 'stands';
  return kind === 'undo' ? 'going back' : 'coming in';
}

function wordsOf({ kind, papers, tags, restored }: JournalRow): string {
  if (restored) return 'Restored from a backup';
  const [paper] = papers;
  const status = paper?.after?.status;
  if (kind === 'status' && status) return status === 'unread' && !paper.before ? 'Saved' : `Status: ${status}`;
  const [tag] = tags;
  if (kind === 'tag' && tag) {
    if (!tag.after) return `Tag “${tag.before?.name}” deleted or merged`;
    if (tag.before && tag.before.name !== tag.after.name)
      return `Tag “${tag.before.name}” renamed to “${tag.after.name}”`;
    return `Tag “${tag.after.name}” recoloured`;
  }
  return WORDS[kind];
}
