import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { until } from '@/scripts/browser/running';
import { violations } from './axe';
import { inBrowser, type World } from './harness/each-browser';
import { LibraryPage } from './library-page';

const SIZE = 10_000;

inBrowser('chromium', `the library with ${SIZE} papers`, [], (world: World) => {
  let page: Page;
  let library: LibraryPage;
  const go = (hash: string) => library.go(hash);
  const text = (selector: string) => library.text(selector);
  const rows = () => library.rows();
  const total = (words: string) => library.total(words);
  const search = (words: string) => library.search(words);
  const toast = (words: string) => library.toast(words);
  const press = (name: string) => library.press(name);

  beforeAll(async () => {
    library = await LibraryPage.open(world, SIZE);
    page = library.page;
  });

  describe('the list', () => {
    test('shows all papers, newest first, and draws only what is in sight', async () => {
      await total('10,000 papers');
      expect((await rows())[0]).toContain('part 9999');
      expect((await rows()).length).toBeLessThan(80);
      await page.$eval('.scroller', (list) => list.scrollTo(0, list.scrollHeight));
      await until('the oldest paper', async () => (await rows()).some((title) => title.endsWith('part 0')));
    });

    test('has every key that nothing else has the focus for', async () => {
      await go('#papers');
      await page.waitForSelector('.item');
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.keyboard.press('ArrowDown');
      await until('the first paper', async () => (await text('.with-paper .paper-view h2')).includes('part 9999'));
    });

    test('is walked through with a key that is held down, and the address follows at rest', async () => {
      await go('#papers');
      await page.waitForSelector('.item');
      // Browsers throw after 200 changes of the address in ten seconds, though not when they are driven as here.
      const changes = await page.$eval('.scroller', async (list) => {
        let changes = 0;
        const { replaceState } = history;
        history.replaceState = (...what) => {
          changes++;
          replaceState.apply(history, what);
        };
        for (let step = 0; step < 100; step++) {
          list.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        history.replaceState = replaceState;
        return changes;
      });
      expect(changes).toBeLessThan(50);
      await until('the paper after 100 steps', async () => (await text('.paper-view h2')).includes('part 9900'));
      await until('its address', () => page.url().includes('paper=bench-9900'));
      await go('#papers');
    });

    test('is filtered by what is typed, with the words marked, and the address keeps it', async () => {
      await go('#papers');
      expect(await library.type('retrieval status:read')).toBe('retrieval status:read');
      await until('the words in the address', () => decodeURIComponent(page.url()).endsWith('status:read'));
      await until(
        'fewer papers',
        async () => /^\d,?\d* papers$/.test(await text('.total')) && !(await text('.total')).startsWith('10,000'),
      );
      await until('a mark', () => page.$('.item mark'));
      const before = await text('.total');
      const address = page.url();
      await go('#settings');
      await page.waitForSelector('.settings');
      await page.goBack();
      await until('the same view', async () => page.url() === address && (await text('.total')) === before);
    });

    test('is sorted and shown as a table', async () => {
      await go('#papers?sort=title&as=table');
      await page.waitForSelector('.as-table .item');
      const inOrder = (titles: string[]) => [...titles].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
      // The table stands with the rows of the view before, until its own are there.
      await until('sorted rows', async () => {
        const titles = await rows();
        return titles.length > 5 && titles.join() === inOrder(titles).join();
      });
    });

    test('filters by fields', async () => {
      await go('#papers');
      await press('Filter');
      await page.waitForSelector('.filter-panel:popover-open');
      await page.locator('.filter-panel label ::-p-text(Reading)').click();
      await total('2,500 papers');
      await until('its address', () => page.url().includes('status%3Areading'));
      // Those beyond the ones in sight come later, and have no name before.
      await until('all rows that are drawn', async () => (await page.$('.item.coming')) === null);
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
    });
  });

  describe('changes', () => {
    test('of many papers are one act, undone in one', async () => {
      await go('#papers?q=tag%3A%22alignment+0%22');
      await total('500 papers');
      await library.selectAll('500');
      await page.keyboard.press('3');
      await toast('Read · 500 papers');
      await press('Undo');
      await toast('Undone');
      await go('#changes');
      await until('the act in the list', async () => (await text('.changes')).includes('500 papers'));
      expect(await text('.changes .undone')).toContain('500 papers');
    });

    test('of a tag are at once everywhere', async () => {
      await go('#papers');
      await press('Change the tag debate 1');
      await page.waitForSelector('dialog[open]');
      expect(await violations(page)).toEqual([]);
      await page.click('dialog input', { count: 3 });
      await page.keyboard.type('Renamed/debate');
      await page.keyboard.press('Enter');
      await toast('Renamed to Renamed/debate');
      await until('the new name', async () => (await text('.sidebar')).includes('Renamed/debate'));
      await search('tag:renamed');
      await total('500 papers');
    });

    test('of a note are kept as versions, and read as Markdown', async () => {
      await go('#papers');
      await page.waitForSelector('.item');
      await page.click('.item');
      await page.waitForSelector('.note-field textarea');
      await page.focus('.note-field textarea');
      await page.keyboard.type('**Bold claim** about $x^2$ <b>no html</b>');
      await until('saved', async () => (await text('.note-field .small')) === 'Saved');
      await press('Preview');
      await page.waitForSelector('.markdown strong');
      await page.waitForSelector('.markdown math');
      expect(await page.$('.markdown b')).toBeNull();
      expect(await text('.markdown')).toContain('<b>no html</b>');
      await press('Write');
      await page.$eval('.note-field textarea', (field) => field.select());
      await page.keyboard.type('Other words');
      await until('saved', async () => (await text('.note-field .small')) === 'Saved');
      await go('#papers');
      await page.click('.item');
      await press('History');
      await page.waitForSelector('.versions li');
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
    });

    test('put into the trash come back with all they had', async () => {
      await go('#papers');
      await page.waitForSelector('.item');
      const [first = ''] = await rows();
      await page.focus('.scroller');
      await page.click('.item');
      await page.keyboard.press('Delete');
      await toast('Removed');
      await until('it to leave the list', async () => !(await rows()).includes(first));
      await go('#trash');
      await until('it in the trash', async () => (await text('.page')).includes(first));
      await press(`Restore ${first}`);
      await toast('Restored');
      await go('#papers');
      await until('it back in the list', async () => (await rows())[0] === first);
    });
  });

  test('a review is done by keyboard alone', async () => {
    await go('#review');
    await page.waitForSelector('.review-card');
    for (let left = 10; left > 0; left--) {
      await until(`${left} left`, async () => (await text('.review > .hint')).startsWith(`${left} paper`));
      const before = await text('.review-card h2');
      await page.keyboard.press(['1', '2', '3', '4', 'w', 's'][left % 6] as '1');
      if (left > 1) await until('the next paper', async () => (await text('.review-card h2')) !== before);
    }
    await until('the end', async () => (await text('.review')).includes('Done for today'));
    await go('#papers?q=has%3Areview');
    await total('10 papers');
  });
});
