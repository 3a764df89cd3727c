import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Library, openLibrary } from '@/papers/database';
import { beginFirst, firstNow, firstRead, readFirst } from '@/papers/first';
import { newest } from '@/papers/lists';
import { newAct } from '@/papers/remote';
import { writeSettings } from '@/papers/settings';
import { Store } from '@/papers/store';

const NAME = 'first-rows';
let library: Library;
let store: Store;
let clock = 0;

beforeEach(async () => {
  library = await openLibrary(new Library(NAME));
  store = new Store(library, () => ++clock * 1_000);
});
afterEach(async () => {
  library.close();
  await library.delete();
});

const save = (number: number, more: object = {}) => {
  const id = `2401.${String(10_000 + number)}`;
  const paper = { ids: [`arxiv:${id}` as const], title: `Paper ${number}`, url: `https://arxiv.org/abs/${id}` };
  return store.change({ act: newAct(), targets: [{ paper }], status: 'unread', ...more });
};
const names = async () => (await indexedDB.databases()).map(({ name }) => name);

/** Makes a database of this name without Dexie. */
function make(name: string, version: number, stores: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, version);
    opening.onupgradeneeded = () => {
      for (const store of stores) opening.result.createObjectStore(store);
    };
    opening.onsuccess = () => resolve(opening.result.close());
    opening.onerror = () => reject(opening.error);
  });
}

describe('the first rows', () => {
  it('are those that the library gives, newest first, without dismissed and removed ones', async () => {
    for (let n = 0; n < 40; n++) await save(n, n % 3 ? {} : { addTags: [`tag ${n}`] });
    await save(100, { status: 'dismissed' });
    const { marks } = await save(101);
    await store.change({ act: newAct(), targets: marks.map(({ key }) => ({ key })), remove: true });
    const first = await readFirst(NAME);
    expect(first?.rows).toEqual(await newest(library, {}, 24));
    expect(first?.rows[0]?.title).toBe('Paper 39');
    expect(first?.tags).toEqual(await library.tags.toArray());
  });

  it('come with the chosen look', async () => {
    expect(await readFirst(NAME)).toMatchObject({ rows: [], look: undefined });
    await writeSettings(library, { look: 'dark' });
    expect(await readFirst(NAME)).toMatchObject({ rows: [], look: 'dark' });
  });

  it('are more on a page that begins with a search', async () => {
    const own = await openLibrary(new Library('dogear'));
    store = new Store(own, () => ++clock * 1_000);
    for (let n = 0; n < 30; n++) await save(n);
    beginFirst('#papers?as=table');
    expect((await firstRead())?.rows.length).toBe(24);
    beginFirst('#papers?sort=title&q=paper');
    expect((await firstRead())?.rows.length).toBe(30);
    own.close();
    await own.delete();
  });

  it('are none where there is no library, and none is made by looking', async () => {
    expect(await readFirst('nowhere')).toBeUndefined();
    expect(await names()).not.toContain('nowhere');
    // Whoever makes it right afterwards is not kept waiting.
    const made = await openLibrary(new Library('nowhere'));
    expect((await readFirst('nowhere'))?.rows).toEqual([]);
    await made.delete();
  });

  it('are none of a library that a newer version wrote, by its own number or by ours', async () => {
    await save(1);
    await library.meta.put({ name: 'version', value: 2 });
    expect(await readFirst(NAME)).toBeUndefined();
    await make('newer', 20, ['papers', 'tags', 'meta']);
    expect(await readFirst('newer')).toBeUndefined();
    indexedDB.deleteDatabase('newer');
  });

  it('fail quietly on what is no library, and leave the rest to the one who can say it', async () => {
    await make('broken', 10, ['meta']);
    await expect(readFirst('broken')).rejects.toThrow();
    await make('dogear', 10, ['meta']);
    beginFirst();
    expect(await firstRead()).toBeUndefined();
    expect(firstNow()).toBeUndefined();
    indexedDB.deleteDatabase('broken');
    indexedDB.deleteDatabase('dogear');
  });

  it('keep no connection that would stand in the way of a change of shape', async () => {
    await readFirst(NAME);
    library.close();
    await new Promise<void>((resolve, reject) => {
      const deleting = indexedDB.deleteDatabase(NAME);
      deleting.onsuccess = () => resolve();
      deleting.onblocked = () => reject(new Error('blocked'));
    });
  });
});
