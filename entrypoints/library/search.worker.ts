import { Catalogue } from '@/papers/catalogue';
import { duplicates, inAbstracts, openCatalogue, storeCatalogue, withPhrases } from '@/papers/catalogue-store';
import { Library, openLibrary } from '@/papers/database';
import type { Asked, Told } from '@/papers/finder';
import { soughtIn } from '@/papers/query';

/** Changes after which the catalogue is stored anew; fewer are caught up in no time. */
const STORE_AFTER = 200;
const REST = 3_000;
/** Abstracts are gone through when nothing has been asked for so long, and with pauses: others read the database too. */
const QUIET = 400;
const PAUSE = 8;

const opening = openLibrary(new Library());
let catalogue = new Catalogue();
let ready: Promise<void> | undefined;
let unstored = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
/** The latest question of each kind; older ones need no further answers. */
const latest = new Map<string, number>();
const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

const tell = (told: Told) => postMessage(told);

function open(): Promise<void> {
  ready ??= opening.then(async (library) => {
    const opened = await openCatalogue(library);
    catalogue = opened.catalogue;
    unstored = opened.changed;
    storeLater();
    tell({ ready: catalogue.size });
  });
  return ready;
}

function storeLater(): void {
  if (unstored < STORE_AFTER) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    unstored = 0;
    storeCatalogue(catalogue).catch(() => {}); // It is made anew the next time.
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
    const { query, order } = data;
    const keys = await withPhrases(library, query, catalogue.find(query, order));
    tell({ id, keys: keys.join('\n'), done: false });
    // Nothing is sought in texts: all that fit are found.
    if (soughtIn(query).length === 0) return tell({ id, done: true });
    await pause(QUIET);
    if (!current()) return;
    const others = catalogue.find(
      query.filter(({ field, not }) => not || field !== 'text'),
      order,
    );
    const seen = new Set(keys);
    const among = new Set(others.filter((key) => !seen.has(key)));
    for await (const more of inAbstracts(library, query, among)) {
      await pause(PAUSE);
      if (!current()) return;
      if (more.length) tell({ id, more: more.join('\n'), done: false });
    }
    tell({ id, done: true });
  } else if (kind === 'related') {
    const row = await library.papers.get(data.key);
    tell({ id, keys: row ? catalogue.related(row, data.most).join('\n') : '', done: true });
  } else {
    const apart = new Set(data.apart.map((pair) => pair.join()));
    const pairs = await duplicates(library, catalogue, apart);
    tell({ id, keys: pairs.flat().join('\n'), done: true });
  }
});
