import type { Page } from 'puppeteer-core';
import type { ChromiumBrowser } from '../browser/chromium';
import { median } from './figures';
import type { Listing } from './pages';
import { stretchesOf } from './stretches';
import { cameAt, type Seen, watchGaps, watchPage, whenKnown } from './watching';

/** How far each visit scrolls down, in CSS pixels, and how fast, in pixels a second. */
const DISTANCE = 24_000;
const SPEED = 6_000;
const FRAME = 1_000 / 60;
/** How long a page is left alone after its load, in ms: idle work belongs to the cost. */
const REST = 2_000;

/** What one visit of a listing page cost. Times in ms. */
export interface Cost {
  /** From the cards in sight being painted to their marks being painted. */
  marked: number;
  /** From the cards in sight being painted to the first mark of a stored paper; the worker was asleep before. */
  known: number;
  /** Time in scripts, and in style and layout, while loading. */
  script: number;
  layout: number;
  /** The longest task, and the time by which tasks were longer than 50 ms, while loading and while scrolling. */
  longest: number;
  blocking: number;
  /** Cumulative layout shift, while loading and while scrolling. */
  shift: number;
  /** Frames that the page missed while it was scrolled down. */
  dropped: number;
  /** Heap of the page after loading, of its scripts and of its document, in kB. */
  heap: number;
  /** Only with Dogear: the longest time without a pause that its own code took. */
  stretch: number;
}

type Browsers = [bare: ChromiumBrowser, withDogear: ChromiumBrowser];

/** Visits a listing several times without and with Dogear, by turns, and gives the medians of both. */
export async function measureListing(browsers: Browsers, listing: Listing, runs: number): Promise<[Cost, Cost]> {
  const costs: [Cost[], Cost[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    costs[0].push(await visit(browsers[0], listing, false));
    costs[1].push(await visit(browsers[1], listing, true));
  }
  const stretches: number[] = [];
  for (let run = 0; run < runs; run++) stretches.push(await longestStretch(browsers[1], listing));
  return [medians(costs[0]), { ...medians(costs[1]), stretch: median(stretches) }];
}

/** Bytes of heap that Dogear adds for each card beyond the first ones, of which only those in sight bear marks. */
export async function bytesPerCard(browsers: Browsers, listing: Listing): Promise<number> {
  const { short } = listing;
  if (!short) return Number.NaN;
  const added = async (one: Pick<Listing, 'page' | 'count' | 'cards'>) => {
    const [without, withIt] = [await heapOf(browsers[0], one, false), await heapOf(browsers[1], one, true)];
    return withIt - without;
  };
  const [few, all] = [await added({ ...listing, ...short }), await added(listing)];
  return ((all - few) * 1_000) / (listing.count - short.count);
}

async function visit(browser: ChromiumBrowser, listing: Listing, withDogear: boolean): Promise<Cost> {
  const page = await browser.browser.newPage();
  await open(page, listing, withDogear);
  await page.evaluate(() => Reflect.set(window, 'watched', true));
  const metrics = await page.metrics();
  const metric = (name: keyof typeof metrics) => (metrics[name] ?? Number.NaN) * 1_000;
  const seen = await seenBy(page);
  const marked = cameAt(seen, 'marks') - cameAt(seen, 'cards');
  const heap = await heapNow(browser, page);

  await page.evaluate(watchGaps);
  await scrollDown(browser, page);
  const { longTasks, shift, gaps } = await seenBy(page);
  await page.close();
  return {
    marked,
    known: withDogear ? await knownAfter(browser, listing) : Number.NaN,
    script: metric('ScriptDuration'),
    layout: metric('LayoutDuration') + metric('RecalcStyleDuration'),
    longest: Math.max(0, ...longTasks),
    blocking: longTasks.reduce((sum, task) => sum + task - 50, 0),
    shift,
    dropped: gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / FRAME) - 1), 0),
    heap,
    stretch: Number.NaN,
  };
}

/** A visit of its own, for what looks into our world takes time there. */
async function knownAfter(browser: ChromiumBrowser, listing: Listing): Promise<number> {
  await browser.stopWorker();
  const page = await browser.browser.newPage();
  const known = await browser.inOurWorld(page, whenKnown);
  await open(page, listing, true);
  const after = (await known.value) - cameAt(await seenBy(page), 'cards');
  await page.close();
  return after;
}

/** Opens a listing and waits until nothing more happens on it. */
async function open(page: Page, listing: Pick<Listing, 'page' | 'cards'>, withDogear: boolean): Promise<void> {
  // The TypeScript runner wraps inner functions in a helper of its own, which no page has.
  await page.evaluateOnNewDocument('globalThis.__name = (named) => named');
  await page.evaluateOnNewDocument(watchPage, listing.cards);
  await page.goto(listing.page.url, { waitUntil: 'load' });
  if (withDogear) await page.waitForSelector('dogear-marks');
  await rest();
}

const rest = () => new Promise((resolve) => setTimeout(resolve, REST));

async function longestStretch(browser: ChromiumBrowser, { page: { url } }: Listing): Promise<number> {
  const page = await browser.browser.newPage();
  const { longest } = await stretchesOf(browser, page, async () => {
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForSelector('dogear-marks');
    await rest();
    await scrollDown(browser, page);
  });
  await page.close();
  return longest;
}

async function heapOf(browser: ChromiumBrowser, listing: Pick<Listing, 'page' | 'cards'>, withDogear: boolean) {
  const page = await browser.browser.newPage();
  await open(page, listing, withDogear);
  const heap = await heapNow(browser, page);
  await page.close();
  return heap;
}

async function heapNow(browser: ChromiumBrowser, page: Page): Promise<number> {
  const devtools = await browser.devtools(page);
  // What the first round frees may hold something back until the second.
  for (let round = 0; round < 3; round++) await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize = 0 } = (await devtools.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    embedderHeapUsedSize?: number;
  };
  await devtools.detach();
  return (usedSize + embedderHeapUsedSize) / 1_000;
}

/** Scrolls as a wheel does, evenly. */
async function scrollDown(browser: ChromiumBrowser, page: Page): Promise<void> {
  const devtools = await browser.devtools(page);
  await page.bringToFront();
  await devtools.send('Input.synthesizeScrollGesture', {
    x: 400,
    y: 400,
    yDistance: -DISTANCE,
    speed: SPEED,
    gestureSourceType: 'mouse',
  });
  await devtools.detach();
}

function seenBy(page: Page): Promise<Seen> {
  return page.evaluate(() => Reflect.get(window, 'seen'));
}

function medians(costs: Cost[]): Cost {
  const names = Object.keys(costs[0] ?? {}) as (keyof Cost)[];
  return Object.fromEntries(names.map((name) => [name, median(costs.map((cost) => cost[name]))])) as unknown as Cost;
}
