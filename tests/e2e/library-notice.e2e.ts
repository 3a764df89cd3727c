import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { until } from '@/scripts/browser/running';
import { inBrowser } from './harness/each-browser';
import { LibraryPage } from './library-page';

const SIZES = [
  [320, 568],
  [400, 700],
  [800, 600],
  [1280, 720],
] as const;

// Where "Good · Undo" stands while one works on.
inBrowser('chromium', 'what was done is said', [], (world) => {
  let library: LibraryPage;
  let page: Page;
  beforeAll(async () => {
    library = await LibraryPage.open(world, 100);
    page = library.page;
  });
  /** What is covered, wholly or in part, by what is said. */
  const covered = (selector: string) =>
    page.evaluate((selector) => {
      const said = document.querySelector('.toast p')?.getBoundingClientRect();
      if (!said) throw new Error('nothing is said');
      if (said.left < 0 || said.right > innerWidth || said.top < 0 || said.bottom > innerHeight)
        throw new Error(`it is said out of sight: ${JSON.stringify(said)}`);
      return [...document.querySelectorAll(selector)]
        .filter((one) => {
          const box = one.getBoundingClientRect();
          return (
            box.width > 0 &&
            box.left < said.right &&
            box.right > said.left &&
            box.top < said.bottom &&
            box.bottom > said.top
          );
        })
        .map((one) => one.ariaLabel ?? one.textContent);
    }, selector);

  describe.each(SIZES)('at %i by %i', (width, height) => {
    test('beside the title of the review, not on its answers', async () => {
      await page.setViewport({ width, height });
      await library.turn('#review');
      for (const key of ['3', 's', 'w'] as const) {
        await page.waitForSelector('.review-card .answers');
        const before = await library.text('.review-card h2');
        await page.keyboard.press(key);
        await until(
          'the next one',
          async () => (await page.$('.review-card .answers')) && (await library.text('.review-card h2')) !== before,
        );
        expect(await covered('.answers button, .page-head h1, .menu-button, .review > .hint')).toEqual([]);
        // Nor on its way down.
        await page.$eval('.page', (one) => one.scrollTo(0, one.scrollHeight));
        expect(await covered('.answers button')).toEqual([]);
      }
    });

    test('below what can be done with selected papers', async () => {
      await page.setViewport({ width, height });
      await library.turn('#papers');
      await page.focus('.scroller');
      await library.selectAll('100');
      await page.keyboard.press('2');
      await library.toast('Reading · 100 papers');
      expect(await covered('.batch')).toEqual([]);
      await library.press('Add tags');
      await page.waitForSelector('.batch .tag-field .offers:not([hidden])');
      expect(await covered('.batch button, .batch input')).toEqual([]);
      await page.keyboard.press('z');
      await library.press('Undo');
      await library.toast('Undone');
      await library.press('Clear the selection');
    });
  });
});
