import type { Site } from './site';

const files = import.meta.glob<Site>(['./*.ts', '!./index.ts', '!./site.ts', '!./reading.ts'], {
  eager: true,
  import: 'default',
});

/** Every site, by the name of its file (`huggingface`). */
export const sites: Record<string, Site> = Object.fromEntries(
  Object.entries(files).map(([path, site]) => [path.slice(2, -3), site]),
);

const patterns = Object.values(sites).flatMap((site) => site.matches.map((pattern) => ({ site, ...parts(pattern) })));

/** The site whose match patterns take in this address, as the browser reads them. */
export function siteAt(address: string): Site | undefined {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return undefined;
  }
  return patterns.find(
    ({ schemes, host, below, path }) =>
      schemes.includes(url.protocol) &&
      (url.hostname === host || (below && url.hostname.endsWith(`.${host}`))) &&
      path.test(url.pathname + url.search),
  )?.site;
}

/** @see https://developer.chrome.com/docs/extensions/develop/concepts/match-patterns */
function parts(pattern: string) {
  const [, scheme, below, host = '', path = ''] = /^(\*|https?):\/\/(\*\.)?([^/*]+)(\/.*)$/.exec(pattern) ?? [];
  if (!scheme) throw new Error(`Not a match pattern: ${pattern}`);
  const literal = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return {
    schemes: scheme === '*' ? ['http:', 'https:'] : [`${scheme}:`],
    host,
    below: below !== undefined,
    path: new RegExp(`^${path.split('*').map(literal).join('.*')}$`),
  };
}
