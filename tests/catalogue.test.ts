import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Catalogue } from '@/papers/catalogue';
import { duplicates, findIn, inAbstracts } from '@/papers/catalogue-answers';
import { openCatalogue, restoreCatalogue, storeCatalogue } from '@/papers/catalogue-store';
import type { Library } from '@/papers/database';
import { revOf, SORTS } from '@/papers/lists';
import type { Paper } from '@/papers/paper';
import { parseQuery } from '@/papers/query';
import type { Change, Store } from '@/papers/store';
import { soughtWords, within, wordsOf } from '@/papers/word-index';
import { act, FreshLibrary, paper } from './fresh-library';

let fresh: FreshLibrary;
let library: Library;
let store: Store;
let catalogue: Catalogue;

const save = (target: Paper, what?: Partial<Change>) => fresh.save(target, what);
const titles = async (text: string) => {
  await catalogue.catchUp(library);
  const query = parseQuery(text);
  const slots = await findIn(library, catalogue, query);
  const keys = [...slots].map((slot) => catalogue.keyOf(slot));
  return (await library.papers.bulkGet(keys)).map((row) => row?.title);
};

beforeEach(async () => {
  fresh = await FreshLibrary.open();
  ({ library, store } = fresh);
  catalogue = new Catalogue();
});
afterEach(async () => {
  await library.delete();
  indexedDB.deleteDatabase('dogear-search');
});

describe('words', () => {
  it('are told apart without case and accents, dense scripts by pairs of signs', () => {
    expect(wordsOf('Schrödinger’s Cat-2')).toEqual(['schrodinger', 's', 'cat', '2']);
    expect(wordsOf('深度学习')).toEqual(['深度', '度学', '学习', '习']);
    expect(soughtWords('学习')).toEqual(['学习']);
    // Of a word that is cut no half of a sign is left.
    expect(wordsOf(`${'a'.repeat(39)}𐌰𐌱`)).toEqual(['a'.repeat(39)]);
  });
  it.each([
    ['hinton', 'hintno', 1, true],
    ['bridge', 'bridges', 1, true],
    ['bridge', 'fridges', 1, false],
    ['diffusion', 'difusoin', 2, true],
  ] as const)('%s and %s within %i: %s', (a, b, most, near) => expect(within(a, b, most)).toBe(near));
});

describe('the catalogue', () => {
  it('ranks titles before notes, whole words before beginnings, and forgives', async () => {
    await save(paper('1', { title: 'Other things' }), { note: { text: 'about diffusion', base: 0 } });
    await save(paper('2', { title: 'Diffusion models' }));
    await save(paper('3', { title: 'Diffusions of heat' }));
    expect(await titles('diffusion')).toEqual(['Diffusion models', 'Diffusions of heat', 'Other things']);
    expect(await titles('difusion models')).toEqual(['Diffusion models']);
    expect(await titles('diffusion -heat')).toEqual(['Diffusion models', 'Other things']);
  });

  it('finds CJK titles by part, authors without accents, ids, phrases', async () => {
    await save(paper('2401.00001', { title: '基于深度学习的方法', authors: ['Ana Núñez'] }));
    await save(paper('2', { title: 'Learning to learn' }));
    await save(paper('3', { title: 'To learn learning' }));
    expect(await titles('深度学习')).toEqual(['基于深度学习的方法']);
    expect(await titles('方')).toEqual(['基于深度学习的方法']);
    expect(await titles('author:nunez')).toEqual(['基于深度学习的方法']);
    expect(await titles('2401.00001')).toEqual(['基于深度学习的方法']);
    expect(await titles('"learning to learn"')).toEqual(['Learning to learn']);
  });

  it('follows every change by its revision', async () => {
    const key = await save(paper('1', { title: 'Alpha' }), { addTags: ['ml/rl'] });
    expect(await titles('tag:ml')).toEqual(['Alpha']);
    expect(await titles('rl')).toEqual(['Alpha']);
    const [tag] = await library.tags.toArray();
    await store.changeTag({ act: act(), id: tag?.id ?? '', rename: 'Robots' });
    expect(await titles('robots')).toEqual(['Alpha']);
    expect(await titles('tag:ml')).toEqual([]);
    await store.change({ act: act(), targets: [{ key }], remove: true });
    expect(await titles('')).toEqual([]);
    await store.undo(act());
    expect(await titles('alpha')).toEqual(['Alpha']);
  });

  it('leaves dismissed papers out until they are asked for, and orders by anything', async () => {
    await save(paper('1', { title: 'B', published: '2020' }));
    await save(paper('2', { title: 'a', published: '2022' }));
    await save(paper('3', { title: 'C', published: '2021' }), { status: 'dismissed' });
    expect(await titles('')).toEqual(['a', 'B']);
    expect(await titles('status:dismissed')).toEqual(['C']);
    expect(catalogue.find([], { by: 'title', rising: true })).toHaveLength(2);
    const byYear = catalogue.find([], { by: 'published', rising: true });
    expect((await library.papers.bulkGet(byYear)).map((row) => row?.title)).toEqual(['B', 'a']);
  });

  it('comes back from where it was stored and catches up', async () => {
    for (let n = 0; n < 30; n++) await save(paper(`${n}`, { title: `Old ${n}` }));
    const first = await openCatalogue(library);
    expect(first.changed).toBe(30);
    await storeCatalogue(library, first.catalogue);
    const key = await save(paper('new', { title: 'New one' }));
    const second = await openCatalogue(library);
    expect(second.changed).toBe(1);
    expect(second.catalogue.find(parseQuery('new'))).toEqual([key]);
    expect(second.catalogue.find(parseQuery('old'))).toHaveLength(30);
  });

  it('catches up with what is saved while it is opened, and knows what it does not know', async () => {
    for (let n = 0; n < 5; n++) await save(paper(`${n}`, { title: `Old ${n}` }));
    await storeCatalogue(library, (await openCatalogue(library)).catalogue);
    const whileSaving = async (id: string) => {
      const restored = await restoreCatalogue();
      await save(paper(id));
      return restored;
    };
    const behind = await openCatalogue(library, whileSaving('later'));
    expect([behind.changed, behind.catalogue.papers.size]).toEqual([0, 5]);
    expect(behind.catalogue.rev).toBeLessThan(await revOf(library));
    expect(await behind.catalogue.catchUp(library)).toBe(1);
    const ahead = await openCatalogue(library, whileSaving('last'));
    expect([ahead.changed, ahead.catalogue.papers.size]).toEqual([2, 7]);
  });

  it('stands in every order after every change as if it had been made anew', async () => {
    const keys: string[] = [];
    const words = ['zeta', 'Alpha', 'mid', 'Öl', 'beta'];
    const orders = SORTS.flatMap((by) => [true, false].map((rising) => ({ by, rising })));
    for (let n = 0; n < 60; n++) {
      const key = keys[(n * 7) % 23];
      const what = [
        { rating: (n % 5) + 1 },
        { status: 'dismissed' as const },
        { reviewAt: 1_000 * (n % 9) },
        { remove: true as const },
        { addTags: [`tag ${n % 3}`] },
      ][n % 5];
      if (n < 25 || !key)
        keys.push(await save(paper(`${n}`, { title: `${words[n % 5]} ${n % 11}`, published: `20${10 + (n % 7)}` })));
      else await store.change({ act: act(), targets: [{ key }], ...what });
      if (n % 6) continue;
      await catalogue.catchUp(library);
      const anew = new Catalogue();
      await anew.build(library);
      await storeCatalogue(library, catalogue);
      const { catalogue: stored, changed } = await openCatalogue(library);
      expect(changed).toBe(0);
      await stored.needTitles(library);
      // Of an order that is not made yet, few papers are sorted by themselves.
      const few = orders.map((order) => anew.find(parseQuery('zeta'), order));
      for (const one of [catalogue, stored]) {
        for (const order of orders) expect(one.find([], order)).toEqual(anew.find([], order));
        for (const text of [
          'zeta',
          'tag',
          'tag:"tag 1"',
          'rating:3..',
          '-alpha',
          'status:dismissed',
          'year:2012..2014',
        ])
          expect(one.find(parseQuery(text)).sort()).toEqual(anew.find(parseQuery(text)).sort());
        expect(orders.map((order) => one.find(parseQuery('zeta'), order))).toEqual(few);
      }
    }
  });

  it('has other numbers for what was changed, and keys for those that are alive', async () => {
    const keys: string[] = [];
    for (let n = 0; n < 6; n++) keys.push(await save(paper(`${n}`, { title: `Old ${n}` })));
    const { catalogue: first } = await openCatalogue(library);
    await storeCatalogue(library, first);
    await store.change({ act: act(), targets: [{ key: keys[1] ?? '' }], rating: 4 });
    await store.change({ act: act(), targets: [{ key: keys[2] ?? '' }], remove: true });
    const { catalogue: second } = await openCatalogue(library);
    const { papers } = second;
    const told = papers.keysFrom(0).split('\n');
    expect(told).toHaveLength(papers.length);
    expect([papers.size, papers.length]).toEqual([5, 7]);
    for (let slot = 0; slot < papers.length; slot++) {
      if (papers.has(slot)) expect(papers.keyOf(slot)).toBe(told[slot]);
      else expect(papers.keyOf(slot)).toBe('');
    }
    expect([3, 6, 7].map((from) => papers.keysFrom(from))).toEqual([told.slice(3).join('\n'), told[6], '']);
    expect(keys.map((key) => second.slotOf(key))).toEqual(
      keys.map((key, n) => (n === 2 ? undefined : told.lastIndexOf(key))),
    );
    expect(second.slotOf(keys[1] ?? '')).toBe(6);
  });

  it('is made anew when it does not fit the library', async () => {
    await save(paper('1', { title: 'Kept elsewhere' }));
    const { catalogue: stored } = await openCatalogue(library);
    await storeCatalogue(library, stored);
    await Promise.all([library.papers.clear(), library.meta.clear()]);
    expect((await openCatalogue(library)).catalogue.papers.size).toBe(0);
  });
});

describe('what goes beyond words', () => {
  it('finds abstracts as a second tier', async () => {
    const key = await save(paper('1', { abstract: 'We bound the Rényi divergence of marsupials.' }));
    const found: string[] = [];
    for await (const keys of inAbstracts(library, parseQuery('renyi MARSUPIALS'), (one) => one === key))
      found.push(...keys);
    expect(found).toEqual([key]);
  });

  it('names related papers and offers the same ones', async () => {
    const authors = ['Ada Lovelace'];
    const one = await save(paper('1', { title: 'Analytical engines and their notes', authors }));
    const twin = await save({
      ...paper('2', { title: 'Analytical Engines and Their Notes', authors: ['A. Lovelace'] }),
    });
    const third = await save(paper('3', { title: 'Entirely other matters', authors }));
    await save(paper('4', { title: 'Unconnected', authors: ['Nobody Else'] }));
    await catalogue.catchUp(library);
    const row = await library.papers.get(one);
    if (!row) throw new Error('not stored');
    expect(catalogue.related(row, 5)).toEqual([twin, third]);
    const pair = [one, twin].sort();
    expect(await duplicates(library, catalogue, new Set())).toEqual([pair]);
    expect(await duplicates(library, catalogue, new Set([pair.join()]))).toEqual([]);
  });

  it('offers as the same what listings hold for the same, and nothing else', async () => {
    const formula = await save(
      paper('1', { title: 'On $\\mathcal{O}(n)$ Sorting of Very Long Lists', authors: ['Bo Ray'] }),
    );
    const plain = await save(paper('2', { title: 'On O(n) sorting of very long lists', authors: ['Ray, Bo'] }));
    // Another first name is another author.
    await save(paper('3', { title: 'On O(n) sorting of very long lists', authors: ['Chi Ray'] }));
    // A title of one word says nothing.
    for (const id of ['4', '5']) await save(paper(id, { title: 'Introduction', authors: ['Bo Ray'] }));
    // Many begin alike; the pair among them is found all the same.
    for (let n = 0; n < 20; n++)
      await save(
        paper(`6${n}`, { title: `A survey of everything there is to know, part ${n % 19}`, authors: ['Bo Ray'] }),
      );
    await catalogue.catchUp(library);
    const found = await duplicates(library, catalogue, new Set());
    const titlesOf = (keys: string[]) =>
      library.papers.bulkGet(keys).then((rows) => rows.map((row) => row?.ids[0]).sort());
    expect(await Promise.all(found.map(titlesOf))).toEqual(
      expect.arrayContaining([
        ['arxiv:1', 'arxiv:2'],
        ['arxiv:60', 'arxiv:619'],
      ]),
    );
    expect(found).toHaveLength(2);
    expect(found).toContainEqual([formula, plain].sort());
  });
});
