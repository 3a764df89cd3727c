import { readFileSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import { describe, expect, test } from 'vitest';
import { capture, HAVE_CAPTURES } from '@/scripts/browser/captures';
import { markOf, waitForMarks, walkDown } from '@/scripts/browser/marks';
import type { SavedPage } from '@/scripts/browser/network';
import { BUNDLED_LISTING, STYLES } from '@/scripts/browser/pages';
import { until } from '@/scripts/browser/running';
import { inBrowser } from './harness/each-browser';

/**
 * The page without its pictures, which are not there and take what room they happen to, and with the size of every card,
 * also of those that nobody has seen yet.
 */
const plainly = <Listing extends SavedPage>({ file = '', style = '', ...page }: Listing) => ({
  ...page,
  body: `${readFileSync(file, 'utf8').replaceAll('<img ', '<img style="display: none !important" ')}
    <style>* { content-visibility: visible !important }</style>`,
  style,
});

/** The same page where Dogear is not. */
const bareOf = (page: SavedPage) => ({ ...page, url: page.url.replace(/^https:\/\/[^/]+/, 'https://elsewhere.test') });

/** Where the site's own elements stand and how large they are, in whole CSS pixels. */
function boxes(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const own = [...document.body.querySelectorAll('*')].filter(({ localName }) => !localName.startsWith('dogear'));
    return own.map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const box = [x + scrollX, y + scrollY, width, height].map(Math.round).join(' ');
      return `${element.localName} “${element.textContent?.trim().slice(0, 40)}”: ${box}`;
    });
  });
}

/** Marks that nobody sees: in a half of a card that is not displayed, too small for four buttons, or beyond the window. */
const unseen = (page: Page) =>
  page.evaluate(
    () =>
      [...document.querySelectorAll('dogear-marks')].filter((host) => {
        const { left, right, width, height } = host.getBoundingClientRect();
        const fit = host.getAttribute('fit');
        // What stands in a line takes no width of the page's.
        const room = fit === 'line' && !host.hasAttribute('tight') ? 100 : (width / 24) * Math.floor(height / 24);
        return !host.checkVisibility() || room < 4 || left < 0 || right > innerWidth;
      }).length,
  );

/** Waits until every mark is in its place and every box where it is without Dogear; says which is not. */
const sameBoxes = (page: Page, plain: Page, width: number) =>
  until(`the marks to be where they belong at ${width} px`, async () => {
    const [now, expected] = [await boxes(page), await boxes(plain)];
    const at = now.findIndex((box, index) => box !== expected[index]);
    if (at >= 0 || now.length !== expected.length) throw new Error(`${now[at]} instead of ${expected[at]}`);
    return (await unseen(page)) === 0;
  });

const pages: [page: SavedPage & { papers: unknown[] }, widths: number[]][] = [
  [plainly(BUNDLED_LISTING), [360, 640, 1280]],
];
if (HAVE_CAPTURES) {
  const { huggingface, arxiv } = STYLES;
  pages.push(
    [plainly({ ...capture('huggingface/trending-2026-10-07-rest'), style: huggingface }), [360, 800, 1100, 2560]],
    [plainly({ ...capture('huggingface/daily-2026-09-28-rest'), style: huggingface }), [360, 800, 1280, 2560]],
    [plainly({ ...capture('arxiv/list-cs.CL-recent-2026-07-28'), style: arxiv }), [360, 412, 800, 1280, 2560]],
    [plainly({ ...capture('arxiv/search-fragment-2023'), style: arxiv }), [800, 1280, 2560]],
    [
      plainly({ ...capture('arxiv/abs-2604.14148-full-2026-04', [{ id: '', title: '' }]), style: arxiv }),
      [360, 800, 2560],
    ],
  );
}

describe.each(pages)('$url', (listing, widths) => {
  const bare = bareOf(listing);

  inBrowser('chromium', 'no element of the site gives way to the marks', [listing, bare], (world) => {
    test.each(widths)('at %i px', async (width) => {
      const [page, plain] = [await world.browser.open(listing.url), await world.browser.open(bare.url)];
      for (const one of [page, plain]) await one.setViewport({ width, height: 900 });
      await page.bringToFront();
      await waitForMarks(page, listing.papers.length);
      await sameBoxes(page, plain, width);
      await page.close();
      await plain.close();
    });

    test('nor when the window becomes narrow and wide again', async () => {
      const [page, plain] = [await world.browser.open(listing.url), await world.browser.open(bare.url)];
      for (const width of [1280, widths[0] ?? 0, 1280]) {
        for (const one of [page, plain]) await one.setViewport({ width, height: 900 });
        await page.bringToFront();
        if (width === 1280) await walkDown(page);
        await sameBoxes(page, plain, width);
      }
      expect(await markOf(world.browser, page, 0)).toBeDefined();
      await page.close();
      await plain.close();
    });
  });
});

// The first line of these entries is full, and nothing else of them has a margin: there the strip is a line of its own.
const search = HAVE_CAPTURES && plainly({ ...capture('arxiv/search-fragment-2023'), style: STYLES.arxiv });
describe.runIf(search)('arXiv’s search in a narrow window', () => {
  const listing = search as Exclude<typeof search, false>;
  const bare = bareOf(listing);
  inBrowser('chromium', 'an entry grows by a line, and no more', [listing, bare], (world) => {
    test('at 360 px', async () => {
      const [page, plain] = [await world.browser.open(listing.url), await world.browser.open(bare.url)];
      for (const one of [page, plain]) await one.setViewport({ width: 360, height: 900 });
      await page.bringToFront();
      await waitForMarks(page, listing.papers.length);
      await until('every mark to have found its place', async () => (await unseen(page)) === 0);
      const sizes = (of: Page) =>
        of.$$eval('li.arxiv-result', (cards) => cards.map((card) => card.getBoundingClientRect().height));
      const [now, before] = [await sizes(page), await sizes(plain)];
      const grown = now.map((height, at) => Math.round(height - (before[at] ?? 0)));
      expect(grown.every((by) => by >= 0 && by <= 19)).toBe(true);
    });
  });
});
