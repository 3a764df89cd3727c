import Dexie, { type Table } from 'dexie';
import type { AbstractRow, JournalPart, JournalRow, MetaRow, PaperRow, SeenRow, StagedRow, TagRow } from './rows';
import { asTrouble, Trouble } from './trouble';

/** The shape of the data, raised with every `version(n)`; a library with a higher one is left alone. */
export const LIBRARY_VERSION = 1;

/** The tables. Only `papers/store.ts` writes them, and only in the background. */
export class Library extends Dexie {
  declare papers: Table<PaperRow, string>;
  declare abstracts: Table<AbstractRow, string>;
  declare tags: Table<TagRow, string>;
  declare journal: Table<JournalRow, number>;
  declare parts: Table<JournalPart, [number, number]>;
  declare staged: Table<StagedRow, [string, number]>;
  declare seen: Table<SeenRow, string>;
  declare meta: Table<MetaRow, string>;

  constructor(name = 'dogear') {
    // strict: a change is acknowledged when it is on disk, not when the browser has promised to write it.
    super(name, { chromeTransactionDurability: 'strict' });
    // Once released a version is never edited: a change of shape is a new one with an upgrade.
    this.version(1).stores({
      papers: 'key, *ids, *views, rev',
      abstracts: 'key',
      tags: 'id, &folded',
      journal: 'rev, &act, *keys',
      parts: '[rev+part]',
      staged: '[act+part]',
      seen: 'id',
      meta: 'name',
    });
  }
}

/**
 * Opens the library, or says why not. Dexie 4 opens a database of a newer version without a word, so that is
 * asked first (https://github.com/dexie/Dexie.js/pull/1880).
 * @throws {Trouble} `NewerLibrary`, `CannotOpen`, `DiskFull`
 */
export async function openLibrary(library = new Library()): Promise<Library> {
  try {
    // Dexie multiplies its versions by ten.
    const found = (await indexedDB.databases?.())?.find((database) => database.name === library.name);
    if ((found?.version ?? 0) >= (LIBRARY_VERSION + 1) * 10) throw new Trouble('NewerLibrary');
    await library.open();
    const version = await library.meta.get('version');
    if (Number(version?.value ?? 0) > LIBRARY_VERSION) throw new Trouble('NewerLibrary');
    return library;
  } catch (error) {
    library.close();
    throw asTrouble(error, 'CannotOpen');
  }
}
