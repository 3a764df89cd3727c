import type { Page } from 'puppeteer-core';
import { fillLibrary } from '@/scripts/bench/library';
import { until } from '@/scripts/browser/running';
import type { World } from './harness/each-browser';

const WIDE = { width: 1280, height: 900 };

declare const chrome: {
  runtime: { sendMessage(message: object): Promise<{ ok: boolean; value: { marks: { key: string }[] } }> };
};

/** The library as a test goes about in it. */
export class LibraryPage {
  private constructor(
    readonly world: World,
    readonly page: Page,
  ) {}

  /** Opens a library that holds so many made-up papers. */
  static async open(world: World, size: number): Promise<LibraryPage> {
    const popup = await world.browser.openExtension('popup.html');
    await until('an empty popup', () => popup.$('.empty'));
    await fillLibrary(popup, 0, size);
    await popup.close();
    const page = await world.browser.openExtension('library.html', WIDE);
    await page.waitForSelector('.item');
    return new LibraryPage(world, page);
  }

  /** Goes to a page of the library, also from elsewhere. */
  async go(hash: string): Promise<void> {
    const address = this.world.browser.extensionUrl('library.html');
    if (!this.page.url().startsWith(address)) await this.page.goto(address + hash, { waitUntil: 'domcontentloaded' });
    await this.turn(hash || '#papers');
  }

  /** Goes to a page of the library as its links do, and waits until it has heard of that and shows what is asked for. */
  async turn(hash: string): Promise<void> {
    await this.page.evaluate(
      (to) =>
        new Promise<void>((resolve) => {
          // What was typed just now comes into the address, as with a press on a link.
          dispatchEvent(new Event('click'));
          if (new URL(to, location.href).hash === location.hash) return resolve();
          addEventListener('hashchange', () => resolve(), { once: true });
          location.hash = to;
        }),
      hash,
    );
    await this.settled();
  }

  /** Waits until a list is the answer to what is asked now, and not to what was asked before. */
  settled(): Promise<true> {
    return until('the list to be what is asked for', () =>
      this.page.evaluate(() => document.querySelector('.list-pane[aria-busy="true"]') === null),
    );
  }

  text(selector: string): Promise<string> {
    return this.page.$eval(selector, (element) => element.textContent ?? '');
  }

  /** The titles of the rows that are drawn, in their order. */
  rows(): Promise<string[]> {
    return this.page.$$eval('.item', (items) =>
      items
        .sort((a, b) => Number(a.ariaPosInSet) - Number(b.ariaPosInSet))
        .map((item) => item.querySelector('.title')?.textContent ?? ''),
    );
  }

  async total(words: string): Promise<void> {
    let shown = '';
    await until(words, async () => {
      shown = await this.text('.total');
      return shown === words;
    }).catch((error: Error) => {
      throw new Error(`${error.message}; it shows “${shown}”`);
    });
  }

  /** Puts words into the search at once. */
  async search(words: string): Promise<void> {
    const { page } = this;
    await until('the words in the field', async () => {
      await this.emptySearch();
      await page.keyboard.sendCharacter(words);
      return (await this.sought()) === words;
    });
    await this.settled();
  }

  /** Types words into the search, key by key and quicker than a hand does, and gives what then stands in the field. */
  async type(words: string): Promise<string> {
    const { page } = this;
    await until('the empty field', async () => {
      await this.emptySearch();
      return (await this.sought()) === '' && (await page.$('input[type="search"]:focus'));
    });
    await page.keyboard.type(words);
    const typed = await this.sought();
    await this.settled();
    return typed;
  }

  private async emptySearch(): Promise<void> {
    const { page } = this;
    // A dialog that closes gives the focus back to where it was opened from.
    await until('the dialog to be gone', async () => (await page.$('dialog')) === null);
    await page.click('input[type="search"]', { count: 3 });
    await page.keyboard.press('Backspace');
  }

  private sought(): Promise<string> {
    return this.page.$eval('input[type="search"]', (field) => (field as HTMLInputElement).value);
  }

  /** Selects all of a list that has so many papers (`10,000`). */
  async selectAll(count: string): Promise<void> {
    const { page } = this;
    await page.focus('.scroller');
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await until(`${count} selected`, async () => (await this.text('.batch strong')) === `${count} selected`);
  }

  toast(words: string): Promise<true> {
    return until(words, async () => (await this.text('.toast')).includes(words));
  }

  press(name: string): Promise<void> {
    return this.page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
  }

  /** Carries out an act as the extension's pages do; gives the keys of the papers. */
  async act(name: string, what: object): Promise<string[]> {
    const reply = await this.page.evaluate(
      (message) => chrome.runtime.sendMessage({ ...message, act: crypto.randomUUID() }),
      { name, ...what },
    );
    if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply)}`);
    return reply.value.marks.map(({ key }) => key);
  }

  /** Saves a paper that no listing has shown, and gives its key. */
  async save(id: string, title: string, more: object = {}, what: object = {}): Promise<string> {
    const paper = { ids: [id], title, url: `https://example.org/${id.replace(':', '/')}`, ...more };
    const [key = ''] = await this.act('papers.change', { targets: [{ paper }], status: 'unread', ...what });
    return key;
  }

  /** A stored paper, read from the database itself. */
  row(key: string): Promise<Record<string, unknown>> {
    return this.page.evaluate(async (wanted) => {
      const ended = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await ended(indexedDB.open('dogear'));
      const row = await ended(database.transaction('papers').objectStore('papers').get(wanted));
      database.close();
      return row ?? {};
    }, key);
  }
}
