import type { Page } from 'puppeteer-core';
import { beforeAll, expect, test } from 'vitest';
import { until } from '@/scripts/browser/running';
import { inBrowser, type World } from './harness/each-browser';
import { LibraryPage } from './library-page';

const SIZE = 10_000;
const DAY = 86_400_000;

declare const chrome: { alarms: { onAlarm: { dispatch(alarm: object): void } } };

/** The hourly alarm, as if an hour had gone by. */
async function hour({ browser }: World): Promise<void> {
  const target = await browser.browser.waitForTarget((one) => one.type() === 'service_worker');
  await (await target.worker())?.evaluate(() => chrome.alarms.onAlarm.dispatch({ name: 'house' }));
}

inBrowser('chromium', `the pages of a library with ${SIZE} papers`, [], (world) => {
  let library: LibraryPage;
  let page: Page;
  let [one, twin] = ['', ''];
  const authors = ['Ada Lovelace'];
  beforeAll(async () => {
    library = await LibraryPage.open(world, SIZE);
    page = library.page;
    one = await library.save('doi:10.1/engine', 'Sketch of the analytical engine', { authors });
    twin = await library.save('doi:10.1/notes', 'Notes upon the analytical engine', { authors });
  });
  const note = () => page.$eval('.note-field textarea', (area) => (area as HTMLTextAreaElement).value);
  const saved = () => until('saved', async () => (await library.text('.note-field .small')) === 'Saved');
  const open = async (key: string, title: string) => {
    await library.turn(`#papers?paper=${key}`);
    // The paper that was open before has a note, too.
    await until(`“${title}”`, async () => (await library.text('.paper-view h2')).includes(title));
    await page.waitForSelector('.paper-view .note-field textarea');
  };

  test('related papers are those with the same authors, words and tags; each is a way to it', async () => {
    await open(one, 'Sketch of the analytical engine');
    await page.waitForSelector('.related .name');
    expect(await library.text('.related .name')).toBe('Notes upon the analytical engine');
    await page.locator('.related .name').click();
    await until('it', async () => page.url().includes(`paper=${twin}`));
    // Also where the library is opened with it.
    await page.reload();
    await page.waitForSelector('.related .name');
  });

  test('notes: links by [[, all versions with a way back, formulas in titles', async () => {
    const key = await library.save('doi:10.1/formula', 'Bounds of order $n \\log n$ for all');
    await open(key, 'Bounds of order');
    await page.waitForSelector('.paper-view h2 math');
    await page.focus('.note-field textarea');
    await page.keyboard.type('First version, see [[analytical eng');
    await page.waitForSelector('.note-field [role="option"]');
    await page.keyboard.press('Enter');
    await until('the link', async () => /see \[\[doi:10\.1\/(engine|notes)\]\]/.test(await note()));
    await saved();
    const first = await note();
    await library.press('Preview');
    await page.waitForSelector('.note-view a');
    expect(await library.text('.note-view a')).toContain('analytical engine');
    await page.locator('.note-view a').click();
    await until('the other paper', async () => !page.url().includes(key));
    await open(key, 'Bounds of order');
    await page.focus('.note-field textarea');
    await page.$eval('.note-field textarea', (area) => (area as HTMLTextAreaElement).select());
    await page.keyboard.type('Second version');
    await saved();
    await library.press('History');
    await until('both versions', async () => {
      const texts = await page.$$eval('.versions pre', (all) => all.map(({ textContent }) => textContent));
      return texts[0] === 'Second version' && texts[1] === first;
    });
    await page.locator('.versions ::-p-text(Restore)').click();
    await until('the first version', async () => (await note()) === first);
    await library.press('Undo');
    await until('the second again', async () => (await note()) === 'Second version');
  });

  test('the trash keeps papers for thirty days with all they had, and no longer', async () => {
    const what = { addTags: ['kept'], note: { text: 'Kept too.', base: 0 }, rating: 4 };
    const [young, old] = [
      await library.save('doi:10.1/young', 'Removed last week', {}, what),
      await library.save('doi:10.1/old', 'Removed long ago', {}, what),
    ];
    await library.act('papers.change', { targets: [{ key: young }, { key: old }], remove: true });
    // As if that had been weeks ago.
    await page.evaluate(
      async (days: [string, number][]) => {
        const database = await new Promise<IDBDatabase>((resolve) => {
          const opening = indexedDB.open('dogear');
          opening.onsuccess = () => resolve(opening.result);
        });
        const writing = database.transaction('papers', 'readwrite');
        const papers = writing.objectStore('papers');
        for (const [key, at] of days) {
          const reading = papers.get(key);
          reading.onsuccess = () => papers.put({ ...reading.result, removedAt: at, views: [['trash', at]] });
        }
        await new Promise((resolve) => {
          writing.oncomplete = resolve;
        });
        database.close();
      },
      [
        [young, Date.now() - 29 * DAY],
        [old, Date.now() - 31 * DAY],
      ] as [string, number][],
    );
    await hour(world);
    await until('the old one to be erased', async () => Object.keys(await library.row(old)).length === 0);
    await library.turn('#trash');
    await until('the trash', async () => (await library.text('.page')).includes('Removed last week'));
    expect(await library.text('.page')).not.toContain('Removed long ago');
    await library.press('Restore Removed last week');
    await until('all it had', async () => {
      const { note: text, rating, tagIds, removedAt } = await library.row(young);
      return text === 'Kept too.' && rating === 4 && (tagIds as string[]).length === 1 && removedAt === undefined;
    });
  });

  test('duplicates are merged without loss, or kept apart for good', async () => {
    const title = 'A most peculiar title that is there twice';
    const pair = async (name: string) => {
      const by = { authors: ['Bo Ray'] };
      const first = await library.save(`arxiv:${name}`, `${title}: ${name}`, by, { addTags: ['preprint'] });
      const two = await library.save(`doi:10.1/${name}`, `${title}: ${name.toUpperCase()}`, { authors: ['Ray, B.'] });
      return [first, two] as const;
    };
    const [preprint, two] = await pair('alpha');
    await library.act('papers.change', { targets: [{ key: two }], note: { text: 'Of the second.', base: 0 } });
    const [, other] = await pair('beta');
    await library.turn('#duplicates');
    await until('two pairs', async () => (await page.$$('.pairs > li')).length === 2);
    const press = (name: string, words: string) =>
      page.evaluate(
        (wanted, label) => {
          const pairs = [...document.querySelectorAll('.pairs > li')];
          const found = pairs.find(({ textContent }) => textContent?.includes(wanted));
          const buttons = [...(found?.querySelectorAll<HTMLElement>('button') ?? [])];
          buttons.find(({ textContent }) => textContent === label)?.click();
        },
        name,
        words,
      );
    await press('beta', 'Not the same: keep apart');
    await until('one pair', async () => (await page.$$('.pairs > li')).length === 1);
    await press('alpha', 'Merge into this one');
    await library.toast('Merged');
    const left = await until('one paper', async () => {
      const rows = await Promise.all([library.row(preprint), library.row(two)]);
      const there = rows.filter((row) => row.key);
      return there.length === 1 && there[0];
    });
    expect(left).toMatchObject({
      note: 'Of the second.',
      ids: expect.arrayContaining(['arxiv:alpha', 'doi:10.1/alpha']),
    });
    expect(left.tagIds).toHaveLength(1);
    // For good: after a load too, and with the paper still there.
    await page.reload();
    await until('none', async () => (await library.text('.page')).includes('No paper is there twice'));
    expect(await library.row(other)).toMatchObject({ key: other });
  });

  test('review: every answer does what it says, on papers that were never read and on those that are due', async () => {
    await library.go('#review');
    await page.waitForSelector('.review-card');
    const at = Date.now();
    const day = (days: number) => {
      const date = new Date(at);
      date.setHours(0, 0, 0, 0);
      date.setDate(date.getDate() + days);
      return date.getTime();
    };
    const answered: Record<string, Record<string, unknown>> = {};
    for (const key of ['1', '2', '3', '4', 'w', 's', 'd'] as const) {
      const title = await until('a card', () => library.text('.review-card h2'));
      await page.locator('.review-card ::-p-text(Open in the library)').click();
      const paper = await until('its address', () =>
        page.evaluate(() => new URLSearchParams(location.hash.split('?')[1]).get('paper') ?? undefined),
      );
      await page.goBack();
      // The queue of today is made anew, without those that were answered.
      await until('the same card', async () => (await library.text('.review-card h2')) === title);
      await page.keyboard.press(key);
      answered[key] = await until('the answer to be stored', async () => {
        const row = await library.row(paper);
        return (row.reviewAt !== undefined || row.status === 'dismissed') && row;
      });
      if (key !== 'd') await until('the next card', async () => (await library.text('.review-card h2')) !== title);
    }
    const due = (key: string) => Number(answered[key]?.reviewAt);
    expect(answered['1']).toMatchObject({ status: 'reading' });
    for (const key of ['2', '3', '4']) expect(answered[key]).toMatchObject({ status: 'read', memory: { reps: 1 } });
    expect(due('1')).toBeLessThanOrEqual(due('2'));
    expect(due('2')).toBeLessThanOrEqual(due('3'));
    expect(due('3')).toBeLessThan(due('4'));
    expect(due('w')).toBe(day(7));
    expect(answered.w).toMatchObject({ status: 'unread' });
    expect(due('s')).toBe(day(1));
    expect(answered.d).toMatchObject({ status: 'dismissed' });
    expect(answered.d).not.toHaveProperty('reviewAt', expect.anything());

    const key = String(answered['3']?.key);
    await library.act('papers.change', { targets: [{ key }], reviewAt: day(0) });
    await library.turn('#papers');
    await library.turn('#review');
    await until('it due again', async () => (await library.text('.review-card .kind')) === 'Due again');
    await page.keyboard.press(' ');
    // Papers that an earlier test has made have a note instead.
    const hidden = String((await library.row(key)).note || 'We study a question');
    await until('its note or abstract', async () => (await library.text('.review-card')).includes(hidden));
    await page.keyboard.press('4');
    await until('it put off', async () => Number((await library.row(key)).reviewAt) > day(1));
    expect(await library.row(key)).toMatchObject({ memory: { reps: 2 } });
  });

  test('pictures: every bar leads to its papers, by pointer and by key', async () => {
    await library.go('#pictures');
    await page.waitForSelector('.bars');
    const titles = await page.$$eval('.bars figcaption', (all) => all.map(({ firstChild }) => firstChild?.textContent));
    expect(titles.slice(0, 2)).toEqual(['Saved and read by week', 'Unread papers, more or fewer than the week before']);
    const lastBar = (figure: number, series: number) =>
      page.evaluate(
        (at, n) => {
          const bars = [...(document.querySelectorAll('.bars')[at]?.querySelectorAll('.bar') ?? [])];
          const weeks = bars.length / (at === 0 ? 2 : 1);
          const bar = bars[weeks * (n + 1) - 1];
          const count = Number(/: (-?\d+)/.exec(bar?.textContent ?? '')?.[1]);
          bar?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
          return count;
        },
        figure,
        series,
      );
    const listed = () => page.$$eval('dialog .plain-list .name', (all) => all.length);
    const read = await lastBar(0, 1);
    expect(read).toBeGreaterThan(0);
    await until('those that were read', async () => (await listed()) === read);
    await page.keyboard.press('Escape');
    await until('the dialog to close', async () => (await page.$('dialog')) === null);
    await lastBar(1, 0);
    await until('those that turned unread or were no longer', async () => (await listed()) > read);
    await page.keyboard.press('Escape');
    await until('the dialog to close', async () => (await page.$('dialog')) === null);
    // By key: the same numbers stand in a table.
    const open = await page.$eval('.bars details', (details) => {
      (details as HTMLDetailsElement).open = true;
      const cells = [...details.querySelectorAll('tbody tr:last-child td:first-of-type button')];
      (cells[0] as HTMLElement | undefined)?.focus();
      return Number(cells[0]?.textContent);
    });
    await page.keyboard.press('Enter');
    await library.total(`${open} papers`);
    await page.goBack();
    await page.waitForSelector('.calendar button');
    await page.locator('.calendar button').click();
    await until('what was read that day', async () => (await listed()) > 0);
    await page.locator('dialog .plain-list .name').click();
    await page.waitForSelector('.paper-view');
  });
});
