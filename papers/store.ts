import { apply, type Change, fresh, kindOf, type Target } from './change';
import type { Library } from './database';
import { LIBRARY_VERSION } from './database';
import { Draft, type DraftPaper } from './draft';
import { dropStaged, type ImportOrder, type ImportState, stage, takeIn, type Written } from './importing';
import type { ListingSettings } from './listing';
import { listingSettings, rememberListing } from './listing-state';
import { paperWith, removedOnes, tagsInUse } from './lists';
import { type Found, findMarks, marksOf, rowsOf } from './marks';
import { learn, mergeInto } from './merge';
import type { Looked } from './messages';
import { cleanPaper, type Mark, type PaperId } from './paper';
import type { ActKind, JournalRow, PaperRow, TagRow } from './rows';
import { type Settings, writeSettings } from './settings';
import { changeTag, type TagAct } from './tag-acts';
import { asTrouble, Trouble } from './trouble';
import { revert, revertParts } from './undo';

export type { Change } from './change';

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

/** What an act does beyond what its draft holds. */
interface Extra {
  undoes?: number;
  kept?: string[];
  /** What was written part by part. */
  written?: Written;
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
      const keys = change.targets.flatMap((target) => ('key' in target ? [target.key] : []));
      // Where facts come too, they may bring an abstract to a paper that has one.
      await draft.load(keys, keys.length < change.targets.length);
      for (const target of change.targets) {
        const held = 'key' in target && draft.held(target.key);
        papers.push(held || (await this.resolve(draft, target)));
      }
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
      const large = row.parts === undefined ? undefined : await revertParts(this.library, draft, row);
      const kept = large?.kept ?? (await revert(draft, row));
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
      return { undoes: row.rev, kept, ...(large && { written: large.written }) };
    });
  }

  /** Changes one tag, and the papers that carry it where that is needed. @throws {Trouble} */
  changeTag(change: TagAct): Promise<Outcome> {
    return this.act(change.act, 'tag', undefined, (draft) => changeTag(this.library, draft, change));
  }

  /** Makes one paper of several; nothing that any of them holds is lost. @throws {Trouble} */
  merge(act: string, into: string, from: string[]): Promise<Outcome> {
    return this.act(act, 'merge', undefined, async (draft) => {
      const paper = await this.resolve(draft, { key: into });
      for (const key of from) {
        if (key === into) continue;
        mergeInto(paper, await this.resolve(draft, { key }));
        draft.erase(key);
      }
    });
  }

  /** Erases papers in the trash: all of them, or those removed before a time. The journal still knows them. */
  emptyTrash(act: string, before = Number.MAX_VALUE): Promise<Outcome> {
    return this.act(act, 'erase', undefined, async (draft) => {
      const old = removedOnes(this.library).filter(({ removedAt = 0 }) => removedAt < before);
      const keys = await old.primaryKeys();
      await draft.load(keys);
      for (const key of keys) draft.erase(key);
    });
  }

  /** Puts one piece of an import aside until all are there. @throws {Trouble} */
  stage(piece: Parameters<typeof stage>[1]): Promise<void> {
    return stage(this.library, piece, this.now()).catch((error) => {
      throw asTrouble(error);
    });
  }

  /** Forgets the pieces of an import that is not wanted after all; without `act`, those that nobody will ask for. */
  unstage(act?: string): Promise<void> {
    return dropStaged(this.library, act, this.now());
  }

  /**
   * Carries out an import whose pieces are all staged, as one act. From the moment it is asked for it is remembered,
   * so that a worker that was stopped on the way begins anew (`unfinished`). @throws {Trouble}
   */
  async import(order: ImportOrder, onProgress: (state: ImportState) => void = () => {}): Promise<Outcome> {
    const done = await this.library.journal.where('act').equals(order.act).first();
    if (done) return this.outcome(done);
    await this.library.meta.put({ name: 'importing', value: order });
    const history = (await this.library.journal.count()) === 0 ? order.history : undefined;
    const take = async (draft: Draft) => ({ written: await takeIn(this.library, draft, order, onProgress) });
    return this.act(order.act, 'import', undefined, take, history).catch(async (error) => {
      // Asked for again it would fail again, at every start; what was staged stays until its page drops it.
      await this.library.meta.delete('importing').catch(() => {});
      throw error;
    });
  }

  /** The import that was asked for and not carried out, because the worker was stopped. */
  async unfinished(): Promise<ImportOrder | undefined> {
    return (await this.library.meta.get('importing'))?.value as ImportOrder | undefined;
  }

  /** Chooses some settings and gives all of them. @throws {Trouble} */
  choose(change: Partial<Settings>): Promise<Settings> {
    return writeSettings(this.library, change).catch((error) => {
      throw asTrouble(error);
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
    plan: (draft: Draft) => Promise<Extra> | Promise<void>,
    /** A revision that the act has to come after. */
    after = 0,
  ): Promise<Outcome> {
    const { library } = this;
    const { papers, abstracts, tags, journal, parts, staged, meta } = library;
    try {
      return await library.transaction('rw', [papers, abstracts, tags, journal, parts, staged, meta], async () => {
        const done = await journal.where('act').equals(act).first();
        if (done) return this.outcome(done);
        const rev = Math.max(Number((await meta.get('rev'))?.value ?? 0), after) + 1;
        const draft = new Draft(library, rev, this.now());
        const extra = (await plan(draft)) ?? undefined;
        const written = { ...(await draft.write()), ...extra?.written };
        if (!written.papers.length && !written.tags.length && !extra) {
          return { rev: rev - 1, marks: await marksOf(library, await this.rowsOf(draft.keys())) };
        }
        let row: JournalRow = { rev, act, kind, at: draft.at, ...written };
        if (sitting) row = await this.continueSitting({ ...row, sitting });
        if (extra?.undoes !== undefined) row.undoes = extra.undoes;
        await journal.add(row);
        await meta.bulkPut([
          { name: 'rev', value: rev },
          { name: 'version', value: LIBRARY_VERSION },
        ]);
        const outcome = await this.outcome(row);
        return extra?.kept?.length ? { ...outcome, kept: extra.kept } : outcome;
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
      draft.erase(other.key);
    }
    learn(known, facts);
    return known;
  }

  private async outcome(row: JournalRow): Promise<Outcome> {
    // Of a large act nobody draws every paper: who shows some of them asks.
    const rows = await this.rowsOf(row.parts === undefined ? row.keys : []);
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
