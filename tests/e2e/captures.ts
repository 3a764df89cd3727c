import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SavedListing, STYLES } from '@/scripts/browser/pages';
import { ROOT } from '@/scripts/run';

const FOLDER = join(ROOT, '..', 'shared', 'captures');

/** Saved pages of real sites lie beside the project's folder; a clone elsewhere has none. */
export const HAVE_CAPTURES = existsSync(FOLDER);

if (!HAVE_CAPTURES && process.env.CI) throw new Error('The saved pages (../shared/captures) are missing.');

/** The saved listings of a site, each at the address it was saved from. */
export function captures(site: keyof typeof STYLES): (SavedListing & { name: string })[] {
  if (!HAVE_CAPTURES) return [];
  const folder = join(FOLDER, site);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.expected.json'))
    .map((file) => {
      const name = file.replace('.expected.json', '');
      const source = readFileSync(join(folder, `${name}.source.txt`), 'utf8');
      const url = /^original URL: (\S+)/m.exec(source)?.[1] ?? '';
      const papers = JSON.parse(readFileSync(join(folder, file), 'utf8')) as SavedListing['papers'];
      return { name, url, file: join(folder, `${name}.html`), style: STYLES[site], papers };
    });
}
