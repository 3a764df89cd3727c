import { expect, test } from 'vitest';
import { isSaved, markOf, pressMark, waitForMark } from '@/scripts/browser/marks';
import { BUNDLED_LISTING } from '@/scripts/browser/pages';
import { until } from '@/scripts/browser/running';
import { inEachBrowser } from './harness/each-browser';
import { stored } from './stored';

const [first = '', second = ''] = BUNDLED_LISTING.papers.map(({ title }) => title);

inEachBrowser('a library that cannot be used', [BUNDLED_LISTING], (world) => {
  test('a library of a newer version is said on the card and in the popup, and left as it is', async () => {
    const { browser } = world;
    // A page of ours that does not open the library by itself.
    const maker = await browser.openExtension('editor.html');
    const version = () =>
      maker.evaluate(async () => (await indexedDB.databases()).find(({ name }) => name === 'dogear')?.version);
    await maker.evaluate(
      () =>
        new Promise<void>((done, fail) => {
          const request = indexedDB.open('dogear', 990);
          request.onerror = () => fail(request.error);
          request.onsuccess = () => {
            request.result.close();
            done();
          };
        }),
    );
    const page = await browser.open(BUNDLED_LISTING.url);
    const says = ({ text }: { text: string }) => text.includes('written by a newer Dogear');
    await waitForMark(browser, page, first, 'in trouble', says);
    await pressMark(browser, page, second, 'Save');
    await waitForMark(browser, page, second, 'in trouble', says);
    const mark = await markOf(browser, page, second);
    expect(mark && isSaved(mark)).toBe(false);

    const popup = await browser.openExtension('popup.html');
    await until('the popup to say it', () =>
      popup.evaluate(() => document.querySelector('[role="alert"]')?.textContent?.includes('newer Dogear')),
    );
    expect(await popup.$('.paper')).toBeNull();
    await popup.close();
    expect(await version()).toBe(990);

    // Put right, it works without a restart.
    await maker.evaluate(
      () =>
        new Promise<void>((done, fail) => {
          const request = indexedDB.deleteDatabase('dogear');
          request.onsuccess = () => done();
          request.onerror = () => fail(request.error);
        }),
    );
    await page.bringToFront();
    await pressMark(browser, page, second, 'Save');
    await waitForMark(browser, page, second, 'saved', isSaved);
    expect(await stored(browser)).toMatchObject([{ title: second }]);
  });
});
