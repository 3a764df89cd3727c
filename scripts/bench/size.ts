import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure } from './figures';

/** Size of everything that a listing page has to load before it shows marks. */
export async function contentSize(build: string): Promise<Figure> {
  const manifest = JSON.parse(await readFile(join(build, 'manifest.json'), 'utf8')) as {
    content_scripts: { js?: string[]; css?: string[] }[];
  };
  const files = new Set(manifest.content_scripts.flatMap(({ js = [], css = [] }) => [...js, ...css]));
  let bytes = 0;
  for (const file of files) bytes += gzipSync(await readFile(join(build, file)), { level: 9 }).length;
  return { what: 'content script, gzipped, with all it loads', value: bytes / 1000, unit: 'kB', goal: 25 };
}
