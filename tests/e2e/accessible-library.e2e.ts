import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { until } from '@/scripts/browser/running';
import { violations } from './axe';
import { inBrowser, type World } from './harness/each-browser';
import { LibraryPage } from './library-page';

const SIZE = 10_000;
const WIDTHS = { narrow: 400, wide: 1280 };

declare const chrome: { runtime: { sendMessage(message: object): Promise<object> } };

/** A title that no line holds. */
const LONG = `Towards ${'a comprehensive and reproducible '.repeat(8)}evaluation_of_${'everything_'.repeat(12)}`;
const NOTE = `## Claim\n\n- [ ] ask $p < 0.05$\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nhttps://example.org/${'long'.repeat(40)}`;

/** A state of the library: where it is, and how one gets it from there. */
type State = [name: string, hash: string, enter?: (page: Page, wide: boolean) => Promise<unknown>];

const STATES: State[] = [
  ['the list', '#papers'],
  ['a paper', '#papers', open],
  [
    'the statuses of a paper',
    '#papers',
    async (page) => {
      await open(page);
      await page.click('.paper-view .ring');
      await page.waitForSelector('[role="menu"][aria-label="Status"]');
    },
  ],
  [
    'the ways to copy a paper',
    '#papers',
    async (page) => {
      await open(page);
      await page.click('.paper-view .copy');
      await page.waitForSelector('[role="menu"][aria-label="Copy"]');
    },
  ],
  [
    'suggested tags',
    '#papers',
    async (page) => {
      await open(page);
      await page.focus('.paper-view .tag-field input');
      await page.keyboard.press('ArrowDown');
      await page.waitForSelector('.tag-field [aria-selected="true"]');
    },
  ],
  [
    'papers to link to',
    '#papers',
    async (page) => {
      await open(page);
      await page.focus('.note-field textarea');
      await page.keyboard.type('[[palimpsest');
      await page.waitForSelector('.note-field [role="option"]');
    },
  ],
  [
    'a note as it is read',
    '#papers?q=10.1000%2Flong',
    async (page) => {
      await open(page);
      await page.locator('.note-head ::-p-text(Preview)').click();
      await page.waitForSelector('.note-view table');
    },
  ],
  [
    'the versions of a note',
    '#papers?q=10.1000%2Flong',
    async (page) => {
      await open(page);
      await page.locator('.note-head ::-p-text(History)').click();
      await page.waitForSelector('.versions li');
    },
  ],
  ['the table', '#papers?as=table'],
  ['the table beside a paper', '#papers?as=table', open],
  ['a search', '#papers?q=retrieval', (page) => page.waitForSelector('.item mark')],
  ['a search that finds nothing', '#papers?q=zzzzqq', (page) => page.waitForSelector('.empty')],
  [
    'the filters',
    '#papers',
    async (page) => {
      await page.locator('.filter-button').click();
      await page.waitForSelector('.filter-panel .save-view');
    },
  ],
  [
    'selected papers',
    '#papers',
    async (page) => {
      await selectAll(page);
      await page.waitForSelector('.batch');
    },
  ],
  [
    'tags to be taken from selected papers',
    '#papers',
    async (page) => {
      await selectAll(page);
      await page.locator('::-p-aria([name="Take tags away"][role="button"])').click();
      await page.waitForSelector('.batch-tags .chip');
    },
  ],
  [
    'selected papers, to be exported',
    '#papers',
    async (page) => {
      await selectAll(page);
      await page.locator('.batch [aria-label^="Export"]').click();
      await page.waitForSelector('dialog[open] select');
    },
  ],
  [
    'a tag, to be changed',
    '#papers',
    async (page, wide) => {
      if (!wide) await page.locator('.menu-button').click();
      await page.waitForSelector('.sidebar .tag-tree');
      await page.$eval('.tag-tree [aria-label^="Change the tag"]', (button) => (button as HTMLElement).click());
      await page.waitForSelector('dialog[open] .data-row select');
    },
  ],
  [
    'what was done, to be undone',
    '#papers',
    async (page) => {
      await open(page);
      await page.locator('.paper-view ::-p-aria([name="4 of 5"])').click();
      await page.waitForSelector('.toast p');
    },
  ],
  [
    'views and tags',
    '#papers',
    async (page, wide) => {
      if (!wide) await page.locator('.menu-button').click();
      await page.waitForSelector('.sidebar .tag-tree');
    },
  ],
  [
    'the export',
    '#papers?do=export',
    async (page) => {
      await page.waitForSelector('dialog[open] form, dialog[open] button.plain');
    },
  ],
  ['the review', '#review', (page) => page.waitForSelector('.review-card')],
  [
    'the review, with note and abstract',
    '#review',
    async (page) => {
      await page.waitForSelector('.review-card');
      await page.keyboard.press('Space');
      await page.waitForSelector('.review-card .note-view table');
    },
  ],
  ['the pictures', '#pictures', (page) => page.waitForSelector('.page .bars')],
  [
    'the numbers of a picture',
    '#pictures',
    async (page) => {
      await page.locator('.bars summary').click();
      await page.waitForSelector('.bars details[open] td button');
    },
  ],
  [
    'the papers of a day',
    '#pictures',
    async (page) => {
      await page.locator('.calendar button').click();
      await page.waitForSelector('dialog[open] .plain-list li');
    },
  ],
  ['duplicates', '#duplicates', (page) => page.waitForSelector('.pairs .twin')],
  ['the last changes', '#changes', (page) => page.waitForSelector('.changes li')],
  ['the trash', '#trash', (page) => page.waitForSelector('.plain-list li')],
  ['import, export, backups', '#data', (page) => page.waitForSelector('.data-section')],
  [
    'what an import would do',
    '#data',
    async (page) => {
      await page
        .locator('.paste textarea')
        .fill(`@article{a, title={${LONG}}, doi={10.1000/import}}\n@article{b, title={`);
      await page.locator('::-p-text(Look at it)').click();
      await page.waitForSelector('.import-rows li');
    },
  ],
  ['the settings', '#settings', (page) => page.waitForSelector('.site-switches')],
  [
    'all sites that there are',
    '#settings',
    async (page) => {
      await page.locator('.settings summary').click();
      await page.waitForSelector('.more-sites li');
    },
  ],
  ['the first steps', '#welcome', (page) => page.waitForSelector('.try')],
];

async function open(page: Page): Promise<void> {
  await page.click('.item');
  await page.waitForSelector('.paper-view .related');
}

/** What is wider than its place: parts of the page that would have to be scrolled sideways, or are cut off. */
function sticksOut(): string[] {
  const places =
    'html, main, .page, .sidebar, .list-pane, .paper-pane, .paper-view, .filter-panel, .batch, dialog, .menu';
  return [...document.querySelectorAll<HTMLElement>(places)]
    .filter((place) => place.checkVisibility() && place.scrollWidth > place.clientWidth)
    .map((place) => {
      const { right } = place.getBoundingClientRect();
      const wide = [...place.querySelectorAll('*')].find((inner) => inner.getBoundingClientRect().right > right + 1);
      return `${place.tagName}.${place.className}: ${wide?.outerHTML.slice(0, 200)}`;
    });
}

async function selectAll(page: Page): Promise<void> {
  await page.focus('.scroller');
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
}

inBrowser('chromium', `the library with ${SIZE} papers, judged by axe`, [], (world: World) => {
  let library: LibraryPage;

  beforeAll(async () => {
    library = await LibraryPage.open(world, SIZE);
    // Something of everything, and long.
    const tags = Array.from({ length: 12 }, (_, at) => `a tag that goes on, number ${at}/and is nested`);
    const authors = Array.from({ length: 60 }, (_, at) => `Author${at} With-a-Long-Name`);
    const what = { addTags: tags, note: { text: NOTE, base: 0 }, rating: 3 };
    await library.save('doi:10.1000/twin', LONG, { authors });
    const due = await library.save('doi:10.1000/long', LONG, { authors, venue: LONG, published: '2026-01-02' }, what);
    const one = (key: string, change: object) => library.act('papers.change', { targets: [{ key }], ...change });
    await one(due, { status: 'read' });
    await one(due, { reviewAt: Date.now() - 86_400_000 });
    const removed = await library.save('doi:10.1000/gone', `Gone: ${LONG}`, { authors, venue: LONG }, what);
    await one(removed, { remove: true });
    await library.save('doi:10.1000/palimpsest', `Palimpsest ${LONG}`);
    await library.page.evaluate((query) => {
      const view = { name: 'A view whose name is longer than the place for it', query, sort: '' };
      return chrome.runtime.sendMessage({ name: 'settings.change', settings: { views: [view], dailyGoal: 4 } });
    }, 'status:read');
  });

  describe.each(Object.entries(WIDTHS))('%s', (_width, width) => {
    test.each(STATES)('%s', async (_name, hash, enter) => {
      const { page } = library;
      await page.setViewport({ width, height: 800 });
      await page.goto('about:blank');
      await library.go(hash);
      await page.waitForSelector(hash.startsWith('#papers') ? '.item, .list-pane .empty' : '.page');
      await enter?.(page, width === WIDTHS.wide);
      // What comes later belongs to it: counts, tags, what appears with a movement.
      await until('the counts', () => page.$eval('.sidebar', (bar) => bar.querySelector('.uses') !== null));
      for (const value of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
        expect(await violations(page)).toEqual([]);
      }
      expect(await page.evaluate(sticksOut)).toEqual([]);
    });
  });
});
