import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { closeEditor, typeTag } from '@/scripts/browser/editor';
import { marks, pressMark, waitForMark, waitForMarks } from '@/scripts/browser/marks';
import { BUNDLED_LISTING } from '@/scripts/browser/pages';
import { until } from '@/scripts/browser/running';
import { barText, openBar, pressOnBar } from './bar';
import { inEachBrowser } from './harness/each-browser';
import { stored } from './stored';

const [first, , , fourth] = BUNDLED_LISTING.papers;
const all = BUNDLED_LISTING.papers.length;
/** Yesterday on arXiv: one paper that Hugging Face has shown, and one that no page has. */
const ARXIV = {
  url: 'https://arxiv.org/list/cs.CL/pastweek',
  body: `<!doctype html><body><dl>${[first?.id.slice(6), '2602.00009']
    .map((id) => `<dt><a href="/abs/${id}">arXiv</a></dt><dd><div class="list-title">Title: ${id}</div></dd>`)
    .join('')}</dl>`,
};

/** The page of the paper that only arXiv has shown. */
const ALONE = {
  url: 'https://arxiv.org/abs/2602.00009',
  body: `<!doctype html><body><div id="abs"><div class="dateline">[Submitted on 1 Feb 2026]</div>
    <h1 class="title">Title:2602.00009</h1><blockquote class="abstract">Abstract: Whole.</blockquote></div>`,
};

inEachBrowser('filters, and what keys leave alone', [BUNDLED_LISTING, ARXIV, ALONE], (world) => {
  let page: Page;
  const keys = async (...pressed: string[]) => {
    for (const key of pressed) await page.keyboard.press(key as 'j');
  };
  const says = (words: string) =>
    until(`the bar to say “${words}”`, async () => (await barText(world.browser, page)).includes(words));
  /** Titles and places of the cards that are shown. */
  const shown = () =>
    page.$$eval('article', (cards) =>
      cards
        .filter((card) => card.checkVisibility())
        .map((card) => {
          const { left, top } = card.getBoundingClientRect();
          const title = card.querySelector('h3')?.textContent?.replace(/\s+/g, ' ').trim();
          return { title, at: [Math.round(left + scrollX), Math.round(top + scrollY)].join() };
        }),
    );

  test('each leaves what it says, no hole, and the number of what is hidden; all come back at once', async () => {
    page = await world.browser.open(BUNDLED_LISTING.url);
    await waitForMarks(page, all);
    await openBar(world.browser, page);
    await says(`${all} papers`);
    await keys('j', 's', 'j', 'r', 'j', 'd', 'j', 't');
    await typeTag(page, 'survey');
    await until('the tag to be stored', async () => (await stored(world.browser)).some(({ tags }) => tags.length));
    await page.bringToFront();
    await closeEditor(page);
    await says('3 saved');
    await page.evaluate(() => scrollTo(0, 0));
    const before = await shown();
    const titles = before.map(({ title }) => title);
    const filters: [label: string, left: (string | undefined)[]][] = [
      ['Hide dismissed', titles.filter((_, at) => at !== 2)],
      ['Hide read', titles.filter((_, at) => at !== 1)],
      // Of the first page ever nothing counts as new.
      ['Only new', []],
      ['Only unsaved', titles.slice(4).toSpliced(0, 0, titles[2])],
      ['Only with tag survey', [titles[3]]],
    ];
    for (const [label, left] of filters) {
      await pressOnBar(world.browser, page, label);
      await says(`${all - left.length} hidden`);
      const now = await shown();
      expect(now.map(({ title }) => title)).toEqual(left);
      // Whatever is left begins where the first card was.
      if (now[0]) expect(now[0].at).toBe(before[0]?.at);
      await pressOnBar(world.browser, page, 'Show all');
      await until('all to be where they were', async () => JSON.stringify(await shown()) === JSON.stringify(before));
    }
    expect(titles[3]).toBe(fourth?.title);
  });

  test('everything that a filter shows is selected and changed in one step, which one undo takes back', async () => {
    await pressOnBar(world.browser, page, 'Only with tag survey');
    await says(`${all - 1} hidden`);
    await pressOnBar(world.browser, page, 'Select all shown');
    await says('1 selected');
    await pressOnBar(world.browser, page, 'Read');
    await says('2 read');
    await keys('u');
    await says('1 read');
    await pressOnBar(world.browser, page, 'Clear');
    await pressOnBar(world.browser, page, 'Show all');
  });

  test('keys are left to what can be edited and to dialogs of the page', async () => {
    const before = await stored(world.browser);
    await page.bringToFront();
    const typed = await page.evaluateHandle(() => {
      const place = document.createElement('div');
      place.contentEditable = 'true';
      document.body.prepend(place);
      place.focus();
      return place;
    });
    await page.keyboard.type('sdru');
    expect(await typed.evaluate((place) => place.textContent)).toBe('sdru');
    await page.evaluate(() => {
      document.querySelector('[contenteditable]')?.remove();
      const dialog = document.createElement('dialog');
      dialog.innerHTML = '<button>Close</button>';
      document.body.append(dialog);
      dialog.showModal();
    });
    await keys('s', 'd', 'r', 'u');
    await page.evaluate(() => document.querySelector('dialog')?.remove());
    // What comes after is done: had they done anything, it would have been done before.
    await keys('j', 's');
    await until('the next paper to be saved', async () => (await stored(world.browser)).length === before.length + 1);
    expect((await stored(world.browser)).filter(({ title }) => before.some((one) => one.title === title))).toEqual(
      before,
    );
  });

  test('o opens the paper of the current card', async () => {
    const url = `https://huggingface.co/papers/${fourth?.id.slice(6)}`;
    world.network.serve({ url, body: '<p>The paper</p>' });
    await page.bringToFront();
    await keys('k', 'o');
    await until('the paper’s page to open', async () =>
      (await world.browser.browser.pages()).some((one) => one.url() === url),
    );
  });

  test('the bar is dragged', async () => {
    await page.bringToFront();
    const at = () =>
      world.browser.inShadow(page, 'dogear-bar', ([root]) => {
        const box = root?.querySelector('.grip')?.getBoundingClientRect();
        return { x: (box?.x ?? 0) + 12, y: (box?.y ?? 0) + 12 };
      });
    const { x, y } = await at();
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 90, y - 60, { steps: 6 });
    await page.mouse.up();
    await until('the bar to have followed', async () => {
      const now = await at();
      return Math.abs(now.x - x + 90) < 2 && Math.abs(now.y - y + 60) < 2;
    });
  });

  test('what Hugging Face has shown is not new on arXiv', async () => {
    // The bar is open there too.
    page = await world.browser.open(ARXIV.url);
    await says('1 new');
    await until('the dot of the other', async () => {
      const dots = await world.browser.inShadow(page, 'dogear-marks', (roots) =>
        roots.map((root) => root.querySelector('.dot') !== null),
      );
      return dots.join() === 'false,true';
    });
    await pressOnBar(world.browser, page, 'Only new');
    await says('1 hidden');
    expect((await marks(world.browser, page)).length).toBe(2);
    expect(await page.$$eval('dt', (cards) => cards.map((card) => card.checkVisibility()))).toEqual([false, true]);
  });

  test('the page of one paper stays in sight, whatever its site hides', async () => {
    await pressOnBar(world.browser, page, 'Show all');
    await pressMark(world.browser, page, '2602.00009', 'Status');
    await pressMark(world.browser, page, '2602.00009', 'Dismissed');
    await says('1 dismissed');
    await pressOnBar(world.browser, page, 'Hide dismissed');
    await says('1 hidden');
    page = await world.browser.open(ALONE.url);
    const dismissed = (label: string) => label === 'Status: Dismissed';
    await waitForMark(world.browser, page, '2602.00009', 'dismissed', ({ buttons }) =>
      buttons.some(({ label }) => dismissed(label)),
    );
    // What the site remembers is known by now, and a page is filtered with the next picture.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await page.$eval('#abs', (card) => card.checkVisibility())).toBe(true);
    expect(await barText(world.browser, page)).toBe('');
  });

  test('a filter is remembered for its site, and for no other', async () => {
    const pressed = (on: Page) =>
      world.browser.inShadow(on, 'dogear-bar', ([root]) =>
        [...(root?.querySelectorAll('[aria-pressed="true"]') ?? [])].map((one) => one.textContent?.trim()),
      );
    page = await world.browser.open(BUNDLED_LISTING.url);
    await says(`${all} papers`);
    await pressOnBar(world.browser, page, 'Only unsaved');
    await until('it to be at work', async () => (await pressed(page)).includes('Only unsaved'));
    const other = await world.browser.open(ARXIV.url);
    await until('the filter of arXiv', async () => (await pressed(other)).join() === 'Hide dismissed');
    await other.close();
    page = await world.browser.open(BUNDLED_LISTING.url);
    await until('the filter of Hugging Face', async () => {
      const now = await pressed(page);
      return now.includes('Only unsaved') && !now.includes('Hide dismissed');
    });
    await says('hidden');
  });
});
