import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Library } from '@/papers/database';
import { dayAfter } from '@/papers/days';
import { weeksOf } from '@/papers/figures';
import { countsOf, firstOf, keysOf, type Order } from '@/papers/lists';
import type { Paper } from '@/papers/paper';
import { answeredToday, countDueToday, queueOf } from '@/papers/review-queue';
import { readSettings, withDefaults } from '@/papers/settings';
import type { Change, Store } from '@/papers/store';
import { USUAL } from '@/papers/usual';
import { act, FreshLibrary, paper } from './fresh-library';

let fresh: FreshLibrary;
let library: Library;
let store: Store;

const save = (id: string, what?: Partial<Change>, more: Partial<Paper> = {}) => fresh.save(paper(id, more), what);
const change = (keys: string[], what: Partial<Change>) =>
  store.change({ act: act(), targets: keys.map((key) => ({ key })), ...what });
const tagNamed = async (name: string) => (await library.tags.toArray()).find((tag) => tag.name === name);

/** Counts that the store keeps agree with what is there. */
async function sound(): Promise<void> {
  const counts = { unread: 0, reading: 0, read: 0, dismissed: 0, trash: 0 };
  for (const row of await library.papers.toArray()) counts[row.removedAt === undefined ? row.status : 'trash']++;
  expect(await countsOf(library)).toEqual(counts);
  await fresh.tagsAreCounted();
}

beforeEach(async () => {
  fresh = await FreshLibrary.open(new Date(2026, 10, 18, 9).getTime());
  ({ library, store } = fresh);
});
afterEach(async () => {
  await sound();
  await library.delete();
});

describe('tags', () => {
  it('are renamed with all that is nested in them, in one row each', async () => {
    await save('1', { addTags: ['ml', 'ml/rl', 'mlops'] });
    const { rev } = await store.changeTag({ act: act(), id: (await tagNamed('ml'))?.id ?? '', rename: 'AI' });
    expect((await library.tags.toArray()).map((tag) => tag.name).sort()).toEqual(['AI', 'AI/rl', 'mlops']);
    expect((await library.journal.get(rev))?.papers).toEqual([]);
    await store.undo(act(), rev);
    expect((await library.tags.toArray()).map((tag) => tag.name).sort()).toEqual(['ml', 'ml/rl', 'mlops']);
  });

  it('may move into themselves', async () => {
    await save('1', { addTags: ['a', 'a/b'] });
    await store.changeTag({ act: act(), id: (await tagNamed('a'))?.id ?? '', rename: 'a/b' });
    expect((await library.tags.toArray()).map((tag) => tag.name).sort()).toEqual(['a/b', 'a/b/b']);
  });

  it('become one when a name is taken, and come apart again', async () => {
    const one = await save('1', { addTags: ['rl'] });
    const both = await save('2', { addTags: ['rl', 'reinforcement'] });
    await save('3', { addTags: ['reinforcement'], status: 'dismissed' });
    const gone = await save('4', { addTags: ['reinforcement'] });
    await change([gone], { remove: true });
    const id = (await tagNamed('reinforcement'))?.id ?? '';
    const { rev } = await store.changeTag({ act: act(), id, rename: 'RL' });
    const rl = await tagNamed('rl');
    expect(await library.tags.count()).toBe(1);
    for (const row of await library.papers.toArray()) expect(row.tagIds).toEqual([rl?.id]);
    await store.undo(act(), rev);
    expect((await library.papers.get(one))?.tagIds).toEqual([rl?.id]);
    expect((await library.papers.get(both))?.tagIds.sort()).toEqual([rl?.id ?? '', id].sort());
    expect((await library.papers.get(gone))?.tagIds).toEqual([id]);
  });

  it('are recoloured, and deleted from every paper at once', async () => {
    const keys = [];
    for (let n = 0; n < 150; n++) keys.push(await save(`${n}`, { addTags: ['many'] }));
    const id = (await tagNamed('many'))?.id ?? '';
    await store.changeTag({ act: act(), id, colour: 5 });
    expect((await tagNamed('many'))?.colour).toBe(5);
    const { rev } = await store.changeTag({ act: act(), id, remove: true });
    expect(await library.tags.count()).toBe(0);
    expect((await library.papers.toArray()).every((row) => row.tagIds.length === 0)).toBe(true);
    await store.undo(act(), rev);
    expect(await tagNamed('many')).toMatchObject({ uses: 150, colour: 5 });
  });

  it('that are gone are named so', async () => {
    await expect(store.changeTag({ act: act(), id: 'none', colour: 1 })).rejects.toMatchObject({ name: 'UnknownTag' });
  });
});

describe('batches', () => {
  it('of hundreds are one act, undone in one', async () => {
    const targets = Array.from({ length: 400 }, (_, n) => ({ paper: paper(`${n}`) }));
    await store.change({ act: act(), targets, status: 'unread' });
    const keys = await library.papers.toCollection().primaryKeys();
    const { rev } = await change(keys, { status: 'read', rating: 3, addTags: ['x'] });
    expect(await countsOf(library)).toMatchObject({ read: 400, unread: 0 });
    await store.undo(act(), rev);
    expect(await countsOf(library)).toMatchObject({ read: 0, unread: 400 });
    expect(await library.tags.count()).toBe(0);
  });
});

describe('the trash', () => {
  it('gives papers back as they were', async () => {
    const key = await save('1', { addTags: ['a'], note: { text: 'n', base: 0 } });
    const before = await library.papers.get(key);
    await change([key], { remove: true });
    await change([key], { restore: true });
    expect(await library.papers.get(key)).toMatchObject({
      savedAt: before?.savedAt,
      tagIds: before?.tagIds,
      note: 'n',
      status: 'unread',
    });
  });

  it('is emptied of what is old, and even that can be undone', async () => {
    const old = await save('1', { note: { text: 'precious', base: 0 } }, { abstract: 'whole' });
    await change([old], { remove: true });
    fresh.now += 40 * 86_400_000;
    const young = await save('2');
    await change([young], { remove: true });
    const { rev } = await store.emptyTrash(act(), fresh.now - 30 * 86_400_000);
    expect(await library.papers.toCollection().primaryKeys()).toEqual([young]);
    expect(await library.abstracts.count()).toBe(0);
    await store.undo(act(), rev);
    expect(await library.papers.get(old)).toMatchObject({ note: 'precious' });
    expect(await library.abstracts.get(old)).toMatchObject({ text: 'whole' });
  });
});

describe('review', () => {
  it('is kept without loss and undone', async () => {
    const key = await save('1');
    const { rev } = await change([key], { grade: 'good' });
    const row = await library.papers.get(key);
    expect(row).toMatchObject({ status: 'read', memory: { reps: 1 }, reviewAt: expect.any(Number) });
    expect(row?.reviewAt).toBeGreaterThan(fresh.now + 86_400_000);
    await change([key], { grade: 'again' });
    expect(await library.papers.get(key)).toMatchObject({ status: 'reading', memory: { reps: 2 } });
    await store.undo(act());
    expect(await library.papers.get(key)).toEqual({ ...row, rev: expect.any(Number), updatedAt: expect.any(Number) });
    await store.undo(act(), rev);
    expect(await library.papers.get(key)).not.toHaveProperty('memory');
    expect(await library.papers.get(key)).not.toHaveProperty('reviewAt');
  });

  it('queues what is due, then unread papers in the chosen order; what is put off waits', async () => {
    const [a, b, c] = [await save('1'), await save('2', { rating: 5 }), await save('3')];
    await change([c], { reviewAt: dayAfter(fresh.now, 1) });
    const due = await save('4', { status: 'read' });
    await change([due], { reviewAt: fresh.now - 1 });
    expect(await queueOf(library, USUAL, fresh.now)).toEqual({ due: [due], unread: [b, a] });
    expect((await queueOf(library, { ...USUAL, queueOrder: 'oldest' }, fresh.now)).unread).toEqual([a, b]);
    expect((await queueOf(library, { ...USUAL, queueOrder: 'rating' }, fresh.now)).unread).toEqual([b, a]);
    const mixed = await queueOf(library, { ...USUAL, queueOrder: 'shuffle' }, fresh.now);
    expect([...mixed.unread].sort()).toEqual([a, b].sort());
    expect(await queueOf(library, { ...USUAL, queueOrder: 'shuffle' }, fresh.now)).toEqual(mixed);
    expect((await queueOf(library, { ...USUAL, queueUnread: 0 }, fresh.now)).unread).toEqual([]);
    expect(await countDueToday(library, fresh.now)).toBe(1);
    await change([due], { grade: 'easy' });
    expect(await countDueToday(library, fresh.now)).toBe(0);
  });

  it('counts for the goal of the day what was answered, and neither a date that was set nor what was put off', async () => {
    const [a, b, c, d] = [await save('1'), await save('2'), await save('3'), await save('4')];
    await change([a], { reviewAt: dayAfter(fresh.now, 7) });
    await change([b], { reviewAt: null });
    expect(await answeredToday(library, fresh.now)).toBe(0);
    await change([a], { grade: 'good' });
    await change([b], { reviewAt: dayAfter(fresh.now, 7), answered: true });
    await change([c], { status: 'dismissed', reviewAt: null, answered: true });
    await change([d], { reviewAt: dayAfter(fresh.now, 1) });
    expect(await answeredToday(library, fresh.now)).toBe(3);
    await store.undo(act());
    await store.undo(act());
    expect(await answeredToday(library, fresh.now)).toBe(2);
  });
});

describe('lists', () => {
  it('are sorted by the index, rising and falling', async () => {
    await save('1', { rating: 2 }, { title: 'Übung', published: '2021' });
    await save('2', { rating: 5 }, { title: '“Zebra”', published: '2023-01' });
    await save('3', { status: 'unread' }, { title: 'apple', published: '2023-02' });
    await save('4', { status: 'dismissed' }, { title: 'never' });
    const titles = async (order: Order) => (await firstOf(library, {}, order, 9)).map((row) => row.title);
    expect(await titles({ by: 'title', rising: true })).toEqual(['apple', 'Übung', '“Zebra”']);
    expect(await titles({ by: 'published', rising: false })).toEqual(['apple', '“Zebra”', 'Übung']);
    expect(await titles({ by: 'rating', rising: false })).toEqual(['“Zebra”', 'Übung', 'apple']);
    expect(await keysOf(library, {}, { by: 'title', rising: false })).toHaveLength(3);
  });
});

describe('merging', () => {
  it('keeps everything, and can be undone', async () => {
    const one = await save('1', { addTags: ['a'], note: { text: 'first', base: 0 } });
    const other = await save('2', { addTags: ['b'], note: { text: 'second', base: 0 }, rating: 4 });
    const { rev } = await store.merge(act(), one, [other]);
    expect(await library.papers.count()).toBe(1);
    expect(await library.papers.get(one)).toMatchObject({ ids: ['arxiv:1', 'arxiv:2'], rating: 4 });
    await store.undo(act(), rev);
    expect(await library.papers.get(other)).toMatchObject({ note: 'second', rating: 4 });
  });
});

describe('settings', () => {
  it('are as usual where nothing fits, and keep what does', async () => {
    expect(withDefaults({ look: 'purple', dailyGoal: 5, keys: { next: 'l' } })).toEqual({
      ...USUAL,
      dailyGoal: 5,
      keys: { ...USUAL.keys, next: 'l' },
    });
    await store.choose({ queueOrder: 'oldest' });
    await store.choose({ noteTemplate: '## Claim' });
    expect(await readSettings(library)).toMatchObject({ queueOrder: 'oldest', noteTemplate: '## Claim' });
  });
});

describe('pictures', () => {
  it('count what was saved and read by week', async () => {
    const key = await save('1', { addTags: ['a'] });
    await save('2');
    await change([key], { status: 'read' });
    const tags = await library.tags.toArray();
    const { weeks, days } = await weeksOf(library, 4, tags, fresh.now);
    expect(weeks.at(-1)).toMatchObject({ saved: 2, read: [key], unread: 1, tags: { [tags[0]?.id ?? '']: 1 } });
    expect([...days.values()]).toEqual([[key]]);
  });

  it('count a paper once, however often it was read', async () => {
    const key = await save('1');
    for (const status of ['read', 'unread', 'read'] as const) await change([key], { status });
    const { weeks, days } = await weeksOf(library, 1, [], fresh.now);
    expect(weeks.at(-1)).toMatchObject({ read: [key], turned: [key], unread: 0 });
    expect([...days.values()]).toEqual([[key]]);
  });

  it('say how unread papers grew and shrank, whatever it was that turned them, and which they are', async () => {
    const [a, b, c] = [await save('1'), await save('2'), await save('3')];
    const last = async () => (await weeksOf(library, 2, [], fresh.now)).weeks.at(-1);
    expect(await last()).toMatchObject({ unread: 3, turned: [c, b, a] });
    await change([a], { remove: true });
    expect(await last()).toMatchObject({ unread: 2 });
    await change([a], { restore: true });
    const { rev } = await change([b], { status: 'reading' });
    expect(await last()).toMatchObject({ unread: 2 });
    await store.undo(act(), rev);
    expect(await last()).toMatchObject({ unread: 3 });
    await store.merge(act(), a, [b]);
    expect(await last()).toMatchObject({ unread: 2 });
    fresh.now += 7 * 86_400_000;
    await change([c], { status: 'read' });
    const { weeks, days } = await weeksOf(library, 2, [], fresh.now);
    expect(weeks.map(({ unread }) => unread)).toEqual([2, -1]);
    expect(weeks.at(-1)).toMatchObject({ turned: [c], read: [c] });
    expect([...days.values()]).toEqual([[c]]);
  });
});

it('of two papers of which a card names both, the one that its marks are of is opened', async () => {
  const keys = [await save('1'), await save('2')];
  const look = async (...ids: string[]) => (await store.look(ids.map((id) => `arxiv:${id}` as const))).paper?.key;
  expect(await look('1', '2')).toBe(keys[0]);
  expect(await look('2', '1')).toBe(keys[1]);
  await change([keys[1] ?? ''], { remove: true });
  expect(await look('2', '1')).toBe(keys[0]);
});
