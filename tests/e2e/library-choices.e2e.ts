import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { catchFile } from '@/scripts/browser/data';
import { until } from '@/scripts/browser/running';
import { inBrowser } from './harness/each-browser';
import { LibraryPage } from './library-page';

const SIZE = 10_000;
const DAY = 86_400_000;

declare const chrome: {
  runtime: { sendMessage(message: object): Promise<{ ok: boolean }> };
  action: { getBadgeText(which: object): Promise<string> };
};

inBrowser('chromium', `what is chosen for a library with ${SIZE} papers`, [], (world) => {
  let library: LibraryPage;
  let page: Page;
  const change = (index: number, what: object) =>
    library.act('papers.change', { targets: [{ key: `bench-${index}` }], ...what });
  const settings = (chosen: object) =>
    page.evaluate((chosen) => chrome.runtime.sendMessage({ name: 'settings.change', settings: chosen }), chosen);
  const hint = () => library.text('.review > .hint');
  beforeAll(async () => {
    library = await LibraryPage.open(world, SIZE);
    page = library.page;
    // Two that are unread, and one that is not.
    await change(4_000, { rating: 5 });
    await change(7_003, { rating: 4 });
    await change(1, { rating: 5 });
  });

  describe('the queue', () => {
    const begin = async (chosen: object) => {
      await library.turn('#papers');
      await settings(chosen);
      await library.turn('#review');
      await page.waitForSelector('.review-card h2');
    };
    /** The numbers of the papers in the queue, in their order. */
    const queue = async (count: number) => {
      await until(`${count} papers`, async () => (await hint()).startsWith(`${count} papers left`));
      const numbers: number[] = [];
      for (let n = 0; n < count; n++) {
        const title = await until('the next one', async () => {
          const words = await library.text('.review-card h2');
          return Number(words.split('part ')[1]) !== numbers.at(-1) && words;
        });
        numbers.push(Number(title.split('part ')[1]));
        await page.keyboard.press('s');
      }
      await until('the end', async () => (await library.text('.review')).includes('Done for today'));
      for (let n = 0; n < count; n++) {
        await page.evaluate(() => chrome.runtime.sendMessage({ name: 'acts.undo', act: crypto.randomUUID() }));
      }
      return numbers;
    };

    // Each of another length than the one before, so that its first paper is not taken for that of the one before.
    test.each([
      ['newest', [9_999, 9_996, 9_995, 9_992]],
      ['oldest', [0, 3, 4, 7, 8]],
      ['rating', [4_000, 7_003, 9_999, 9_996]],
    ])('holds unread papers, %s first', async (queueOrder, expected) => {
      await begin({ queueOrder, queueUnread: expected.length });
      expect(await queue(expected.length)).toEqual(expected);
    });

    test('is shuffled, in an order that stays for the day', async () => {
      await begin({ queueOrder: 'shuffle', queueUnread: 5 });
      const drawn = await queue(5);
      // All of them are unread, and they are not simply the newest.
      expect(drawn.filter((number) => number % 4 === 1 || number % 4 === 2)).toEqual([]);
      expect(drawn).not.toEqual([9_999, 9_996, 9_995, 9_992, 9_991]);
      await begin({});
      expect(await queue(5)).toEqual(drawn);
    });

    test('what was answered is taken back one by one, by key or where it is said, and nothing else is', async () => {
      // The last change of the library before the review.
      await change(9_992, { rating: 3 });
      await begin({ queueOrder: 'newest', queueUnread: 3 });
      const titled = (number: number) =>
        until(`part ${number}`, async () => (await library.text('.review-card h2')).endsWith(`part ${number}`));
      for (const number of [9_999, 9_996]) {
        await titled(number);
        await page.keyboard.press('3');
      }
      await titled(9_995);
      await library.toast('Good');
      await library.press('Undo');
      await titled(9_996);
      for (const _ of ['what was answered', 'nothing', 'nothing']) await page.keyboard.press('z');
      await titled(9_999);
      await library.toast('Undone');
      await library.turn('#papers?q=rating%3A3');
      await until('the rating that stays', async () => (await library.text('.total')) === '1 paper');
      await change(9_992, { rating: null });
      await begin({});
    });

    test('begins with what is due, which the toolbar button counts; the daily goal is told', async () => {
      for (const [index, days] of [
        [300, 1],
        [42, 3],
      ] as const) {
        await change(index, { reviewAt: Date.now() - days * DAY });
      }
      const badge = () => page.evaluate(() => chrome.action.getBadgeText({}));
      await until('two on the button', async () => (await badge()) === '2');
      await begin({ queueOrder: 'newest', queueUnread: 1, dailyGoal: 20 });
      // A date that is set is no answer.
      await until('the queue', async () => (await hint()) === '3 papers left: 2 due again, 1 unread. Today 0 of 20.');
      expect(await library.text('.review-card')).toMatch(/Due again.*part 42/);
      await page.keyboard.press('3');
      await until('the second', async () => (await library.text('.review-card h2')).endsWith('part 300'));
      await until('one less', async () => (await hint()) === '2 papers left: 1 due again, 1 unread. Today 1 of 20.');
      await until('one on the button', async () => (await badge()) === '1');
      await page.keyboard.press('4');
      await until('two more', async () => (await hint()).endsWith('Today 2 of 20.'));
      expect(await page.$eval('.review progress', (bar) => (bar as HTMLProgressElement).value)).toBe(2);
      await until('nothing on the button', async () => (await badge()) === '');
      await change(300, { reviewAt: Date.now() });
      await until('one again', async () => (await badge()) === '1');
      await settings({ badge: false });
      await until('nothing where it is not wanted', async () => (await badge()) === '');
      await change(42, { reviewAt: Date.now() });
      await settings({ badge: true });
      await until('both', async () => (await badge()) === '2');
    });
  });

  test('a new note begins with the template', async () => {
    await settings({ noteTemplate: '## {title}\n{authors}, {date}' });
    await library.turn('#papers?paper=bench-4');
    await page.locator('.note-head ::-p-text(Use the template)').click();
    await until('the template, filled in', async () => {
      const note = await page.$eval('.note-field textarea', (area) => (area as HTMLTextAreaElement).value);
      return /^## On .*, part 4\nGiven0 Family4, .*, \d{4}-\d\d-\d\d$/.test(note);
    });
  });

  test('the settings say how much is stored, and where, as it is now', async () => {
    await library.turn('#settings');
    const MEGABYTE = 1_000_000;
    /** What is said, and what the browser says when it is asked here. */
    const told = async () => {
      const words =
        /on this computer.* ([\d,]+) papers and (\d+) in the trash, (\d+) tags and ([\d,]+) changes; ([\d.,]+)\sMB in all/;
      const said = words.exec(await library.text('.settings'))?.slice(1);
      const [kept = 0, trash, tags, changes, size = 0] = said?.map((word) => Number(word.replaceAll(',', ''))) ?? [];
      return { kept, trash, tags, changes, bytes: size * MEGABYTE };
    };
    const really = () =>
      page.evaluate(async () => {
        const database = await new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open('dogear');
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        const all = (table: string) =>
          new Promise<{ removedAt?: number }[]>((resolve) => {
            const request = database.transaction(table).objectStore(table).getAll();
            request.onsuccess = () => resolve(request.result);
          });
        const [papers, tags, journal] = [await all('papers'), await all('tags'), await all('journal')];
        database.close();
        const { usage = 0 } = await navigator.storage.estimate();
        const kept = papers.filter(({ removedAt }) => removedAt === undefined).length;
        return { kept, trash: papers.length - kept, tags: tags.length, changes: journal.length, usage };
      });
    const agree = async () => {
      const [{ bytes, ...said }, { usage, ...real }] = [await told(), await really()];
      return (
        Math.abs(bytes - usage) < 0.1 * MEGABYTE && JSON.stringify(said) === JSON.stringify(real) && { bytes, ...real }
      );
    };
    await change(5_000, { remove: true });
    const before = await until('all of it', agree);
    expect(before).toMatchObject({ kept: SIZE - 1, trash: 1, tags: 40 });
    // More comes in while one looks: of another tag, and of a size that is seen.
    const paper = (n: number) => ({
      ids: [`doi:10.1/large${n}`],
      title: `Large ${n}`,
      url: `https://example.org/${n}`,
      abstract: Array.from({ length: 2_000 }, (_, at) => ((at + 1) * (n + 1) * 7_919).toString(36))
        .join(' ')
        .slice(0, 19_000),
    });
    const targets = Array.from({ length: 100 }, (_, n) => ({ paper: paper(n) }));
    await library.act('papers.change', { targets, status: 'unread', addTags: ['new here'] });
    const after = await until('what came', async () => {
      const now = await agree();
      return now && now.kept === before.kept + 100 && now.bytes > before.bytes + MEGABYTE && now;
    });
    expect(after).toMatchObject({ trash: 1, tags: 41, changes: before.changes + 1 });
    await page.evaluate(() => chrome.runtime.sendMessage({ name: 'acts.undo', act: crypto.randomUUID() }));
    await change(5_000, { restore: true });
  });

  test('selected papers are exported, and no others', async () => {
    await library.turn('#papers?q=tag%3A%22debate+1%22');
    await library.total('500 papers');
    await library.selectAll('500');
    await page.click('.item .box');
    await until('one less', async () => (await library.text('.batch strong')) === '499 selected');
    await page.locator('.batch [aria-label="Export 499 papers"]').click();
    await page.waitForSelector('dialog .data-row select');
    await catchFile(page, true);
    await page.select('dialog .data-row select', 'ris');
    await library.press('Save as file');
    await until('the file', async () => (await library.text('dialog')).includes('499 papers written to'));
    const text = await page.evaluate(() => (window as unknown as { pieces: string[] }).pieces.join(''));
    expect(text.match(/^TY {2}- /gm)).toHaveLength(499);
    await page.keyboard.press('Escape');
  });

  test('every bar of the pictures leads to as many papers as it says', async () => {
    for (const [name, tag] of [
      ['a', 'debate 1'],
      ['b', 'debate 1'],
      ['c', 'scalable 3'],
    ] as const) {
      await library.save(`doi:10.1/${name}`, `Saved now: ${name}`, {}, { addTags: [tag] });
    }
    await library.turn('#pictures');
    await page.waitForSelector('.bars');
    const bars = () => page.$$eval('.bars tbody td button', (all) => all.map(({ textContent }) => Number(textContent)));
    const counts = await bars();
    // Saved and read, more or fewer unread ones, each of the tags.
    expect(counts.length).toBeGreaterThanOrEqual(4);
    for (const [at, count] of counts.entries()) {
      await library.turn('#pictures');
      await until('the bars', async () => (await bars()).length === counts.length);
      await page.$$eval('.bars tbody td button', (all, n) => (all[n] as HTMLElement).click(), at);
      const leads = async () => {
        const listed = await page.$$eval('dialog .plain-list .name', (all) => all.length);
        if (listed) return listed;
        return page.url().includes('#papers') ? Number.parseInt(await library.text('.total'), 10) : 0;
      };
      // What became unread and what no longer is are both behind the difference of the two.
      await until(`${count} papers`, async () => (count < 0 ? (await leads()) >= -count : (await leads()) >= count));
      if (page.url().includes('#papers')) await library.total(`${count} ${count === 1 ? 'paper' : 'papers'}`);
      await page.keyboard.press('Escape');
    }
  });
});
