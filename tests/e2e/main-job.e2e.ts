import { expect, test } from 'vitest';
import { closeEditor, editorField, editorFrame, typeNote, typeTag } from '@/scripts/browser/editor';
import { isSaved, marks, pressMark, waitForMark, waitForMarks } from '@/scripts/browser/marks';
import { BUNDLED_LISTING } from '@/scripts/browser/pages';
import { until } from '@/scripts/browser/running';
import { inEachBrowser } from './harness/each-browser';
import { stored } from './stored';

const [first = '', second = '', third = ''] = BUNDLED_LISTING.papers.map(({ title }) => title);
const id = BUNDLED_LISTING.papers[0]?.id.replace('arxiv:', '') ?? '';

/** The abstract page of the first paper on arXiv. */
const ABSTRACT_PAGE = {
  url: `https://arxiv.org/abs/${id}v2`,
  body: `<!doctype html><html><head><title>[${id}]</title></head><body><div id="abs">
    <div class="dateline">[Submitted on 15 Oct 2025]</div>
    <h1 class="title mathjax"><span class="descriptor">Title:</span>${first}</h1>
    <div class="authors"><a href="#a">Ada Example</a></div>
    <blockquote class="abstract mathjax"><span class="descriptor">Abstract:</span>Whole.</blockquote></div></body></html>`,
};

/** A list whose strips stand above the titles. */
const LIST = {
  url: 'https://arxiv.org/list/cs.CL/recent',
  body: `<!doctype html><body><dl>${[...'abcdefgh']
    .map(
      (name, at) => `<dt><a href="/abs/2602.0010${at}">2602.0010${at}</a></dt>
      <dd><div class="list-title">Title: Paper ${name}</div><p style="height: 60px">What it says.</p></dd>`,
    )
    .join('')}</dl>`,
};

inEachBrowser('the main job', [BUNDLED_LISTING, ABSTRACT_PAGE, LIST], (world) => {
  test('save, status, tags and note on a card; undo; all of it there after a restart', async () => {
    const { browser } = world;
    const page = await browser.open(BUNDLED_LISTING.url);
    await pressMark(browser, page, first, 'Save');
    await waitForMark(browser, page, first, 'saved', isSaved);

    await pressMark(browser, page, first, 'Status');
    await pressMark(browser, page, first, 'Reading');
    const reading = (label: string) => label === 'Status: Reading';
    await waitForMark(browser, page, first, 'being read', (mark) => mark.buttons.some(({ label }) => reading(label)));

    await pressMark(browser, page, first, 'Note');
    await typeNote(page, 'Replicate with *open* models.\nSecond line.');
    const tags = await editorField(page, 'Tags');
    await tags.click();
    await typeTag(page, 'debate');
    await typeTag(page, 'to cite, methods');
    const frame = await editorFrame(page);
    await until('the tags to stand in the editor', async () =>
      (await frame.evaluate(() => document.body.textContent ?? '')).includes('methods'),
    );
    await closeEditor(page);
    const shown = (text: string) =>
      ['debate', 'to cite', 'methods', 'Replicate with'].every((part) => text.includes(part));
    const mark = await waitForMark(browser, page, first, 'tagged and annotated', ({ text }) => shown(text));
    expect(mark.text).not.toContain('Second line');

    await pressMark(browser, page, second, 'Save');
    await waitForMark(browser, page, second, 'saved', isSaved);
    await pressMark(browser, page, second, 'Undo');
    await waitForMark(browser, page, second, 'not saved', (one) => !isSaved(one));

    await browser.restart();
    const again = await browser.open(BUNDLED_LISTING.url);
    await waitForMark(browser, again, first, 'as it was left', ({ text }) => shown(text));
    await waitForMark(browser, again, second, 'not saved', (one) => !isSaved(one));
    expect(await stored(browser)).toMatchObject([
      {
        ids: [`arxiv:${id}`],
        title: first,
        status: 'reading',
        tags: ['debate', 'to cite', 'methods'],
        note: 'Replicate with *open* models.\nSecond line.',
        abstract: expect.stringContaining('scalable oversight'),
      },
    ]);
  });

  test('the same paper on the other site shows the same marks', async () => {
    const { browser } = world;
    const page = await browser.open(ABSTRACT_PAGE.url);
    await waitForMark(browser, page, 0, 'tagged', ({ text, title }) => title === first && text.includes('debate'));
  });

  test('a change on one page shows on the others without asking for it', async () => {
    const { browser } = world;
    const one = await browser.open(BUNDLED_LISTING.url);
    const other = await browser.open(BUNDLED_LISTING.url);
    await waitForMark(browser, other, third, 'not saved', (mark) => !isSaved(mark));
    await one.bringToFront();
    await pressMark(browser, one, third, 'Save');
    await waitForMark(browser, one, third, 'saved', isSaved);
    await waitForMark(browser, other, third, 'saved', isSaved);
  });

  test('the popup finds a paper by the words of its note, changes it in place, removes it and takes that back', async () => {
    const { browser } = world;
    const listing = await browser.open(BUNDLED_LISTING.url);
    await waitForMark(browser, listing, first, 'saved', isSaved);
    const popup = await browser.openExtension('popup.html');
    const titles = () => popup.$$eval('.paper .what a', (links) => links.map((link) => link.textContent));
    await until('both papers in the popup', async () => (await titles()).length === 2);
    await popup.type('input[type="search"]', 'replicate open');
    await until('the note to be found', async () => (await titles()).join() === first);

    await popup.click('.paper [aria-label^="Tags and note of"]');
    const note = await popup.waitForSelector('textarea[aria-label="Note"]');
    await note?.click();
    await popup.keyboard.down('Control');
    await popup.keyboard.press('End');
    await popup.keyboard.up('Control');
    await note?.type(' More.');
    await until('the note to be saved', async () => (await stored(browser))[0]?.note.endsWith('Second line. More.'));

    await popup.click('.paper [aria-label^="Remove AI Debaters"]');
    await until('the paper to be gone', async () => (await titles()).length === 0);
    await waitForMark(browser, listing, first, 'not saved', (mark) => !isSaved(mark));
    await popup.click('footer button.link');
    await until('the paper to be back', async () => (await titles()).join() === first);
    await waitForMark(browser, listing, first, 'saved again', isSaved);
  });

  test('cards that come, go and change their paper carry the right marks, once', async () => {
    const { browser } = world;
    const page = await browser.open(BUNDLED_LISTING.url);
    await waitForMark(browser, page, first, 'saved', isSaved);
    const titles = async () => (await marks(browser, page)).map((mark) => `${isSaved(mark) ? '*' : ''}${mark.title}`);
    await page.evaluate(() => {
      // A framework that draws its whole list anew.
      const list = document.querySelector('article')?.parentElement as HTMLElement;
      const copy = list.cloneNode(true) as HTMLElement;
      for (const host of copy.querySelectorAll('dogear-marks')) host.remove();
      list.replaceWith(copy);
    });
    await until('the marks to come back', async () => (await titles())[0] === `*${first}`);
    await page.evaluate(() => {
      // A virtual list that gives the first card's element another paper.
      const [one, , other] = document.querySelectorAll('article');
      for (const link of one?.querySelectorAll('a[href^="/papers/"]') ?? []) {
        link.setAttribute('href', other?.querySelector('h3 a')?.getAttribute('href') ?? '');
      }
      const title = one?.querySelector('h3 a');
      if (title) title.textContent = 'Another paper in the same element';
    });
    await until('the element to be marked as its new paper', async () =>
      (await titles())[0]?.endsWith('Another paper in the same element'),
    );
    const hosts = await page.evaluate(() =>
      Math.max(
        ...[...document.querySelectorAll('article')].map((card) => card.querySelectorAll('dogear-marks').length),
      ),
    );
    expect(hosts).toBe(1);
  });

  test('nothing has left the browser but the requests for the pages', () => {
    expect(world.network.strangers()).toEqual([]);
  });

  test('the editor stands under its strip, takes the focus, and gives it back', async () => {
    const { browser } = world;
    const page = await browser.open(BUNDLED_LISTING.url);
    await pressMark(browser, page, second, 'Note');
    const frame = await editorFrame(page);
    await until('the note field to have the focus', () =>
      frame.evaluate(() => document.activeElement?.getAttribute('aria-label') === 'Note'),
    );
    await closeEditor(page);
    await until('the focus to be given back', async () => {
      const focused = await browser.inShadow(page, 'dogear-marks', (roots) =>
        roots.map((root) => root.activeElement?.getAttribute('aria-label')).find(Boolean),
      );
      return focused === 'Note';
    });
    await waitForMarks(page, BUNDLED_LISTING.papers.length);
  });
  test('it covers no title of its own: above a strip that stands above one', async () => {
    const { browser } = world;
    const page = await browser.open(LIST.url);
    await pressMark(browser, page, 'Paper e', 'Note');
    const field = await editorField(page, 'Note');
    await until('the editor to stand above its title', async () => {
      const box = await field.boundingBox();
      const title = await page.$$eval('.list-title', ([, , , , one]) => one?.getBoundingClientRect().top ?? 0);
      return box !== null && box.y > 0 && box.y + box.height < title;
    });
    await closeEditor(page);
  });

  test('nor below a strip at the top of a page, nor where neither above nor below has room: then the page scrolls', async () => {
    const { browser } = world;
    for (const [{ url }, title] of [
      [ABSTRACT_PAGE, 'h1'],
      [BUNDLED_LISTING, 'article h3'],
    ] as const) {
      const page = await browser.browser.newPage();
      // Before it is loaded: strips that a window of another width puts elsewhere are hard to press.
      await page.setViewport({ width: 1280, height: 520 });
      await page.goto(url, { waitUntil: 'domcontentloaded' });
      await pressMark(browser, page, first, 'Note');
      await editorField(page, 'Note');
      await until('the editor to stand in the window, and on no title', async () => {
        const frame = await browser.inShadow(page, 'dogear-editor', ([root]) => {
          const box = root?.querySelector('iframe')?.getBoundingClientRect();
          return box && { top: box.top, bottom: box.bottom, rest: innerHeight - box.bottom };
        });
        const its = await page.$eval(title, (one) => {
          const { top, bottom } = one.getBoundingClientRect();
          return { top, bottom };
        });
        if (!frame) return false;
        const clear = frame.bottom <= its.top || frame.top >= its.bottom;
        if (!clear || frame.top < 0 || frame.rest < 0) throw new Error(JSON.stringify({ frame, its }));
        return true;
      });
      await closeEditor(page);
      await page.close();
    }
  });
});
