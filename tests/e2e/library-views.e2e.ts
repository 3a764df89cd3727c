import { beforeAll, describe, expect, test } from 'vitest';
import { tagOf } from '@/scripts/bench/library';
import { until } from '@/scripts/browser/running';
import { inBrowser } from './harness/each-browser';
import { LibraryPage } from './library-page';

const SIZE = 10_000;
const [first, second, third] = [0, 11, 22].map((index) => tagOf(index, SIZE).name);
/** Papers with some answers, which all others lack. */
const RATED = { 4000: 5, 7000: 4, 1: 2 };
const DUE = { 300: 2, 8000: 5, 42: 9 };

inBrowser('chromium', `orders, filters and batches of ${SIZE} papers`, [], (world) => {
  let library: LibraryPage;
  beforeAll(async () => {
    library = await LibraryPage.open(world, SIZE);
    const one = (index: string, what: object) =>
      library.act('papers.change', { targets: [{ key: `bench-${index}` }], ...what });
    for (const [index, rating] of Object.entries(RATED)) await one(index, { rating });
    for (const [index, days] of Object.entries(DUE)) await one(index, { reviewAt: Date.now() + days * 86_400_000 });
  });

  /** The numbers of the papers at the top, in their order. */
  const top = async (count: number): Promise<number[]> =>
    (await library.rows()).slice(0, count).map((title) => Number(title.split('part ')[1]));

  describe('orders', () => {
    test.each([
      ['saved, the newest first', '', [9_999, 9_998, 9_997]],
      ['saved, the oldest first', 'saved', [0, 1, 2]],
      // Papers of one year stand as they were saved.
      ['published, the first ones first', 'published', [0, 10, 20]],
      ['published, the last ones first', '-published', [9_999, 9_989, 9_979]],
      ['rating, the best first', '-rating', [4_000, 7_000, 1, 9_999]],
      ['review date, the next first', 'review', [300, 8_000, 42]],
    ])('by %s', async (_name, sort, expected) => {
      await library.go('#papers');
      await library.total('10,000 papers');
      await library.page.select('.small-bar select', sort);
      await until('the order', async () => (await top(expected.length)).join() === expected.join());
      expect(library.page.url().includes(`sort=${sort}`)).toBe(sort !== '');
      // Within a filter, too.
      await library.go(`#papers?q=status%3Aunread${sort && `&sort=${sort}`}`);
      const unread = expected.filter((index) => index % 4 === 0 || index % 4 === 3);
      await until('the unread ones', async () => {
        const shown = await top(expected.length);
        return shown.length > 0 && shown.slice(0, unread.length).join() === unread.join();
      });
    });

    test('by title, from A to Z and back', async () => {
      const rows: string[][] = [];
      for (const sort of ['title', '-title']) {
        await library.go(`#papers?sort=${sort}`);
        rows.push(
          await until(`rows by ${sort}`, async () => {
            const titles = (await library.rows()).map((title) => title.toLowerCase());
            const sorted = sort === 'title' ? titles.toSorted() : titles.toSorted().reverse();
            return titles.length > 5 && titles.join('\n') === sorted.join('\n') && titles;
          }),
        );
      }
      const [rising = [], falling = []] = rows;
      expect((rising[0] ?? '') < (falling[0] ?? '')).toBe(true);
    });
  });

  describe('filters', () => {
    const open = async () => {
      await library.go('#papers');
      await library.total('10,000 papers');
      await library.press('Filter');
      await library.page.waitForSelector('.filter-panel .save-view');
    };
    const tick = (name: string | undefined) =>
      library.page.locator(`.filter-panel ::-p-aria([name="${name}"][role="checkbox"])`).click();

    test('by any, all or none of some tags', async () => {
      await open();
      await tick(first);
      await library.total('500 papers');
      await tick(second);
      await library.total('250 papers');
      for (const [mode, words] of [
        ['any', '750 papers'],
        ['none', '9,250 papers'],
        ['all', '250 papers'],
      ] as const) {
        await library.page.select('[aria-label="Which of the tags"]', mode);
        await library.total(words);
      }
      await tick(third);
      await library.total('0 papers');
    });

    test('by rating, year, site and what a paper has, together', async () => {
      await open();
      await library.page.select('.filter-panel [aria-label="Rating"]', '4..');
      await library.total('2 papers');
      await library.page.select('.filter-panel [aria-label="Rating"]', '');
      await library.total('10,000 papers');
      await library.page.type('[aria-label="From the year"]', '2012');
      await library.page.keyboard.press('Tab');
      await library.total('8,000 papers');
      await library.page.type('[aria-label="To the year"]', '2013');
      await library.page.keyboard.press('Tab');
      await library.total('2,000 papers');
      await library.page.select('.filter-panel [aria-label="Site"]', 'arxiv.org');
      await until('the site to be asked for', () => decodeURIComponent(library.page.url()).includes('site:arxiv.org'));
      await tick('a note');
      await library.total('667 papers');
      expect(decodeURIComponent(library.page.url())).toMatch(/year:2012\.\.2013.*site:arxiv\.org.*has:note/);
      await library.page.locator('.filter-panel .clear').click();
      await library.total('10,000 papers');
    });
  });

  describe('batches of 500 papers', () => {
    const row = (index: number) => library.row(`bench-${index}`);
    beforeAll(async () => {
      await library.page.keyboard.press('Escape');
    });
    const select = async () => {
      await library.go(`#papers?q=tag%3A%22${encodeURIComponent(second ?? '')}%22`);
      await library.total('500 papers');
      await library.selectAll('500');
    };

    test('status and rating, each in one act', async () => {
      await select();
      await library.page.select('.batch [aria-label="Status"]', 'reading');
      await library.toast('Reading · 500 papers');
      await library.page.select('.batch [aria-label="Rating"]', '3');
      await library.toast('Rated · 500 papers');
      expect(await row(40)).toMatchObject({ status: 'reading', rating: 3 });
      await library.press('Undo');
      await library.toast('Undone');
      expect((await row(40)).rating).toBeUndefined();
      expect((await row(40)).status).toBe('reading');
    });

    test('tags taken away, and given back', async () => {
      await select();
      await library.press('Take tags away');
      await library.page.locator(`.batch-tags ::-p-aria([name="${second}"][role="button"])`).click();
      await library.total('0 papers');
      expect((await row(40)).tagIds).toEqual(['tag-0']);
      await library.press('Undo');
      await library.total('500 papers');
      expect((await row(40)).tagIds).toEqual(['tag-0', 'tag-11']);
    });

    test('removed, and brought back', async () => {
      await select();
      await library.press('Remove');
      await library.total('0 papers');
      expect((await row(40)).removedAt).toBeGreaterThan(0);
      await library.press('Undo');
      await library.total('500 papers');
      expect((await row(40)).removedAt).toBeUndefined();
    });
  });
});
