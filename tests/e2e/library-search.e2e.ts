import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseQuery } from '@/papers/query';
import { until } from '@/scripts/browser/running';
import { inBrowser } from './harness/each-browser';
import { LibraryPage } from './library-page';

const SIZE = 10_000;

inBrowser('chromium', `search among ${SIZE} papers`, [], (world) => {
  let library: LibraryPage;
  let page: Page;
  beforeAll(async () => {
    library = await LibraryPage.open(world, SIZE);
    page = library.page;
    await library.save('doi:10.1000/cat', 'The Schrödinger bridge of a cat', {
      authors: ['Erwin Schrödinger'],
      venue: 'Annals of Boxes',
      published: '1935-11-01',
    });
    await library.save('doi:10.1000/han', '关于深度学习的综述', { authors: ['王伟'], published: '2024-02-03' });
    await library.save('doi:10.1000/kana', 'ニューラルネットワークによる翻訳', {
      authors: ['Sato Yui'],
      published: '2025',
    });
    await library.save('doi:10.1000/hidden', 'Plain words only', {
      abstract: 'Deep inside it speaks of zymurgical foundations.',
      published: '2023-01-01',
    });
    await library.save(
      'doi:10.1000/noted',
      'A matter of opinion',
      {},
      { note: { text: 'It ends in a palimpsest of claims.', base: 0 }, addTags: ['history of science'], rating: 5 },
    );
    await library.save('doi:10.1000/titled', 'Palimpsest reading by machines', { published: '2026-01-01' });
  });

  /** Searches, and waits until these titles are found and shown, and no others. */
  const finds = async (words: string, ...titles: string[]): Promise<void> => {
    await library.search(words);
    await library.total(`${titles.length} ${titles.length === 1 ? 'paper' : 'papers'}`);
    let rows: string[] = [];
    await until(`the rows of ${words}`, async () => {
      rows = await library.rows();
      return rows.join('\n') === titles.join('\n');
    }).catch((error: Error) => {
      throw new Error(`${error.message}; they are ${JSON.stringify(rows)}`);
    });
  };

  test.each([
    ['schrodinger', 'The Schrödinger bridge of a cat'],
    ['SCHRÖDINGER cat', 'The Schrödinger bridge of a cat'],
    ['深度学习', '关于深度学习的综述'],
    ['综述', '关于深度学习的综述'],
    ['ネットワーク', 'ニューラルネットワークによる翻訳'],
    ['schrodniger', 'The Schrödinger bridge of a cat'],
    ['author:schrodinger', 'The Schrödinger bridge of a cat'],
    ['author:王伟', '关于深度学习的综述'],
    ['year:1935', 'The Schrödinger bridge of a cat'],
    ['year:1930..1940', 'The Schrödinger bridge of a cat'],
    ['tag:"history of science"', 'A matter of opinion'],
    ['note:palimpsest', 'A matter of opinion'],
    ['venue:boxes', 'The Schrödinger bridge of a cat'],
    ['"bridge of a cat"', 'The Schrödinger bridge of a cat'],
    ['10.1000/noted', 'A matter of opinion'],
    ['zymurgical', 'Plain words only'],
  ])('%s', async (words, title) => {
    await finds(words, title);
  });

  test('without a hit says so, and beside it what a search may be made of', async () => {
    await library.search('qqzzqq');
    await library.total('0 papers');
    expect(await library.text('.list-pane .empty')).toContain('No paper fits');
    await until('what may be asked', () => page.$('.paper-pane .search-help'));
    const asked = await page.$$eval('.search-help kbd', (all) => all.map(({ textContent }) => textContent ?? ''));
    const fields = asked.flatMap((one) =>
      parseQuery(one).map(({ field, exact, not }) => (exact && 'exact') || (not && 'not') || field),
    );
    expect(fields).toEqual(['exact', 'tag', 'author', 'status', 'year', 'site', 'has', 'not']);
    await library.press('show all papers');
    await library.total('10,006 papers');
    expect(await library.text('.paper-pane')).toContain('Choose a paper');
  });

  test.each([
    ['"cat a of bridge"', 0],
    ['site:example.org', 6],
    ['site:example.org -palimpsest', 4],
    ['site:example.org -"matter of opinion"', 5],
    ['site:example.org has:note', 1],
    ['site:example.org -has:note', 5],
    ['site:example.org year:2024..2026', 3],
    ['site:example.org year:2024.. -status:unread', 0],
    ['rating:5.. site:example.org', 1],
    ['status:reading', 2_500],
    ['status:dismissed', 0],
    ['tag:"alignment 0" status:unread', 250],
  ])('%s finds %i', async (words, count) => {
    await library.search(words);
    await library.total(`${count.toLocaleString('en')} ${count === 1 ? 'paper' : 'papers'}`);
  });

  test('titles come before notes, the words are marked in both', async () => {
    await finds('palimpsest', 'Palimpsest reading by machines', 'A matter of opinion');
    await until('both marks', async () => {
      const marks = await page.$$eval('.item mark', (all) => all.map(({ textContent }) => textContent));
      return marks.includes('Palimpsest') && marks.includes('palimpsest');
    });
    await finds('schrodinger', 'The Schrödinger bridge of a cat');
    await until('the name to be marked', async () => (await library.text('.item mark')) === 'Schrödinger');
    await finds('zymurgical', 'Plain words only');
    await until('where it was found', async () => (await library.text('.item .line')) === 'in the abstract');
  });

  describe('in the popup', () => {
    test('the same words find the same papers, the newest first, which it says', async () => {
      const later = 'Later thoughts';
      await library.save('doi:10.1000/later', later, {}, { note: { text: 'Nothing but a palimpsest.', base: 0 } });
      await library.search('palimpsest');
      await library.total('3 papers');
      await until('the title first', async () => (await library.rows())[0] === 'Palimpsest reading by machines');
      const popup = await world.browser.openExtension('popup.html');
      for (const [words, titles] of [
        ['palimpsest', [later, 'Palimpsest reading by machines', 'A matter of opinion']],
        ['schrodinger', ['The Schrödinger bridge of a cat']],
        ['综述', ['关于深度学习的综述']],
      ] as const) {
        await popup.click('input[type="search"]', { count: 3 });
        await popup.keyboard.sendCharacter(words);
        await until(`${words} in the popup`, async () => {
          const shown = await popup.$$eval('.paper a', (all) => all.map(({ textContent }) => textContent?.trim()));
          const said = await popup.$eval('footer', (foot) => foot.textContent);
          return JSON.stringify(shown) === JSON.stringify(titles) && said?.includes('newest first');
        });
      }
      await popup.close();
    });
  });

  test('another search is shown from its beginning, and stays in its place when a paper is saved', async () => {
    const place = () => page.$eval('.scroller', (list) => list.scrollTop);
    await library.search('retrieval');
    await library.total('4,333 papers');
    await page.$eval('.scroller', (list) => list.scrollTo(0, 40_000));
    await until('what stands there', async () => (await page.$('#row-0')) === null && (await page.$('#row-560')));
    await library.save('doi:10.1000/retrieved', 'Nothing is found but by retrieval');
    await library.total('4,334 papers');
    expect(await place()).toBe(40_000);
    await library.search('retrieval status:read');
    await library.total('1,334 papers');
    await until('the beginning', async () => (await place()) === 0 && (await page.$('#row-0 .title')));
  });

  test('first hits come before the library is opened, if they are among the last few hundred papers', async () => {
    const cold = await world.browser.browser.newPage();
    // Whoever opens the library asks this first.
    await cold.evaluateOnNewDocument(() => {
      indexedDB.databases = () => new Promise(() => {});
    });
    await cold.goto(world.browser.extensionUrl('library.html#papers?q=part+9900'), { waitUntil: 'domcontentloaded' });
    const [title] = await until('the paper', async () => {
      const titles = await cold.$$eval('.item .title', (all) => all.map(({ textContent }) => textContent));
      return titles.length > 0 && titles;
    });
    expect(title).toMatch(/part 9900$/);
    expect(await cold.$eval('.total', ({ textContent }) => textContent)).toBe('1 paper so far');
    // Nor are the first rows counted as if they were all.
    await cold.goto(world.browser.extensionUrl('library.html'), { waitUntil: 'domcontentloaded' });
    await cold.waitForSelector('.item .title');
    expect(await cold.$eval('.total', ({ textContent }) => textContent)).toBe('');
    await cold.close();
  });
});
