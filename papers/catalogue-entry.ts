import type { PaperId } from './paper';
import { hasOf, type Traits } from './query';
import { type PaperRow, titleKey } from './rows';

/** What filters ask about, as papers have it in common; tags by id. */
export type Group = Omit<Traits, 'savedAt'>;

/** What the catalogue keeps of a paper beside its words: all that filters and orders ask about. */
export interface Entry {
  key: string;
  group: Group;
  /** As it is stored, '' where it is not known. */
  published: string;
  /** Both in ms since 1970. */
  savedAt: number;
  reviewAt: number;
  /** As it is sorted by. */
  title: string;
}

const NEVER = Number.MAX_VALUE;

/** A row as the catalogue keeps it. */
export function entryOf(row: PaperRow): Entry {
  const published = row.published ?? '';
  return {
    key: row.key,
    group: {
      status: row.status,
      rating: row.rating ?? 0,
      year: Number(published.slice(0, 4)),
      site: row.metOn.toLowerCase(),
      tags: row.tagIds,
      has: hasOf(row),
    },
    published,
    savedAt: row.savedAt,
    reviewAt: row.reviewAt ?? NEVER,
    title: titleKey(row.title),
  };
}

/** An identifier without its scheme: what is typed to find it. */
export function idValue(id: PaperId): string {
  return id.slice(id.indexOf(':') + 1);
}

export const NO_TRAITS: Group = { status: '', rating: 0, year: 0, site: '', tags: [], has: [] };

/** Values that many papers have in common, each held once and known by its number. */
export class Shared<T> {
  private known: Map<string, number> | undefined;

  /** The first one stands for papers that are no longer there. */
  constructor(readonly all: T[]) {}

  at(number: number): T {
    return this.all[number] as T;
  }

  numberOf(value: T): number {
    // Only what is added is looked up: reading what was stored need not wait for it.
    this.known ??= new Map(this.all.map((one, number) => [JSON.stringify(one), number]));
    const name = JSON.stringify(value);
    let number = this.known.get(name);
    if (number === undefined) {
      number = this.all.push(value) - 1;
      this.known.set(name, number);
    }
    return number;
  }

  /** Those that are still in use, and their numbers in place of those in `numbers`. */
  inUse(numbers: Uint32Array): { all: T[]; numbers: Uint32Array<ArrayBuffer> } {
    const all = this.all.slice(0, 1);
    const renamed = new Map([[0, 0]]);
    const fresh = Uint32Array.from(numbers, (number) => {
      const name = renamed.get(number) ?? all.push(this.at(number)) - 1;
      renamed.set(number, name);
      return name;
    });
    return { all, numbers: fresh };
  }
}
