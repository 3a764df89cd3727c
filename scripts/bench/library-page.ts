import type { CDPSession, Page } from 'puppeteer-core';
import type { ChromiumBrowser } from '../browser/chromium';
import { sourceOf, until } from '../browser/running';
import { type Figure, highest, median } from './figures';

const WIDE = { width: 1280, height: 900 };
/** What is typed, sign by sign. Each word stands in a third of the papers, which is the hardest case. */
const TYPED = ['retrieval graph', 'scal', 'alignment', 'family12', 'debate over'];
/** What stands in the identifier of an old paper only (`rowOf`). */
const OLDEST = '000007';
/** Time within which an index made anew is certainly stored. */
const STORED = 6_000;
const LONG = 120_000;

interface Measuring {
  /** When the first hits or rows were painted, since the page was asked for. */
  firstRows?: number;
  /** Does something and gives the time until the list that follows from it is painted. */
  settled(act: () => void): Promise<number>;
  /** The time that is being waited for. */
  settling?: Promise<number>;
}

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
  add('first rows of the library', median(await opened(browser, '', runs)), 'ms', { goal: 150 });
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

async function openLibrary(browser: ChromiumBrowser, hash: string): Promise<Page> {
  const page = await browser.browser.newPage();
  await page.setViewport(WIDE);
  await page.evaluateOnNewDocument(`${sourceOf(prepare)}()`);
  await page.goto(browser.extensionUrl(`library.html${hash}`));
  await until('the first rows', () => page.evaluate(() => (window as unknown as Measuring).firstRows), LONG);
  return page;
}

/** Milliseconds to the first rows of the library at an address, with the background worker stopped beforehand. */
async function opened(browser: ChromiumBrowser, hash: string, runs: number): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    await browser.stopWorker();
    const page = await openLibrary(browser, hash);
    times.push((await page.evaluate(() => (window as unknown as Measuring).firstRows)) ?? Number.NaN);
    await page.close();
  }
  return times;
}

/** Milliseconds until a page that is only a picture is painted: what the browser itself takes, here and now. */
async function pictured(browser: ChromiumBrowser, runs: number): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const page = await browser.browser.newPage();
    await page.setViewport(WIDE);
    await page.goto(browser.extensionUrl('icon/96.png'));
    const painted = () =>
      page.evaluate(() => performance.getEntriesByName('first-contentful-paint').map(({ startTime }) => startTime)[0]);
    times.push(await until('the picture to be painted', painted, LONG));
    await page.close();
  }
  return times;
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
