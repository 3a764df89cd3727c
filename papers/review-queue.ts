import type { Library } from './database';
import { dayAfter } from './days';
import { eachActSince } from './history';
import { countDue, dueOnes, firstOf, keysOf } from './lists';
import type { PaperRow } from './rows';
import type { Settings } from './settings';

/** What to read today. */
export interface ReviewQueue {
  /** Keys of papers that are due again, longest due first. */
  due: string[];
  /** Keys of unread papers, in the order that the user chose. */
  unread: string[];
}

const MOST_DUE = 500;

/** Papers that are due by the end of today, and some that were never read. */
export async function queueOf(library: Library, settings: Settings, now: number): Promise<ReviewQueue> {
  const due = await dueOnes(library, dayAfter(now, 1) - 1, MOST_DUE);
  const taken = new Set(due.map(({ key }) => key));
  const unread = await unreadOnes(library, settings, now);
  return {
    due: due.map(({ key }) => key),
    unread: unread.map(({ key }) => key).filter((key) => !taken.has(key)),
  };
}

/** How many papers are due by the end of today: for the toolbar badge. */
export function countDueToday(library: Library, now: number): Promise<number> {
  return countDue(library, dayAfter(now, 1) - 1);
}

/** How many papers were answered for today in reviews: neither put off, nor only given a date. */
export async function answeredToday(library: Library, now: number): Promise<number> {
  const begin = dayAfter(now, 0);
  let answers = 0;
  await eachActSince(library, begin, ({ kind, undoneBy, at }) => {
    if (kind === 'review' && undoneBy === undefined && at >= begin && at < dayAfter(now, 1)) answers++;
  });
  return answers;
}

async function unreadOnes(library: Library, { queueOrder, queueUnread }: Settings, now: number): Promise<PaperRow[]> {
  // Put off until another day.
  const today = ({ reviewAt = 0, status }: PaperRow) => reviewAt <= now && status === 'unread';
  if (queueUnread === 0) return [];
  const filter = { status: 'unread' } as const;
  if (queueOrder === 'newest' || queueOrder === 'oldest') {
    const order = { by: 'saved', rising: queueOrder === 'oldest' } as const;
    return (await firstOf(library, filter, order, queueUnread * 3)).filter(today).slice(0, queueUnread);
  }
  if (queueOrder === 'rating') {
    const rated = library.papers.where('views').between(['saved/rating', 0], ['saved/rating', Infinity]);
    return rated.reverse().filter(today).limit(queueUnread).toArray();
  }
  const keys = await keysOf(library, filter, { by: 'saved', rising: false });
  const drawn = shuffled(keys, dayAfter(now, 0)).slice(0, queueUnread * 3);
  return (await library.papers.bulkGet(drawn))
    .filter((row) => row !== undefined)
    .filter(today)
    .slice(0, queueUnread);
}

/** Some of a list in an order of chance that stays the same for one day. */
function shuffled(keys: string[], seed: number): string[] {
  let state = (seed / 60_000) | 1;
  const next = () => {
    // xorshift32: small, and good enough to mix a list.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const mixed = [...keys];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    [mixed[at], mixed[other]] = [mixed[other] as string, mixed[at] as string];
  }
  return mixed;
}
