import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { KEYS } from '@/papers/listing';
import { isSaved, marks, pressMark, waitForMark, waitForMarks } from '@/scripts/browser/marks';
import { BUNDLED_LISTING } from '@/scripts/browser/pages';
import { until } from '@/scripts/browser/running';
import { barText, openBar, pressOnBar } from './bar';
import { inEachBrowser } from './harness/each-browser';
import { choose } from './settings';
import { stored } from './stored';

const titles = BUNDLED_LISTING.papers.map(({ title }) => title);
const [first = '', second = '', third = '', fourth = ''] = titles;

declare const chrome: {
  tabs: { query(which: object): Promise<{ id: number }[]> };
  action: { getBadgeText(which: object): Promise<string> };
};

inEachBrowser('the page bar and what is set for listings', [BUNDLED_LISTING], (world) => {
  let page: Page;
  const shiftPress = async (title: string) => {
    await page.keyboard.down('Shift');
    await pressMark(world.browser, page, title, 'Tags');
    await page.keyboard.up('Shift');
  };
  const live = async () => (await stored(world.browser)).filter(({ removed }) => !removed);

  test('shift and click select a range, acts on it are one step, and one undo takes them back', async () => {
    page = await world.browser.open(BUNDLED_LISTING.url);
    await waitForMarks(page, titles.length);
    await openBar(world.browser, page);
    await shiftPress(second);
    await shiftPress(fourth);
    await until('three to be selected', async () => (await barText(world.browser, page)).includes('3 selected'));
    await pressOnBar(world.browser, page, 'Save');
    await until('three papers to be stored', async () => (await live()).length === 3);
    expect((await live()).map(({ title }) => title).sort()).toEqual([second, third, fourth].sort());
    await page.bringToFront();
    await pressOnBar(world.browser, page, 'Undo');
    await until('none to be stored', async () => (await live()).length === 0);
    await page.bringToFront();
    await pressOnBar(world.browser, page, 'Clear');
  });

  test('the bar moves by key, and stays where it was put and as open as it was', async () => {
    const at = () =>
      world.browser.inShadow(page, 'dogear-bar', ([root]) => {
        const box = root?.querySelector('.bar')?.getBoundingClientRect();
        return box && { right: Math.round(innerWidth - box.right), bottom: Math.round(innerHeight - box.bottom) };
      });
    const before = await at();
    await world.browser.inShadow(page, 'dogear-bar', ([root]) => root?.querySelector<HTMLElement>('.grip')?.focus());
    const moved = { right: before?.right ?? 0, bottom: before?.bottom ?? 0 };
    for (const [key, right, bottom] of [
      ['ArrowLeft', 16, 0],
      ['ArrowLeft', 16, 0],
      ['ArrowUp', 0, 16],
    ] as const) {
      await page.keyboard.press(key);
      moved.right += right;
      moved.bottom += bottom;
      // It moves from where it is drawn.
      await until('the bar to have moved', async () => JSON.stringify(await at()) === JSON.stringify(moved));
    }
    await page.reload();
    await until('the bar to be where it was put', async () => JSON.stringify(await at()) === JSON.stringify(moved));
  });

  test('the toolbar says how many papers of the page are saved', async () => {
    await pressMark(world.browser, page, first, 'Save');
    await waitForMark(world.browser, page, first, 'saved', isSaved);
    const own = await world.browser.openExtension('editor.html');
    const badges = () =>
      own.evaluate(async () => {
        const tabs = await chrome.tabs.query({});
        return Promise.all(tabs.map(({ id }) => chrome.action.getBadgeText({ tabId: id })));
      });
    await until('the badge', async () => (await badges()).includes('1'));
    await own.close();
  });

  test('watch-words put an edge on the cards that hold them as whole words, and on no others', async () => {
    await choose(world, { watchWords: ['PERSUASIVE when arguing', 'ignmen'] });
    await page.bringToFront();
    await page.reload();
    await until('the edge', async () => {
      const edges = await world.browser.inShadow(page, 'dogear-marks', (roots) =>
        roots.filter((root) => root.querySelector('.edge')).map((root) => root.querySelector('.strip')?.ariaLabel),
      );
      return edges.length === 1 && edges[0] === `Dogear: ${first}`;
    });
  });

  test('a key that was changed does its work, and the usual one nothing', async () => {
    await choose(world, { keys: { ...KEYS, save: 'b' } });
    await page.bringToFront();
    await page.reload();
    await until('marks', async () => (await marks(world.browser, page)).length > 1);
    await until('the bar', async () => (await barText(world.browser, page)).includes('papers'));
    for (const key of ['j', 'j', 's', 'b'] as const) {
      await page.keyboard.press(key);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await waitForMark(world.browser, page, second, 'saved', isSaved);
    await page.keyboard.press('s');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await live()).map(({ title }) => title).sort()).toEqual([first, second].sort());
  });

  test('nothing has left the browser', () => {
    expect(world.network.strangers()).toEqual([]);
  });
});
