import type { PaperId, Status } from './paper';
import { hasOf, type Traits } from './query';
import { type PaperRow, titleKey } from './rows';

/** What the catalogue keeps of a paper beside its words: all that filters and orders ask about. */
export interface Entry {
  key: string;
  status: Status;
  tags: string[];
  rating: number;
  published: string;
  site: string;
  has: string[];
  savedAt: number;
  reviewAt: number;
  title: string;
}

const NEVER = Number.MAX_VALUE;

/** What many papers have in common. */
export type Common = Pick<Entry, 'status' | 'rating' | 'published' | 'site' | 'tags' | 'has'>;

interface Kind {
  number: number;
  common: Common;
}

/** A row as the catalogue keeps it. */
export function entryOf(row: PaperRow): Entry {
  return {
    key: row.key,
    status: row.status,
    tags: row.tagIds,
    rating: row.rating ?? 0,
    published: row.published ?? '',
    site: row.metOn.toLowerCase(),
    has: hasOf(row),
    savedAt: row.savedAt,
    reviewAt: row.reviewAt ?? NEVER,
    title: titleKey(row.title),
  };
}

/** An identifier without its scheme: what is typed to find it. */
export function idValue(id: PaperId): string {
  return id.slice(id.indexOf(':') + 1);
}

/** What filters ask about, as papers have it in common; tags by id. */
type Group = Omit<Traits, 'savedAt'>;

export const NO_TRAITS: Group = { status: '', rating: 0, year: 0, site: '', tags: [], has: [] };

/**
 * Papers by what filters ask about them. Of a hundred thousand papers a few thousand differ in that, so that a filter
 * is asked a few thousand times, and what they share is held once.
 */
export class TraitGroups {
  private shared = new Map<string, unknown>();
  private numbers = new Map<string, number>();
  /** The first one stands for papers that are no longer there. */
  private groups: Group[] = [NO_TRAITS];
  private of = new Uint32Array(1_024);

  /** The entry with all that others have too taken from there. */
  lean(entry: Entry, slot: number): Entry {
    const kind = this.kind(entry);
    this.place(slot, kind);
    return { ...entry, ...kind.common };
  }

  /** What entries of a kind have in common, held once, and the number of their group. */
  kind({ status, rating, ...entry }: Common): Kind {
    const [tags, has] = [this.once(entry.tags), this.once(entry.has)];
    const [site, published] = [this.once(entry.site), this.once(entry.published)];
    const year = Number(published.slice(0, 4));
    const name = JSON.stringify([status, rating, year, site, tags, has]);
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.groups.push({ status, rating, year, site, tags, has }) - 1;
      this.numbers.set(name, number);
    }
    return { number, common: { status, rating, published, site, tags, has } };
  }

  /** Puts a paper into its group. */
  place(slot: number, { number }: Kind): void {
    if (slot >= this.of.length) {
      const longer = new Uint32Array(Math.max(slot + 1, this.of.length * 2));
      longer.set(this.of);
      this.of = longer;
    }
    this.of[slot] = number;
  }

  drop(slot: number): void {
    this.of[slot] = 0;
  }

  /** For each of `total` papers what `fits` says of its group; 0 for those that are no longer there. */
  fitting(total: number, fits: (group: Group) => 0 | 1): Uint8Array {
    const answers = Uint8Array.from(this.groups, (group, number) => (number === 0 ? 0 : fits(group)));
    const fitting = new Uint8Array(total);
    for (let slot = 0; slot < total; slot++) fitting[slot] = answers[this.of[slot] ?? 0] ?? 0;
    return fitting;
  }

  private once<T>(value: T): T {
    const name = JSON.stringify(value);
    if (!this.shared.has(name)) this.shared.set(name, value);
    return this.shared.get(name) as T;
  }
}
