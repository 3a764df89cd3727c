import { granted } from './granted';
import type { Site } from './site';

const files = import.meta.glob<Site>(
  ['./*.ts', '!./index.ts', '!./site.ts', '!./reading.ts', '!./granted.ts', '!./matching.ts'],
  { eager: true, import: 'default' },
);

/** Every site, by the name of its file (`huggingface`). */
export const sites: Record<string, Site> = Object.fromEntries(
  Object.entries(files).map(([path, site]) => [path.slice(2, -3), site]),
);

/** The sites that are read only where their user has switched them on. */
export const optional: Record<string, Site> = Object.fromEntries(
  Object.entries(sites).filter(([name]) => !granted[name]),
);
