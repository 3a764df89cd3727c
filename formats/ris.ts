import { arxivId, doiId } from '@/papers/identity';
import type { Entry } from '@/papers/paper';
import { publishedOf, timeOf } from './dates';
import { linesOf } from './decode';
import { found, idFrom, type Raw, statusOf } from './entry';
import type { Entries, Pieces, Reading, ReadOptions, WriteOptions } from './format';
import { familyFirst, readName } from './names';
import { kindOf } from './venues';

const TAG = /^\s{0,3}([A-Z][A-Z\d]) {1,2}-(?: (.*)|$)/;

/**
 * Writes RIS. Tags are `KW`, the note is `N1`; what RIS has no field for stands in lines of `M2` with a name before
 * it, which Zotero puts into "Extra" where other unknown fields would each become a note.
 * @see https://en.wikipedia.org/wiki/RIS_(file_format)
 */
export async function* writeRis(entries: Entries, { signal }: WriteOptions = {}): AsyncGenerator<string> {
  for await (const entry of entries) {
    signal?.throwIfAborted();
    const lines = linesFor(entry).flatMap(([tag, value]) => (value ? [`${tag}  - ${continued(value)}\r\n`] : []));
    yield `${lines.join('')}ER  - \r\n\r\n`;
  }
}

function linesFor(entry: Entry): [tag: string, value: string | undefined][] {
  const { ids, title, authors, organisation, abstract, published, venue, url, links, tags, note } = entry;
  const kind = kindOf(entry);
  const [year, month, day] = published?.split('-') ?? [];
  const iso = (at: number) => new Date(at).toISOString();
  const doi = ids.find((id) => id.startsWith('doi:'))?.slice('doi:'.length);
  return [
    ['TY', kind === 'article' ? 'JOUR' : kind === 'inproceedings' ? 'CPAPER' : 'GEN'],
    ['TI', title],
    ...(authors ?? []).map((name): [string, string] => ['AU', familyFirst(name, 'end') ?? name]),
    // A comma at the end marks a body, not a person.
    ['AU', authors ? undefined : organisation && `${organisation},`],
    ['PY', year],
    ['DA', year && month && [year, month, day ?? ''].join('/')],
    [kind === 'article' ? 'JO' : 'T2', venue],
    ['DO', doi],
    ['UR', url],
    ['L1', links?.pdf],
    ['AB', abstract],
    ...tags.map((tag): [string, string] => ['KW', tag]),
    ['N1', note],
    ['M2', `ids: ${ids.join(' ')}`],
    ['M2', `status: ${entry.status}`],
    ['M2', entry.rating === undefined ? undefined : `rating: ${entry.rating}`],
    ['M2', `saved: ${iso(entry.savedAt)}`],
    ['M2', entry.updatedAt === undefined ? undefined : `updated: ${iso(entry.updatedAt)}`],
  ];
}

/** Lines of a value that would be taken for a field get a backslash in front; blanks are cut off by some programs. */
function continued(value: string): string {
  return value
    .split('\n')
    .map((line, at) => (at > 0 && /^\\*\s*[A-Z][A-Z\d] {1,2}-/.test(line) ? `\\${line}` : line))
    .join('\r\n');
}

/** Reads RIS from whichever program. Lines without a tag go on with the value before them, as they do in notes. */
export async function* readRis(pieces: Pieces, { signal, now }: ReadOptions = {}): AsyncGenerator<Reading> {
  let record: Record | undefined;
  for await (const { text, line } of linesOf(pieces)) {
    signal?.throwIfAborted();
    const [whole, tag = '', value = ''] = TAG.exec(text) ?? [];
    if (whole === undefined) {
      if (record) record.goOn(text);
      else if (text.trim() !== '') yield { problem: 'This stands outside of any reference', line };
    } else if (tag === 'TY') {
      if (record) yield { problem: 'The reference is not closed (no ER)', line: record.line };
      if (record) yield found(rawOf(record), record.line, now);
      record = new Record(line);
    } else if (tag === 'ER') {
      if (record) yield found(rawOf(record), record.line, now);
      record = undefined;
    } else {
      record ??= new Record(line);
      record.add(tag, value);
    }
  }
  if (!record) return;
  yield { problem: 'The reference is not closed (no ER)', line: record.line };
  yield found(rawOf(record), record.line, now);
}

/** The fields of one reference, by tag, in the order in which they stand. */
class Record {
  private fields = new Map<string, string[]>();
  private last: string[] | undefined;
  private lastTag = '';

  constructor(readonly line: number) {}

  add(tag: string, value: string): void {
    this.last = this.fields.get(tag) ?? [];
    this.fields.set(tag, this.last);
    this.lastTag = tag;
    if (this.last.length < 5_000) this.last.push(value);
  }

  goOn(text: string): void {
    if (!this.last) return;
    // EndNote writes one keyword to a line behind a single KW.
    if (this.lastTag === 'KW') this.last.push(text);
    else this.last.push(`${this.last.pop() ?? ''}\n${text.replace(/^\\(?=\\*\s*[A-Z][A-Z\d] {1,2}-)/, '')}`);
  }

  all(...tags: string[]): string[] {
    return tags.flatMap((tag) => this.fields.get(tag) ?? []).flatMap((value) => value.trim() || []);
  }

  first(...tags: string[]): string | undefined {
    return this.all(...tags)[0];
  }
}

function rawOf(record: Record): Raw {
  const names = record.all('AU', 'A1');
  const people = names.map((name) => readName(name.replace(/,\s*$/, '')));
  const body = names.length === 1 && names[0]?.endsWith(',');
  const doi = record.first('DO', 'DI');
  const date = record.first('DA', 'Y1', 'PY')?.replace(/[/\s]+$/, '');
  const year = record.first('PY', 'Y1')?.slice(0, 4);
  const published = publishedOf(date) ?? publishedOf(year);
  const urls = record.all('UR', 'L2', 'LK').flatMap((value) => value.split(/[;\n]\s*(?=https?:)/));
  const pdf = record.first('L1');
  const arxiv = record.all('M1', 'M2', 'AN', 'VL', 'SN').map((value) => arxivId(value.replace(/^abs\//, '')));
  const doiInUrl = urls.find((url) => url.includes('doi.org/10.'));
  const pmid = /pubmed|medline/i.test(record.first('DB') ?? '') ? record.first('AN') : undefined;
  const extra = (name: string) =>
    record
      .all('M2')
      .find((value) => value.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const own = extra('ids')?.split(' ') ?? [];
  return {
    ids: [
      ...own.map(idFrom),
      ...arxiv,
      doi ? doiId(doi) : doiInUrl && doiId(doiInUrl),
      pmid && /^\d+$/.test(pmid) ? idFrom(`pmid:${pmid}`) : undefined,
    ].filter((id) => id !== undefined && id !== ''),
    complete: own.length > 0,
    title: record.first('TI', 'T1', 'CT', 'BT'),
    authors: body ? undefined : people,
    organisation: body ? people[0] : undefined,
    abstract: record.first('AB', 'N2'),
    published,
    venue: record.first('JO', 'JF', 'T2', 'JA', 'J2', 'BT', 'C3'),
    url: urls[0],
    links: pdf ? { pdf } : undefined,
    status: statusOf(extra('status')),
    rating: Number(extra('rating')) || undefined,
    tags: record.all('KW'),
    note: record.all('N1', 'RN').join('\n\n'),
    savedAt: timeOf(extra('saved')),
    updatedAt: timeOf(extra('updated')),
  };
}
