import type { Library } from './database';
import { Draft } from './draft';
import { cleanIncoming, type Incoming, type IncomingTag } from './incoming';
import type { Counts } from './lists';
import { Palette } from './palette';
import type { JournalPart, JournalRow, PaperChange, TagChange } from './rows';
import { readSettings, withDefaults } from './settings';
import { takePapers } from './taking';
import { Trouble } from './trouble';

/** An import that is staged and to be carried out. */
export interface ImportOrder {
  act: string;
  /** How many pieces were staged. */
  parts: number;
  /** Restores: papers become what the file says, and those that it does not know go to the trash. */
  exact?: true | undefined;
  /** Settings to take over. */
  settings?: Record<string, unknown> | undefined;
  /** The last revision of the history in the file, which an empty library takes over. */
  history?: number | undefined;
}

/** How far an import has come. */
export interface ImportState {
  written: number;
  of: number;
}

/** What a large act has done, as its journal row tells it. */
export interface Written {
  keys: string[];
  tags: TagChange[];
  parts: number;
  settings?: { before: unknown; after: unknown };
}

/** Pieces whose page never said what to do with them are dropped after this time. */
const ABANDONED_MS = 3_600_000;
const CHUNK = 500;

/** Puts one piece of an import aside; nothing of it is seen yet. Staged again it takes the same place. */
export async function stage(
  library: Library,
  piece: {
    act: string;
    part: number;
    papers: Incoming[];
    tags?: IncomingTag[];
    history?: (JournalRow | JournalPart)[];
  },
  at: number,
): Promise<void> {
  const papers = piece.papers.flatMap((paper) => {
    const clean = cleanIncoming(paper);
    return clean ? [paper.leave ? { ...clean, leave: paper.leave } : clean] : [];
  });
  const { act, part, tags = [], history = [] } = piece;
  await library.staged.put({ act, part, at, papers, tags, history });
}

/** Drops what was staged for an act, or whatever was left behind by pages that are gone. */
export async function dropStaged(library: Library, act: string | undefined, at: number): Promise<void> {
  if (act !== undefined) {
    await library.staged.where('[act+part]').between([act, 0], [act, Number.MAX_SAFE_INTEGER]).delete();
    return;
  }
  const asked = (await library.meta.get('importing'))?.value as ImportOrder | undefined;
  const old = await library.staged.filter((row) => row.act !== asked?.act && row.at < at - ABANDONED_MS).primaryKeys();
  await library.staged.bulkDelete(old);
}

/**
 * Takes in everything that was staged for an order, within the transaction of the act. Piece by piece, so that no
 * more than one of them is held; what each did goes into `parts`. @throws {Trouble} when a piece is missing
 */
export async function takeIn(
  library: Library,
  { rev, at }: Draft,
  order: ImportOrder,
  onProgress: (state: ImportState) => void,
): Promise<Written> {
  const { act, parts, exact = false } = order;
  const palette = await Palette.read(library);
  const written: Written = { keys: [], tags: [], parts: 0 };
  const matched = new Set<string>();
  // An empty library is filled without asking the index about every paper: what it knows came in just now.
  const fresh = (await library.papers.count()) === 0 ? new Map<string, string>() : undefined;
  if (fresh && !(await library.meta.get('counts'))) {
    await library.meta.put({
      name: 'counts',
      value: { unread: 0, reading: 0, read: 0, dismissed: 0, trash: 0 } satisfies Counts,
    });
  }
  const work = async (use: (draft: Draft) => Promise<void>) => {
    const draft = new Draft(library, rev, at);
    await use(draft);
    await keep(library, rev, written, await draft.write());
  };
  const empty = (await library.journal.count()) === 0;
  // The tags first, wherever they stand in the file: papers of any piece may carry them.
  for (let part = 0; part < parts; part++) {
    const piece = await library.staged.get([act, part]);
    if (!piece) throw new Trouble('NotUnderstood', `piece ${part} of the import is missing`);
    palette.offer(piece.tags);
    if (empty && order.history !== undefined) await takeHistory(library, piece.history, rev);
  }
  if (empty) await work((draft) => palette.makeOffered(draft));
  for (let part = 0; part < parts; part++) {
    onProgress({ written: part, of: parts });
    const piece = await library.staged.get([act, part]);
    if (piece) await work((draft) => takePapers(library, draft, palette, piece.papers, { exact, matched, fresh }));
  }
  if (exact) await removeOthers(library, matched, at, work);
  if (order.settings) {
    const before = await readSettings(library);
    const after = withDefaults({ ...before, ...order.settings });
    await library.meta.put({ name: 'settings', value: after });
    written.settings = { before, after };
  }
  await dropStaged(library, act, at);
  await library.meta.delete('importing');
  return written;
}

/** Adds what one draft has written to what the whole act has done. */
export async function keep(
  library: Library,
  rev: number,
  written: Written,
  { papers, tags }: { papers: PaperChange[]; tags: TagChange[] },
): Promise<void> {
  written.tags.push(...tags);
  if (papers.length === 0) return;
  for (const { key } of papers) written.keys.push(key);
  await library.parts.put({ rev, part: written.parts++, papers });
}

/** An empty library takes over the history of the one that it comes from; `rev` is later than all of it. */
async function takeHistory(library: Library, rows: (JournalRow | JournalPart)[], rev: number): Promise<void> {
  const past = rows.filter((row) => row.rev < rev);
  await library.journal.bulkPut(past.filter((row): row is JournalRow => 'act' in row));
  await library.parts.bulkPut(past.filter((row): row is JournalPart => 'part' in row));
}

async function removeOthers(
  library: Library,
  matched: ReadonlySet<string>,
  at: number,
  work: (use: (draft: Draft) => Promise<void>) => Promise<void>,
): Promise<void> {
  const others = (await library.papers.toCollection().primaryKeys()).filter((key) => !matched.has(key));
  for (let from = 0; from < others.length; from += CHUNK) {
    const keys = others.slice(from, from + CHUNK);
    await work(async (draft) => {
      await draft.load(keys);
      for (const key of keys) {
        const paper = draft.held(key);
        if (paper) paper.removedAt ??= at;
      }
    });
  }
}
