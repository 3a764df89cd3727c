import type { Bytes, Pieces, ReadOptions } from './format';

const PIECE = 64 * 1024;

/** The bytes of a file or of pasted text, a piece at a time, so that a large file is never held whole. */
export async function* bytesOf(source: Blob | string): AsyncGenerator<Uint8Array> {
  if (typeof source === 'string') {
    const encoder = new TextEncoder();
    for (let at = 0; at < source.length; ) {
      let end = Math.min(at + PIECE, source.length);
      // A pair of surrogates is one character and must be encoded as one.
      if (/[\ud800-\udbff]/.test(source.charAt(end - 1)) && end < source.length) end += 1;
      yield encoder.encode(source.slice(at, end));
      at = end;
    }
    return;
  }
  const step = 16 * PIECE;
  for (let at = 0; at < source.size; at += step) {
    yield new Uint8Array(await source.slice(at, at + step).arrayBuffer());
  }
}

/**
 * The text of a file whose encoding nobody has told: a byte order mark decides, else the pattern of zero bytes
 * (UTF-16), else UTF-8; what is not UTF-8 is read as Windows-1252, of which Latin-1 is a part. Damaged bytes become
 * U+FFFD. Between pieces it lets the event loop turn, so that progress is seen and an abort is heard.
 * @throws the signal's reason when aborted
 * @see https://encoding.spec.whatwg.org/
 */
export async function* decode(bytes: Bytes, options: ReadOptions = {}): AsyncGenerator<string> {
  let decoder: { next(chunk: Uint8Array, last: boolean): string } | undefined;
  let head: Uint8Array = new Uint8Array(0);
  let first = true;
  const text = (chunk: Uint8Array, last: boolean): string => {
    decoder ??= decoderFor(chunk);
    const piece = decoder.next(chunk, last);
    if (!first || piece === '') return piece;
    first = false;
    return piece.replace(/^\ufeff/, '');
  };
  for await (const chunk of paced(bytes, options)) {
    if (decoder) {
      yield text(chunk, false);
      continue;
    }
    head = joined(head, chunk);
    if (head.length >= 4) yield text(head, false);
  }
  yield text(decoder ? new Uint8Array(0) : head, true);
}

/** Pieces of at most 64 kB, with a turn of the event loop every few dozen milliseconds. @throws when aborted */
export async function* paced(bytes: Bytes, { signal, onProgress }: ReadOptions): AsyncGenerator<Uint8Array> {
  let [done, rested] = [0, performance.now()];
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      signal?.throwIfAborted();
      const piece = chunk.subarray(at, at + PIECE);
      yield piece;
      done += piece.length;
      if (performance.now() - rested < 40) continue;
      onProgress?.(done);
      // A message that asks to stop is a task: it is heard only when this one ends.
      await new Promise((resolve) => setTimeout(resolve));
      rested = performance.now();
    }
  }
  signal?.throwIfAborted();
  onProgress?.(done);
}

/** The first part of a text, decoded, for recognising its format. */
export async function sampleText(bytes: Uint8Array): Promise<string> {
  let text = '';
  for await (const piece of decode([bytes])) text += piece;
  return text;
}

/** Text in pieces as whole lines with their numbers (from 1), without line ends. A line is cut at `limit`. */
export async function* linesOf(pieces: Pieces, limit = 1_000_000): AsyncGenerator<{ text: string; line: number }> {
  let [rest, line] = ['', 1];
  for await (const piece of pieces) {
    const parts = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = parts.pop() ?? '';
    for (const text of parts) yield { text: text.slice(0, limit), line: line++ };
    if (rest.length > limit) rest = rest.slice(0, limit);
  }
  rest = rest.replace(/\r$/, '');
  if (rest !== '') yield { text: rest, line };
}

/** Tells the line on which a place in a text stands, while the text comes in pieces and places only rise. */
export class LineCounter {
  private text = '';
  private passed = 0;
  private line = 1;

  add(piece: string): void {
    this.text += piece;
  }

  /** The line (from 1) of the character at `index`, counted from the beginning of the whole text. */
  at(index: number): number {
    const upTo = index - this.passed;
    if (upTo <= 0) return this.line;
    const passed = this.text.slice(0, upTo);
    for (let at = passed.indexOf('\n'); at >= 0; at = passed.indexOf('\n', at + 1)) this.line++;
    this.text = this.text.slice(upTo);
    this.passed = index;
    return this.line;
  }
}

function decoderFor(head: Uint8Array) {
  const encoding = utf16(head);
  if (!encoding) return new Utf8OrLatin();
  const decoder = new TextDecoder(encoding);
  return { next: (chunk: Uint8Array, last: boolean) => decoder.decode(chunk, { stream: !last }) };
}

function utf16(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  const length = Math.min(head.length, 512);
  for (let at = 0; at < length; at++) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > length / 5 && even < length / 50) return 'utf-16le';
  return even > length / 5 && odd < length / 50 ? 'utf-16be' : undefined;
}

/** UTF-8 until bytes come that are none; then Windows-1252, unless so much was UTF-8 that they must be damage. */
class Utf8OrLatin {
  private rest: Uint8Array = new Uint8Array(0);
  private strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  private lax = new TextDecoder('utf-8', { ignoreBOM: true });
  private latin: TextDecoder | undefined;
  private seenMultibyte = false;

  next(chunk: Uint8Array, last: boolean): string {
    if (this.latin) return this.latin.decode(chunk);
    const all = this.rest.length ? joined(this.rest, chunk) : chunk;
    const whole = last ? all.length : wholeCharacters(all);
    const part = all.subarray(0, whole);
    this.rest = all.slice(whole);
    try {
      const text = this.strict.decode(part);
      if (text.length !== part.length) this.seenMultibyte = true;
      return text;
    } catch {
      const text = this.lax.decode(part);
      const broken = text.split('\ufffd').length - 1;
      const other = text.length - text.replace(/[^\p{ASCII}\ufffd]/gu, '').length;
      if (this.seenMultibyte || other > broken) return text;
      this.latin = new TextDecoder('windows-1252');
      this.rest = new Uint8Array(0);
      return this.latin.decode(all);
    }
  }
}

/** How many bytes at the front are complete UTF-8 characters. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return needs > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
