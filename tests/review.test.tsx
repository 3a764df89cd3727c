// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { cleanup, render, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ActsProvider } from '@/entrypoints/library/acts';
import { Review } from '@/entrypoints/library/Review';
import { openLibrary } from '@/papers/database';
import { queueOf } from '@/papers/review-queue';
import type { Settings } from '@/papers/settings';
import { Store } from '@/papers/store';
import { USUAL } from '@/papers/usual';
import { act, paper } from './fresh-library';

// The queue is the real one; a test holds what it gives until it says so.
vi.mock('@/papers/review-queue', async (original) => {
  const real = await original<typeof import('@/papers/review-queue')>();
  return { ...real, queueOf: vi.fn(real.queueOf) };
});

beforeEach(async () => {
  const library = await openLibrary();
  let now = Date.now() - 10_000;
  const store = new Store(library, () => now++);
  for (const id of ['2401.00001', '2401.00002', '2401.00003']) {
    await store.change({ act: act(), targets: [{ paper: paper(id) }], status: 'unread' });
  }
});
afterEach(cleanup);

it('shows the queue by the settings that are, however late the one by those before comes', async () => {
  const { queueOf: real } = await vi.importActual<typeof import('@/papers/review-queue')>('@/papers/review-queue');
  const came: string[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  vi.mocked(queueOf).mockImplementation(async (library, settings, now) => {
    const queue = await real(library, settings, now);
    if (settings.queueOrder === 'newest') await held;
    came.push(settings.queueOrder);
    return queue;
  });
  const acts = { change: vi.fn(), run: vi.fn(), undo: vi.fn(), fail: vi.fn(), say: vi.fn() };
  const draw = (settings: Settings) => (
    <ActsProvider value={acts}>
      <Review
        place={{ page: 'review', q: '', table: false }}
        go={() => {}}
        tags={new Map()}
        settings={settings}
        undone={undefined}
      />
    </ActsProvider>
  );
  const { container, rerender } = render(draw({ ...USUAL, queueOrder: 'newest', queueUnread: 2 }));
  await waitFor(() => expect(queueOf).toHaveBeenCalledTimes(1));
  rerender(draw({ ...USUAL, queueOrder: 'oldest', queueUnread: 3 }));
  const words = () => `${container.querySelector('h2')?.textContent}: ${container.querySelector('.hint')?.textContent}`;
  const right = 'Paper 2401.00001: 3 papers left: 0 due again, 3 unread.';
  await waitFor(() => expect(words()).toBe(right), { timeout: 5_000 });
  release();
  await waitFor(() => expect(came).toEqual(['oldest', 'newest']));
  // Time for it to be drawn, if it were.
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(words()).toBe(right);
  expect(acts.fail).not.toHaveBeenCalled();
});
