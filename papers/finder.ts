import type { Order } from './lists';
import type { Query } from './query';

/** What a page asks its search worker. `rev`: the revision that the answer must know of. */
export type Asked =
  | { id: number; kind: 'find'; rev: number; query: Query; order?: Order | undefined }
  | { id: number; kind: 'related'; rev: number; key: string; most: number }
  | { id: number; kind: 'duplicates'; rev: number; apart: [string, string][] }
  /** The answer to a question is no longer wanted. */
  | { id: number; kind: 'stop' };

/** What the worker answers. Keys are joined by line breaks: one long text travels faster than many short ones. */
export type Told =
  | { ready: number }
  | { id: number; keys?: string /** Further papers, found in their abstracts. */; more?: string; done: boolean };

type Without<One> = One extends Asked ? Omit<One, 'id'> : never;

/** A question before it is numbered. */
export type Question = Without<Asked>;

/** Speaks with the search worker of a page, which is started when it is first needed. */
export class Finder {
  /** Whether the catalogue is loaded, so that answers come at once. */
  ready = false;
  private worker: Worker | undefined;
  private hearers = new Map<number, (told: { keys?: string[]; more?: string[]; done: boolean }) => void>();
  private waiting: (() => void)[] = [];
  private last = 0;

  constructor(private start: () => Worker) {}

  /** Starts the worker, if it does not run yet, and loads the catalogue. */
  wake(): void {
    this.ask({ kind: 'related', rev: 0, key: '', most: 0 }, () => {});
  }

  /** Calls back once the catalogue is loaded. */
  onReady(call: () => void): void {
    if (this.ready) call();
    else this.waiting.push(call);
  }

  /** Asks; a new question of the same kind ends the answers to the one before. Returns how to stop listening. */
  ask(what: Question, hear: (told: { keys?: string[]; more?: string[]; done: boolean }) => void): () => void {
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
      const { id, keys, more, done } = data;
      this.hearers.get(id)?.({
        done,
        ...(keys !== undefined && { keys: split(keys) }),
        ...(more !== undefined && { more: split(more) }),
      });
      if (done) this.hearers.delete(id);
    });
    return worker;
  }
}

function split(keys: string): string[] {
  return keys === '' ? [] : keys.split('\n');
}
