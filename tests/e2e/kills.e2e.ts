import { expect, test } from 'vitest';
import { isSaved, waitForMark } from '@/scripts/browser/marks';
import { BUNDLED_LISTING } from '@/scripts/browser/pages';
import { until } from '@/scripts/browser/running';
import { inBrowser } from './harness/each-browser';

const ROUNDS = Number(process.env.DOGEAR_KILLS ?? 10);
const SEED = Number(process.env.DOGEAR_SEED ?? Date.now() % 1_000_000);

/** A small random source that can be repeated (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

inBrowser('chromium', `killed at random (DOGEAR_SEED=${SEED})`, [BUNDLED_LISTING], (world) => {
  test(`${ROUNDS} times under a stream of edits, every acknowledged change is on disk`, async () => {
    const { browser } = world;
    const random = randomFrom(SEED);
    /** Paper by number: the note that was acknowledged last. */
    const acknowledged = new Map<number, string>();
    let asked = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const enough = 3 + Math.floor(random() * 40);
      let answered = 0;
      for (const writer of ['popup.html', 'library.html']) {
        const page = await browser.openExtension(writer);
        await page.exposeFunction('acknowledge', (paper: number, note: string) => {
          acknowledged.set(paper, note);
          answered++;
        });
        asked++;
        // Two pages write on papers of their own, one change after the other, until they are killed.
        await page.evaluate(writeOn, writer === 'popup.html' ? 0 : 1, round);
      }
      await until('edits to be acknowledged', () => answered >= enough, 30_000);
      // The writers wake it again at once, so nobody waits for it to be seen dead.
      if (random() < 0.3) browser.stopWorker().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, random() * 120));
      await browser.kill();
      await browser.restart();

      const page = await browser.openExtension('editor.html');
      const { papers, journal, rev } = await page.evaluate(readAll);
      await page.close();
      for (const [paper, note] of acknowledged) {
        const found = papers.find(({ ids }) => ids.includes(`arxiv:2401.${10_000 + paper}`))?.note ?? '';
        // What was written after the last acknowledgement may be there too; what was acknowledged must be.
        expect(Number(found.split(' ')[1] ?? -1), `paper ${paper} in round ${round}`).toBeGreaterThanOrEqual(
          Number(note.split(' ')[1]),
        );
      }
      // Papers, journal and counter belong together: no act is half there.
      expect(Math.max(...journal.map((row) => row.rev))).toBe(rev);
      for (const paper of papers) expect(journal.some((row) => row.keys.includes(paper.key))).toBe(true);
    }
    expect(asked).toBe(ROUNDS * 2);
    console.log(`${ROUNDS} kills, ${acknowledged.size} papers written on, 0 acknowledged changes lost (seed ${SEED}).`);
  }, 600_000);

  test('and the cards still show what was saved', async () => {
    const [first] = BUNDLED_LISTING.papers;
    const page = await world.browser.openExtension('popup.html');
    await page.evaluate((id) => {
      const paper = { ids: [id], title: 'Saved after all those kills', url: 'https://arxiv.org/abs/x' };
      return chrome.runtime.sendMessage({ name: 'cards.change', act: 'last', papers: [paper], status: 'unread' });
    }, first?.id ?? '');
    const listing = await world.browser.open(BUNDLED_LISTING.url);
    await waitForMark(world.browser, listing, first?.title ?? '', 'saved', isSaved);
  });
});

declare const chrome: { runtime: { sendMessage(message: object): Promise<{ ok: boolean }> } };
declare const acknowledge: (paper: number, note: string) => void;

/** Runs in a page of the extension: writes notes on ten papers in turn for as long as it lives. */
function writeOn(writer: number, round: number): void {
  let n = 0;
  const next = async () => {
    const paper = writer * 10 + (n % 10);
    const note = `note ${round * 100_000 + n} of ${writer}`;
    n++;
    const facts = { ids: [`arxiv:2401.${10_000 + paper}`], title: `Paper ${paper}`, url: 'https://arxiv.org/abs/x' };
    const change = {
      name: 'papers.change',
      act: `${round}-${writer}-${n}`,
      targets: [{ paper: facts }],
      note: { text: note, base: Number.MAX_SAFE_INTEGER },
      addTags: [`tag ${n % 7}`],
    };
    const reply = await chrome.runtime.sendMessage(change).catch(() => undefined);
    if (reply?.ok) acknowledge(paper, note);
    setTimeout(next);
  };
  void next();
}

/** Runs in a page of the extension that does not open the library itself: reads it as it lies on disk. */
async function readAll() {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('dogear');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const all = (table: string): Promise<unknown[]> =>
    new Promise((resolve, reject) => {
      const request = database.transaction(table).objectStore(table).getAll();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const papers = (await all('papers')) as { key: string; ids: string[]; note: string }[];
  const journal = (await all('journal')) as { rev: number; keys: string[] }[];
  const meta = (await all('meta')) as { name: string; value: unknown }[];
  database.close();
  return { papers, journal, rev: meta.find(({ name }) => name === 'rev')?.value as number };
}
