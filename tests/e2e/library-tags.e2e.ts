import type { Page } from 'puppeteer-core';
import { beforeAll, expect, test } from 'vitest';
import { slowness, until } from '@/scripts/browser/running';
import { inBrowser } from './harness/each-browser';
import { LibraryPage } from './library-page';

const SIZE = 10_000;
/** Longest time in which the page may draw no frame while all papers are written, in ms; machines may be busy. */
const FREEZE = 1_500;

inBrowser('chromium', `tags and views among ${SIZE} papers`, [], (world) => {
  let library: LibraryPage;
  let page: Page;
  let popup: Page;
  beforeAll(async () => {
    library = await LibraryPage.open(world, SIZE);
    page = library.page;
    popup = await world.browser.openExtension('popup.html');
    await popup.waitForSelector('header select');
    await page.bringToFront();
  });

  /** The number beside a tag in the sidebar. */
  const uses = (name: string) =>
    page.$$eval(
      '.tag-tree li',
      (rows, wanted) =>
        rows
          .find((row) => row.querySelector('button')?.ariaLabel === `Change the tag ${wanted}`)
          ?.querySelector('.uses')?.textContent,
      name,
    );
  const edit = async (name: string) => {
    await page.$eval(`[aria-label="Change the tag ${name}"]`, (button) => (button as HTMLElement).click());
    await page.waitForSelector('dialog[open]');
  };
  const rename = async (name: string, to: string) => {
    await edit(name);
    await page.click('dialog input', { count: 3 });
    await page.keyboard.type(to);
    await page.keyboard.press('Enter');
    await library.toast(`Renamed to ${to}`);
  };
  const undo = async () => {
    await library.press('Undo');
    await library.toast('Undone');
  };

  test('are nested by a slash: what is in a tag is found with it', async () => {
    await rename('reward 4', 'ml');
    await rename('debate 1', 'ml/debate');
    const row = await page.waitForSelector('.tag-tree li[data-depth="1"]');
    expect(await row?.evaluate((one) => one.querySelector('.name')?.textContent)).toBe('debate');
    await library.search('tag:ml');
    await library.total('1,000 papers');
    // All that is nested follows.
    await rename('ml', 'ai');
    await library.search('tag:ai/debate');
    await library.total('500 papers');
    await until('it in the popup', () =>
      popup.$eval('header select', (tags) => tags.textContent?.includes('ai/debate')),
    );
    await undo();
    await library.search('tag:ml/debate');
    await library.total('500 papers');
    // Where no tag stands between, it hangs below the next one above.
    await rename('graph 10', 'ml/deep/graph');
    const below = await page.waitForSelector('.tag-tree li:has([aria-label="Change the tag ml/deep/graph"])');
    expect(await below?.evaluate((one) => one.querySelector('.name')?.textContent)).toBe('deep/graph');
    expect(await below?.evaluate((one) => (one as HTMLElement).dataset.depth)).toBe('1');
    await undo();
  });

  test('are merged, with the counts at once, and come apart again', async () => {
    await library.turn('#papers');
    await edit('oversight 2');
    const into = await page.$$eval('dialog select option', (options) =>
      options.find(({ textContent }) => textContent?.startsWith('scalable 3'))?.getAttribute('value'),
    );
    await page.select('dialog select', into ?? '');
    await library.press('Merge');
    await library.toast('Merged');
    await until('both in one', async () => (await uses('scalable 3')) === '1,000');
    expect(await uses('oversight 2')).toBeUndefined();
    await until('it in the popup', () =>
      popup.$eval('header select', (tags) => tags.textContent?.includes('3 (1,000)')),
    );
    await undo();
    await until(
      'each by itself',
      async () => (await uses('scalable 3')) === '500' && (await uses('oversight 2')) === '500',
    );
  });

  test('are recoloured on every row', async () => {
    const chip = () =>
      page.$$eval('.item .chip', (chips) =>
        chips
          .find(({ textContent }) => textContent === 'graph 10' || textContent === 'graph 22')
          ?.getAttribute('data-colour'),
      );
    await library.search('tag:"graph 22"');
    await library.total('500 papers');
    await until('a chip', chip);
    const before = await chip();
    await edit('graph 22');
    const other = before === '3' ? 5 : 3;
    await library.press(`Colour ${other + 1}`);
    await library.toast('Recoloured');
    await until('the colour', async () => (await chip()) === String(other));
  });

  test('are deleted from every paper, which stay, and are given back', async () => {
    await library.turn('#papers');
    await edit('model 5');
    await library.press('Delete the tag');
    await library.toast('Deleted the tag model 5');
    await until('it to be gone', async () => (await uses('model 5')) === undefined);
    await library.total('10,000 papers');
    await undo();
    await until('it to be back', async () => (await uses('model 5')) === '500');
  });

  test(`${SIZE} papers are retagged in one step, and the page goes on`, async () => {
    await library.turn('#papers');
    await library.total('10,000 papers');
    await library.selectAll('10,000');
    await library.press('Add tags');
    await page.waitForSelector('.batch-tags input');
    await page.type('.batch-tags input', 'everything');
    await page.evaluate(() => {
      const watched = window as unknown as { longest: number };
      watched.longest = 0;
      let last = performance.now();
      const frame = (now: number) => {
        watched.longest = Math.max(watched.longest, now - last);
        last = now;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
    await page.keyboard.press('Enter');
    await until('what was done', async () => (await library.text('.toast')).includes('10,000 papers'), 60_000);
    await until('all of them', async () => (await uses('everything')) === '10,000');
    const longest = await page.evaluate(() => (window as unknown as { longest: number }).longest);
    console.log(`longest time without a frame while ${SIZE} papers were retagged: ${Math.round(longest)} ms`);
    expect(longest).toBeLessThan(FREEZE * slowness());
    // What was said may be gone by now; the way back is not.
    await page.focus('.scroller');
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
    await until('none of them', async () => (await uses('everything')) === undefined, 60_000);
  });

  test('views are kept under a name; the address holds them, for back, forward and bookmarks', async () => {
    await library.turn('#papers');
    await library.search('diffusion status:read');
    await until('fewer', async () => !(await library.text('.total')).startsWith('10,000'));
    await page.select('.small-bar select', 'title');
    await library.press('Table');
    await page.waitForSelector('.as-table');
    await until('an end', async () => /^\d[\d,]* papers?$/.test(await library.text('.total')));
    const total = await library.text('.total');
    const rows = await until('their order', async () => {
      const titles = await library.rows();
      const lower = titles.map((title) => title.toLowerCase());
      return lower.length > 5 && lower.join('\n') === lower.toSorted().join('\n') && titles;
    });
    await page.locator('.filter-button').click();
    await page.waitForSelector('[aria-label="Name of the view"]');
    await page.type('[aria-label="Name of the view"]', 'Read on diffusion');
    await page.keyboard.press('Enter');
    await library.toast('Kept as “Read on diffusion”');
    const bookmark = page.url();
    await page.locator('.sidebar ::-p-text(All papers)').click();
    await library.total('10,000 papers');
    await page.goBack();
    await library.total(total);
    expect(page.url()).toBe(bookmark);
    await page.goForward();
    await library.total('10,000 papers');
    await page.locator('.sidebar ::-p-text(Read on diffusion)').click();
    await library.total(total);
    await until('the same order', async () => (await library.rows())[0] === rows[0]);

    const other = await world.browser.openExtension(bookmark.split('/').at(-1) ?? '', { width: 1280, height: 900 });
    await until(
      'the same papers from a bookmark',
      async () => (await other.$eval('.total', (shown) => shown.textContent)) === total,
    );
    expect(await other.$('.as-table')).not.toBeNull();
    await other.close();
    await page.$eval('[aria-label="Forget the view Read on diffusion"]', (button) => (button as HTMLElement).click());
    await until('it to be gone', async () => !(await library.text('.sidebar')).includes('Read on diffusion'));
  });
});
