import { expect, it } from 'vitest';
import { Finder, type Heard, type Keys, type Told } from '@/papers/finder';

/** What a page sees of a worker. */
class Wire extends EventTarget {
  asked: { id: number }[] = [];
  postMessage(what: { id: number }): void {
    this.asked.push(what);
  }
  tell(told: Told): void {
    this.dispatchEvent(new MessageEvent('message', { data: told }));
  }
}

/** What a page reads of an answer. */
const read = ({ keys, more, done }: Heard) => ({
  ...(keys && { keys: keys.slice() }),
  ...(more && { more: more.slice() }),
  done,
});

it('keys are read one by one, in part, and found', () => {
  const wire = new Wire();
  const finder = new Finder(() => wire as unknown as Worker);
  let keys: Keys | undefined;
  finder.ask({ kind: 'find', rev: 0, query: [] }, (one) => {
    keys = one.keys;
  });
  wire.tell({ from: 0, keys: 'a\nb\nc' });
  wire.tell({ id: wire.asked[0]?.id ?? 0, slots: Uint32Array.of(2, 0, 1), done: true });
  expect(keys).toHaveLength(3);
  expect([keys?.at(0), keys?.at(-1), keys?.at(3)]).toEqual(['c', 'b', undefined]);
  expect([keys?.slice(1), keys?.slice(0, 2), keys?.slice(5)]).toEqual([['a', 'b'], ['c', 'a'], []]);
  expect([keys?.indexOf('a'), keys?.indexOf('z')]).toEqual([1, -1]);
  // Numbers of a catalogue that was made anew are others.
  wire.tell({ from: 0, keys: 'x\ny\nz' });
  expect(keys?.slice()).toEqual(['c', 'a', 'b']);
});

it('a paper that was changed stands where its new number does', () => {
  const wire = new Wire();
  const finder = new Finder(() => wire as unknown as Worker);
  const heard: Keys[] = [];
  finder.ask({ kind: 'find', rev: 0, query: [] }, ({ keys }) => keys && heard.push(keys));
  const id = wire.asked[0]?.id ?? 0;
  wire.tell({ from: 0, keys: 'a\nb\nc' });
  wire.tell({ id, slots: Uint32Array.of(0, 1, 2), done: false });
  wire.tell({ from: 3, keys: 'b' });
  wire.tell({ id, slots: Uint32Array.of(3, 0, 2), done: false });
  expect(heard.map((keys) => keys.indexOf('b'))).toEqual([1, 0]);
});

it('numbers become the keys that were told last, also when the catalogue was made anew', () => {
  const wire = new Wire();
  const finder = new Finder(() => wire as unknown as Worker);
  const heard: object[] = [];
  const stop = finder.ask({ kind: 'related', rev: 0, key: 'a', most: 3 }, (one) => heard.push(read(one)));
  const id = wire.asked[0]?.id ?? 0;
  wire.tell({ from: 0, keys: 'a\nb\nc' });
  wire.tell({ id, slots: Uint32Array.of(2, 0), done: false });
  wire.tell({ from: 3, keys: 'd' });
  wire.tell({ id, more: Uint32Array.of(3), done: false });
  wire.tell({ from: 0, keys: 'x\ny' });
  wire.tell({ id, slots: Uint32Array.of(1, 0), done: false });
  expect(heard).toEqual([
    { keys: ['c', 'a'], done: false },
    { more: ['d'], done: false },
    { keys: ['y', 'x'], done: false },
  ]);
  stop();
  wire.tell({ id, slots: Uint32Array.of(1), done: true });
  expect(heard).toHaveLength(3);
  expect(wire.asked.at(-1)).toEqual({ id, kind: 'stop' });
});
