import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { beforeAll, expect, test } from 'vitest';
import { fillLibrary } from '@/scripts/bench/library';
import { closeEditor, typeNote } from '@/scripts/browser/editor';
import { isSaved, pressMark, waitForMark } from '@/scripts/browser/marks';
import { BUNDLED_LISTING } from '@/scripts/browser/pages';
import { until } from '@/scripts/browser/running';
import { ROOT } from '@/scripts/run';
import { violations } from './axe';
import { Panel } from './beside-page';
import { inEachBrowser } from './harness/each-browser';

const SIZE = 10_000;
const FILE = join(ROOT, 'tests', 'fixtures', 'sites', 'arxiv', 'abs.html');
const ABSTRACT_PAGE = { url: 'https://arxiv.org/abs/2604.99001v2', file: FILE };
/** Where the stored paper leads. */
const PAPER_PAGE = { url: 'https://arxiv.org/abs/2604.99001', file: FILE };
const PAGES = [BUNDLED_LISTING, ABSTRACT_PAGE, PAPER_PAGE];
const TITLE = 'One Page: The Paper';
const [first = ''] = BUNDLED_LISTING.papers.map(({ title }) => title);

inEachBrowser(`the library beside a page, with ${SIZE} papers`, PAGES, (world) => {
  let panel: Panel;
  let listing: Page;
  const total = (words: string) => until(words, async () => (await panel.text('.total')) === words);
  const rows = () =>
    panel.run((view) =>
      [...view.document.querySelectorAll('.item')]
        .sort((a, b) => Number(a.ariaPosInSet) - Number(b.ariaPosInSet))
        .map((row) => row.querySelector('.title')?.textContent ?? ''),
    );
  const tabs = async () => (await world.browser.browser.pages()).length;

  beforeAll(async () => {
    const popup = await world.browser.openExtension('popup.html');
    await until('an empty popup', () => popup.$('.empty'));
    await fillLibrary(popup, 0, SIZE);
    await popup.close();
    listing = await world.browser.open(BUNDLED_LISTING.url);
    panel = await Panel.open(world);
    await listing.bringToFront();
  }, 180_000);

  test('what is changed on the listing shows in the list at once, and the other way round', async () => {
    await total('10,000 papers');
    await pressMark(world.browser, listing, first, 'Save');
    await total('10,001 papers');
    await until('the paper', async () => (await rows())[0] === first);
    await panel.press('.item', first);
    await until('its view', async () => (await panel.text('.paper-view h2')).includes(first));
    await pressMark(world.browser, listing, first, 'Note');
    await typeNote(listing, 'Written on the listing.');
    await until('the note beside it', async () => (await panel.note()) === 'Written on the listing.');
    await closeEditor(listing);
    await panel.write('Written beside it.');
    await waitForMark(world.browser, listing, first, 'with the new note', ({ text }) =>
      text.includes('Written beside it.'),
    );
    await panel.press('.paper-view [aria-label="Remove"]');
    await waitForMark(world.browser, listing, first, 'saved no longer', (mark) => !isSaved(mark));
    await panel.press('.toast button', 'Undo');
    await waitForMark(world.browser, listing, first, 'saved', isSaved);
    await panel.press('.back');
    await total('10,001 papers');
  });

  test('the paper of the page in front can be saved from there, and its note stays in view', async () => {
    const page = await world.browser.open(ABSTRACT_PAGE.url);
    await page.bringToFront();
    await until('that it is not saved', async () => (await panel.text('.beside')).includes('not in your library'));
    expect(await panel.text('.beside')).toContain(TITLE);
    // What is said there takes no room from the end of the list.
    const foot = await panel.run((view) => {
      const list = view.document.querySelector('.scroller')?.getBoundingClientRect();
      return (list?.bottom ?? 0) <= view.innerHeight;
    });
    expect(foot).toBe(true);
    for (const value of ['light', 'dark']) {
      await panel.asPage?.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      if (panel.asPage) expect(await violations(panel.asPage)).toEqual([]);
    }
    await panel.press('.beside button', 'Save');
    await until('its view', async () => (await panel.text('.paper-view h2')).includes(TITLE));
    await panel.write('Read beside the page.');
    // Another page is none of a paper: the note stays. The paper again: its own is shown, whatever was shown meanwhile.
    await listing.bringToFront();
    await until('the note to stay', async () => (await panel.note()) === 'Read beside the page.');
    await panel.press('.back');
    await total('10,002 papers');
    await page.bringToFront();
    await until('the paper again', async () => (await panel.note()) === 'Read beside the page.');
    await page.close();
  });

  test('what is opened from there opens in the tab of the page, and its note stays and can be written', async () => {
    const page = await world.browser.open(BUNDLED_LISTING.url);
    await page.bringToFront();
    await panel.press('.back');
    await panel.press('.item', TITLE);
    const before = await tabs();
    await panel.press('.paper-view h2 a');
    await until('the paper in the tab of the page', () =>
      page.evaluate((url) => location.href === url && document.title === 'Fixture', PAPER_PAGE.url),
    );
    expect(await tabs()).toBe(before);
    expect(await panel.note()).toBe('Read beside the page.');
    await panel.write('Opened from beside it.');
    await page.reload();
    await until('the note', async () => (await panel.note()) === 'Opened from beside it.');
    // With a key held it is a tab of its own, as everywhere in the browser.
    if (panel.asPage) {
      await panel.asPage.keyboard.down('Control');
      await panel.asPage.click('.paper-view h2 a');
      await panel.asPage.keyboard.up('Control');
      await until('another tab', async () => (await tabs()) === before + 1);
      await (await world.browser.browser.pages()).at(-1)?.close();
    }
    await page.close();
  });

  test('a review that is under way stays when its paper is opened, and leads to the note', async () => {
    const page = await world.browser.open(BUNDLED_LISTING.url);
    await page.bringToFront();
    await panel.go('#review');
    await until('the newest paper', async () => (await panel.text('.review-card h2')).includes(TITLE));
    await panel.press('.review-card h2 a');
    await until('that its note is there', async () => (await panel.text('.beside')).includes(TITLE));
    expect(await panel.text('.review-card h2')).toContain(TITLE);
    await panel.press('.beside button', 'Show its note');
    await until('the note', async () => (await panel.note()) === 'Opened from beside it.');
    await panel.run((view) => view.history.back());
    await until('the review', async () => (await panel.text('.review-card h2')).includes(TITLE));
    await page.close();
  });
});
