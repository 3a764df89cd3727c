import type { Json, JsonObject, Pieces, Problem } from './format';

/** One value of a JSON file: an element of the list at the top, or a property of the object at the top. */
export interface Item {
  /** The property's name; empty in a list at the top. */
  name: string;
  value: Json;
  line: number;
}

const MOST = { item: 16 * 1024 * 1024, depth: 64 };

/**
 * The values of a JSON file one after the other, so that the file is never held whole. Of an object at the top, the
 * properties named in `lists` are given element by element. A value that is broken, nested deeper than 64 or longer
 * than 16 million characters is a problem, and the reading goes on behind it. `__proto__` is dropped everywhere.
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export async function* jsonItems(pieces: Pieces, lists: readonly string[] = []): AsyncGenerator<Item | Problem> {
  const scan = new Scan(lists);
  for await (const piece of pieces) {
    yield* scan.next(piece);
    if (scan.stopped) return;
  }
  yield* scan.end();
}

class Scan {
  stopped = false;
  private depth = 0;
  /** The depth at which items stand; 2 inside a list that is given element by element. */
  private base = 1;
  private top: 'list' | 'object' | undefined;
  private name: string | undefined;
  private text = '';
  private inString = false;
  private escaped = false;
  /** Whether the current item's first sign was met: blank text before it would only blur its line. */
  private begun = false;
  private line = 1;
  private itemLine = 1;
  private refusal: string | undefined;

  constructor(private lists: readonly string[]) {}

  *next(piece: string): Generator<Item | Problem> {
    let from = 0;
    const take = (to: number) => {
      if (this.text.length + to - from > MOST.item) this.refuse('Too long to be read');
      if (!this.refusal && to > from) this.text += piece.slice(from, to);
      from = to;
    };
    for (let at = 0; at < piece.length; at++) {
      const sign = piece.charCodeAt(at);
      if (sign === 0x0a) this.line++;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (sign === 0x5c) this.escaped = true;
        else if (sign === 0x22) this.inString = false;
        continue;
      }
      if (sign <= 0x20) continue;
      const first = !this.begun;
      if (first) {
        this.begun = true;
        this.itemLine = this.line;
        from = at;
      }
      if (sign === 0x22) this.inString = true;
      else if (sign === 0x7b || sign === 0x5b) {
        if (this.opens(sign, first)) from = at + 1;
      } else if (sign === 0x7d || sign === 0x5d || sign === 0x2c) {
        if (this.depth > this.base) {
          if (sign !== 0x2c) this.depth--;
          continue;
        }
        take(at);
        from = at + 1;
        yield* this.item();
        if (sign !== 0x2c) this.closes();
      } else if (sign === 0x3a && this.top === 'object' && this.depth === 1 && this.name === undefined) {
        take(at);
        from = at + 1;
        const name = parsed(this.text);
        this.name = typeof name === 'string' ? name : this.text.slice(0, 100);
        this.reset();
      } else if (this.depth === 0) {
        if (!this.top) yield { problem: 'This is not JSON', line: this.line };
        this.stopped = true;
        return;
      }
    }
    take(piece.length);
  }

  *end(): Generator<Problem> {
    if (!this.top) yield { problem: this.begun ? 'This is not JSON' : 'The file is empty', line: 1 };
    else if (this.depth > 0) yield { problem: 'The file ends in the middle of this', line: this.itemLine };
  }

  private opens(sign: number, first: boolean): boolean {
    if (this.depth === 0 && !this.top) {
      this.top = sign === 0x7b ? 'object' : 'list';
      this.depth = 1;
      this.begun = false;
      return true;
    }
    if (sign === 0x5b && this.depth === 1 && this.base === 1 && first && this.lists.includes(this.name ?? '')) {
      this.depth = 2;
      this.base = 2;
      this.reset();
      return true;
    }
    this.depth++;
    if (this.depth - this.base > MOST.depth) this.refuse('Nested too deeply to be read');
    return false;
  }

  private closes(): void {
    this.depth--;
    if (this.base !== 2) return;
    this.base = 1;
    this.name = '';
  }

  private *item(): Generator<Item | Problem> {
    const [text, name, line] = [this.text, this.name ?? '', this.itemLine];
    const refusal = this.refusal;
    this.reset();
    if (this.base === 1) this.name = undefined;
    if (refusal) yield { problem: refusal, line };
    if (refusal || text.trim() === '') return;
    const value = parsed(text);
    yield value === undefined ? { problem: 'This is not valid JSON', line } : { name, value, line };
  }

  private refuse(reason: string): void {
    this.refusal ??= reason;
    this.text = '';
  }

  private reset(): void {
    this.text = '';
    this.begun = false;
    this.refusal = undefined;
  }
}

function parsed(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return text.includes('__proto__') || text.includes('\\u') ? withoutPrototypes(value) : value;
  } catch {
    return undefined;
  }
}

function withoutPrototypes(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutPrototypes);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => name !== '__proto__');
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutPrototypes(inner)]));
}

/** The value where it is an object, with properties that may each be missing. */
export function objectOf(value: Json | undefined): Partial<JsonObject> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

/** The value where it is text that is not empty. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value where it is a number. */
export function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The texts of a list; anything else in it is left out. */
export function textsOf(value: Json | undefined): string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

/** The texts of an object by name. */
export function textMapOf(value: Json | undefined): Record<string, string> | undefined {
  const pairs = Object.entries(objectOf(value) ?? {}).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  );
  return pairs.length ? Object.fromEntries(pairs) : undefined;
}
