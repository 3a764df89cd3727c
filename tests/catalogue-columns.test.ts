import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Columns } from '@/papers/catalogue-columns';
import type { Entry } from '@/papers/catalogue-entry';
import { Orders } from '@/papers/catalogue-order';
import { SORTS } from '@/papers/lists';

/** More than there is room for at first, and than is put into its place one by one. */
const MANY = 1_700;

const entry = (n: number): Entry => ({
  key: `key ${n}`,
  group: {
    status: n % 5 ? 'unread' : 'read',
    rating: n % 6,
    year: 2000 + (n % 7),
    site: 'arxiv.org',
    tags: n % 3 ? [] : [`tag ${n % 4}`],
    has: [],
  },
  published: `${2000 + (n % 7)}-0${1 + (n % 9)}`,
  savedAt: 10 * ((n * 7_919) % MANY) + 1,
  reviewAt: n % 2 ? Number.MAX_VALUE : 1_000 + (n % 13),
  title: `${'zyxw'[n % 4]} ${n % 11}`,
});

/** As the rows of a table would be sorted. */
const VALUES: { [By in (typeof SORTS)[number]]: (one: Entry) => string | number } = {
  saved: (one) => one.savedAt,
  published: (one) => one.published,
  title: (one) => one.title,
  rating: (one) => one.group.rating,
  review: (one) => one.reviewAt,
};

it('columns hold what rows would, also when they are stored and added to', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(MANY - 1), { maxLength: 40 }), fc.nat(MANY), async (dropped, storedAt) => {
      let papers = new Columns();
      for (let n = 0; n < MANY; n++) {
        if (n === storedAt) {
          for (const slot of dropped) papers.drop(slot);
          const { titles, ...stored } = papers.pack();
          papers = new Columns(stored, async () => titles);
        }
        expect(papers.add(entry(n))).toBe(n);
      }
      await papers.titles.read(async () => []);
      for (const slot of dropped) papers.drop(slot);
      const gone = new Set(dropped);
      const alive = Array.from({ length: MANY }, (_, n) => n).filter((n) => !gone.has(n));
      expect([papers.length, papers.size]).toEqual([MANY, alive.length]);
      expect(alive.map((n) => [papers.keyOf(n), papers.groupAt(n), papers.savedOf(n)])).toEqual(
        alive.map((n) => [entry(n).key, entry(n).group, entry(n).savedAt]),
      );
      expect(dropped.map((n) => papers.has(n) || papers.keyOf(n))).toEqual(dropped.map(() => ''));
      expect([...papers.fitting(({ rating }) => (rating > 2 ? 1 : 0))]).toEqual(
        Array.from({ length: MANY }, (_, n) => (!gone.has(n) && n % 6 > 2 ? 1 : 0)),
      );
      const all = papers.fitting(() => 1);
      for (const by of SORTS) {
        const value = VALUES[by];
        const rows = alive
          .map((slot) => ({ slot, value: value(entry(slot)), savedAt: entry(slot).savedAt }))
          .sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.savedAt - b.savedAt));
        expect([...new Orders(() => papers).pick({ by, rising: true }, all)]).toEqual(rows.map(({ slot }) => slot));
      }
    }),
    { numRuns: 12 },
  );
});
