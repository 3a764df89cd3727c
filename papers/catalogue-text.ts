import type { Columns } from './catalogue-columns';
import type { Term } from './query';
import type { TagRow } from './rows';
import { soughtWords, WORD_FIELDS, type WordIndex, wordsOf } from './word-index';

/** A tag's name counts for nearly as much as a word of the title. */
const TAG_WORTH = 25;
const ALL_FIELDS = Object.values(WORD_FIELDS).reduce((all: number, bit) => all | bit, 0);
/** Words of which the answers are kept. */
const KEPT = 4;

/** Where the words of papers are found; papers are numbers (slots) below `papers.length`. */
interface Source {
  readonly papers: Columns;
  readonly words: WordIndex;
  readonly tags: TagRow[];
}

/**
 * What sought texts are worth to each paper. Answers to the last words are kept: a letter that is typed changes one word
 * of a query. Whoever changes papers or tags calls `forget`.
 */
export class TextScores {
  private recent = new Map<string, Float32Array>();
  private tagWords: { id: string; words: string[] }[] | undefined;

  constructor(private source: Source) {}

  forget(): void {
    this.recent.clear();
    this.tagWords = undefined;
  }

  /** What a term of text is worth to each paper: 0 where it does not fit. Only to be read, and only until the next call. */
  ofTerm({ field, values }: Term): Float32Array {
    const fields = WORD_FIELDS[field as keyof typeof WORD_FIELDS] ?? ALL_FIELDS;
    const [first = [], ...others] = values.map(soughtWords);
    if (others.length === 0) return this.ofWords(first, fields);
    const best = this.ofWords(first, fields).slice();
    for (const words of others) {
      const found = this.ofWords(words, fields);
      for (let slot = 0; slot < best.length; slot++) {
        if ((found[slot] ?? 0) > (best[slot] ?? 0)) best[slot] = found[slot] ?? 0;
      }
    }
    return best;
  }

  /** What papers that hold all of some words in some fields (`WORD_FIELDS`) are worth. To be read as that of `ofTerm`. */
  ofWords([word, ...others]: string[], fields: number): Float32Array {
    if (word === undefined) return new Float32Array(this.source.papers.length);
    if (others.length === 0) return this.ofWord(word, fields);
    const total = this.ofWord(word, fields).slice();
    for (const other of others) {
      const found = this.ofWord(other, fields);
      for (let slot = 0; slot < total.length; slot++) {
        const [before, now] = [total[slot] ?? 0, found[slot] ?? 0];
        total[slot] = before > 0 && now > 0 ? before + now : 0;
      }
    }
    return total;
  }

  private ofWord(word: string, fields: number): Float32Array {
    const name = `${fields} ${word}`;
    const known = this.recent.get(name);
    if (known) {
      this.recent.delete(name);
      this.recent.set(name, known);
      return known;
    }
    const found = this.empty();
    this.source.words.weigh(word, fields, found);
    if (fields === ALL_FIELDS) this.addTagged(word, found);
    this.recent.set(name, found);
    return found;
  }

  /** Zeros for all papers, in memory that is there already where one answer too many is kept: fresh memory takes time. */
  private empty(): Float32Array {
    const [oldest] = this.recent;
    if (this.recent.size < KEPT || !oldest) return new Float32Array(this.source.papers.length);
    this.recent.delete(oldest[0]);
    return oldest[1].fill(0);
  }

  private addTagged(word: string, found: Float32Array): void {
    const { tags, papers } = this.source;
    this.tagWords ??= tags.map(({ id, name }) => ({ id, words: wordsOf(name) }));
    const meant = new Set(
      this.tagWords.filter(({ words }) => words.some((part) => part.startsWith(word))).map(({ id }) => id),
    );
    if (meant.size === 0) return;
    const tagged = papers.fitting(({ tags }) => (tags.some((id) => meant.has(id)) ? 1 : 0));
    for (let slot = 0; slot < found.length; slot++) {
      if (tagged[slot] && (found[slot] ?? 0) < TAG_WORTH) found[slot] = TAG_WORTH;
    }
  }
}
