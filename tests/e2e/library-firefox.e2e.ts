import { beforeAll, expect, test } from 'vitest';
import { fillLibrary } from '@/scripts/bench/library';
import type { FirefoxBrowser } from '@/scripts/browser/firefox';
import { until } from '@/scripts/browser/running';
import { inBrowser } from './harness/each-browser';

inBrowser('firefox', 'the library', [], (world) => {
  test('lists, searches and changes papers', async () => {
    const popup = await world.browser.openExtension('popup.html');
    await until('the popup', () => popup.$('.empty'));
    await fillLibrary(popup, 0, 300);
    await popup.close();
    const page = await world.browser.openExtension('library.html', { width: 1280, height: 900 });
    const total = () => page.$eval('.total', (element) => element.textContent);
    await until('all papers', async () => (await total()) === '300 papers');
    await page.click('input[type="search"]');
    await page.keyboard.type('part 299');
    expect(await page.$eval('input[type="search"]', (field) => (field as HTMLInputElement).value)).toBe('part 299');
    await until('the paper that is sought', async () => (await total()) === '1 paper');
    await until('its row', async () =>
      (await page.$eval('.item .title', (element) => element.textContent))?.includes('part 299'),
    );
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('3');
    // “Reading” begins like it.
    await until('the change', async () =>
      (await page.$eval('.toast', (element) => element.textContent))?.startsWith('ReadUndo'),
    );
    await until(
      'it in the paper’s own view',
      async () => (await page.$eval('.status-choice', (element) => element.textContent)) === 'Read',
    );
  });
});

const SIZE = 10_000;

inBrowser('firefox', `the browser’s own ways into a library with ${SIZE} papers`, [], (world) => {
  const browser = () => world.browser as FirefoxBrowser;
  const LIBRARY = () => world.browser.extensionUrl('library.html');
  beforeAll(async () => {
    const popup = await world.browser.openExtension('popup.html');
    await until('the popup', () => popup.$('.empty'));
    await fillLibrary(popup, 0, SIZE);
  }, 180_000);

  test('its keys: Alt, Shift and L', async () => {
    expect(await browser().tabAddresses()).not.toContain(LIBRARY());
    await browser().pressKeys(['L'], ['Alt', 'Shift']);
    await until('the library', async () => (await browser().tabAddresses()).includes(LIBRARY()));
  });

  test('“dg” typed into its address bar, and the key that takes what is offered', async () => {
    const type = async (words: string) => {
      await browser().enterAddressBar();
      await browser().pressKeys([...words]);
    };
    await type('dg preference part 4242');
    const offered = await until('papers', async () => {
      const rows = await browser().offeredInAddressBar();
      // The first row says what was typed.
      return rows.some((row) => row.includes(', part 4242')) && rows;
    });
    expect(offered.slice(1).filter((row) => !/preference.*, part 4242/.test(row))).toEqual([]);
    await browser().pressKeys(['ArrowDown', 'Enter']);
    const address = await until('the paper', async () =>
      (await browser().tabAddresses()).find((one) => one.startsWith(`${LIBRARY()}#papers?q=`)),
    );
    expect(decodeURIComponent(address)).toMatch(/q=preference.part.4242&paper=bench-4242$/);
    await type('dg zzzz');
    await browser().pressKeys(['Enter']);
    await until('what fits', async () =>
      (await browser().tabAddresses()).some((one) => one.startsWith(`${LIBRARY()}#papers?q=zzzz`)),
    );
  });
});
