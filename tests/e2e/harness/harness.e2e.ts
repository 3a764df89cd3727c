import { expect, test } from 'vitest';
import { focusMark, isSaved, marks, pressMark, waitForMark, waitForMarks } from '@/scripts/browser/marks';
import { BUNDLED_LISTING } from '@/scripts/browser/pages';
import { inEachBrowser } from './each-browser';

// What the other browser tests lean on: that the tools really do what they say.
inEachBrowser('tools of the browser tests', [BUNDLED_LISTING], (world) => {
  const [first = '', second = ''] = BUNDLED_LISTING.papers.map(({ title }) => title);

  test('marks are read in the order of the page, by title', async () => {
    const page = await world.browser.open(BUNDLED_LISTING.url);
    await waitForMarks(page, BUNDLED_LISTING.papers.length);
    const titles = (await marks(world.browser, page)).map(({ title }) => title);
    expect(titles).toEqual(BUNDLED_LISTING.papers.map(({ title }) => title));
  });

  test('a stopped worker and a killed browser lose nothing that was acknowledged', async () => {
    const page = await world.browser.open(BUNDLED_LISTING.url);
    await pressMark(world.browser, page, first, 'Save');
    await waitForMark(world.browser, page, first, 'saved', isSaved);
    await world.browser.stopWorker();
    expect(await focusMark(world.browser, page, second, 'Save')).toBe(true);
    await page.keyboard.press('Enter');
    await waitForMark(world.browser, page, second, 'saved', isSaved);
    await world.browser.kill();

    await world.browser.restart();
    const again = await world.browser.open(BUNDLED_LISTING.url);
    await waitForMark(world.browser, again, first, 'saved', isSaved);
    await waitForMark(world.browser, again, second, 'saved', isSaved);
  });

  test('a request that leaves the browser is seen, whoever makes it', async () => {
    const page = await world.browser.openExtension('popup.html');
    await page.evaluate(() => {
      const image = new Image();
      image.src = 'https://stranger.example/image.png';
      return fetch('https://stranger.example/fetched').catch(() => undefined);
    });
    const listing = await world.browser.open(BUNDLED_LISTING.url);
    expect(world.network.strangers()).toEqual([]);
    await listing.evaluate(() => fetch('https://stranger.example/', { mode: 'no-cors' }));
    expect(world.network.strangers().map(({ host }) => host)).toEqual(['stranger.example']);
  });
});
