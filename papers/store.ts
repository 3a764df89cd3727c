import type { Library } from './database';
import { LIBRARY_VERSION } from './database';
import { Draft, type DraftPaper, randomKey } from './draft';
import { paperWith, tagsInUse } from './lists';
import { type Found, findMarks, marksOf, rowsOf } from './marks';
import { joinNotes, learn, mergeInto } from './merge';
import type { Looked } from './messages';
import { cleanPaper, type Mark, type Paper, type PaperId, type Status } from './paper';
import type { ActKind, JournalRow, PaperRow, TagRow } from './rows';
import type { ListingSettings } from './listing';
import { listingSettings, rememberListing } from './listing-state';
import { asTrouble, Trouble } from './trouble';
import { revert } from './undo';

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
  /** `base` is the `noteRev` that the writer began from: a note written elsewhere meanwhile is kept too. */
  note?: { text: string; base: number } | undefined;
  /** Puts the papers into the trash. */
  remove?: true | undefined;
  /** Note changes of one sitting are one step to undo. */
  sitting?: string | undefined;
}

/** What an act has done. */
export interface Outcome {
  rev: number;
  /** The papers as they now are; those that are gone or in the trash are not among them. */
  marks: Mark[];
  /** For a single paper whose note was written: the text now stored, which holds both when two were writing. */
  note?: { text: string; rev: number };
  /** For `undo`: what could not be put back, because it was changed since, in words. */
  kept?: string[];
}

/** The library's only writer. Lives in the background; every act is one transaction, with its journal row. */
export class Store {
  constructor(
    private library: Library,
    private now: () => number = Date.now,
  ) {}

  /** Carries out one act of the user and gives the papers as they are afterwards. @throws {Trouble} */
  change(change: Change): Promise<Outcome> {
    return this.act(change.act, kindOf(change), change.sitting, async (draft) => {
      const papers: DraftPaper[] = [];
      for (const target of change.targets) papers.push(await this.resolve(draft, target));
      const tags: TagRow[] = [];
      for (const name of change.addTags ?? []) tags.push(await draft.tagNamed(name));
      for (const paper of papers) apply(change, paper, tags, draft);
    });
  }

  /**
   * Takes back an act: the one that made `rev`, or the last one that still stands. What was changed again since is
   * left as it is and named in `kept`. The undoing is an act of its own and can be undone by its `rev`.
   */
  undo(act: string, rev?: number): Promise<Outcome> {
    return this.act(act, 'undo', undefined, async (draft) => {
      const row = rev === undefined ? await this.lastStanding() : await this.library.journal.get(rev);
      if (!row || row.undoneBy !== undefined) throw new Trouble('NothingToUndo');
      const kept = await revert(draft, row);
      await this.library.journal.update(row.rev, { undoneBy: draft.rev });
      // Undoing an undo makes the first act stand again.
      if (row.undoes !== undefined) {
        await this.library.journal
          .where('rev')
          .equals(row.undoes)
          .modify((first) => {
            delete first.undoneBy;
          });
      }
      return { undoes: row.rev, kept };
    });
  }

  private async lastStanding(): Promise<JournalRow | undefined> {
    return this.library.journal
      .orderBy('rev')
      .reverse()
      .filter((row) => row.kind !== 'undo' && row.undoneBy === undefined)
      .first();
  }

  /** One transaction: the act, its journal row and the revision counter together. */
  private async act(
    act: string,
    kind: ActKind,
    sitting: string | undefined,
    plan: (draft: Draft) => Promise<undefined | { undoes: number; kept: string[] }> | Promise<void>,
  ): Promise<Outcome> {
    const { library } = this;
    const { papers, abstracts, tags, journal, meta } = library;
    try {
      return await library.transaction('rw', [papers, abstracts, tags, journal, meta], async () => {
        const done = await journal.where('act').equals(act).first();
        if (done) return this.outcome(done);
        const rev = Number((await meta.get('rev'))?.value ?? 0) + 1;
        const draft = new Draft(library, rev, this.now());
        const extra = (await plan(draft)) ?? undefined;
        const written = await draft.write();
        if (!written.papers.length && !written.tags.length && !extra) {
          return { rev: rev - 1, marks: await marksOf(library, await this.rowsOf(draft.keys())) };
        }
        let row: JournalRow = { rev, act, kind, at: draft.at, ...written };
        if (sitting) row = await this.continueSitting({ ...row, sitting });
        if (extra) row.undoes = extra.undoes;
        await journal.add(row);
        await meta.bulkPut([
          { name: 'rev', value: rev },
          { name: 'version', value: LIBRARY_VERSION },
        ]);
        const outcome = await this.outcome(row);
        return extra?.kept.length ? { ...outcome, kept: extra.kept } : outcome;
      });
    } catch (error) {
      throw asTrouble(error);
    }
  }

  /** Folds the row into the one before it when that belongs to the same sitting at the same note. */
  private async continueSitting(row: JournalRow): Promise<JournalRow> {
    const last = await this.library.journal.orderBy('rev').last();
    if (last?.sitting !== row.sitting || last?.undoneBy !== undefined) return row;
    const [[before, ...more], [now, ...others]] = [last?.papers ?? [], row.papers];
    if (!last || !before || !now || more.length || others.length || before.key !== now.key) return row;
    await this.library.journal.delete(last.rev);
    const known = before.before;
    const after = { ...before.after, ...now.after };
    const merged = { key: now.key, before: known && { ...now.before, ...known }, after };
    return { ...row, papers: [merged], tags: [...last.tags, ...row.tags] };
  }

  /** The stored paper meant by a target, made or merged where needed. */
  private async resolve(draft: Draft, target: Target): Promise<DraftPaper> {
    if ('key' in target) {
      const paper = await draft.paper(target.key);
      if (!paper) throw new Trouble('UnknownPaper');
      return paper;
    }
    const facts = cleanPaper(target.paper);
    if (!facts) throw new Trouble('NotUnderstood', 'a paper without identifier, title or address');
    const [known, ...others] = await draft.papersWith(facts.ids);
    if (!known) return draft.create(fresh(facts, draft.at));
    for (const other of others) {
      mergeInto(known, other);
      await draft.erase(other.key);
    }
    learn(known, facts);
    return known;
  }

  private async outcome(row: JournalRow): Promise<Outcome> {
    const rows = await this.rowsOf(row.keys);
    const outcome: Outcome = { rev: row.rev, marks: await marksOf(this.library, rows) };
    const [only] = rows;
    if (row.kind === 'note' && only) outcome.note = { text: only.note, rev: only.noteRev };
    return outcome;
  }

  private rowsOf(keys: string[]): Promise<PaperRow[]> {
    return rowsOf(this.library, keys);
  }

  /** The marks of the stored papers among `ids`, see `findMarks`. @throws {Trouble} */
  find(ids: PaperId[], since?: number, fresh?: boolean): Promise<Found> {
    return findMarks(this.library, ids, since, fresh).catch((error) => {
      throw asTrouble(error, 'CannotOpen');
    });
  }

  /** These papers were shown: they are not new the next time. */
  async see(ids: PaperId[]): Promise<void> {
    const known = await this.library.seen.bulkGet(ids);
    const at = this.now();
    await this.library.seen.bulkPut(ids.filter((_, n) => !known[n]).map((id) => ({ id, at })));
  }

  listingSettings(site: string): Promise<ListingSettings> {
    return listingSettings(this.library, site);
  }

  rememberListing(site: string, state: Parameters<typeof rememberListing>[2]): Promise<void> {
    return rememberListing(this.library, site, state);
  }

  /** What an editor needs of a paper, and all tags in use. @throws {Trouble} */
  async look(ids: PaperId[]): Promise<Looked> {
    try {
      const [row, tags] = await Promise.all([paperWith(this.library, ids), tagsInUse(this.library)]);
      const paper = row ? { tagIds: row.tagIds, note: row.note, noteRev: row.noteRev, status: row.status } : null;
      return { paper, tags };
    } catch (error) {
      throw asTrouble(error, 'CannotOpen');
    }
  }
}

function kindOf(change: Change): ActKind {
  if (change.remove) return 'remove';
  if (change.note) return 'note';
  if (change.addTags?.length || change.removeTags?.length) return 'tags';
  return change.rating === undefined ? 'status' : 'rating';
}

function fresh(facts: Paper, at: number): DraftPaper {
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

function apply(change: Change, paper: DraftPaper, tags: TagRow[], draft: Draft): void {
  if (change.remove) {
    paper.removedAt ??= draft.at;
    return;
  }
  // Whatever is done to a paper in the trash brings it back, with all that it had.
  if (paper.removedAt !== undefined) {
    delete paper.removedAt;
    paper.savedAt = draft.at;
  }
  if (change.status) paper.status = change.status;
  if (change.rating === null) delete paper.rating;
  else if (change.rating !== undefined) paper.rating = change.rating;
  const removed = new Set(change.removeTags);
  paper.tagIds = [...new Set([...paper.tagIds, ...tags.map((tag) => tag.id)])].filter((id) => !removed.has(id));
  if (change.note) {
    const { text, base } = change.note;
    const elsewhere = paper.noteRev > base && paper.note !== text;
    const note = elsewhere ? joinNotes(paper.note, text) : text;
    if (note !== paper.note) {
      paper.note = note;
      paper.noteRev = draft.rev;
    }
  }
}
