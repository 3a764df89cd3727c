import { Lines } from './lines';
import { fold } from './paper';

/** The text fields of a paper in the index, each a bit, with what a hit in it is worth. */
export const WORD_FIELDS = { title: 1, author: 2, note: 4, venue: 8 } as const;
const BITS = 4;
const MASK = 15;
/** By mask: what the best field of a hit is worth. */
const WORTH = Array.from({ length: MASK + 1 }, (_, mask) =>
  mask & 1 ? 4 : mask & 2 ? 3 : mask & 4 ? 1.5 : mask ? 1 : 0,
);

/** Scripts that are written without spaces: they are found by pairs of signs. */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Code units of a word that are looked at. */
const LONGEST = 40;

/** The words of a text as they are looked up; for scripts without spaces, each sign with the one after it. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [run] of fold(text).matchAll(/[\p{L}\p{N}]+/gu)) {
    if (!DENSE.test(run)) {
      // Half a sign at the end would not be stored as it is.
      words.push(run.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, ''));
      continue;
    }
    const signs = [...run];
    for (let at = 0; at < signs.length; at++) words.push(`${signs[at]}${signs[at + 1] ?? ''}`);
  }
  return words;
}

/** The words of a query: a last sign of its own would ask for it at the end of a title. */
export function soughtWords(text: string): string[] {
  const words = wordsOf(text);
  return words.filter((word, at) => !(at > 0 && DENSE.test(word) && [...word].length === 1));
}

/** The index as it is stored. */
export interface StoredIndex {
  /** By code unit. */
  terms: Lines;
  /** Where the postings of each term begin in `posts`, and where those of the last end. */
  starts: Uint32Array<ArrayBuffer>;
  posts: Uint32Array<ArrayBuffer>;
}

/**
 * Which papers hold which words in which field. Papers are numbers (slots), postings one flat array of
 * `slot << 4 | fields`: a tenth of what maps of maps would take. What is added later lies in a map beside it until the
 * next `pack`.
 */
export class WordIndex {
  private terms = new Lines();
  private starts = new Uint32Array(1);
  private posts = new Uint32Array(0);
  private added = new Map<string, number[]>();
  private addedTerms: string[] | undefined;

  add(slot: number, fields: Partial<Record<keyof typeof WORD_FIELDS, string>>): void {
    const masks = new Map<string, number>();
    for (const [field, bit] of Object.entries(WORD_FIELDS)) {
      const text = fields[field as keyof typeof WORD_FIELDS];
      if (text) for (const word of wordsOf(text)) masks.set(word, (masks.get(word) ?? 0) | bit);
    }
    for (const [word, mask] of masks) {
      const posts = this.added.get(word);
      if (posts) posts.push((slot << BITS) | mask);
      else {
        this.added.set(word, [(slot << BITS) | mask]);
        this.addedTerms = undefined;
      }
    }
  }

  /**
   * Raises the worth of every paper that holds the word, or one that begins with it, or failing that one much like it,
   * to what its best word is worth.
   */
  weigh(word: string, fields: number, worth: Float32Array): void {
    let found = 0;
    const worths = Float32Array.from(WORTH, (_, mask) => WORTH[mask & fields] ?? 0);
    const take = (posts: Uint32Array | number[], from: number, to: number, weight: number) => {
      const rare = weight * Math.log1p(200_000 / (to - from + 1));
      for (let at = from; at < to; at++) {
        const post = posts[at] ?? 0;
        const now = rare * (worths[post & MASK] ?? 0);
        if (now === 0) continue;
        found++;
        const slot = post >>> BITS;
        if (now > (worth[slot] ?? 0)) worth[slot] = now;
      }
    };
    const each = (weight: (term: string) => number, near?: string) => {
      const lists = [this.terms, this.laterTerms()];
      lists.forEach((terms, list) => {
        for (let at = near === undefined ? 0 : lowest(terms, near); at < terms.length; at++) {
          const term = terms.at(at) ?? '';
          if (near !== undefined && !term.startsWith(near)) break;
          const worth = weight(term);
          if (worth === 0) continue;
          const posts = list === 0 ? this.posts : (this.added.get(term) ?? []);
          const [from, to] = list === 0 ? [this.starts[at] ?? 0, this.starts[at + 1] ?? 0] : [0, posts.length];
          take(posts, from, to, worth);
        }
      });
    };
    each((term) => (term === word ? 1 : 0.4 + (0.4 * word.length) / term.length), word);
    if (found > 0 || word.length < 4) return;
    const most = word.length < 8 ? 1 : 2;
    each((term) => {
      const long = Math.abs(term.length - word.length) > most;
      return long || (term[0] !== word[0] && term[1] !== word[1]) || !within(word, term, most) ? 0 : 0.3;
    });
  }

  /** Takes what was added into the flat arrays; papers for which `alive` says no are left out. */
  pack(alive: (slot: number) => boolean): StoredIndex {
    const later = this.laterTerms();
    const terms: string[] = [];
    const starts: number[] = [0];
    const posts = new Uint32Array(
      this.posts.length + [...this.added.values()].reduce((sum, list) => sum + list.length, 0),
    );
    let end = 0;
    let [a, b] = [0, 0];
    while (a < this.terms.length || b < later.length) {
      const [left, right] = [this.terms.at(a), later[b]];
      const term = right === undefined || (left !== undefined && left < right) ? (left as string) : right;
      const begin = end;
      const keep = (post: number) => {
        if (alive(post >>> BITS)) posts[end++] = post;
      };
      if (left === term) {
        for (let at = this.starts[a] ?? 0; at < (this.starts[a + 1] ?? 0); at++) keep(this.posts[at] ?? 0);
        a++;
      }
      if (right === term) {
        for (const post of this.added.get(term) ?? []) keep(post);
        b++;
      }
      if (end === begin) continue;
      terms.push(term);
      starts.push(end);
    }
    this.terms = Lines.of(terms);
    this.starts = Uint32Array.from(starts);
    this.posts = posts.slice(0, end);
    this.added.clear();
    this.addedTerms = undefined;
    return { terms: this.terms, starts: this.starts, posts: this.posts };
  }

  load({ terms, starts, posts }: StoredIndex): void {
    this.terms = terms;
    this.starts = starts;
    this.posts = posts;
  }

  private laterTerms(): string[] {
    this.addedTerms ??= [...this.added.keys()].sort(byUnit);
    return this.addedTerms;
  }
}

/** By code unit, as `<` compares. */
function byUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The place of the first term that is not before `word`. */
function lowest(terms: string[] | Lines, word: string): number {
  let [from, to] = [0, terms.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((terms.at(middle) ?? '') < word) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Whether two words differ by at most so many letters added, left out, changed or swapped with their neighbour. */
export function within(a: string, b: string, most: number): boolean {
  let older: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let steps = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        steps = Math.min(steps, (older[j - 2] ?? 0) + 1);
      row.push(steps);
      least = Math.min(least, steps);
    }
    if (least > most) return false;
    older = last;
    last = row;
  }
  return (last[b.length] ?? 0) <= most;
}
