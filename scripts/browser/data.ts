import type { Page } from 'puppeteer-core';
import type { RunningBrowser } from './running';
import { until } from './running';

/** The page for everything that goes in and out. */
export const DATA_PAGE = 'library.html#data';

/** Opens that page at a size at which people use it. */
export async function openData(browser: RunningBrowser): Promise<Page> {
  const page = await browser.openExtension(DATA_PAGE, { width: 1280, height: 900 });
  // Whoever opened the database before the extension has made it would make an empty one.
  await until('the library to be there', () =>
    page.evaluate(async () => (await indexedDB.databases()).some(({ name }) => name === 'dogear')),
  );
  await page.waitForSelector('textarea');
  // The TypeScript runner wraps inner functions in a helper of its own, which no page has.
  await page.evaluate('globalThis.__name = (named) => named; undefined');
  return page;
}

/** Drops a file on the page, as if from a folder. The text may be made in the page: `times` puts it there many times. */
export async function dropFile(page: Page, name: string, text: string, times = 1): Promise<void> {
  await page.waitForSelector('textarea');
  await page.evaluate(
    (name, text, times) => {
      const parts = Array.from({ length: times }, (_, n) => text.replaceAll('#N#', String(n)));
      const data = new DataTransfer();
      data.items.add(new File(parts, name));
      dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    },
    name,
    text,
    times,
  );
}

/** Presses the button or tab whose text begins like this, once it is there and can be pressed. */
export async function press(page: Page, words: string, limit = 30_000): Promise<void> {
  await until(
    `a button “${words}”`,
    () =>
      page.evaluate((words) => {
        const buttons = [...document.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
        const button = buttons.find(({ textContent }) => textContent?.trim().startsWith(words));
        button?.click();
        return button !== undefined;
      }, words),
    limit,
  );
}

/** Waits until the page says something. */
export function waitForWords(page: Page, words: string, limit = 30_000): Promise<true> {
  return until(
    `the page to say “${words}”`,
    () => page.evaluate((words) => document.body.textContent?.includes(words) ?? false, words),
    limit,
  );
}

/** Imports what the preview shows, confirming where the page asks. */
export async function importAll(page: Page, limit = 60_000): Promise<void> {
  await page.waitForSelector('.preview', { timeout: limit });
  await page.evaluate(() => {
    const asks = [...document.querySelectorAll<HTMLLabelElement>('label.warning')];
    for (const ask of asks) ask.querySelector('input')?.click();
  });
  await until('the import to be allowed', () =>
    page.evaluate(() => {
      const button = document.querySelector<HTMLButtonElement>('.preview button.main:not(:disabled)');
      button?.click();
      return button !== null;
    }),
  );
  await until(
    'the import to end',
    () =>
      page.evaluate(() => {
        const failed = document.querySelector('[role="alert"]')?.textContent;
        if (failed && !failed.includes('has lost')) throw new Error(failed);
        return /Imported\.|Restored\./.test(String(document.body.textContent));
      }),
    limit,
  );
}

/** Exports everything in a format as the page would write it to a chosen file. Gives the text's length where asked. */
export async function exportText(page: Page, format: string, limit = 60_000): Promise<string> {
  await catchFile(page, true);
  await page.select('.data-section select:not(:has(optgroup))', format);
  await press(page, 'Save as file');
  await waitForWords(page, 'written to', limit);
  return page.evaluate(() => (window as unknown as { pieces: string[] }).pieces.join(''));
}

/** Lets the page believe that its user has chosen a file; what is written to it is kept, or only counted. */
export function catchFile(page: Page, keep: boolean): Promise<void> {
  return page.evaluate((keep) => {
    const pieces: string[] = [];
    const writable = {
      write: async (piece: string) => void (keep && pieces.push(piece)),
      close: async () => {},
      abort: async () => {},
    };
    Object.assign(window, { pieces, showSaveFilePicker: async () => ({ createWritable: async () => writable }) });
  }, keep);
}

/** Every row of some tables of the library. */
export function tables(page: Page, names: string[]): Promise<Record<string, Record<string, unknown>[]>> {
  return page.evaluate(async (names) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('dogear');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const rows = names.map(
      (name) =>
        new Promise<[string, Record<string, unknown>[]]>((resolve, reject) => {
          const request = database.transaction(name).objectStore(name).getAll();
          request.onsuccess = () => resolve([name, request.result]);
          request.onerror = () => reject(request.error);
        }),
    );
    const all = Object.fromEntries(await Promise.all(rows));
    database.close();
    return all;
  }, names);
}

/** How many papers are stored. */
export function countPapers(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('dogear');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const count = await new Promise<number>((resolve, reject) => {
      const request = database.transaction('papers').objectStore('papers').count();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    database.close();
    return count;
  });
}

/** Empties the library behind the extension's back, as a browser does that drops its database. */
export function wipe(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('dogear');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const names = [...database.objectStoreNames];
    const writing = database.transaction(names, 'readwrite');
    for (const name of names) writing.objectStore(name).clear();
    await new Promise((resolve, reject) => {
      writing.oncomplete = resolve;
      writing.onerror = () => reject(writing.error);
    });
    database.close();
  });
}
