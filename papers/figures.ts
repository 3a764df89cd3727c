import type { Library } from './database';
import { dayAfter } from './review';
import type { TagRow } from './rows';

/** One week of reading. */
export interface Week {
  /** Its Monday, milliseconds since 1970. */
  from: number;
  to: number;
  saved: number;
  /** Papers that were set to read, by key. */
  read: string[];
  /** Unread papers more or fewer than a week before. */
  unread: number;
  /** Saved papers by tag id. */
  tags: Record<string, number>;
}

/** What was read on a day, by key. */
export type ReadingDays = Map<number, string[]>;

/** The last weeks, counted in the index and the journal: no paper is read. */
export async function weeksOf(
  library: Library,
  count: number,
  tags: TagRow[],
  now: number,
): Promise<{ weeks: Week[]; days: ReadingDays }> {
  const monday = dayAfter(now, -((new Date(now).getDay() + 6) % 7));
  const weeks: Week[] = await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const from = dayAfter(monday, (at + 1 - count) * 7);
      const to = dayAfter(from, 7);
      const within = (list: string) =>
        library.papers.where('views').between([list, from], [list, to], true, false).count();
      const [saved, dismissed, ...byTag] = await Promise.all([
        within('saved'),
        within('dismissed'),
        ...tags.map(({ id }) => within(`tag:${id}`)),
      ]);
      const counts = Object.fromEntries(tags.map(({ id }, n) => [id, byTag[n] ?? 0]));
      return { from, to, saved: saved + dismissed, read: [], unread: 0, tags: counts };
    }),
  );
  const days: ReadingDays = new Map();
  const begin = weeks[0]?.from ?? now;
  await library.journal
    .orderBy('rev')
    .reverse()
    .until(({ at }) => at < begin)
    .each(({ at, papers, undoneBy, kind }) => {
      if (undoneBy !== undefined || kind === 'undo') return;
      const week = weeks.find(({ from, to }) => at >= from && at < to);
      for (const { key, before, after } of papers) {
        if (week && after && 'status' in after) week.unread += changeOf(before?.status, after.status);
        if (after?.status !== 'read' || before === null) continue;
        week?.read.push(key);
        const day = dayAfter(at, 0);
        days.set(day, [...(days.get(day) ?? []), key]);
      }
    });
  return { weeks, days };
}

function changeOf(before: string | undefined, after: string | undefined): number {
  return (after === 'unread' ? 1 : 0) - (before === 'unread' ? 1 : 0);
}
