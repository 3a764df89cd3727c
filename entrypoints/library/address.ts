import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useEvent } from '@/components/use-event';
import { type Order, SORTS } from '@/papers/lists';

/** The pages of the library. */
export const PAGES = [
  'papers',
  'review',
  'pictures',
  'duplicates',
  'changes',
  'trash',
  'data',
  'settings',
  'welcome',
] as const;
export type PageName = (typeof PAGES)[number];

/** All that the address holds: what is shown, so that back, forward and bookmarks work. */
export interface Place {
  page: PageName;
  /** The query as it was typed. */
  q: string;
  /** Absent: newest first, or best first where words are sought. */
  order?: Order | undefined;
  table: boolean;
  /** Key of the open paper. */
  paper?: string | undefined;
  /** Whether what is listed is to be exported. */
  exporting?: true | undefined;
}

/** All papers. */
export const PLAIN: Place = { page: 'papers', q: '', table: false };

/** Reads the part of an address after `#`. Whatever stands there, it gives a place. */
export function placeOf(hash: string): Place {
  const [name = '', search = ''] = hash.replace(/^#/, '').split('?', 2);
  const params = new URLSearchParams(search);
  const sort = params.get('sort') ?? '';
  const by = SORTS.find((one) => one === sort.replace(/^-/, ''));
  return {
    page: PAGES.find((page) => page === name) ?? 'papers',
    q: params.get('q') ?? '',
    ...(by && { order: { by, rising: !sort.startsWith('-') } }),
    table: params.get('as') === 'table',
    ...(params.get('do') === 'export' && { exporting: true as const }),
    ...(params.get('paper') && { paper: params.get('paper') ?? '' }),
  };
}

/** The address of a place, from `#` on. */
export function addressOf({ page, q, order, table, paper, exporting }: Place): string {
  const params = new URLSearchParams();
  if (q) params.set('q', q);
  if (order) params.set('sort', sortOf(order));
  if (table) params.set('as', 'table');
  if (paper) params.set('paper', paper);
  if (exporting) params.set('do', 'export');
  const search = params.toString();
  return `#${page}${search && `?${search}`}`;
}

/** An order as it stands in an address: `title`, `-rating`. */
export function sortOf({ by, rising }: Order): string {
  return `${rising ? '' : '-'}${by}`;
}

/** Goes somewhere; `replace` leaves no step to come back to: for typing and for moving along a list. */
export type Go = (changes: Partial<Place>, replace?: boolean) => void;

/**
 * How long typing or moving along a list rests before the address follows, in ms. Browsers take their time for it, and
 * throw after 200 changes in a few seconds (https://crbug.com/40554715): a key that is held down makes more.
 */
const AT_REST = 200;

/** Where the page is, and how to go elsewhere. */
export function usePlace(): [Place, Go] {
  const [hash, setHash] = useState(location.hash);
  /** Where the page is, which the address may not say yet. */
  const now = useRef(hash);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const place = useMemo(() => placeOf(hash), [hash]);
  const arrive = useEvent((next: string) => {
    clearTimeout(timer.current);
    now.current = next;
    setHash(next);
  });
  const write = useEvent(() => {
    clearTimeout(timer.current);
    if (now.current !== location.hash) history.replaceState(null, '', now.current);
  });
  useEffect(() => {
    const follow = () => arrive(location.hash);
    addEventListener('popstate', follow);
    addEventListener('hashchange', follow);
    addEventListener('pagehide', write);
    // A link leads away from where the page is, not from where the address still says it is.
    addEventListener('click', write, { capture: true });
    return () => {
      removeEventListener('popstate', follow);
      removeEventListener('hashchange', follow);
      removeEventListener('pagehide', write);
      removeEventListener('click', write, { capture: true });
    };
  }, []);
  const go = useEvent((changes: Partial<Place>, replace = false) => {
    const next = addressOf({ ...placeOf(now.current), ...changes });
    if (next === now.current) return;
    if (!replace) {
      write();
      history.pushState(null, '', next);
    }
    arrive(next);
    if (replace) timer.current = setTimeout(write, AT_REST);
  });
  return [place, go];
}
