import { deflateSync, Unzip, UnzipInflate, Zip, ZipPassThrough } from 'fflate';
import { paced } from './decode';
import type { Bytes, Problem, ReadOptions } from './format';

/** One file to be put into a zip; `at` is its date, milliseconds since 1970. */
export interface ZipText {
  name: string;
  text: string;
  at: number;
}

/**
 * Packs texts as a zip, a file at a time. More than 65,535 of them need the Zip64 end record, which fflate does not
 * write: it is set in between.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (4.3.14 to 4.3.16)
 */
export async function* zipped(files: AsyncIterable<ZipText>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  let failure: Error | undefined;
  let [count, size] = [0, 0];
  const zip = new Zip((error, data) => {
    if (error) failure = error;
    else ready.push(data);
  });
  const encoder = new TextEncoder();
  for await (const { name, text, at } of files) {
    const file = new SmallFile(name);
    // A zip can hold dates from 1980 to 2107, fflate those to 2099.
    file.mtime = Math.min(Math.max(at, Date.UTC(1980, 0, 2)), Date.UTC(2099, 0, 1));
    zip.add(file);
    file.push(encoder.encode(text), true);
    if (failure) throw failure;
    count++;
    size += ready.reduce((sum, { length }) => sum + length, 0);
    yield* ready;
    ready = [];
  }
  zip.end();
  if (failure) throw failure;
  const [directory = new Uint8Array(0)] = ready;
  yield* count > 0xffff ? withZip64(directory, size, count) : [directory];
}

/** Compressed at one go: fflate's streaming compressor takes 100 kB of memory for every file, however small. */
class SmallFile extends ZipPassThrough {
  constructor(name: string) {
    super(name);
    this.compression = 8;
  }

  protected override process(chunk: Uint8Array<ArrayBuffer>, final: boolean): void {
    this.ondata(null, deflateSync(chunk, { level: 6, mem: 4 }), final);
  }
}

function* withZip64(directory: Uint8Array, offset: number, count: number): Generator<Uint8Array> {
  const length = directory.length - 22;
  yield directory.subarray(0, length);
  const view = new DataView(new ArrayBuffer(56 + 20 + 22));
  const long = (at: number, value: number) => view.setBigUint64(at, BigInt(value), true);
  view.setUint32(0, 0x06064b50, true);
  long(4, 44);
  view.setUint16(12, 45, true);
  view.setUint16(14, 45, true);
  for (const [at, value] of [
    [24, count],
    [32, count],
    [40, length],
    [48, offset],
  ] as const) {
    long(at, value);
  }
  view.setUint32(56, 0x07064b50, true);
  long(64, offset + length);
  view.setUint32(72, 1, true);
  view.setUint32(76, 0x06054b50, true);
  view.setUint16(84, 0xffff, true);
  view.setUint16(86, 0xffff, true);
  view.setUint32(88, length, true);
  view.setUint32(92, offset, true);
  yield new Uint8Array(view.buffer);
}

const MOST = { file: 8 * 1024 * 1024, all: 2 * 1024 * 1024 * 1024 };

/** The text files of a zip whose names end as asked, one at a time; one that unpacks to more than 8 MB is a problem. */
export async function* unzipped(
  bytes: Bytes,
  ending: string,
  options: ReadOptions,
): AsyncGenerator<{ name: string; text: string } | (Problem & { file: string })> {
  const ready: ({ name: string; text: string } | (Problem & { file: string }))[] = [];
  let all = 0;
  const unzip = new Unzip((file) => {
    if (!file.name.toLowerCase().endsWith(ending) || /(^|\/)(__MACOSX|\.)/.test(file.name)) return;
    const decoder = new TextDecoder();
    let [text, size] = ['', 0];
    file.ondata = (error, data, final) => {
      all += data?.length ?? 0;
      if (all > MOST.all) throw new Error('it unpacks to more than 2 GB');
      if (size < 0) return;
      size += data?.length ?? 0;
      if (error || size > MOST.file) {
        ready.push({ problem: error ? 'This file is damaged' : 'Too long to be read', line: 1, file: file.name });
        size = -1;
        return;
      }
      text += decoder.decode(data, { stream: !final });
      if (final) ready.push({ name: file.name, text });
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for await (const piece of paced(bytes, options)) {
      // Small steps: fflate calls itself once for every file that begins in a step.
      for (let at = 0; at < piece.length; at += 8192) unzip.push(piece.subarray(at, at + 8192), false);
      yield* ready.splice(0);
    }
    unzip.push(new Uint8Array(0), true);
  } catch (error) {
    options.signal?.throwIfAborted();
    ready.push({
      problem: `The zip file is damaged (${error instanceof Error ? error.message : error})`,
      line: 1,
      file: '',
    });
  }
  yield* ready.splice(0);
}
