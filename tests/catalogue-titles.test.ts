import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Catalogue } from '@/papers/catalogue';
import { duplicates, findIn } from '@/papers/catalogue-answers';
import { openCatalogue, storeCatalogue } from '@/papers/catalogue-store';
import type { Library } from '@/papers/database';
import { SORTS } from '@/papers/lists';
import type { Paper } from '@/papers/paper';
import { parseQuery } from '@/papers/query';
import type { Store } from '@/papers/store';
import { act, FreshLibrary, paper } from './fresh-library';

let fresh: FreshLibrary;
let library: Library;
let store: Store;
let catalogue: Catalogue;
const save = (target: Paper) => fresh.save(target);

afterEach(async () => {
  await library.delete();
  indexedDB.deleteDatabase('dogear-search');
});

describe('titles, which are read only when something needs them', () => {
  const byTitle = { by: 'title', rising: true } as const;
  const words = ['zeta', 'Alpha', 'mid', 'Öl', 'beta', '\u{1d538} half', 'half \ud835', 'two\nlines'];
  let keys: string[];
  const inOrder = async (one: Catalogue) =>
    Array.from(await findIn(library, one, [], byTitle), (slot) => one.keyOf(slot));
  const anew = async () => {
    const made = new Catalogue();
    await made.build(library);
    return inOrder(made);
  };

  beforeEach(async () => {
    fresh = await FreshLibrary.open();
    ({ library, store } = fresh);
    keys = [];
    for (const [n, word] of words.entries()) keys.push(await save(paper(`${n}`, { title: `${word} of things` })));
    await storeCatalogue(library, (await openCatalogue(library)).catalogue);
    ({ catalogue } = await openCatalogue(library));
  });

  it('are there for an order by them that is the first thing asked', async () => {
    expect(() => catalogue.find([], byTitle)).toThrow('before they are read');
    expect(await inOrder(catalogue)).toEqual(await anew());
    expect(catalogue.find([], byTitle)).toHaveLength(words.length);
  });

  it('are not read for words and other orders', async () => {
    expect(catalogue.find(parseQuery('alpha'))).toEqual([keys[1]]);
    for (const by of SORTS)
      if (by !== 'title') expect(catalogue.find([], { by, rising: true })).toHaveLength(words.length);
    expect(() => catalogue.papers.titles.at(0)).toThrow();
  });

  it('are there when papers come and go before and while they are read', async () => {
    await store.change({ act: act(), targets: [{ key: keys[3] ?? '' }], rating: 2 });
    await save(paper('more', { title: 'Gamma' }));
    await catalogue.catchUp(library);
    const reading = catalogue.needTitles(library);
    await save(paper('last', { title: 'Aaa' }));
    await store.change({ act: act(), targets: [{ key: keys[0] ?? '' }], remove: true });
    await Promise.all([catalogue.catchUp(library), reading, catalogue.needTitles(library)]);
    expect(await inOrder(catalogue)).toEqual(await anew());
  });

  it('are there for duplicates that are asked first', async () => {
    const authors = ['Ada Lovelace'];
    const one = await save(paper('a', { title: 'Analytical engines and their notes', authors }));
    await storeCatalogue(library, (await openCatalogue(library)).catalogue);
    const { catalogue: stored } = await openCatalogue(library);
    const twin = await save(paper('b', { title: 'Analytical Engines and Their Notes', authors }));
    await stored.catchUp(library);
    expect(await duplicates(library, stored, new Set())).toEqual([[one, twin].sort()]);
  });

  it('are stored again though nobody has asked for them', async () => {
    await store.change({ act: act(), targets: [{ key: keys[4] ?? '' }], remove: true });
    await save(paper('more', { title: 'Gamma' }));
    await catalogue.catchUp(library);
    await storeCatalogue(library, catalogue);
    const { catalogue: again, changed } = await openCatalogue(library);
    expect(changed).toBe(0);
    expect(await inOrder(again)).toEqual(await anew());
    expect(await inOrder(catalogue)).toEqual(await anew());
  });

  it('come from the library where they cannot be read', async () => {
    for (const titles of [new Blob(['[']), new Blob(['["one"]'])]) {
      await altered({ titles });
      const { catalogue: stored, changed } = await openCatalogue(library);
      expect(changed).toBe(0);
      expect(await inOrder(stored)).toEqual(await anew());
    }
  });

  it('belong to a catalogue that is made anew where an older Dogear stored it or it is damaged', async () => {
    for (const what of [{ shape: 3 }, { numbers: new Blob(['no']) }, { common: '{' }]) {
      await altered(what);
      const { catalogue: made, changed } = await openCatalogue(library);
      expect(changed).toBe(words.length);
      expect(await inOrder(made)).toEqual(await anew());
      await storeCatalogue(library, made);
      expect((await openCatalogue(library)).changed).toBe(0);
    }
  });

  /** Puts something else into what is stored. */
  async function altered(what: object): Promise<void> {
    const shelf = await new Dexie('dogear-search').open();
    expect(await shelf.table('parts').update('catalogue', what)).toBe(1);
    shelf.close();
  }
});
