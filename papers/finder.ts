import type { Order } from './lists';
import type { Query } from './query';
import type { PaperRow } from './rows';

/**
 * What a page asks its search worker. `rev`: the revision that the answer must know of; `sight`: how many papers of it are
 * seen at once, whose rows come along.
 */
export type Asked =
  | { id: number; kind: 'find'; rev: number; query: Query; order?: Order | undefined; sight?: number }
  | { id: number; kind: 'related'; rev: number; key: string; most: number }
  | { id: number; kind: 'duplicates'; rev: number; apart: [string, string][] }
  /** The answer to a question is no longer wanted. */
  | { id: number; kind: 'stop' };

/**
 * What the worker answers. Papers go by their numbers in the catalogue, which travel at once however many they are;
 * the keys of new numbers are told before the first answer that holds one.
 */
export type Told =
  | { ready: number }
  /** Keys of the papers from this number on, joined by line breaks: one long text travels faster than many. */
  | { from: number; keys: string }
  | {
      id: number;
      slots?: Uint32Array<ArrayBuffer>;
      /** The revision that they know of. */
      rev?: number;
      /** The first of them, as they were stored: what is in sight need not be asked for once more. */
      rows?: PaperRow[];
      /** Further papers, found in their abstracts. */
      more?: Uint32Array<ArrayBuffer>;
      done: boolean;
    };

/** Keys of papers in their order, as an array holds them or as numbers stand for them. */
export interface Keys {
  readonly length: number;
  at(index: number): string | undefined;
  slice(from?: number, to?: number): string[];
  /** -1 where it is none of them. */
  indexOf(key: string): number;
}

/** Keys that are looked up when they are read: of a hundred thousand a list shows a screenful. */
class NumberedKeys implements Keys {
  readonly length: number;

  /** `names`: the key of each number. */
  constructor(
    private names: readonly string[],
    private numbers: Uint32Array,
  ) {
    this.length = numbers.length;
  }

  at(index: number): string | undefined {
    const number = this.numbers.at(index);
    return number === undefined ? undefined : (this.names[number] ?? '');
  }

  slice(from?: number, to?: number): string[] {
    return Array.from(this.numbers.subarray(from, to), (number) => this.names[number] ?? '');
  }

  indexOf(key: string): number {
    // A paper that was changed has several numbers, of which the last one is alive.
    return this.numbers.findIndex((number) => this.names[number] === key);
  }
}

/** An answer as it is heard. */
export interface Heard {
  keys?: Keys;
  /** The revision that the answer knows of. */
  rev?: number;
  rows?: PaperRow[];
  more?: Keys;
  done: boolean;
}

type Without<One> = One extends Asked ? Omit<One, 'id'> : never;

/** A question before it is numbered. */
export type Question = Without<Asked>;

/** Speaks with the search worker of a page, which is started when it is first needed. */
export class Finder {
  /** Whether the catalogue is loaded, so that answers come at once. */
  ready = false;
  private worker: Worker | undefined;
  private hearers = new Map<number, (heard: Heard) => void>();
  /** The keys of all papers, by their numbers. */
  private keys: string[] = [];
  private waiting: (() => void)[] = [];
  private last = 0;

  constructor(private start: () => Worker) {}

  /** Starts the worker, if it does not run yet, and loads the catalogue. */
  wake(): void {
    // What was asked already wakes it too, and would lose its answer to another question of its kind.
    if (!this.worker) this.ask({ kind: 'related', rev: 0, key: '', most: 0 }, () => {});
  }

  /** Calls back once the catalogue is loaded. */
  onReady(call: () => void): void {
    if (this.ready) call();
    else this.waiting.push(call);
  }

  /** Asks; a new question of the same kind ends the answers to the one before. Returns how to stop listening. */
  ask(what: Question, hear: (heard: Heard) => void): () => void {
    this.worker ??= this.listen(this.start());
    const id = ++this.last;
    this.hearers.set(id, hear);
    this.worker.postMessage({ ...what, id });
    return () => {
      if (this.hearers.delete(id)) this.worker?.postMessage({ id, kind: 'stop' } satisfies Asked);
    };
  }

  private listen(worker: Worker): Worker {
    worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      if ('ready' in data) {
        this.ready = true;
        for (const call of this.waiting.splice(0)) call();
        return;
      }
      if ('from' in data) {
        // Answers from before go by the names of before.
        const keys = data.keys.split('\n');
        if (data.from < this.keys.length) this.keys = this.keys.slice(0, data.from);
        if (data.from === 0) this.keys = keys;
        else for (const key of keys) this.keys.push(key);
        return;
      }
      const { id, slots, rev, rows, more, done } = data;
      this.hearers.get(id)?.({
        done,
        ...(slots && { keys: new NumberedKeys(this.keys, slots) }),
        ...(rev !== undefined && { rev }),
        ...(rows && { rows }),
        ...(more && { more: new NumberedKeys(this.keys, more) }),
      });
      if (done) this.hearers.delete(id);
    });
    return worker;
  }
}
