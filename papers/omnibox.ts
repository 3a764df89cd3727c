import type { Library } from './database';
import { parseQuery } from './query';
import { scan } from './search';

const MOST = 6;

/** What is offered in the address bar for what was typed after `dg`: `content` is the address within the extension. */
export async function suggestionsFor(
  library: Library,
  text: string,
  signal: AbortSignal,
): Promise<{ content: string; description: string }[]> {
  const query = parseQuery(text);
  if (query.length === 0) return [];
  let found: { content: string; description: string }[] = [];
  const order = { by: 'saved', rising: false } as const;
  for await (const { hits } of scan(library, query, order, MOST, signal)) {
    found = hits.slice(0, MOST).map(({ key, title, authors: [author] }) => ({
      content: `${libraryAddress(text)}&paper=${encodeURIComponent(key)}`,
      description: escaped(author ? `${title} · ${author}` : title),
    }));
    if (found.length === MOST) break;
  }
  return found;
}

/** Where the library shows what fits a query, within the extension. */
export function libraryAddress(text: string): string {
  return `/library.html#papers?q=${encodeURIComponent(text)}`;
}

/** Chrome reads descriptions as XML. */
function escaped(text: string): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? '');
}
