import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/**
 * Who may import whom, by path prefix; the first prefix that fits an importing file counts. A file may always import
 * from its own room (for entrypoints: its own folder). `README.md` says why.
 */
const RULES: [room: string, mayImport: string[]][] = [
  // The background knows which sites there are, and asks the browser for them. Backups are written as Dogear JSON, and
  // listings have their papers cited; the store knows no formats, so they are handed to it.
  ['entrypoints/background', ['papers', 'sites', 'formats/scribe', 'formats/citation']],
  // Runs before the modules of popup and library are loaded, and so stands by itself.
  ['entrypoints/first', ['papers/first']],
  // A worker of the page, in which the catalogue lives: it reads the library as the page does.
  ['entrypoints/library/search.worker', ['papers']],
  // The one listing that all scripts for pages share: one script for each site that is read from the start, so that no
  // page loads what reads another, and one for all sites that were switched on.
  ['entrypoints/huggingface.content', ['entrypoints/listing.content', 'sites/huggingface']],
  ['entrypoints/arxiv.content', ['entrypoints/listing.content', 'sites/arxiv']],
  [
    'entrypoints/elsewhere.content',
    ['entrypoints/listing.content', 'sites', 'papers/remote', 'papers/messages', 'papers/paper'],
  ],
  [
    'entrypoints/listing.content',
    ['components', 'sites', 'papers/paper', 'papers/listing', 'papers/remote', 'papers/trouble', 'papers/messages'],
  ],
  [
    'entrypoints/',
    [
      'components',
      'formats',
      'papers/paper',
      'papers/remote',
      'papers/in-front',
      'papers/live',
      'papers/drawn',
      'papers/history',
      'papers/first',
      'papers/lists',
      'papers/last-changes',
      'papers/search',
      'papers/rows',
      'papers/query',
      'papers/listing',
      'papers/settings',
      'papers/use-settings',
      'papers/open-beside',
      'papers/days',
      'papers/review',
      'papers/review-queue',
      'papers/figures',
      'papers/finder',
      'papers/trouble',
      'papers/messages',
      'papers/look',
      'papers/lost',
      'papers/use-unsaved',
      'papers/plan',
      'papers/incoming',
      'papers/previewing',
      'papers/exporting',
      'papers/backups',
      'papers/backup-shelf',
      'papers/backup-folder',
      'papers/backup-downloads',
    ],
  ],
  ['components', ['papers/paper', 'papers/listing', 'papers/trouble']],
  ['sites', ['papers/paper', 'papers/identity']],
  ['formats', ['papers/paper', 'papers/identity']],
  ['papers', []],
];

const SOURCES = ['entrypoints', 'components', 'sites', 'papers', 'formats'];
/** No drawers for what has no room of its own. */
const NO_SUCH_FOLDER = /(^|\/)(utils|helpers|common|core|services|managers|types)(\/|$)/;

function files(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    return statSync(join(root, path)).isDirectory() ? files(path) : [path];
  });
}

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const found = text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"`;]*?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g);
  return [...found].map((match) => match[1] ?? match[2] ?? '');
}

/** The path of an import below the root, or `undefined` for packages. */
function target(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('@/')) return specifier.slice(2);
  if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(from), specifier));
  return undefined;
}

const sources = SOURCES.filter((folder) => {
  try {
    return statSync(join(root, folder)).isDirectory();
  } catch {
    return false;
  }
}).flatMap(files);
const code = sources.filter((path) => /\.tsx?$/.test(path));

describe('rooms', () => {
  it.each(code)('%s imports only what its room may', (path) => {
    const [room, allowed] = RULES.find(([prefix]) => path.startsWith(prefix)) ?? ['', []];
    const own = path.startsWith('entrypoints/') ? path.split('/').slice(0, 2).join('/') : room;
    for (const specifier of importsOf(path)) {
      const to = target(path, specifier);
      if (to === undefined || to.startsWith(own)) continue;
      expect(
        allowed.some((room) => to === room || to.startsWith(`${room}/`)),
        `${path} → ${to}`,
      ).toBe(true);
    }
  });

  it('only papers knows Dexie', () => {
    const users = code.filter((path) => importsOf(path).includes('dexie'));
    expect(users.filter((path) => !path.startsWith('papers/'))).toEqual([]);
  });

  it('only the background imports the store', () => {
    const users = code.filter((path) => importsOf(path).some((to) => /papers\/(store|draft|undo)$/.test(to)));
    expect(users.filter((path) => path !== 'entrypoints/background/index.ts')).toEqual([]);
  });

  it('have no drawers', () => {
    expect(sources.filter((path) => NO_SUCH_FOLDER.test(path))).toEqual([]);
  });

  it('hold files that can be read in one look', () => {
    const long = code.filter((path) => readFileSync(join(root, path), 'utf8').split('\n').length > 300);
    expect(long).toEqual([]);
  });

  it('never write HTML as text', () => {
    const html = /\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write/;
    expect(code.filter((path) => html.test(readFileSync(join(root, path), 'utf8')))).toEqual([]);
  });
});
