import Papa from 'papaparse';
import type { Entry } from '@/papers/paper';
import { columnsOf, rawOfRow } from './csv-columns';
import { dialectOf } from './csv-dialects';
import { found, type Raw } from './entry';
import type { ColumnMap, Entries, Pieces, Problem, Reading, ReadOptions, WriteOptions } from './format';

/** The columns that Dogear writes; `csv-columns.ts` knows them, and many other names, on the way back. */
const COLUMNS = [
  'title',
  'authors',
  'organisation',
  'published',
  'venue',
  'url',
  'tags',
  'note',
  'status',
  'rating',
  'abstract',
  'ids',
  'links',
  'savedAt',
  'updatedAt',
  'reviewAt',
] as const satisfies readonly (keyof Entry)[];

/**
 * Writes CSV with a byte order mark, without which spreadsheets take UTF-8 for something else. Every cell is quoted;
 * one that a spreadsheet would run as a formula gets an apostrophe in front, which reading takes away again.
 * @see https://www.rfc-editor.org/rfc/rfc4180 https://owasp.org/www-community/attacks/CSV_Injection
 */
export async function* writeCsv(entries: Entries, { signal }: WriteOptions = {}): AsyncGenerator<string> {
  yield `\ufeff${COLUMNS.map(cell).join(',')}\r\n`;
  for await (const entry of entries) {
    signal?.throwIfAborted();
    yield `${COLUMNS.map((column) => cell(cellText(entry, column))).join(',')}\r\n`;
  }
}

function cellText(entry: Entry, column: (typeof COLUMNS)[number]): string {
  const value = entry[column];
  if (value === undefined) return '';
  if (column === 'ids') return entry.ids.join(' ');
  if (column.endsWith('At')) return new Date(Number(value)).toISOString();
  if (Array.isArray(value)) return value.map(escaped).join('; ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, to]) => escaped(`${name} ${to}`))
      .join('; ');
  }
  return String(value);
}

function escaped(text: string): string {
  return text.replace(/[\\;]/g, '\\$&');
}

/** Cells that begin like this are run by some spreadsheet; an apostrophe hides them, and one more hides that. */
const FORMULA = /^'*\s*[=+\-@\t\r|%＝＋－＠]/;

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

function uncell(text: string): string {
  return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
}

/** What a table looks like before it is read: for a user to say by hand which column is what. */
export interface TablePreview {
  header: string[];
  /** What each column is taken for. */
  columns: ColumnMap;
  rows: string[][];
}

/** The header of a CSV file, what its columns are taken for, and the first rows. `text` is the file's beginning. */
export function previewTable(text: string): TablePreview {
  const start = text.slice(0, 64 * 1024);
  const { data } = Papa.parse<string[]>(start, { ...signsOf(start), preview: 6, skipEmptyLines: 'greedy' });
  const header = data[0] ?? [];
  return { header, columns: columnsOf(header), rows: data.slice(1) };
}

/**
 * Reads CSV, with commas, semicolons or tabs: our own, those of Zotero, Raindrop, Readwise, Reader and Pocket, and any
 * other whose columns have names that can be understood or are given in `options.columns`.
 */
export async function* readCsv(pieces: Pieces, options: ReadOptions = {}): AsyncGenerator<Reading> {
  const { signal, now } = options;
  let table: Table | undefined;
  let held: { raw: Raw; line: number } | undefined;
  for await (const row of rowsOf(pieces)) {
    signal?.throwIfAborted();
    if ('problem' in row) {
      yield row;
      continue;
    }
    if (!table) {
      table = tableOf(row.cells, options.columns);
      if (!table) {
        yield { problem: 'No column has a name that Dogear understands', line: row.line };
        return;
      }
      continue;
    }
    const raw = table.read(row.cells);
    if (typeof raw === 'string') yield { problem: raw, line: row.line };
    else if (held && table.joins && raw.title === held.raw.title) {
      held.raw.note = [held.raw.note, raw.note].filter(Boolean).join('\n\n');
      held.raw.tags = [...(held.raw.tags ?? []), ...(raw.tags ?? [])];
    } else {
      if (held) yield found(held.raw, held.line, now);
      held = { raw, line: row.line };
    }
  }
  if (held) yield found(held.raw, held.line, now);
}

interface Table {
  read(cells: readonly string[]): Raw | string;
  /** Rows of one title that follow each other are one paper. */
  joins: boolean;
}

function tableOf(cells: readonly string[], given: ColumnMap | undefined): Table | undefined {
  const header = cells.map((name) => name.trim());
  const dialect = given ? undefined : dialectOf(header);
  if (dialect) {
    const names = new Map(header.map((name, at) => [name.toLowerCase(), at]));
    const cell = (row: readonly string[]) => (name: string) => row[names.get(name) ?? -1]?.trim() ?? '';
    return { read: (row) => dialect.read(cell(row)), joins: dialect.joins ?? false };
  }
  const columns = given ?? columnsOf(header);
  const own = ['ids', 'savedAt', 'note', 'tags'].every((name) => header.includes(name));
  if (Object.keys(columns).length === 0) return undefined;
  return { read: (row) => rawOfRow(row, columns, own), joins: false };
}

const MOST = 8 * 1024 * 1024;

interface Row {
  cells: string[];
  line: number;
}

/** The rows of a table with the line on which each begins; blank rows are left out. */
async function* rowsOf(pieces: Pieces): AsyncGenerator<Row | Problem> {
  const rows = new Rows();
  for await (const piece of pieces) {
    yield* rows.next(piece);
    if (rows.stopped) return;
  }
  yield* rows.end();
}

class Rows {
  stopped = false;
  private buffer = '';
  private line = 1;
  private signs: { delimiter: string; newline: '\n' | '\r\n' | '\r' } | undefined;

  *next(piece: string): Generator<Row | Problem> {
    this.buffer += piece;
    if (this.signs || this.buffer.length > 4096) yield* this.rows(false);
    if (this.buffer.length < MOST) return;
    yield { problem: 'A cell is never closed, or too long to be read', line: this.line };
    this.stopped = true;
  }

  *end(): Generator<Row | Problem> {
    // A quote that never closes swallows all that follows: leave its line out and go on behind it.
    for (let tries = 0; this.buffer !== '' && tries < 20; tries++) {
      yield* this.rows(true);
      if (this.buffer !== '') yield { problem: 'A quotation mark in this row is never closed', line: this.line };
      const next = this.buffer.indexOf('\n');
      this.drop(next < 0 ? this.buffer.length : next + 1);
    }
    if (this.buffer !== '') yield { problem: 'The rest of the file is not a table', line: this.line };
  }

  private *rows(last: boolean): Generator<Row | Problem> {
    this.signs ??= signsOf(this.buffer);
    const read: { cells: string[]; to: number }[] = [];
    const step = ({ data, errors, meta }: Papa.ParseStepResult<string[][]>) => {
      const open = errors.some(({ code }) => code === 'MissingQuotes');
      if (!open && data[0]) read.push({ cells: data[0], to: meta.cursor });
    };
    new Papa.Parser({ ...this.signs, step } as Papa.ParseConfig).parse(this.buffer, 0, !last);
    let done = 0;
    for (const { cells, to } of read) {
      if (cells.some((text) => text.trim() !== '')) yield { cells: cells.map(uncell), line: this.line };
      this.count(done, to);
      done = to;
    }
    this.buffer = this.buffer.slice(done);
  }

  private drop(count: number): void {
    this.count(0, count);
    this.buffer = this.buffer.slice(count);
  }

  private count(from: number, to: number): void {
    const sign = this.signs?.newline === '\r' ? '\r' : '\n';
    for (let at = this.buffer.indexOf(sign, from); at >= 0 && at < to; at = this.buffer.indexOf(sign, at + 1))
      this.line++;
  }
}

/** What parts cells and rows; line ends inside of quoted cells say nothing about it. */
function signsOf(text: string): { delimiter: string; newline: '\n' | '\r\n' | '\r' } {
  const start = text.slice(0, 64 * 1024);
  const bare = start.replace(/"[^"]*"/g, '');
  const newline = /\r\n|\n|\r/.exec(bare)?.[0] as '\n' | '\r\n' | '\r' | undefined;
  // Only the header tells the delimiter: the texts below it hold every sign.
  const header = /^\s*(.*)/.exec(bare)?.[1] ?? '';
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  const [most] = counts.sort((a, b) => b.count - a.count);
  return { delimiter: most?.delimiter ?? ',', newline: newline ?? '\n' };
}
