import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import type { ChromiumBrowser } from '../browser/chromium';
import { countPapers, importAll, openData, press, waitForWords, wipe } from '../browser/data';
import { until } from '../browser/running';
import type { Figure } from './figures';
import { fillLibrary } from './library';

const LONG = 900_000;

/**
 * A library out of the extension as Dogear JSON and in again, and BibTeX in and back out by one undo, each with its
 * time and the most memory that the extension's own process took beyond what it took at rest.
 */
export async function measureInOut(browser: ChromiumBrowser, size = 100_000, entries = 10_000): Promise<Figure[]> {
  const papers = size.toLocaleString('en');
  const figures: Figure[] = [];
  let page = await openData(browser);
  await wipe(page);
  await fillLibrary(page, 0, size);
  await page.close();
  page = await openData(browser);
  await catchBlob(page);
  const out = await watched(browser, async () => {
    await press(page, 'Save as file');
    await waitForWords(page, 'written to', LONG);
  });
  figures.push(...named(`${papers} papers out as Dogear JSON`, out));
  await wipe(page);
  const read = await watched(browser, async () => {
    await page.evaluate(() => {
      const { blobs } = window as unknown as { blobs: Blob[] };
      const data = new DataTransfer();
      data.items.add(new File(blobs, 'library.json'));
      dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await page.waitForSelector('.preview', { timeout: LONG });
  });
  figures.push(...named(`${papers} papers read for the preview`, read));
  const brought = await watched(browser, () => importAll(page, LONG));
  figures.push(...named(`${papers} papers taken in`, brought));
  if ((await countPapers(page)) !== size) throw new Error('The library is not what it was.');
  await press(page, 'Import more');
  await wipe(page);
  await page.close();

  page = await openData(browser);
  const many = entries.toLocaleString('en');
  const bibtex = await watched(browser, async () => {
    await dropBibtex(page, entries);
    await page.waitForSelector('.preview', { timeout: LONG });
  });
  figures.push(...named(`${many} BibTeX entries read for the preview`, bibtex));
  figures.push(...named(`${many} BibTeX entries taken in`, await watched(browser, () => importAll(page, LONG))));
  const undone = await watched(browser, async () => {
    await press(page, 'Undo');
    await waitForWords(page, 'Undone', LONG);
  });
  figures.push(...named(`${many} imported papers taken back`, undone));
  await page.close();
  return figures;
}

function named(what: string, { ms, mb }: Watched): Figure[] {
  return [
    { what, value: ms, unit: 'ms' },
    { what: `${what}: memory added at its peak`, value: mb, unit: 'MB' },
  ];
}

interface Watched {
  ms: number;
  mb: number;
}

/** Does something and tells how long it took and how much memory it needed. */
async function watched(browser: ChromiumBrowser, work: () => Promise<unknown>): Promise<Watched> {
  const pid = browser.browser.process()?.pid;
  const before = memoryOf(pid);
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, memoryOf(pid));
  }, 100);
  const began = performance.now();
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return { ms: performance.now() - began, mb: peak - before };
}

/** Megabytes of the process in which the extension's pages and workers run; Linux tells it, others do not. */
function memoryOf(group: number | undefined): number {
  if (group === undefined || process.platform !== 'linux') return Number.NaN;
  let most = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      // The fifth field is the process group; the name before it may hold blanks.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      if (Number(fields[2]) !== group) continue;
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--extension-process')) continue;
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      most = Math.max(most, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // It ended while it was looked at.
    }
  }
  return most;
}

/** Lets the page write into a blob, which the browser may keep on disk. */
function catchBlob(page: Page): Promise<void> {
  return page.evaluate(() => {
    const blobs: Blob[] = [];
    const writable = {
      write: async (piece: string) => void blobs.push(new Blob([piece])),
      close: async () => {},
      abort: async () => {},
    };
    Object.assign(window, { blobs, showSaveFilePicker: async () => ({ createWritable: async () => writable }) });
  });
}

async function dropBibtex(page: Page, entries: number): Promise<void> {
  await until('the page', () => page.evaluate(() => document.querySelector('textarea') !== null));
  await page.evaluate((entries) => {
    const words = 'We study a question that many have asked, and give an answer that some will like. '.repeat(12);
    const parts = Array.from(
      { length: entries },
      (_, n) => `@article{key${n},
  title = {On the {Number} ${n} of Things},
  author = {Doe, Jane and M{\\"u}ller, J{\\"o}rg and {The Group}},
  journal = {Journal of Things},
  year = {2020},
  doi = {10.1000/things.${n}},
  abstract = {${words}},
  keywords = {things, ml/number},
  annote = {Note ${n}.},
}
`,
    );
    const data = new DataTransfer();
    data.items.add(new File(parts, 'large.bib'));
    dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, entries);
}
