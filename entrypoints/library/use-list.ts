import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Heard, Keys } from '@/papers/finder';
import { countsOf, type Filter, firstOf, isIndexed, keysOf, type Order, revOf } from '@/papers/lists';
import { useFirst, useLive, withLibrary } from '@/papers/live';
import { fits, formatQuery, parseQuery, type Query } from '@/papers/query';
import type { PaperRow, TagRow } from '@/papers/rows';
import { planOf, scan } from '@/papers/search';
import { finder } from './finder';
import { ROW } from './use-window';

/** The papers of a view, in order. */
export interface Listed {
  /** All of them; absent until they are known. */
  keys?: Keys | undefined;
  /** The first ones, which come before the rest is known. */
  first?: PaperRow[] | undefined;
  /** From here on papers are found by their abstracts only. */
  abstracts: number;
  /** Whether more may come. */
  searching: boolean;
  /** Whether it is the answer to what is asked now, and not to what was asked before. */
  current: boolean;
  trouble?: Error | undefined;
}

/** Rows of the first drawing: more than a screen holds. */
const FIRST = 60;
/** Papers above which the catalogue names them faster than the database. */
const LARGE = 20_000;
const MOST_SCANNED = 500;
/** A catalogue that is there is loaded in less, in ms; to make one anew takes a hundred thousand papers half a minute. */
const LOADING = 1_500;
const NEWEST: Order = { by: 'saved', rising: false };
const NEWEST_OF_ALL = [true, undefined, undefined, NEWEST.by, NEWEST.rising].join();

/** Rows that a window shows at once, as lists draw them. */
const inSight = () => Math.ceil(innerHeight / ROW.list) + 1;

/** The papers that fit a query: from the index of the database where it holds them, else from the search worker. */
export function useList(q: string, order: Order | undefined, tags: TagRow[] | undefined): Listed {
  const text = useMemo(() => formatQuery(parseQuery(q)), [q]);
  const query = useMemo(() => parseQuery(text), [text]);
  // Which tags are meant must be known first; without one the list need not wait.
  const known = tags !== undefined || !query.some(({ field }) => field === 'tag');
  const plan = useMemo(() => planOf(query, tags ?? []), [query, tags]);
  const by = order ?? NEWEST;
  // Once the catalogue is loaded it is faster than the database for whatever is asked then.
  const asksCatalogue = useMemo(() => finder.ready, [text, by.by, by.rising]);
  const indexed = known && plan.exact && isIndexed(plan.filter, by) && !asksCatalogue;
  const inputs = [indexed, plan.filter.status, plan.filter.tag, by.by, by.rising];

  const asked = inputs.join();
  const first = useLive(
    async (library) => (indexed ? { rows: await firstOf(library, plan.filter, by, FIRST), asked } : undefined),
    inputs,
  );
  const early = useFirst();
  const newest = indexed && asked === NEWEST_OF_ALL && early?.rows.length ? early.rows : undefined;
  const rows = first.value?.rows ?? newest;
  const current = first.value ? first.value.asked === asked : newest !== undefined;
  const drawn = indexed && first.value !== undefined;
  const keys = useKeys(drawn, plan.filter, by, query, asked);
  const complete = keys !== undefined;
  const sought = useSought(known && !indexed ? query : undefined, order, text);
  useEffect(() => {
    // Loading the catalogue is work; the rows go before.
    if (complete) finder.wake();
  }, [complete]);

  if (!indexed) return { ...sought, trouble: first.trouble };
  return { keys, first: rows, abstracts: Infinity, searching: false, current, trouble: first.trouble };
}

/**
 * All keys of an indexed list. The database takes seconds to name a hundred thousand and answers nobody else
 * meanwhile: a library of that size asks the catalogue, which has them in memory.
 */
function useKeys(wanted: boolean, filter: Filter, by: Order, query: Query, inputs: string): Keys | undefined {
  const [found, setFound] = useState<{ keys: Keys; inputs: string }>();
  const state = useLive(async (library) => {
    const { trash, ...live } = await countsOf(library);
    return { rev: await revOf(library), large: Object.values(live).reduce((sum, one) => sum + one, 0) > LARGE };
  }, []);
  const { rev, large } = state.value ?? {};
  const listed = useLive(
    async (library) => (wanted && large === false ? { keys: await keysOf(library, filter, by), inputs } : undefined),
    [wanted && large === false, inputs],
  );
  useEffect(() => {
    if (!wanted || !large || rev === undefined) return;
    const take = ({ keys }: Heard) => keys && setFound({ keys, inputs });
    return finder.ask({ kind: 'find', rev, query, order: by }, take);
  }, [wanted && large, rev, inputs]);
  const { value } = large ? { value: found } : listed;
  return value?.inputs === inputs ? value.keys : undefined;
}

/** Asks the worker, and the database itself while the worker is still loading. */
function useSought(query: Query | undefined, order: Order | undefined, text: string): Listed {
  const [listed, setListed] = useState<Listed & { name?: string }>({
    abstracts: Infinity,
    searching: true,
    current: false,
  });
  const rev = useLive(revOf, []);
  const asked = useRef('');
  /** What was asked before the library was open, and the revision that its answer knew of. */
  const cold = useRef<{ name: string; rev?: number | undefined }>();
  const name = `${text}${order?.by}${order?.rising}`;
  const ask = (query: Query, rev: number, hear: (answer: Heard) => void) =>
    finder.ask({ kind: 'find', rev, query, order, sight: inSight() }, (answer) => {
      const { keys, rows, more, done } = answer;
      hear(answer);
      setListed((last) => {
        if (keys) return { keys, first: rows, abstracts: keys.length, searching: !done, current: true, name };
        const all = more ? [...(last.keys?.slice() ?? []), ...more.slice()] : last.keys;
        return { ...last, keys: all, searching: !done };
      });
    });
  // Not after the next frame: the answer is what the reader waits for.
  useLayoutEffect(() => {
    if (!query || rev.value === undefined) return;
    const ended = new AbortController();
    const again = asked.current === name;
    asked.current = name;
    const early = cold.current?.name === name ? cold.current : undefined;
    if (!again && early?.rev !== undefined && early.rev >= rev.value) return;
    let answered = false;
    const stop = ask(query, rev.value, () => {
      answered = true;
    });
    const scanFirst = () =>
      withLibrary(async (library) => {
        const rest = new Promise((resolve) => setTimeout(resolve, LOADING));
        for await (const { hits } of scan(library, query, order ?? NEWEST, MOST_SCANNED, ended.signal)) {
          if (answered || early?.rev !== undefined || ended.signal.aborted) return;
          setListed({
            keys: hits.map(({ key }) => key),
            first: hits,
            abstracts: Infinity,
            searching: true,
            current: true,
            name,
          });
          // Loaded in less, the catalogue has all of them; both at once would be in each other's way.
          await rest;
        }
      });
    // What cannot be read is said by the list of all papers, which reads the same library.
    if (!finder.ready && !again) scanFirst().catch(() => {});
    return () => {
      ended.abort();
      stop();
    };
  }, [query, order?.by, order?.rising, rev.value]);
  const early = useFirst();
  // Of a page that begins with a search: what stands among the rows that were read before all others.
  const begun = useMemo((): Listed | undefined => {
    if (!query || !early || order) return undefined;
    const names = new Map(early.tags.map((tag) => [tag.id, tag.folded]));
    const hits = early.rows.filter((row) => fits(query, row, (id) => names.get(id)));
    if (hits.length === 0) return undefined;
    const keys = hits.map(({ key }) => key);
    return { keys, first: hits, abstracts: Infinity, searching: true, current: true };
  }, [query, early, order?.by]);
  // What is sought is older: only the catalogue finds it soon. The question need not wait for the library to be open, since
  // a catalogue is up to date once it is loaded.
  useLayoutEffect(() => {
    if (!query || !early || begun || listed.name !== undefined || asked.current === name) return;
    const question: typeof cold.current = { name };
    const stop = ask(query, 0, (answer) => {
      question.rev ??= answer.rev;
    });
    cold.current = question;
    return () => {
      cold.current = undefined;
      stop();
    };
  }, [query, early]);
  if (listed.name === undefined && begun) return begun;
  const current = listed.name === name;
  return { ...listed, current, searching: listed.searching || !current };
}
