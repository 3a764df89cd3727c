import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { closeEditor, editorFrame, typeNote, typeTag } from '@/scripts/browser/editor';
import { isSaved, pressMark, waitForMark } from '@/scripts/browser/marks';
import { BUNDLED_LISTING } from '@/scripts/browser/pages';
import { until } from '@/scripts/browser/running';
import { violations } from './axe';
import { inBrowser } from './harness/each-browser';

const [first = '', second = ''] = BUNDLED_LISTING.papers.map(({ title }) => title);

inBrowser('chromium', 'pages of ours, judged by axe', [BUNDLED_LISTING], (world) => {
  test.each(['light', 'dark'])('the editor (%s)', async (scheme) => {
    const page = await world.browser.open(BUNDLED_LISTING.url);
    if (scheme === 'dark') {
      await page.evaluate(() => {
        document.documentElement.style.colorScheme = 'dark';
        for (const card of document.querySelectorAll('article')) card.style.background = '#111';
      });
      await page.waitForSelector('dogear-marks');
    }
    const title = scheme === 'dark' ? second : first;
    await pressMark(world.browser, page, title, 'Tags');
    const frame = await editorFrame(page);
    await typeTag(page, `tag ${scheme}`);
    await typeNote(page, 'A note.');
    expect(await violations(frame)).toEqual([]);
    await closeEditor(page);
    await waitForMark(world.browser, page, title, 'saved', isSaved);
  });

  test('the editor for several papers, for the words of a filter, and when a page has taken the keyboard', async () => {
    const page = await world.browser.open(BUNDLED_LISTING.url);
    await waitForMark(world.browser, page, first, 'there', () => true);
    await page.evaluate(() => scrollTo(0, 0));
    const judged = async () => {
      const frame = await editorFrame(page);
      await frame.waitForSelector('input, textarea');
      expect(await violations(frame)).toEqual([]);
    };
    // The keys work as soon as the library has answered.
    await until('the first paper to be the current one', async () => {
      await page.keyboard.press('j');
      return world.browser.inShadow(page, 'dogear-marks', (roots) =>
        roots.some((root) => root.querySelector('.outline.current')),
      );
    });
    for (const key of ['x', 'j', 'x', 't'] as const) await page.keyboard.press(key);
    await judged();
    await closeEditor(page);
    await page.keyboard.press('/');
    await judged();
    await closeEditor(page);
    await pressMark(world.browser, page, second, 'Note');
    await typeNote(page, 'Typed when it happened.');
    // What moves the focus within a second of a press on the page may be meant.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await page.evaluate(() => {
      const trap = document.body.appendChild(document.createElement('input'));
      trap.focus({ preventScroll: true });
    });
    const frame = await editorFrame(page);
    await frame.waitForSelector('.stolen');
    await judged();
    await page.close();
  });

  const views: [name: string, path: string, before?: (page: Page) => Promise<unknown>][] = [
    ['the popup', 'popup.html'],
    [
      'the popup with a paper unfolded',
      'popup.html',
      async (page) => {
        await page.click('.paper [aria-label^="Tags and note"]');
        await page.waitForSelector('textarea[aria-label="Note"]');
      },
    ],
    [
      'the popup when nothing is found',
      'popup.html',
      async (page) => {
        await page.type('input[type="search"]', 'zzzz');
        await page.waitForFunction(() => document.querySelector('.paper') === null);
      },
    ],
    ['the library', 'library.html'],
  ];
  for (const scheme of ['light', 'dark']) {
    test.each(views)(`%s (${scheme})`, async (_name, path, before) => {
      const page = await world.browser.openExtension(path, { width: path === 'popup.html' ? 400 : 1280, height: 800 });
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await page.waitForFunction((title) => document.body.textContent?.includes(title), {}, first);
      await before?.(page);
      expect(await violations(page)).toEqual([]);
      await page.close();
    });
  }
});
