import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, tableOf } from './bench/figures';
import { measureInOut } from './bench/inout';
import { fillLibrary } from './bench/library';
import { longListing, measureListing, measureSave } from './bench/listing';
import { measurePopup } from './bench/popup';
import { contentSize } from './bench/size';
import { ChromiumBrowser } from './browser/chromium';
import { SavedNetwork, type SavedPage } from './browser/network';
import { BUNDLED_LISTING } from './browser/pages';
import { ensureBrowser } from './browsers';
import { build } from './run';

const RUNS = 7;
const LONG = 1_466;
const SIZES = [100, 10_000, 100_000];

async function bench(): Promise<void> {
  const [load = 0] = loadavg();
  if (load > availableParallelism() / 2) {
    console.log(`This computer is busy with other work (load ${load.toFixed(1)}): times will be longer than they are.`);
  }
  const executable = ensureBrowser('chromium');
  console.log('Building Dogear …');
  const extension = await build('chromium');
  const long = await longListing(LONG);
  const network = await SavedNetwork.start(BUNDLED_LISTING, long);
  const profile = await mkdtemp(join(tmpdir(), 'dogear-bench-'));
  const figures: Figure[] = [await contentSize(extension)];

  const bare = await new ChromiumBrowser({ executable, profile: join(profile, 'bare'), network }).launch();
  const browser = await new ChromiumBrowser({
    executable,
    extension,
    profile: join(profile, 'with'),
    network,
  }).launch();
  try {
    console.log(`${browser.version}, ${RUNS} runs of each. Listings …`);
    figures.push(...(await listingFigures(bare, browser, BUNDLED_LISTING, BUNDLED_LISTING.papers.length)));
    figures.push(...(await listingFigures(bare, browser, long, LONG)));
    figures.push(...(await libraryFigures(browser)));
    console.log('Out and in …');
    figures.push(...(await measureInOut(browser, 100_000, 10_000)));
  } finally {
    await Promise.allSettled([bare.close(), browser.close()]);
    await network.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  console.log(`\n${tableOf(figures)}`);
}

/** What Dogear adds to a listing: the same page with it and without it. */
async function listingFigures(
  bare: ChromiumBrowser,
  browser: ChromiumBrowser,
  page: SavedPage,
  cards: number,
): Promise<Figure[]> {
  const small = cards < 100;
  const runs = small ? RUNS : 3;
  const without = await measureListing(bare, page.url, runs, false);
  const withIt = await measureListing(browser, page.url, runs, true);
  return [
    {
      what: `${cards} cards: visible marks drawn after the cards`,
      value: withIt.drawn,
      unit: 'ms',
      ...(small ? { goal: 100 } : {}),
    },
    {
      what: `${cards} cards: script time added`,
      value: withIt.script - without.script,
      unit: 'ms',
      ...(small ? { goal: 40 } : {}),
    },
    { what: `${cards} cards: long tasks added`, value: withIt.longTasks - without.longTasks, unit: 'ms' },
    {
      what: `${cards} cards: layout shift (CLS) added`,
      value: withIt.shift - without.shift,
      unit: '',
      ...(small ? { goal: 0.02 } : {}),
    },
  ];
}

/** Popup and saving, with a library that grows. */
async function libraryFigures(browser: ChromiumBrowser): Promise<Figure[]> {
  const figures: Figure[] = [];
  let filled = 0;
  for (const size of SIZES) {
    const papers = size.toLocaleString('en');
    console.log(`A library of ${papers} papers …`);
    const page = await browser.openExtension('popup.html');
    await fillLibrary(page, filled, size);
    await page.close();
    filled = size;
    const { rows, heap } = await measurePopup(browser, RUNS);
    const goal = size >= 10_000;
    figures.push(
      { what: `${papers} papers: first rows of the popup`, value: rows, unit: 'ms', ...(goal ? { goal: 100 } : {}) },
      { what: `${papers} papers: heap of the popup`, value: heap, unit: 'MB', ...(goal ? { goal: 20 } : {}) },
    );
  }
  const papers = filled.toLocaleString('en');
  figures.push({
    what: `${papers} papers: save acknowledged`,
    value: await measureSave(browser, 15),
    unit: 'ms',
    goal: 15,
  });
  return figures;
}

bench().catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
