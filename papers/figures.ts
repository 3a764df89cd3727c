import type { Library } from './database';
import { dayAfter } from './days';
import { eachActSince } from './history';
import type { JournalRow, PaperChange, Remembered, TagRow } from './rows';

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
  /** The papers that became unread, or were so no longer, by key. */
  turned: string[];
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
      const [saved = 0, ...byTag] = await Promise.all([within('saved'), ...tags.map(({ id }) => within(`tag:${id}`))]);
      const counts = Object.fromEntries(tags.map(({ id }, n) => [id, byTag[n] ?? 0]));
      return { from, to, saved, read: [], unread: 0, turned: [], tags: counts };
    }),
  );
  const days: ReadingDays = new Map();
  const acts = await actsSince(library, weeks[0]?.from ?? now);
  const stands = await standsOf(library, acts);
  // Backwards from what is: a change tells only the fields that it touched.
  for (const { act, changes } of acts) {
    const week = weeks.find(({ from, to }) => act.at >= from && act.at < to);
    for (const { key, before, after } of [...changes].reverse()) {
      const is = after && (before === null ? standIn(after) : (stands.get(key) ?? null));
      const was = before && (after === null ? standIn(before) : standIn(before, is));
      stands.set(key, was);
      if (!week) continue;
      if (isUnread(is) !== isUnread(was)) {
        week.unread += isUnread(is) ? 1 : -1;
        week.turned.push(key);
      }
      // What a file says was read long ago was not read now.
      if (after?.status !== 'read' || act.kind === 'import' || act.kind === 'undo' || act.undoneBy !== undefined)
        continue;
      week.read.push(key);
      const day = dayAfter(act.at, 0);
      const onDay = days.get(day);
      if (onDay) onDay.push(key);
      else days.set(day, [key]);
    }
  }
  // Read twice is one paper.
  for (const week of weeks) {
    week.read = [...new Set(week.read)];
    week.turned = [...new Set(week.turned)];
  }
  for (const [day, keys] of days) days.set(day, [...new Set(keys)]);
  return { weeks, days };
}

/** What decides whether a paper counts as unread; `null` where there is none. */
type Stand = { status: string | undefined; removed: boolean } | null;

interface Acted {
  act: Pick<JournalRow, 'rev' | 'at' | 'kind' | 'undoneBy' | 'parts'>;
  changes: PaperChange[];
}

/** The acts since a time, the last first, each with what it did to papers. */
async function actsSince(library: Library, begin: number): Promise<Acted[]> {
  const acts: Acted[] = [];
  await eachActSince(library, begin, ({ rev, at, kind, undoneBy, parts, papers }) => {
    const act = { rev, at, kind, ...(undoneBy !== undefined && { undoneBy }), ...(parts !== undefined && { parts }) };
    acts.push({ act, changes: papers.filter(concerns) });
  });
  for (const one of acts) {
    if (one.act.parts === undefined) continue;
    for (let part = 0; part < one.act.parts; part++) {
      one.changes.push(...((await library.parts.get([one.act.rev, part]))?.papers ?? []).filter(concerns));
    }
  }
  return acts;
}

/** Whether a change may turn a paper unread, or read. */
function concerns({ before, after }: PaperChange): boolean {
  return !before || !after || 'status' in after || 'removedAt' in after;
}

/** How the papers that were changed now stand; those that came whole say it in the journal. */
async function standsOf(library: Library, acts: Acted[]): Promise<Map<string, Stand>> {
  const partly = acts.flatMap(({ changes }) => changes.filter(({ before, after }) => before && after));
  const rows = await library.papers.bulkGet([...new Set(partly.map(({ key }) => key))]);
  return new Map(rows.flatMap((row) => (row ? [[row.key, standIn(row)] as const] : [])));
}

function standIn(fields: Partial<Remembered>, otherwise: Stand = null): Stand {
  return {
    status: 'status' in fields ? fields.status : otherwise?.status,
    removed: 'removedAt' in fields ? fields.removedAt !== undefined : (otherwise?.removed ?? false),
  };
}

function isUnread(stand: Stand): boolean {
  return stand !== null && stand.status === 'unread' && !stand.removed;
}
