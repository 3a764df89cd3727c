import { decode } from './decode';
import type { Reader, Sample, TextReader, Writer } from './format';

// Parsers are loaded when they are first used: the popup copies a citation and needs none of them.

/** A reader of bytes from a reader of text that is loaded when it is needed. */
export function textReader(load: () => Promise<TextReader>): Reader {
  return async function* (bytes, options) {
    yield* (await load())(decode(bytes, options), options);
  };
}

/** A writer that is loaded when it is needed. */
export function lazyWriter(load: () => Promise<Writer>): Writer {
  return async function* (entries, options) {
    yield* (await load())(entries, options);
  };
}

/** Recognises a file by a pattern in its first text. */
export function has(pattern: RegExp): (sample: Sample) => boolean {
  return ({ text }) => pattern.test(text);
}

/** Tables of every kind have one reader, which looks at their header itself. */
export const csvReader = textReader(async () => (await import('./csv')).readCsv);
