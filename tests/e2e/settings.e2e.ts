import type { Page } from 'puppeteer-core';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { isSaved, marks, pressMark, waitForMark, waitForMarks } from '@/scripts/browser/marks';
import { BUNDLED_LISTING } from '@/scripts/browser/pages';
import { until } from '@/scripts/browser/running';
import { inBrowser } from './harness/each-browser';

const titles = BUNDLED_LISTING.papers.map(({ title }) => title);
const [first = '', second = '', third = ''] = titles;
const WIDE = { width: 1280, height: 900 };

declare const chrome: {
  runtime: { sendMessage(message: object): Promise<{ ok: boolean; value: { marks: { key: string }[] } }> };
  tabs: { query(which: object): Promise<{ id: number; url?: string }[]> };
  action: { getBadgeText(which: object): Promise<string>; getTitle(which: object): Promise<string> };
};

inBrowser('chromium', 'every setting does what it says', [BUNDLED_LISTING], (world) => {
  let page: Page;
  let listing: Page;
  const field = (label: string) => page.locator(`::-p-aria([name="${label}"])`);
  const settings = async () => {
    await page.evaluate(() => {
      location.hash = '#settings';
    });
    await page.waitForSelector('.settings .site-switches tbody tr');
  };
  const ticked = (label: string) => page.$eval(`[aria-label="${label}"]`, (box) => (box as HTMLInputElement).checked);
  const text = (selector: string) => page.$eval(selector, (element) => element.textContent ?? '');
  const choose = async (label: string, value: string) => {
    await settings();
    await field(label).setTimeout(8_000).fill(value);
    // A field of several lines is stored when it is left.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  };
  const view = (hash: string) =>
    page.evaluate((to) => {
      location.hash = to;
    }, hash);
  /** The badge of a tab without a listing, and of all that are not ours. */
  const badges = () =>
    page.evaluate(async () => {
      const tabs = await chrome.tabs.query({});
      const own = tabs.find(({ url }) => url?.includes('library.html'));
      const others = tabs.filter(({ url }) => !url?.includes('library.html'));
      return {
        due: await chrome.action.getBadgeText({ tabId: own?.id }),
        title: await chrome.action.getTitle({ tabId: own?.id }),
        saved: await Promise.all(others.map(({ id }) => chrome.action.getBadgeText({ tabId: id }))),
      };
    });

  beforeAll(async () => {
    listing = await world.browser.open(BUNDLED_LISTING.url);
    await waitForMarks(listing, titles.length);
    for (const title of [first, second, third]) {
      await pressMark(world.browser, listing, title, 'Save');
      await waitForMark(world.browser, listing, title, 'saved', isSaved);
    }
    page = await world.browser.openExtension('library.html#settings', WIDE);
  });
  beforeEach(async () => {
    await page.bringToFront();
    await settings();
  });

  test('the look', async () => {
    const ground = () => page.$eval('body', (body) => getComputedStyle(body).backgroundColor);
    await choose('Colours', 'dark');
    await until('the dark', async () => (await ground()) === 'rgb(22, 25, 29)');
    const popup = await world.browser.openExtension('popup.html');
    await until('the popup in the dark', async () => {
      const colour = await popup.$eval('body', (body) => getComputedStyle(body).backgroundColor);
      return colour === 'rgb(22, 25, 29)';
    });
    await popup.close();
    await page.bringToFront();
    await choose('Colours', 'light');
    await until('the light', async () => (await ground()) === 'rgb(255, 255, 255)');
  });

  test('the order and number of unread papers in the queue', async () => {
    const firstUp = async () => {
      await view('#review');
      await page.waitForSelector('.review-card h2');
      return text('.review-card h2');
    };
    await choose('Order of unread papers', 'oldest');
    await until('the oldest', async () => (await firstUp()).includes(first));
    await choose('Order of unread papers', 'newest');
    await until('the newest', async () => (await firstUp()).includes(third));
    await choose('Unread papers in the queue', '2');
    await view('#review');
    await until('two', async () => (await text('.review > .hint')).startsWith('2 papers left'));
    await choose('Unread papers in the queue', '0');
    await view('#review');
    await until('none', async () => (await text('.review')).includes('Nothing to review today'));
    await choose('Unread papers in the queue', '10');
  });

  test('the daily goal', async () => {
    await choose('Daily goal (0: none)', '2');
    await view('#review');
    await until('the goal', async () => (await text('.review > .hint')).includes('Today 0 of 2'));
    const shown = await text('.review-card h2');
    await page.keyboard.press('s');
    await until('the next paper', async () => (await text('.review-card h2')) !== shown);
    await page.keyboard.press('w');
    await until('one step of it', async () => (await text('.review > .hint')).includes('Today 1 of 2'));
    expect(await page.$eval('.review progress', (bar) => (bar as HTMLProgressElement).value)).toBe(1);
    await page.keyboard.press('z');
    await until('it to be taken back', async () => (await text('.review > .hint')).includes('Today 0 of 2'));
    await choose('Daily goal (0: none)', '0');
    await view('#review');
    await until('none', async () => !(await text('.review > .hint')).includes('Today'));
  });

  test('the reminder: what is due, on tabs that say nothing of their own', async () => {
    await view('#papers');
    await page.waitForSelector('.item');
    await page.click('.item');
    await page.waitForSelector('[aria-label="Review"]');
    await page.select('[aria-label="Review"]', '0');
    await until('one due', async () => {
      const { due, title, saved } = await badges();
      return due === '1' && title === 'Dogear: 1 paper to review today' && saved.includes('3');
    });
    await settings();
    await page.locator('::-p-text(counts the papers that are due)').click();
    await until('no reminder', async () => (await badges()).due === '');
    expect((await badges()).saved).toContain('3');
    await page.locator('::-p-text(counts the papers that are due)').click();
    await until('the reminder', async () => (await badges()).due === '1');
    await page.waitForSelector('[aria-label="Library"]');
    await view('#review');
    await page.waitForSelector('.review-card');
    await page.keyboard.press('3');
    await until('nothing due', async () => (await badges()).due === '');
  });

  test('the template for new notes', async () => {
    await choose('Template for new notes', '## {title}\n{authors}, {date}');
    await view('#papers');
    await page.waitForSelector('.item');
    await page.click('.item');
    await page.locator('::-p-text(Use the template)').click();
    await until('the template, filled in', async () => {
      const note = await page.$eval('.note-field textarea', (area) => (area as HTMLTextAreaElement).value);
      return /^## \w.+\n.*, \d{4}-\d\d-\d\d$/.test(note) && !note.includes('{');
    });
  });

  test('nothing that is typed is lost: not while another field is stored, and not when the page is left', async () => {
    const area = (label: string) =>
      page.$eval(`[aria-label="${label}"]`, (field) => (field as HTMLTextAreaElement).value);
    const type = async (label: string, words: string) => {
      await page.focus(`[aria-label="${label}"]`);
      await page.keyboard.type(words);
    };
    await settings();
    await type('Template for new notes', 'more');
    // Leaves the first field, which is stored while this one is typed in.
    await type('Watch-words', 'spelt out ');
    await until('the first to be stored', async () => (await text('.toast')).includes('Settings stored'));
    await page.keyboard.type('slowly');
    expect(await area('Watch-words')).toContain('spelt out slowly');
    await view('#papers');
    await page.waitForSelector('.item');
    await settings();
    expect(await area('Template for new notes')).toContain('more');
    await until('it to be stored', async () => (await area('Watch-words')).includes('spelt out slowly'));
    await choose('Template for new notes', '');
    await choose('Watch-words', '');
  });

  test('watch-words, at once on pages that are open', async () => {
    await choose('Watch-words', second.split(' ').slice(0, 4).join(' '));
    await listing.bringToFront();
    await until('an edge', () =>
      world.browser.inShadow(listing, 'dogear-marks', (roots) => roots.some((root) => root.querySelector('.edge'))),
    );
    await page.bringToFront();
    await choose('Watch-words', 'nothing');
  });

  test('a key, at once on pages that are open; two commands with one key are told', async () => {
    await settings();
    await page.focus('.key-grid label:nth-child(3) input');
    await page.keyboard.press('d');
    await until('the twins to be told', async () => (await page.$$('.key[aria-invalid="true"]')).length === 2);
    await page.keyboard.press('b');
    await until('none', async () => (await page.$('.key[aria-invalid="true"]')) === null);
    await listing.bringToFront();
    await until('the saved paper to go', async () => {
      await listing.keyboard.press('j');
      await listing.keyboard.press('b');
      return !(await badges()).saved.includes('3');
    });
    await page.bringToFront();
    await page.locator('::-p-text(Back to the usual keys)').click();
    await until('the usual key', () =>
      page.$eval('.key-grid label:nth-child(3) input', (input) => (input as HTMLInputElement).value === 's'),
    );
  });

  test('a site that is read from the start is switched off and on', async () => {
    await settings();
    await page.$eval('[aria-label="Marks on Hugging Face"]', (box) => (box as HTMLElement).click());
    await until('no marks at once', async () => (await listing.$$('dogear-marks')).length === 0);
    expect(await listing.$('dogear-bar')).toBeNull();
    await listing.reload();
    await listing.waitForSelector('article');
    await until('no marks on a page that comes', async () => (await listing.$$('dogear-marks')).length === 0);
    await until('the switch', async () => !(await ticked('Marks on Hugging Face')));
    await page.$eval('[aria-label="Marks on Hugging Face"]', (box) => (box as HTMLElement).click());
    await listing.bringToFront();
    await waitForMarks(listing, titles.length);
    expect((await marks(world.browser, listing)).length).toBe(titles.length);
  });
});
