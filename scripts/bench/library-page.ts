import type { CDPSession, Page } from 'puppeteer-core';
import type { ChromiumBrowser } from '../browser/chromium';
import { until } from '../browser/running';
import { type Figure, highest, median } from './figures';
import { LONG, type Measuring, opened, openedFromPopup, openLibrary, pictured } from './library-opening';

/** What is typed, sign by sign. Each word stands in a third of the papers, which is the hardest case. */
const TYPED = ['retrieval graph', 'scal', 'alignment', 'family12', 'debate over'];
/** What stands in the identifier of an old paper only (`rowOf`). */
const OLDEST = '000007';
/** How much oftener the library is opened than other things are done: of all times these scatter most. */
const MORE = 2;
/** Time within which an index made anew is certainly stored. */
const STORED = 6_000;

/** What working in the library costs; `papers`: how many there are, in words. */
export async function measureLibrary(browser: ChromiumBrowser, papers: string, runs: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  const add = (what: string, value: number, unit: Figure['unit'], more: Partial<Figure> = {}) =>
    figures.push({ what: `${papers}: ${what}`, value, unit, ...more });

  // The first visit makes the index, as after an import; later ones find it stored.
  const first = await openLibrary(browser, '');
  await search(first, 'model');
  await new Promise((resolve) => setTimeout(resolve, STORED));
  await first.close();

  add('a picture of the package alone, for comparison', median(await pictured(browser, runs)), 'ms');
  const visits = runs * MORE;
  add('first rows of the library, from the popup', median(await openedFromPopup(browser, visits)), 'ms', { goal: 150 });
  add('the same by a bookmark, while Dogear sleeps', median(await opened(browser, '', visits)), 'ms', { goal: 150 });
  const cold = await opened(browser, '#papers?q=retrieval+graph', runs);
  add('first hits of a cold search', median(cold), 'ms', { goal: 300 });
  add('the same, for the oldest paper', median(await opened(browser, `#papers?q=${OLDEST}`, runs)), 'ms', {
    goal: 300,
  });

  const page = await openLibrary(browser, '');
  await search(page, 'model');
  const strokes: number[] = [];
  for (const words of TYPED) strokes.push(...(await type(page, words)));
  add('a keystroke to its results', median(strokes), 'ms', { goal: 30 });
  add('a keystroke to its results, 95 of 100', highest(strokes), 'ms', { goal: 100 });

  await search(page, '');
  const filters: number[] = [];
  const orders: number[] = [];
  for (let run = 0; run < runs; run++) {
    for (const status of ['Reading', 'Unread', 'All papers']) filters.push(await choose(page, status));
    for (const order of ['title', '-published', '']) orders.push(await sort(page, order));
  }
  add('a filter by status', median(filters), 'ms', { goal: 50 });
  add('a sort', median(orders), 'ms', { goal: 50 });

  const { rate, empty } = await scroll(page);
  add('frames while scrolling', rate, '/s', { goal: 60, atLeast: true });
  add('frames with a row still empty in sight', empty, '');
  const { main, worker } = await heaps(browser, page);
  add('heap of the library, page and search worker', main + worker, 'MB', { goal: 150 });
  add('of that, the search worker', worker, 'MB');
  await page.close();
  return figures;
}

/** Searches and waits for all that comes of it. */
async function search(page: Page, words: string): Promise<void> {
  await page.evaluate((words) => {
    // What was typed just now comes into the address, as with a press on a link.
    dispatchEvent(new Event('click'));
    location.hash = `#papers?q=${encodeURIComponent(words)}`;
  }, words);
  await until(
    `all that is found for “${words}”`,
    () =>
      page.evaluate(
        (words) =>
          document.querySelector<HTMLInputElement>('input[type="search"]')?.value === words &&
          document.querySelector('.list-pane')?.getAttribute('aria-busy') === 'false' &&
          / papers?$/.test(document.querySelector('.total')?.textContent ?? ''),
        words,
      ),
    LONG,
  );
}

/** Types sign by sign, each when the results of the one before are there, and gives the time of each. */
async function type(page: Page, words: string): Promise<number[]> {
  const times: number[] = [];
  await search(page, '');
  await page.focus('input[type="search"]');
  for (const sign of words) {
    // It changes nothing of what is sought.
    if (sign === ' ') {
      await page.keyboard.type(sign);
      continue;
    }
    // Listening comes first: keys reach the page by another way than what is evaluated in it.
    await page.evaluate(() => {
      const world = window as unknown as Measuring;
      world.settling = world.settled(() => {});
    });
    await page.keyboard.type(sign);
    times.push(await page.evaluate(() => (window as unknown as Measuring).settling ?? Number.NaN));
  }
  return times;
}

function choose(page: Page, name: string): Promise<number> {
  return page.evaluate(
    (name) =>
      (window as unknown as Measuring).settled(() => {
        const links = [...document.querySelectorAll<HTMLElement>('.sidebar a')];
        links.find((link) => link.textContent?.startsWith(name))?.click();
      }),
    name,
  );
}

function sort(page: Page, order: string): Promise<number> {
  return page.evaluate(
    (order) =>
      (window as unknown as Measuring).settled(() => {
        const select = document.querySelector<HTMLSelectElement>('.small-bar select');
        if (!select) return;
        select.value = order;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      }),
    order,
  );
}

/** Scrolls as fast as a hand does for three seconds, and again far down the list. */
function scroll(page: Page): Promise<{ rate: number; empty: number }> {
  return page.evaluate(async () => {
    const list = document.querySelector('.scroller');
    if (!list) throw new Error('There is no list.');
    let [frames, empty, time] = [0, 0, 0];
    for (const start of [0, list.scrollHeight / 2]) {
      list.scrollTop = start;
      await new Promise((resolve) => setTimeout(resolve, 500));
      const began = performance.now();
      let now = began;
      while (now - began < 3_000) {
        list.scrollTop += 40;
        now = await new Promise(requestAnimationFrame);
        frames++;
        const box = list.getBoundingClientRect();
        const coming = [...list.querySelectorAll('.item.coming')].map((item) => item.getBoundingClientRect());
        if (coming.some(({ top, bottom }) => bottom > box.top && top < box.bottom)) empty++;
      }
      time += now - began;
    }
    return { rate: (frames / time) * 1_000, empty };
  });
}

/** Megabytes that page and worker hold after the garbage is gone, arrays of bytes included. */
async function heaps(browser: ChromiumBrowser, page: Page): Promise<{ main: number; worker: number }> {
  const held = async (devtools: CDPSession) => {
    await devtools.send('HeapProfiler.collectGarbage');
    const heap = (await devtools.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
    return (heap.usedSize + (heap.backingStorageSize ?? 0)) / 1_000_000;
  };
  const [worker] = page.workers();
  if (!worker) throw new Error('The search worker does not run.');
  return { main: await held(await browser.devtools(page)), worker: await held(worker.client) };
}
