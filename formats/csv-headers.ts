/** Columns, in lower case, that together give away the program which wrote a table. */
const HEADERS = {
  'zotero-csv': ['key', 'item type', 'publication year', 'title', 'abstract note', 'manual tags'],
  raindrop: ['title', 'note', 'excerpt', 'url', 'tags', 'created'],
  readwise: ['highlight', 'book title', 'book author', 'note', 'highlighted at'],
  reader: ['title', 'url', 'document tags', 'saved date', 'reading progress', 'location'],
  pocket: ['title', 'url', 'time_added', 'tags', 'status'],
} as const;

export type DialectName = keyof typeof HEADERS;

/** The program that wrote a table with these columns, if it is one that we know. */
export function dialectNamed(header: readonly string[]): DialectName | undefined {
  const names = new Set<string>(header.map((name) => name.trim().toLowerCase()));
  return (Object.keys(HEADERS) as DialectName[]).find((dialect) => HEADERS[dialect].every((name) => names.has(name)));
}

/** The cells of a table's first row, well enough to recognise it by. */
export function headerOf(text: string): string[] {
  const line = /^\s*(.*)/.exec(text)?.[1] ?? '';
  const delimiter = [',', ';', '\t'].sort((a, b) => line.split(b).length - line.split(a).length)[0] ?? ',';
  return line.split(delimiter).map((cell) => cell.replace(/^\s*"|"\s*$/g, '').trim());
}
