import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { isSaved, pressMark, waitForMark } from '@/scripts/browser/marks';
import { BUNDLED_LISTING } from '@/scripts/browser/pages';
import { until } from '@/scripts/browser/running';
import { inBrowser, inEachBrowser, type World } from './harness/each-browser';
import { stored } from './stored';

const [first = ''] = BUNDLED_LISTING.papers.map(({ title }) => title);
const WIDE = { width: 1280, height: 900 };

/** What the browser's events offer a test: to fire them. */
interface Fires {
  dispatch(...args: unknown[]): void;
}
declare const chrome: {
  commands: { onCommand: Fires; getAll(): Promise<{ name: string; shortcut: string }[]> };
  omnibox: { onInputChanged: Fires; onInputEntered: Fires };
  contextMenus: { onClicked: Fires };
};

/** The background worker, as the debugger sees it. */
async function worker({ browser }: World) {
  const target = await browser.browser.waitForTarget((one) => one.type() === 'service_worker');
  const found = await target.worker();
  if (!found) throw new Error('no worker');
  return found;
}

/** A page of ours by its address. */
const pageAt = ({ browser }: World, words: string): Promise<Page> =>
  until(`a page at ${words}`, () =>
    browser.browser
      .targets()
      .find((target) => target.type() === 'page' && decodeURIComponent(target.url()).includes(words))
      ?.asPage(),
  );

inEachBrowser(
  'the first steps',
  [],
  (world) => {
    test('open when Dogear is installed, can be tried at once, and do not come again', async () => {
      const page = await world.browser.firstSteps();
      await page.setViewport(WIDE);
      await page.waitForSelector('.welcome li');
      expect(await page.$$eval('.welcome > ol > li', (steps) => steps.length)).toBe(3);
      await page.locator('.try li:first-child button').click();
      await page.waitForSelector('.try li.saved .tag-field input');
      await page.type('.try li.saved .tag-field input', 'architecture');
      await page.keyboard.press('Enter');
      await until('the tag', async () =>
        (await page.$eval('.try li.saved', (card) => card.textContent))?.includes('architecture'),
      );
      expect(await stored(world.browser)).toMatchObject([
        { title: 'Attention Is All You Need', tags: ['architecture'] },
      ]);
      await world.browser.restart();
      const own = await world.browser.openExtension('library.html', WIDE);
      await own.waitForSelector('.item');
      // What opens by itself would have been told to the library before it answered this.
      const pages = await world.browser.browser.pages();
      const hashes = await Promise.all(pages.map((one) => one.evaluate(() => location.hash)));
      expect(hashes).not.toContain('#welcome?first');
    });
  },
  { welcome: true },
);

inBrowser('chromium', 'the ways into the library', [BUNDLED_LISTING], (world) => {
  test('the commands have keys, and open the library and the panel', async () => {
    const inside = await worker(world);
    const commands = await inside.evaluate(() => chrome.commands.getAll());
    expect(commands.map(({ name }) => name).sort()).toEqual(['_execute_action', 'open-beside', 'open-library']);
    await inside.evaluate(() => chrome.commands.onCommand.dispatch('open-library'));
    const page = await pageAt(world, 'library.html');
    await page.waitForSelector('.papers-page');
    await page.close();
    await inside.evaluate(() => chrome.contextMenus.onClicked.dispatch({ menuItemId: 'library' }));
    await (await pageAt(world, 'library.html')).close();
  });

  test('“dg” in the address bar suggests papers, and leads to them or to all that fit', async () => {
    const listing = await world.browser.open(BUNDLED_LISTING.url);
    await pressMark(world.browser, listing, first, 'Save');
    await waitForMark(world.browser, listing, first, 'saved', isSaved);
    const words = first.split(' ').slice(0, 3).join(' ');
    const inside = await worker(world);
    const found = await inside.evaluate(
      (typed) =>
        new Promise<{ content: string; description: string }[]>((resolve) => {
          chrome.omnibox.onInputChanged.dispatch(typed, resolve);
        }),
      words,
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.description).toContain(words);
    await inside.evaluate(
      (content) => chrome.omnibox.onInputEntered.dispatch(content, 'currentTab'),
      found[0]?.content,
    );
    const page = await pageAt(world, 'library.html#papers');
    await page.setViewport(WIDE);
    await until('the paper', async () =>
      (await page.$eval('.paper-view h2', (title) => title.textContent))?.includes(first),
    );
    await page.close();
    await inside.evaluate(() => chrome.omnibox.onInputEntered.dispatch('no such words', 'currentTab'));
    const none = await pageAt(world, 'q=no such words');
    await until('that nothing fits', async () => (await none.$eval('.empty', (empty) => empty.textContent)) !== '');
    await none.close();
    await listing.close();
  });
});
