/**
 * Many short texts laid end to end, each on a line of its own: of a hundred thousand that are stored a search reads a few
 * dozen, and need not make the others. None may hold a line break, or half of a surrogate pair where it is stored as UTF-8.
 */
export class Lines {
  /** `ends`: where each ends, in code units; the next begins after the line break there. */
  constructor(
    readonly text = '',
    readonly ends: Uint32Array<ArrayBuffer> = new Uint32Array(0),
  ) {}

  static of(texts: readonly string[]): Lines {
    return new Lines().with(texts);
  }

  get length(): number {
    return this.ends.length;
  }

  at(number: number): string | undefined {
    return number < this.length ? this.text.slice(this.begin(number), this.ends[number]) : undefined;
  }

  /** All from this one on, as one text. */
  from(number: number): string {
    return this.text.slice(this.begin(number));
  }

  /** These and further ones after them. */
  with(texts: readonly string[]): Lines {
    if (texts.length === 0) return this;
    const ends = new Uint32Array(this.length + texts.length);
    ends.set(this.ends);
    let end = this.length === 0 ? -1 : this.text.length;
    for (const [at, text] of texts.entries()) {
      end += 1 + text.length;
      ends[this.length + at] = end;
    }
    return new Lines((this.length === 0 ? texts : [this.text, ...texts]).join('\n'), ends);
  }

  private begin(number: number): number {
    return number === 0 ? 0 : (this.ends[number - 1] ?? 0) + 1;
  }
}
