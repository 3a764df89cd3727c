import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SavedListing } from '@/scripts/browser/pages';
import { ROOT } from '@/scripts/run';

/** A fixture of the unit tests at the address that stands in its first line. */
export function fixture(folder: string, name: string): SavedListing {
  const file = join(ROOT, 'tests/fixtures', folder, name);
  const url = /^<!-- (\S+) -->/.exec(readFileSync(`${file}.html`, 'utf8'))?.[1] ?? '';
  return { url, file: `${file}.html`, papers: JSON.parse(readFileSync(`${file}.expected.json`, 'utf8')) };
}

const CAPTURES = resolve(ROOT, '../shared/captures');

/** Whether the saved pages are here. */
export const HAVE_CAPTURES = existsSync(CAPTURES);

/** A saved page at its real address. */
export function capture(name: string): SavedListing & { name: string } {
  const file = join(CAPTURES, name);
  const url = /^original URL: (\S+)/m.exec(readFileSync(`${file}.source.txt`, 'utf8'))?.[1] ?? '';
  // Chromium asks over https whatever the address says.
  return {
    name,
    url: url.replace(/^http:/, 'https:'),
    file: `${file}.html`,
    papers: JSON.parse(readFileSync(`${file}.expected.json`, 'utf8')),
  };
}
