import type { Page } from 'puppeteer-core';
import type { ChromiumBrowser } from '../browser/chromium';
import { sourceOf, until } from '../browser/running';

const WIDE = { width: 1280, height: 900 };
const LIBRARY_LINK = 'a[href="/library.html"]';
/** How long a popup is looked at before its link to the library is pressed. */
const LOOKED_AT = 700;
export const LONG = 120_000;

/** What the library's page is given beside its own code. */
export interface Measuring {
  /** When the first hits or rows were painted, since the page was asked for. */
  firstRows?: number;
  /** Does something and gives the time until the list that follows from it is painted. */
  settled(act: () => void): Promise<number>;
  /** The time that is being waited for. */
  settling?: Promise<number>;
}

/** Opens the library in a tab of its own, and waits for its first rows. */
export async function openLibrary(browser: ChromiumBrowser, hash: string): Promise<Page> {
  const page = await emptyPage(browser);
  await watched(page);
  await page.goto(browser.extensionUrl(`library.html${hash}`));
  await firstRowsOf(page);
  return page;
}

/**
 * Milliseconds to the first rows of the library at an address, with the background worker stopped beforehand, so that the
 * browser begins with a process for Dogear: as from a bookmark.
 */
export function opened(browser: ChromiumBrowser, hash: string, runs: number): Promise<number[]> {
  return visited(browser, runs, async (page) => {
    await watched(page);
    await browser.stopWorker();
    await page.goto(browser.extensionUrl(`library.html${hash}`));
    return firstRowsOf(page);
  });
}

/**
 * Milliseconds to the first rows of the library by its link in the popup, counted like those above: since the page was
 * asked for. Menu, keyboard command and address bar come from a worker that is awake, and find a process as the popup's
 * link does. In the popup's own tab, where what is loaded can be watched from its beginning.
 */
export function openedFromPopup(browser: ChromiumBrowser, runs: number): Promise<number[]> {
  return visited(browser, runs, async (page) => {
    await watched(page);
    await page.goto(browser.extensionUrl('popup.html'));
    const link = await page.waitForSelector(LIBRARY_LINK);
    await new Promise((resolve) => setTimeout(resolve, LOOKED_AT));
    await page.evaluate((link) => link?.removeAttribute('target'), link);
    await Promise.all([page.waitForNavigation(), link?.click()]);
    return firstRowsOf(page);
  });
}

/** Milliseconds until a page that is only a picture is painted: what the browser itself takes, here and now. */
export function pictured(browser: ChromiumBrowser, runs: number): Promise<number[]> {
  return visited(browser, runs, async (page) => {
    await page.goto(browser.extensionUrl('icon/96.png'));
    const painted = () =>
      page.evaluate(() => performance.getEntriesByName('first-contentful-paint').map(({ startTime }) => startTime)[0]);
    return until('the picture to be painted', painted, LONG);
  });
}

/** What each visit gives, in a page of its own that is closed afterwards. */
async function visited(
  browser: ChromiumBrowser,
  runs: number,
  visit: (page: Page) => Promise<number>,
): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const page = await emptyPage(browser);
    times.push(await visit(page));
    await page.close();
  }
  return times;
}

async function emptyPage(browser: ChromiumBrowser): Promise<Page> {
  const page = await browser.browser.newPage();
  await page.setViewport(WIDE);
  return page;
}

async function watched(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(`${sourceOf(prepare)}()`);
}

function firstRowsOf(page: Page): Promise<number> {
  return until('the first rows', () => page.evaluate(() => (window as unknown as Measuring).firstRows), LONG);
}

/** Runs in the page before its own code. */
function prepare(): void {
  const world = window as unknown as Measuring;
  const painted = (then: (now: number) => void) =>
    requestAnimationFrame(() => setTimeout(() => then(performance.now())));
  const watch = new MutationObserver(() => {
    if (!document.querySelector('.item .title')) return;
    watch.disconnect();
    painted((now) => {
      world.firstRows = now;
    });
  });
  watch.observe(document, { childList: true, subtree: true });

  let typed = 0;
  addEventListener('input', (event) => (typed = event.timeStamp), { capture: true });
  const complete = () => {
    const pane = document.querySelector('.list-pane');
    const list = pane?.querySelector('.scroller');
    if (pane?.getAttribute('aria-busy') !== 'false') return false;
    if (!list) return pane.querySelector('.empty') !== null;
    const { bottom } = list.getBoundingClientRect();
    return ![...list.querySelectorAll('.item.coming')].some((item) => item.getBoundingClientRect().top < bottom);
  };
  world.settled = (act) =>
    new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('The list did not follow.')), 20_000);
      let began = performance.now();
      let busy = false;
      typed = 0;
      const changed = new MutationObserver(() => {
        const pane = document.querySelector('.list-pane');
        busy ||= pane?.getAttribute('aria-busy') === 'true';
        if (!busy || !complete()) return;
        changed.disconnect();
        if (typed) began = typed;
        painted((now) => resolve(now - began));
      });
      changed.observe(document, { childList: true, subtree: true, attributes: true });
      act();
    });
}
