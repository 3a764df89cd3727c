import { Catalogue } from '@/papers/catalogue';
import { duplicates, findIn, inAbstracts } from '@/papers/catalogue-answers';
import { openCatalogue, restoreCatalogue, storeCatalogue } from '@/papers/catalogue-store';
import { Library, openLibrary } from '@/papers/database';
import type { Asked, Told } from '@/papers/finder';
import { soughtIn } from '@/papers/query';
import type { PaperRow } from '@/papers/rows';

/** Changes after which the catalogue is stored anew; fewer are caught up in no time. */
const STORE_AFTER = 200;
const REST = 3_000;
/** Abstracts are gone through when nothing has been asked for so long, and with pauses: others read the database too. */
const QUIET = 400;
const PAUSE = 8;

const opening = openLibrary(new Library());
// Whoever starts this worker asks it something, and most of the time until the answer goes into this.
let restored: ReturnType<typeof restoreCatalogue> | undefined = restoreCatalogue();
let catalogue = new Catalogue();
let ready: Promise<void> | undefined;
let unstored = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
/** The latest question of each kind; older ones need no further answers. */
const latest = new Map<string, number>();
const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

/**
 * Rows that were read last, by the numbers of their papers: of two answers in a row many are the same. A paper that is
 * changed takes another number.
 */
const rows = new Map<number, PaperRow>();
const ROWS_KEPT = 1_000;
/** How many papers' keys the page knows. */
let named = 0;

function tell(told: Told): void {
  if ('id' in told) nameNew();
  postMessage(told, { transfer: 'slots' in told && told.slots ? [told.slots.buffer] : [] });
}

/** Tells the page the keys of papers that have come since the last answer. */
function nameNew(): void {
  const { papers } = catalogue;
  if (named === papers.length) return;
  postMessage({ from: named, keys: papers.keysFrom(named) } satisfies Told);
  named = papers.length;
}

/** The rows of some papers, from memory where they are. */
async function rowsAt(library: Library, slots: Uint32Array): Promise<PaperRow[]> {
  const missing = Array.from(slots).filter((slot) => !rows.has(slot));
  if (missing.length) {
    if (rows.size > ROWS_KEPT) rows.clear();
    const read = await library.papers.bulkGet(missing.map((slot) => catalogue.keyOf(slot)));
    missing.forEach((slot, at) => {
      const row = read[at];
      if (row) rows.set(slot, row);
    });
  }
  return Array.from(slots).flatMap((slot) => rows.get(slot) ?? []);
}

const numbers = (keys: string[]) => Uint32Array.from(keys.flatMap((key) => catalogue.slotOf(key) ?? []));

function open(): Promise<void> {
  ready ??= opening.then(async (library) => {
    const opened = await openCatalogue(library, restored);
    restored = undefined;
    catalogue = opened.catalogue;
    rows.clear();
    unstored = opened.changed;
    storeLater();
    named = 0;
    nameNew();
    tell({ ready: catalogue.papers.size });
    void sortAhead(library).catch(() => {}); // Who asks for an order makes it.
  });
  return ready;
}

/** The first sort by anything takes longer than all later ones; what was asked meanwhile goes before it. */
async function sortAhead(library: Library): Promise<void> {
  await pause(QUIET);
  await catalogue.needTitles(library);
  const sorting = catalogue.sortAhead();
  while (!sorting.next().done) await pause(QUIET);
}

function storeLater(): void {
  if (unstored < STORE_AFTER) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    unstored = 0;
    opening.then((library) => storeCatalogue(library, catalogue)).catch(() => {}); // It is made anew the next time.
  }, REST);
}

addEventListener('message', async ({ data }: MessageEvent<Asked>) => {
  const { id, kind } = data;
  if (kind === 'stop') {
    for (const [one, last] of latest) if (last === id) latest.delete(one);
    return;
  }
  latest.set(kind, id);
  const current = () => latest.get(kind) === id;
  await open();
  const library = await opening;
  if (data.rev > catalogue.rev) {
    unstored += await catalogue.catchUp(library);
    storeLater();
  }
  if (!current()) return;
  if (kind === 'find') {
    const { query, order, sight = 0 } = data;
    const { rev } = catalogue;
    const slots = await findIn(library, catalogue, query, order);
    const rows = await rowsAt(library, slots.subarray(0, sight));
    if (!current()) return;
    // Nothing is sought in texts: all that fit are found.
    const done = soughtIn(query).length === 0;
    // What is sent is no longer here.
    const found = slots.slice();
    tell({ id, slots, rev, rows, done });
    if (done) return;
    await pause(QUIET);
    if (!current()) return;
    const others = catalogue.findSlots(
      query.filter(({ field, not }) => not || field !== 'text'),
      order,
    );
    const wanted = new Uint8Array(catalogue.papers.length);
    for (const slot of others) wanted[slot] = 1;
    for (const slot of found) wanted[slot] = 0;
    const among = (key: string) => wanted[catalogue.slotOf(key) ?? -1] === 1;
    for await (const more of inAbstracts(library, query, among)) {
      await pause(PAUSE);
      if (!current()) return;
      if (more.length) tell({ id, more: numbers(more), done: false });
    }
    tell({ id, done: true });
  } else if (kind === 'related') {
    const row = await library.papers.get(data.key);
    tell({ id, slots: numbers(row ? catalogue.related(row, data.most) : []), done: true });
  } else {
    const apart = new Set(data.apart.map((pair) => pair.join()));
    const pairs = await duplicates(library, catalogue, apart);
    tell({ id, slots: numbers(pairs.flat()), done: true });
  }
});
