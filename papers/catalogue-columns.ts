import { type Entry, type Group, NO_TRAITS, Shared } from './catalogue-entry';
import { Titles } from './catalogue-titles';
import { Lines } from './lines';
import type { Order } from './lists';

/** Columns as they are stored, but for the titles. */
export interface StoredColumns {
  /** How many papers are there. */
  size: number;
  /** By number of the paper; of those that are no longer there, too. */
  keys: Lines;
  /** What papers have in common, each once; the first stands for papers that are no longer there. */
  groups: Group[];
  dates: string[];
  /** By number of the paper: which of these it has. */
  groupOf: Uint32Array<ArrayBuffer>;
  dateOf: Uint32Array<ArrayBuffer>;
  /** By number of the paper: when it was saved, when it is due; in ms since 1970. */
  savedAt: Float64Array<ArrayBuffer>;
  reviewAt: Float64Array<ArrayBuffer>;
}

const nothing = (): StoredColumns => ({
  size: 0,
  keys: new Lines(),
  groups: [NO_TRAITS],
  dates: [''],
  groupOf: new Uint32Array(0),
  dateOf: new Uint32Array(0),
  savedAt: new Float64Array(0),
  reviewAt: new Float64Array(0),
});

/**
 * What the catalogue keeps of papers beside their words, each of their properties in a column. Papers are numbers (slots),
 * which are never given again. A hundred thousand that were stored are taken over as they are, without an object for each.
 */
export class Columns {
  /** How many numbers were given, those of papers that are no longer there among them. */
  length: number;
  /** How many papers are there. */
  size: number;
  readonly titles: Titles;
  private keys: Lines;
  private addedKeys: string[] = [];
  private groups: Shared<Group>;
  private dates: Shared<string>;
  private groupOf: Uint32Array<ArrayBuffer>;
  private dateOf: Uint32Array<ArrayBuffer>;
  private savedAt: Float64Array<ArrayBuffer>;
  private reviewAt: Float64Array<ArrayBuffer>;

  /** `titles`: where the titles of what is stored are read, one for each number. */
  constructor(stored = nothing(), titles?: () => Promise<readonly string[]>) {
    this.length = stored.groupOf.length;
    this.size = stored.size;
    this.titles = new Titles(this.length, titles);
    this.keys = stored.keys;
    this.groups = new Shared(stored.groups);
    this.dates = new Shared(stored.dates);
    this.groupOf = stored.groupOf;
    this.dateOf = stored.dateOf;
    this.savedAt = stored.savedAt;
    this.reviewAt = stored.reviewAt;
  }

  /** Gives its number. */
  add(entry: Entry): number {
    const slot = this.length++;
    this.size++;
    if (slot >= this.groupOf.length) this.grow();
    this.addedKeys.push(entry.key);
    this.titles.add(entry.title);
    this.groupOf[slot] = this.groups.numberOf(entry.group);
    this.dateOf[slot] = this.dates.numberOf(entry.published);
    this.savedAt[slot] = entry.savedAt;
    this.reviewAt[slot] = entry.reviewAt;
    return slot;
  }

  drop(slot: number): void {
    if (!this.has(slot)) return;
    this.groupOf[slot] = 0;
    this.dateOf[slot] = 0;
    this.size--;
  }

  /** Whether the paper is still there. */
  has(slot: number): boolean {
    return slot < this.length && this.groupOf[slot] !== 0;
  }

  /** '' for a paper that is no longer there. */
  keyOf(slot: number): string {
    if (!this.has(slot)) return '';
    return (slot < this.keys.length ? this.keys.at(slot) : this.addedKeys[slot - this.keys.length]) ?? '';
  }

  /** The keys from this number on, joined by line breaks; those of papers that are no longer there, too. */
  keysFrom(slot: number): string {
    const added = this.addedKeys.slice(Math.max(0, slot - this.keys.length));
    if (slot >= this.keys.length) return added.join('\n');
    // A text as long as that of all keys is not copied where nothing was added.
    return added.length === 0 ? this.keys.from(slot) : [this.keys.from(slot), ...added].join('\n');
  }

  groupAt(slot: number): Group {
    return this.groups.at(this.groupOf[slot] ?? 0);
  }

  savedOf(slot: number): number {
    return this.savedAt[slot] ?? 0;
  }

  /** What papers are sorted by. By title only once the titles are read. */
  sorter(by: Order['by']): (slot: number) => number | string {
    const { groups, groupOf, dates, dateOf, savedAt, reviewAt, titles } = this;
    if (by === 'title') return (slot) => titles.at(slot);
    if (by === 'published') return (slot) => dates.at(dateOf[slot] ?? 0);
    if (by === 'rating') return (slot) => groups.at(groupOf[slot] ?? 0).rating;
    const times = by === 'saved' ? savedAt : reviewAt;
    return (slot) => times[slot] ?? 0;
  }

  /**
   * For each paper what `fits` says of all that have the same in common, which are a few thousand at most; 0 for those that
   * are no longer there.
   */
  fitting(fits: (group: Group) => 0 | 1): Uint8Array {
    const answers = Uint8Array.from(this.groups.all, (group, number) => (number === 0 ? 0 : fits(group)));
    const fitting = new Uint8Array(this.length);
    const { groupOf } = this;
    for (let slot = 0; slot < fitting.length; slot++) fitting[slot] = answers[groupOf[slot] ?? 0] ?? 0;
    return fitting;
  }

  /** As it is stored, with the titles beside it. Only once the titles are read. */
  pack(): StoredColumns & { titles: string[] } {
    const { length, size } = this;
    this.keys = this.keys.with(this.addedKeys);
    this.addedKeys = [];
    const [groups, dates] = [
      this.groups.inUse(this.groupOf.subarray(0, length)),
      this.dates.inUse(this.dateOf.subarray(0, length)),
    ];
    return {
      size,
      keys: this.keys,
      groups: groups.all,
      groupOf: groups.numbers,
      dates: dates.all,
      dateOf: dates.numbers,
      savedAt: this.savedAt.subarray(0, length),
      reviewAt: this.reviewAt.subarray(0, length),
      titles: Array.from({ length }, (_, slot) => (this.has(slot) ? this.titles.at(slot) : '')),
    };
  }

  private grow(): void {
    const room = Math.max(1_024, this.length + (this.length >> 1));
    const longer = <T extends Uint32Array | Float64Array>(fresh: T, old: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.groupOf = longer(new Uint32Array(room), this.groupOf);
    this.dateOf = longer(new Uint32Array(room), this.dateOf);
    this.savedAt = longer(new Float64Array(room), this.savedAt);
    this.reviewAt = longer(new Float64Array(room), this.reviewAt);
  }
}
