import type { Page } from 'puppeteer-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '@/scripts/browser/running';
import { inBrowser } from './harness/each-browser';
import { LibraryPage } from './library-page';

const SIZE = 10_000;
const WIDE = { width: 1280, height: 900 };
/** More stops than any page has. */
const MOST = 400;

/** Where the focus is, and whether one sees it there. */
interface Stop {
  name: string;
  seen: boolean;
  /** Whether it stands behind the stop before it. */
  further: boolean;
}

inBrowser('chromium', `the focus in a library with ${SIZE} papers`, [], (world) => {
  let library: LibraryPage;
  let page: Page;
  let twin = '';
  beforeAll(async () => {
    library = await LibraryPage.open(world, SIZE);
    page = library.page;
    const authors = ['Ada Lovelace'];
    await library.save('doi:10.1/one', 'A title that is there twice, as it happens', { authors });
    twin = await library.save('doi:10.1/two', 'A title that is there twice, as it happens', { authors });
    await library.act('papers.change', { targets: [{ key: twin }], status: 'read', note: { text: 'Note.', base: 0 } });
    const gone = await library.save('doi:10.1/gone', 'A paper in the trash', { authors });
    await library.act('papers.change', { targets: [{ key: gone }], remove: true });
  });
  beforeEach(async () => {
    await page.setViewport(WIDE);
    await page.goto('about:blank');
  });
  const focused = () => page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent);
  /** Goes there and begins at the top, without a pointer. */
  const begin = async (hash: string, there: string) => {
    await library.go(hash);
    await page.waitForSelector(there);
    await until('the counts', () => page.$('.sidebar .uses'));
  };

  describe('goes to everything that can be pressed, in the order of the page, and is seen there', () => {
    test.each([
      ['the list', '#papers', '.item .title'],
      ['a paper', '#papers?paper=TWIN', '.paper-view .related'],
      ['the table', '#papers?as=table', '.item .title'],
      ['the review', '#review', '.review-card'],
      ['the pictures', '#pictures', '.calendar button'],
      ['duplicates', '#duplicates', '.twin'],
      ['the last changes', '#changes', '.changes li'],
      ['the trash', '#trash', '.plain-list li'],
      ['import, export, backups', '#data', '.data-section'],
      ['the settings', '#settings', '.site-switches'],
      ['the first steps', '#welcome', '.try'],
    ])('%s', async (_name, hash, there) => {
      await begin(hash.replace('TWIN', twin), there);
      const stops: Stop[] = [];
      for (;;) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(look);
        // Behind the last one is the browser, or the first one again.
        if (!stop || (stops.length > 0 && stop.name === stops[0]?.name)) break;
        stops.push(stop);
        if (stops.length > MOST) throw new Error(`no end behind ${stops.at(-1)?.name}`);
      }
      expect(stops.filter(({ seen }) => !seen).map(({ name }) => name)).toEqual([]);
      expect(stops.slice(1).filter(({ further }) => !further)).toEqual([]);
      expect(stops.length).toBe(await page.evaluate(pressable));
    });
  });

  describe('begins in a dialog where its work does, not on the cross that ends it', () => {
    const history = '.note-head ::-p-text(History)';
    test.each([
      ['a tag: its name, ready to be typed over', '#papers', '.tag-tree [aria-label^="Change the tag"]', 'the name'],
      ['an export: its format', '#papers', '.small-bar [aria-label^="Export"]', 'Format'],
      ['an export of selected papers', 'selected', '.batch [aria-label^="Export"]', 'Format'],
      ['the papers of a day: the first of them', '#pictures', '.calendar button', 'the first'],
      [
        'a note as it was: the top of what is to be read',
        '#papers?paper=TWIN',
        history,
        'Earlier versions of this note',
      ],
      ['a note that never was', '#papers?paper=bench-7', history, 'Earlier versions of this note'],
    ])('%s', async (_name, hash, opener, expected) => {
      await begin(hash === 'selected' ? '#papers' : hash.replace('TWIN', twin), '.item .title, .calendar button');
      if (hash === 'selected') {
        await page.focus('.scroller');
        for (const key of ['ArrowDown', 'x'] as const) await page.keyboard.press(key);
      }
      const button = await page.waitForSelector(opener);
      await button?.focus();
      await page.keyboard.press('Enter');
      await page.waitForSelector('dialog[open]');
      const begun = () =>
        page.evaluate(() => {
          const now = document.activeElement;
          if (now?.matches('dialog .plain-list li:first-child .name')) return 'the first';
          if (!(now instanceof HTMLInputElement))
            return now?.closest('label')?.firstChild?.textContent ?? now?.textContent;
          const { value, selectionStart, selectionEnd } = now;
          return value && selectionStart === 0 && selectionEnd === value.length ? 'the name' : now.ariaLabel;
        });
      let shown: string | null | undefined = '';
      await until(`the focus on ${expected}`, async () => {
        shown = await begun();
        return shown === expected;
      }).catch((error: Error) => {
        throw new Error(`${error.message}; it is on “${shown}”`);
      });
      await page.keyboard.press('Escape');
    });
  });

  describe('goes back to where it was', () => {
    const leave: [string, () => Promise<unknown>][] = [
      ['Escape', () => page.keyboard.press('Escape')],
      ['its cross', () => page.click('dialog [aria-label="Close"]')],
    ];
    const gone = (what: string) => until(`${what} to be gone`, async () => (await page.$(what)) === null);

    test.each(leave)('from a dialog that is closed by %s', async (_name, close) => {
      for (const [hash, opener] of [
        ['#papers', '.tag-tree [aria-label^="Change the tag"]'],
        ['#papers', '.small-bar [aria-label^="Export"]'],
        ['#pictures', '.calendar button'],
      ] as const) {
        await begin(hash, opener);
        await page.focus(opener);
        const before = await focused();
        await page.keyboard.press('Enter');
        await page.waitForSelector('dialog[open]');
        await close();
        await gone('dialog');
        expect(await focused()).toBe(before);
      }
      await begin('#papers', '.item .title');
      await page.keyboard.press('ArrowDown');
      await page.waitForSelector('.note-head');
      const history = await page.waitForSelector('.note-head ::-p-text(History)');
      await history?.focus();
      await page.keyboard.press('Enter');
      await page.waitForSelector('dialog[open]');
      await close();
      await gone('dialog');
      expect(await focused()).toBe('History');
    });

    test('from a dialog that is done with', async () => {
      await begin('#papers', '.tag-tree .way');
      await page.focus('[aria-label="Change the tag model 5"]');
      await page.keyboard.press('Enter');
      await page.waitForSelector('dialog[open]');
      await library.press('Colour 3');
      await library.toast('Recoloured');
      await gone('dialog');
      expect(await focused()).toBe('Change the tag model 5');
    });

    test('from menus and filters', async () => {
      const inMenu = () =>
        until('the focus in the menu', () => page.evaluate(() => document.activeElement?.closest('.menu') !== null));
      await begin('#papers', '.item .title');
      await page.keyboard.press('ArrowDown');
      await page.waitForSelector('.paper-view .ring');
      for (const [opener, opened] of [
        ['.paper-view .ring', '.menu'],
        ['.paper-view .copy', '.menu'],
        ['.filter-button', '.filter-panel .save-view'],
      ] as const) {
        await page.focus(opener);
        const before = await focused();
        await page.keyboard.press('Enter');
        await page.waitForSelector(opened);
        if (opened === '.menu') await inMenu();
        await page.keyboard.press('Escape');
        await gone(opened);
        expect(await focused()).toBe(before);
      }
      await page.focus('.scroller');
      await page.keyboard.press('c');
      await inMenu();
      await page.keyboard.press('Escape');
      await gone('.menu');
      expect(await focused()).toContain('Papers');
    });
  });

  test('is in the menu where the sidebar is one; Escape, a press beside it and leaving it close it', async () => {
    await page.setViewport({ width: 400, height: 800 });
    const shown = () => page.$eval('.sidebar', (bar) => bar.checkVisibility());
    for (const hash of ['#papers', '#settings']) {
      await begin(hash, '.menu-button');
      expect(await shown()).toBe(false);
      await page.focus('main .menu-button');
      await page.keyboard.press('Enter');
      await until('the menu', shown);
      expect(await focused()).toBe('Close menu');
      await page.keyboard.press('Escape');
      await until('no menu', async () => !(await shown()));
      expect(await focused()).toBe('Menu');
    }
    await begin('#papers', '.item .title');
    await page.click('main .menu-button');
    await until('the menu', shown);
    await page.mouse.click(380, 400);
    await until('no menu', async () => !(await shown()));
    // Nothing was opened by that press.
    expect(page.url()).not.toContain('paper=');
    // As soon as it is drawn, before it is seen.
    await page.$eval('main', async (main) => {
      const drawn = new Promise((resolve) => {
        new MutationObserver(resolve).observe(document.body, { attributeFilter: ['class'], subtree: true });
      });
      main.querySelector<HTMLElement>('.menu-button')?.click();
      await drawn;
      main.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    });
    await until('no menu', async () => !(await shown()));
    await page.click('main .menu-button');
    await until('the menu', shown);
    await page.focus('.foot li:last-child a');
    await page.keyboard.press('Tab');
    await until('no menu', async () => !(await shown()));
    // A dialog of the menu is closed first.
    await page.click('main .menu-button');
    await page.$eval('.tag-tree [aria-label^="Change the tag"]', (button) => (button as HTMLElement).click());
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
    await until('no dialog', async () => (await page.$('dialog')) === null);
    expect(await shown()).toBe(true);
  });
});

/** Runs in the page: what has the focus, or `undefined` at the end of the page. */
function look(): Stop | undefined {
  const now = document.activeElement;
  const world = window as unknown as { before?: Element };
  if (!now || now === document.body) return undefined;
  const { before } = world;
  world.before = now;
  const further =
    !before?.isConnected || (before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const ringed = (element: Element | null) => {
    const { outlineStyle, outlineWidth, boxShadow } = element ? getComputedStyle(element) : ({} as CSSStyleDeclaration);
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || (boxShadow ?? 'none') !== 'none';
  };
  const { top, bottom, left, right } = now.getBoundingClientRect();
  const inSight = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  // A field within a frame lends its ring to the frame, the list to the paper that is open.
  const lent =
    ringed(now.closest('.tag-line')) || (now.matches('.scroller') && ringed(now.querySelector('.item.open')));
  return {
    name: `${now.tagName}.${now.className} ${now.ariaLabel ?? now.textContent?.slice(0, 40)}`,
    seen: inSight && now.checkVisibility({ opacityProperty: true }) && (ringed(now) || lent),
    further,
  };
}

/** Runs in the page: how many things there are that can be pressed or typed in. */
function pressable(): number {
  const all = document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, .scroller');
  return [...all].filter((one) => one.checkVisibility() && one.tabIndex >= 0 && !one.matches(':disabled')).length;
}
