import { readFileSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { closeEditor, typeNote, typeTag } from '@/scripts/browser/editor';
import { isSaved, pressMark, waitForMark } from '@/scripts/browser/marks';
import { BUNDLED_LISTING } from '@/scripts/browser/pages';
import { until } from '@/scripts/browser/running';
import { barText, openBar, pressOnBar } from './bar';
import { inEachBrowser } from './harness/each-browser';

const { file = '', ...bundled } = BUNDLED_LISTING;
const TURNED = { ...bundled, body: readFileSync(file, 'utf8').replace('<html', '<html dir="rtl"') };
const [first = ''] = BUNDLED_LISTING.papers.map(({ title }) => title);
const NOTE = 'Begins here and goes on for longer than any row of a card has room for, even on the widest of windows';

// Dogear speaks English, whichever way the page around it runs; what lies over a card is mirrored with it.
inEachBrowser('a page that runs from right to left', [TURNED], (world) => {
  let page: Page;

  test('a card is mirrored: its corner is folded on the left, and a note is read from its beginning', async () => {
    page = await world.browser.open(TURNED.url);
    // Narrower than the note.
    await page.setViewport({ width: 700, height: 900 });
    await pressMark(world.browser, page, first, 'Note');
    await typeTag(page, 'oversight');
    await typeNote(page, NOTE);
    await closeEditor(page);
    await waitForMark(world.browser, page, first, 'saved', (mark) => isSaved(mark) && mark.text.includes('Begins'));
    const boxes = await until('the fold and the note', () =>
      world.browser.inShadow(page, 'dogear-marks', ([root]) => {
        const fold = root?.querySelector('.fold')?.getBoundingClientRect();
        const note = root?.querySelector<HTMLElement>('.note');
        const card = root?.host.closest('article')?.getBoundingClientRect();
        const [save, status] = [...(root?.querySelectorAll('.strip > button') ?? [])];
        if (!fold || !note || !card || !save || !status) return undefined;
        // What is painted has no box of its own: the same words stand in for it.
        const words = note.cloneNode() as HTMLElement;
        words.textContent = note.dataset.text ?? '';
        delete words.dataset.text;
        note.replaceWith(words);
        const range = document.createRange();
        range.setStart(words.firstChild as Text, 0);
        range.setEnd(words.firstChild as Text, 'Begins'.length);
        const begins = range.getBoundingClientRect();
        const room = words.getBoundingClientRect();
        words.replaceWith(note);
        return {
          folded: Math.round(fold.left - card.left),
          read: begins.left >= room.left - 1 && begins.right <= room.right + 1,
          mirrored: save.getBoundingClientRect().left > status.getBoundingClientRect().left,
        };
      }),
    );
    expect(boxes).toEqual({ folded: 0, read: true, mirrored: true });
  });

  test('the counts and notices of the page bar stand in their order', async () => {
    await page.setViewport({ width: 1280, height: 900 });
    await openBar(world.browser, page);
    await pressOnBar(world.browser, page, 'Only unsaved');
    await until('a card to be hidden', async () => (await barText(world.browser, page)).includes('1 hidden'));
    const order = await world.browser.inShadow(page, 'dogear-bar', ([root]) => {
      const boxesOf = (selector: string) =>
        [...(root?.querySelectorAll(selector) ?? [])].map((one) => one.getBoundingClientRect());
      const inOrder = (boxes: DOMRect[]) =>
        boxes.length > 1 &&
        boxes.every(({ left, top, bottom }, at) => {
          const before = boxes[at - 1];
          const beside = before && Math.abs(top + bottom - before.top - before.bottom) < 6;
          return !before || (beside ? left >= before.right - 1 : top >= before.bottom - 1);
        });
      const [count] = boxesOf('.counts > span');
      const [number] = boxesOf('.counts b');
      return {
        counts: inOrder(boxesOf('.counts > span')),
        numbersFirst: count !== undefined && number !== undefined && Math.abs(count.left - number.left) < 1,
        header: inOrder(boxesOf('header > *')),
        notice: inOrder(boxesOf('.line:last-child > *')),
        filters: inOrder(boxesOf('.chips > button')),
      };
    });
    expect(order).toEqual({ counts: true, numbersFirst: true, header: true, notice: true, filters: true });
    await pressOnBar(world.browser, page, 'Show all');
  });
});
