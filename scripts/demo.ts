import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Page } from 'puppeteer-core';
import { closeEditor, typeNote, typeTag } from './browser/editor';
import { isSaved, marks, pressMark, waitForMark, waitForMarks } from './browser/marks';
import type { SavedNetwork } from './browser/network';
import { BUNDLED_LISTING } from './browser/pages';
import { type RunningBrowser, until } from './browser/running';
import { ROOT } from './run';

const PAPERS = BUNDLED_LISTING.papers.map(({ title }) => title);
const SAVED = [0, 2, 4].flatMap((card) => PAPERS[card] ?? []);
const [EDITED = ''] = SAVED;
const TAGS = ['oversight', 'to discuss'];
const NOTE = 'Compare the debate protocol with ours before Friday.';

/** The main job from end to end on the bundled listing; throws a sentence for whatever did not work. */
export async function demo(
  browser: RunningBrowser,
  network: SavedNetwork,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const pictures: string[] = [];
  const picture = async (page: Page, name: string) => {
    const path = join(folder, `${browser.kind}-${name}.png`) as `${string}.png`;
    await page.screenshot({ path });
    pictures.push(path);
  };

  say(`Dogear in ${browser.version}, on the bundled listing of ${PAPERS.length} papers.`);
  const listing = await browser.open(BUNDLED_LISTING.url);
  await waitForMarks(listing, PAPERS.length);
  say(`Found: ${PAPERS.length} paper cards, each with its marks.`);

  for (const title of SAVED) {
    await pressMark(browser, listing, title, 'Save');
    await waitForMark(browser, listing, title, 'saved', isSaved);
  }
  say(`Saved: ${SAVED.length} papers.`);

  await pressMark(browser, listing, EDITED, 'Tags');
  for (const tag of TAGS) await typeTag(listing, tag);
  await typeNote(listing, NOTE);
  await picture(listing, 'editor');
  await closeEditor(listing);
  await waitForMark(browser, listing, EDITED, 'tagged', ({ text }) => TAGS.every((tag) => text.includes(tag)));
  await listing.evaluate(() => scrollTo(0, 0));
  await picture(listing, 'listing');
  say(`Tagged and annotated “${EDITED}”: ${TAGS.join(', ')}; “${NOTE}”`);

  await browser.stopWorker();
  await readBack(browser, say, picture);

  await browser.restart();
  const again = await browser.open(BUNDLED_LISTING.url);
  await waitForMarks(again, PAPERS.length);
  const kept = await until('the saved papers to come back after a restart', async () => {
    const saved = (await marks(browser, again)).filter(isSaved).length;
    return saved === SAVED.length && saved;
  });
  say(`After closing the browser and starting it again: ${kept} cards still show that they are saved.`);

  const strangers = network.strangers();
  if (strangers.length > 0) {
    throw new Error(`Something left the browser that should not have: ${strangers.map(({ url }) => url).join(', ')}`);
  }
  say('Sent to the network: nothing but the request for the page itself.');
  say('Screenshots:');
  for (const path of pictures) say(`  ${relative(ROOT, path)}`);
}

/** Opens the popup and checks that it shows what was stored. */
async function readBack(
  browser: RunningBrowser,
  say: (line: string) => void,
  picture: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const popup = await browser.openExtension('popup.html');
  const rows = await until(`${SAVED.length} papers in the popup`, async () => {
    const seen = await popup.$$eval('[role="listitem"], li', (items) =>
      items
        .filter((item) => item.querySelector('a[href^="http"]'))
        .map((item) => ({
          title: item.querySelector('a[href^="http"]')?.textContent?.trim() ?? '',
          text: item.textContent ?? '',
        })),
    );
    return seen.length === SAVED.length && seen;
  });
  for (const tag of TAGS) {
    if (!rows.some(({ text }) => text.includes(tag))) throw new Error(`The popup does not show the tag “${tag}”.`);
  }
  say('Stored, as the popup shows it:');
  for (const { title } of rows) say(`  ${title}`);
  await picture(popup, 'popup');

  await popup.type('input[type="search"]', 'debate protocol');
  await until('the popup to find the note by its words', () =>
    popup.$$eval(
      '[role="listitem"], li',
      (items) => items.filter((item) => item.querySelector('a[href^="http"]')).length === 1,
    ),
  );
  say('Searched for “debate protocol”, words of the note: found.');
  await popup.close();
}
