// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import type { PageBarProps } from '@/components/PageBar';
import { Bar } from '@/entrypoints/listing.content/bar';
import { KEYS } from '@/papers/listing';

afterEach(() => vi.useRealTimers());

const counts = { papers: 53, saved: 0, read: 0, dismissed: 0, fresh: 0, hidden: 0, selected: 0, strange: 0 };

it('tells those who listen, once, how many papers are selected and how many are hidden', () => {
  vi.useFakeTimers();
  const bar = new Bar(() => {});
  const draw = (changed: Partial<PageBarProps['counts']>) => {
    const props = {
      filter: {},
      tags: [],
      place: { right: 16, bottom: 16, collapsed: true },
      keys: KEYS,
      keysOff: false,
    };
    const acts = {} as PageBarProps['acts'];
    bar.draw({ ...props, counts: { ...counts, ...changed }, taken: [], help: false, acts }, 'light');
    vi.advanceTimersByTime(60);
    const said = [...bar.mount.querySelectorAll('[role="status"]')].map(({ textContent }) => textContent);
    vi.advanceTimersByTime(2_000);
    return said;
  };
  expect(draw({})).toEqual([]);
  expect(draw({ selected: 2 })).toEqual(['2 selected, 0 hidden']);
  expect(draw({ selected: 2, saved: 2 })).toEqual([]);
  expect(draw({ hidden: 7 })).toEqual(['0 selected, 7 hidden']);
  bar.end();
});
