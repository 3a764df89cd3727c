import { type MutableRef, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useEvent } from '@/components/use-event';
import type { Keys } from '@/papers/finder';
import { useLive } from '@/papers/live';
import type { PaperRow } from '@/papers/rows';

/** Height of a row, in CSS pixels: the same for all. */
export const ROW = { list: 72, table: 36 };

/** Rows of a list: the first, and the one after the last. */
type Range = [from: number, to: number];

/** Rows drawn beyond what is in sight, so that scrolling does not outrun the database. */
const BEYOND = 16;
/** Rows read earlier that are kept for scrolling back. */
const KEPT = 600;
/** How long a list stays the same before rows beyond its sight are drawn, in ms: while one types, none is needed. */
const AT_REST = 150;

/**
 * Which rows of a long list are in sight. All rows are of one height, so that this is a division, not a measuring. Of
 * other keys only what is in sight is drawn at first: nobody waits for what lies beyond. `list`: what the keys are an
 * answer to; that to something else is shown from its beginning.
 */
export function useWindow(
  scroller: MutableRef<HTMLElement | null>,
  keys: Keys,
  height: number,
  list: string,
): { from: number; to: number; show(index: number): void } {
  const total = keys.length;
  const sight = useRef<Range>([0, Math.ceil(innerHeight / height)]);
  const [range, setRange] = useState(() => around(sight.current));
  const [seen, setSeen] = useState<Keys>();
  const shown = useRef(list);
  const away = useRef(false);
  const another = shown.current !== list;
  if (another) sight.current = [0, sight.current[1] - sight.current[0]];
  const measure = useEvent(() => {
    const element = scroller.current;
    if (!element) return;
    const first = Math.floor(element.scrollTop / height);
    const last = Math.ceil((element.scrollTop + element.clientHeight) / height);
    sight.current = [first, last];
    const next = around(sight.current);
    setRange((now) => (now[0] === next[0] && now[1] === next[1] ? now : next));
  });
  useLayoutEffect(() => {
    shown.current = list;
    // Not where it is there already: to be told where it is, the browser would lay everything out.
    if (another && away.current && scroller.current) scroller.current.scrollTop = 0;
    // Asked for its size while it is first drawn, the browser would lay everything out twice.
    if (seen) measure();
  }, [keys, height, list]);
  useEffect(() => {
    const timer = setTimeout(() => setSeen(keys), AT_REST);
    return () => clearTimeout(timer);
  }, [keys]);
  const onScroll = useEvent(() => {
    away.current = (scroller.current?.scrollTop ?? 0) > 0;
    measure();
    setSeen(keys);
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, []);
  const show = (index: number) => {
    const element = scroller.current;
    if (!element) return;
    const top = index * height;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + height - element.clientHeight;
    }
  };
  const [from, to] = seen === keys ? range : sight.current;
  return { from: Math.min(from, Math.max(0, total - 1)), to: Math.min(to, total), show };
}

/** The rows to draw around those in sight, in steps of eight: most scroll events change nothing. */
function around([first, last]: Range): Range {
  return [Math.max(0, first - (first % 8) - BEYOND), last - (last % 8) + 8 + BEYOND];
}

/** The rows of a stretch of a list, as they now are; while they are being read, those that were read before. */
export function useRows(keys: Keys, from: number, to: number, first: PaperRow[] = []): Map<string, PaperRow> {
  const kept = useRef(new Map<string, PaperRow>());
  const wanted = keys.slice(from, to);
  const rows = kept.current;
  const told = new Set(first.map(({ key }) => key));
  const known = wanted.every((key) => told.has(key) || rows.has(key));
  const live = useLive(async (library) => library.papers.bulkGet(wanted), [wanted.join()], known);
  if (rows.size > KEPT) {
    for (const key of [...rows.keys()].slice(0, rows.size - KEPT)) rows.delete(key);
  }
  for (const row of first) if (!rows.has(row.key) || (rows.get(row.key)?.rev ?? 0) < row.rev) rows.set(row.key, row);
  for (const row of live.value ?? []) {
    if (!row) continue;
    rows.delete(row.key);
    rows.set(row.key, row);
  }
  return rows;
}
