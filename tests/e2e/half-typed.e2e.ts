import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { closeEditor, editorField, editorFrame } from '@/scripts/browser/editor';
import { pressMark, waitForMarks } from '@/scripts/browser/marks';
import { BUNDLED_LISTING } from '@/scripts/browser/pages';
import { until } from '@/scripts/browser/running';
import { openBar, pressOnBar } from './bar';
import { inEachBrowser } from './harness/each-browser';
import { stored } from './stored';

const titles = BUNDLED_LISTING.papers.map(({ title }) => title);
const [first = '', second = '', , fourth = ''] = titles;

// What becomes of the word that stands in the tag field when one leaves it without Enter.
inEachBrowser('a half-typed tag on a listing', [BUNDLED_LISTING], (world) => {
  let page: Page;
  const tagged = async () =>
    (await stored(world.browser)).flatMap(({ title, tags }) => tags.map((tag) => `${tag}: ${title}`)).sort();
  const typed = async () => (await editorField(page, 'Tags')).evaluate((field) => field.value);
  const said = async () => (await editorFrame(page)).evaluate(() => document.body.textContent ?? '');
  const type = async (words: string) => {
    const field = await editorField(page, 'Tags');
    await until('the field to have the focus', () => field.evaluate((one) => one === document.activeElement));
    await field.type(words);
  };

  test('is given to the one paper that it is typed for, however the editor is closed', async () => {
    page = await world.browser.open(BUNDLED_LISTING.url);
    await waitForMarks(page, titles.length);
    await pressMark(world.browser, page, first, 'Tags');
    await type('by escape');
    await closeEditor(page);
    await until('the tag', async () => (await tagged()).join() === `by escape: ${first}`);
    await page.bringToFront();
    await pressMark(world.browser, page, second, 'Tags');
    await type('by cross');
    const cross = await (await editorFrame(page)).waitForSelector('[aria-label="Close"]');
    // As with `closeEditor`: the frame goes away under the click.
    void cross?.click().catch(() => undefined);
    await until('the tag', async () => (await tagged()).join() === `by cross: ${second},by escape: ${first}`);
  });

  test('for several papers waits for Enter, is told, and is left out only on a second word', async () => {
    await page.bringToFront();
    await page.reload();
    await waitForMarks(page, titles.length);
    const before = await tagged();
    await page.bringToFront();
    await openBar(world.browser, page);
    await page.keyboard.down('Shift');
    for (const title of [second, fourth]) await pressMark(world.browser, page, title, 'Tags');
    await page.keyboard.up('Shift');
    const open = async () => {
      await page.bringToFront();
      await pressOnBar(world.browser, page, 'Tags');
    };
    await open();
    await type('for three');
    expect(await said()).toContain('Enter adds “for three” to 3 papers.');
    // Somewhere else on the page, by hand.
    await page.mouse.click(2, 300);
    await until(
      'the field to have lost the focus',
      async () => !(await (await editorFrame(page)).evaluate(() => document.hasFocus())),
    );
    expect(await typed()).toBe('for three');
    expect(await tagged()).toEqual(before);

    await page.bringToFront();
    await (await editorField(page, 'Tags')).focus();
    await page.keyboard.press('Escape');
    await until('it to be said', async () => (await said()).includes('“for three” is not added yet'));
    expect(await typed()).toBe('for three');
    await closeEditor(page);
    expect(await tagged()).toEqual(before);

    await open();
    await type('for all');
    await page.keyboard.press('Enter');
    await until(
      'the tag on all three',
      async () => (await tagged()).filter((tag) => tag.startsWith('for all: ')).length === 3,
    );
    await page.bringToFront();
    // Nothing is half typed now.
    await (await editorField(page, 'Tags')).focus();
    await closeEditor(page);
    expect(await tagged()).toHaveLength(before.length + 3);
  });
});
