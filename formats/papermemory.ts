import { arxivId, doiId } from '@/papers/identity';
import type { PaperId } from '@/papers/paper';
import { publishedOf, timeOf } from './dates';
import { found, type Raw } from './entry';
import type { JsonObject, Pieces, Reading, ReadOptions } from './format';
import { jsonItems, objectOf, textMapOf, textOf, textsOf } from './json-items';

/**
 * Reads what PaperMemory exports: an object of papers by id, with `__dataVersion` beside them. A favourite has five
 * stars, and the sentences that PaperMemory itself puts into notes ("Accepted @ ICCV 2017 -- [dblp.org]") become
 * the venue.
 * @see https://github.com/vict0rsch/PaperMemory/blob/master/src/shared/js/utils/data.js
 */
export async function* readPaperMemory(pieces: Pieces, { signal, now }: ReadOptions = {}): AsyncGenerator<Reading> {
  for await (const item of jsonItems(pieces)) {
    signal?.throwIfAborted();
    if ('problem' in item) {
      yield item;
      continue;
    }
    if (item.name.startsWith('__')) continue;
    const paper = objectOf(item.value);
    yield paper ? found(rawOf(item.name, paper), item.line, now) : { problem: 'This is no paper', line: item.line };
  }
}

function rawOf(name: string, paper: Partial<JsonObject>): Raw {
  const pdf = textOf(paper.pdfLink);
  const code = textOf(paper.codeLink) ?? textMapOf(paper.code)?.url;
  const { note, venue, published } = ownNote(textOf(paper.note) ?? '');
  const bibtex = textOf(paper.bibtex) ?? '';
  const doi = textOf(paper.doi) ?? /^\s*doi\s*=\s*[{"]\s*(10\.[^}"\s]+)/im.exec(bibtex)?.[1];
  const page = /^\s*url\s*=\s*[{"]\s*(https?:[^}"\s]+)/im.exec(bibtex)?.[1];
  const arxiv = idOf(textOf(paper.id) ?? name);
  const links = { ...(pdf && { pdf }), ...(code && { code }) };
  return {
    ids: [arxiv, doi === undefined ? undefined : doiId(doi)],
    title: textOf(paper.title),
    authors: textOf(paper.author)
      ?.split(/\s+and\s+/)
      .filter((author) => author.toLowerCase() !== 'others'),
    published: publishedOf(textOf(paper.year)) ?? published,
    venue: textOf(paper.venue) ?? textOf(paper.conf) ?? venue,
    url: arxiv ? `https://arxiv.org/abs/${arxiv.slice('arxiv:'.length)}` : (page ?? pdf),
    links,
    rating: paper.favorite === true ? 5 : undefined,
    tags: textsOf(paper.tags),
    note,
    savedAt: timeOf(textOf(paper.addDate)),
  };
}

/** Identifiers of arXiv are written `Arxiv-1703.10593` and, of the old kind, `Arxiv-math_0502036`. */
function idOf(name: string): PaperId | undefined {
  const arxiv = /^arxiv-(.+)$/i.exec(name)?.[1];
  return arxiv === undefined ? undefined : arxivId(arxiv.replace('_', '/'));
}

function ownNote(text: string): { note: string; venue?: string; published?: string } {
  const [whole, venue, year] =
    /^\s*(?:Accepted|Published)\s+@\s+(.+?)(?:\s+\(?(\d{4})\)?)?\s*(?:--\s*\[[^\]\n]*\]\S*)?\s*(?:\n|$)/i.exec(text) ??
    [];
  if (!whole || !venue) return { note: text };
  return { note: text.slice(whole.length), venue, ...(year && { published: year }) };
}
