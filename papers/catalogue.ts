import { Columns, type StoredColumns } from './catalogue-columns';
import { entryOf, idValue, NO_TRAITS } from './catalogue-entry';
import { byScore, Orders } from './catalogue-order';
import { TextScores } from './catalogue-text';
import { titlesIn } from './catalogue-titles';
import type { Library } from './database';
import { type Order, revOf, SORTS } from './lists';
import { fitsTraits, type Query, TEXT_FIELDS, wantsDismissed } from './query';
import type { PaperRow, TagRow } from './rows';
import { titleKey } from './same';
import { type StoredIndex, WORD_FIELDS, WordIndex, wordsOf } from './word-index';

const CHUNK = 2_000;
/** Letters with which titles begin alike: the catalogue holds the first ones only, formulas and all. */
const ALIKE = 30;
const PACK_EVERY = 20_000;

/** All saved papers with their words, in memory: answers any filter in any order in milliseconds. For a worker. */
export class Catalogue {
  readonly words = new WordIndex();
  papers = new Columns();
  /** The revision up to which it is complete. */
  rev = 0;
  tags: TagRow[] = [];
  private numbers: Map<string, number> | undefined;
  private orders = new Orders(() => this.papers);
  private texts = new TextScores(this);
  /** Which papers fit the filters that were asked for last: a letter that is typed changes none of them. */
  private fitting: { filters: string; alive: Uint8Array } | undefined;

  /** Reads the whole library. */
  async build(library: Library): Promise<void> {
    this.papers = new Columns();
    this.numbers = undefined;
    this.orders.forget();
    this.rev = await revOf(library);
    let last = '';
    for (let read = CHUNK; read === CHUNK; ) {
      const rows = await library.papers.where('key').above(last).limit(CHUNK).toArray();
      for (const row of rows) this.put(row.key, row);
      read = rows.length;
      last = rows.at(-1)?.key ?? last;
      if (this.papers.length % PACK_EVERY < CHUNK) this.pack();
    }
    this.pack();
    await this.catchUp(library);
  }

  /** Takes in what was written since. Gives how many papers that were. */
  async catchUp(library: Library): Promise<number> {
    const rev = await revOf(library);
    this.tags = await library.tags.toArray();
    this.forget();
    if (rev <= this.rev) return 0;
    const keys = new Set<string>();
    await library.journal
      .where('rev')
      .above(this.rev)
      .each((row) => {
        for (const key of row.keys) keys.add(key);
      });
    const all = [...keys];
    for (let at = 0; at < all.length; at += CHUNK) {
      const part = all.slice(at, at + CHUNK);
      const rows = await library.papers.bulkGet(part);
      part.forEach((key, index) => {
        this.put(key, rows[index]);
      });
    }
    this.rev = rev;
    return all.length;
  }

  /** The papers that fit, best first or in the order that is asked for. Phrases are left to `withPhrases`. */
  find(query: Query, order?: Order): string[] {
    return Array.from(this.findSlots(query, order), (slot) => this.keyOf(slot));
  }

  /** As `find`; a paper is a number here, whose key `keyOf` tells. */
  findSlots(query: Query, order?: Order): Uint32Array<ArrayBuffer> {
    const base = this.alive(query);
    const by = order ?? { by: 'saved', rising: false };
    const terms = query.filter(({ field }) => TEXT_FIELDS.includes(field));
    if (terms.length === 0) return this.orders.pick(by, base).slice();
    const alive = base.slice();
    const scores = new Float32Array(alive.length);
    for (const term of terms) {
      const found = this.texts.ofTerm(term);
      for (let slot = 0; slot < alive.length; slot++) {
        const score = found[slot] ?? 0;
        const holds = score > 0;
        if (holds === (term.not === true)) alive[slot] = 0;
        else scores[slot] = (scores[slot] ?? 0) + score;
      }
    }
    const sorted = this.orders.pick(by, alive);
    return order ? sorted.slice() : byScore(sorted, scores);
  }

  keyOf(slot: number): string {
    return this.papers.keyOf(slot);
  }

  /** The number of a paper, by its key. */
  slotOf(key: string): number | undefined {
    return this.slots.get(key);
  }

  /** Sorts by everything that can be asked for, one order per call of `next`, so that a first sort need not wait. */
  *sortAhead(): Generator<void> {
    for (const by of SORTS) {
      this.orders.prepare(by);
      yield;
    }
  }

  /** The papers most like this one: by words of the title, authors and tags in common. */
  related(row: PaperRow, most: number): string[] {
    const { papers } = this;
    const scores = new Float32Array(papers.length);
    const add = (slot: number, worth: number) => {
      scores[slot] = (scores[slot] ?? 0) + worth;
    };
    for (const word of new Set(wordsOf(row.title))) {
      if (word.length <= 3) continue;
      const worth = new Float32Array(scores.length);
      this.words.weigh(word, WORD_FIELDS.title, worth);
      for (let slot = 0; slot < worth.length; slot++) if (worth[slot]) add(slot, (worth[slot] ?? 0) / 4);
    }
    for (const author of row.authors.slice(0, 30)) {
      const found = this.texts.ofWords(wordsOf(author), WORD_FIELDS.author);
      for (let slot = 0; slot < found.length; slot++) if (found[slot]) add(slot, 12);
    }
    const own = new Set(row.tagIds);
    const top: { slot: number; score: number }[] = [];
    for (let slot = 0; slot < papers.length; slot++) {
      const { status, tags } = papers.groupAt(slot);
      const score = (scores[slot] ?? 0) + tags.filter((tag) => own.has(tag)).length * 5;
      if (score < 12 || (top.length === most && score <= (top.at(-1)?.score ?? 0))) continue;
      if (!papers.has(slot) || status === 'dismissed' || papers.keyOf(slot) === row.key) continue;
      top.push({ slot, score });
      top.sort((a, b) => b.score - a.score);
      if (top.length > most) top.pop();
    }
    return top.map(({ slot }) => papers.keyOf(slot));
  }

  /**
   * Groups of papers whose titles begin alike, first of all those saved last; the rows say whether they are the same. Only
   * after `needTitles`.
   */
  alike(): string[][] {
    const { papers } = this;
    const groups = new Map<string, string[]>();
    for (let slot = papers.length - 1; slot >= 0; slot--) {
      if (!papers.has(slot)) continue;
      const title = titleKey(papers.titles.at(slot)).slice(0, ALIKE);
      const group = groups.get(title);
      if (group) group.push(papers.keyOf(slot));
      else if (title !== '') groups.set(title, [papers.keyOf(slot)]);
    }
    return [...groups.values()].filter((keys) => keys.length > 1);
  }

  /**
   * Reads the titles where they were not needed until now: before anything is sorted by title, compared or stored. Where
   * they cannot be read they come from the library.
   */
  async needTitles(library: Library): Promise<void> {
    const { papers } = this;
    await papers.titles.read((count) =>
      titlesIn(
        library,
        Array.from({ length: count }, (_, slot) => papers.keyOf(slot)),
      ),
    );
  }

  /** Packs what was added since into the flat arrays. */
  pack(): StoredIndex {
    return this.words.pack((slot) => this.papers.has(slot));
  }

  /** Takes over what was stored. `titles`: where the titles of `papers` are read, one for each number. */
  restore(papers: StoredColumns, words: StoredIndex, rev: number, titles: () => Promise<readonly string[]>): void {
    this.rev = rev;
    this.papers = new Columns(papers, titles);
    this.words.load(words);
  }

  /** The numbers of papers by their keys: not needed for a first answer, and it takes a fifth of the time until then. */
  private get slots(): Map<string, number> {
    if (this.numbers) return this.numbers;
    this.numbers = new Map();
    const { papers } = this;
    for (let slot = 0; slot < papers.length; slot++) if (papers.has(slot)) this.numbers.set(papers.keyOf(slot), slot);
    return this.numbers;
  }

  /** Papers or tags are others than before. */
  private forget(): void {
    this.texts.forget();
    this.fitting = undefined;
  }

  private put(key: string, row: PaperRow | undefined): void {
    this.forget();
    const old = this.slots.get(key);
    if (old !== undefined) this.papers.drop(old);
    this.slots.delete(key);
    if (!row || row.removedAt !== undefined) return;
    const slot = this.papers.add(entryOf(row));
    this.slots.set(key, slot);
    this.orders.add(slot);
    this.words.add(slot, {
      title: row.title,
      author: `${row.authors.join(' ')} ${row.organisation ?? ''}`,
      note: row.note,
      venue: `${row.venue ?? ''} ${row.ids.map(idValue).join(' ')}`,
    });
  }

  /** Which papers fit the terms that ask for no text. Only to be read. */
  private alive(query: Query): Uint8Array {
    const terms = query.filter(({ field }) => !TEXT_FIELDS.includes(field));
    const dismissed = wantsDismissed(query);
    const filters = JSON.stringify([dismissed, terms]);
    if (this.fitting?.filters !== filters) this.fitting = { filters, alive: this.fittingAll(terms, dismissed) };
    return this.fitting.alive;
  }

  private fittingAll(terms: Query, dismissed: boolean): Uint8Array {
    const names = new Map(this.tags.map((tag) => [tag.id, tag.folded]));
    // When a paper was saved is its own; everything else it has in common with others.
    const own = terms.filter(({ field }) => field === 'saved');
    const common = terms.filter(({ field }) => field !== 'saved');
    const { papers } = this;
    const alive = papers.fitting((group) => {
      if (group.status === 'dismissed' && !dismissed) return 0;
      const traits = { ...group, tags: group.tags.flatMap((id) => names.get(id) ?? []), savedAt: 0 };
      return common.every((term) => fitsTraits(term, traits)) ? 1 : 0;
    });
    if (own.length === 0) return alive;
    for (let slot = 0; slot < alive.length; slot++) {
      const traits = { ...NO_TRAITS, savedAt: papers.savedOf(slot) };
      if (alive[slot] && !own.every((term) => fitsTraits(term, traits))) alive[slot] = 0;
    }
    return alive;
  }
}
