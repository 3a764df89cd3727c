import { arxivId, doiId } from '@/papers/identity';
import { addressOf, endOf, find, findAll, isoDate, linksOf, mathText, monthOf, paperOf, textsOf } from './reading';
import { type Place, type Site, textOf } from './site';

const TITLE = '.list-title:not(p), p.title, h1.title';
const PATHS = ['list/*', 'catchup*', 'search*', 'a/*', 'abs/*'];

/** Text without the label ("Title:", "Journal-ref:") that stands before it. */
const unlabelled = (element: Element | null | undefined) => mathText(element).replace(/^[A-Z][\w-]*(?: ref)?:\s*/, '');

/** The identifier in the address of an abstract page. */
const idIn = (address = '') => arxivId(/\/abs\/([^?#]+)/.exec(address)?.[1] ?? '');

/** A `dt` and its `dd` in a list (2023 to 2026-10), or an `li` of the search (2023). */
function readEntry(card: Element) {
  const dd = card.matches('dt') ? card.nextElementSibling : undefined;
  const body = dd?.matches('dd') ? dd : card;
  const id = idIn(addressOf(find(card, 'a[href*="/abs/"]')));
  const title = find(body, '.list-title:not(p), p.title');
  if (!id || !title) return undefined;
  const abstract = find(body, '.abstract-full') ?? find(body, dd ? 'p.mathjax' : 'p.abstract');
  const submitted = [...(dd ? [] : findAll(body, 'p.is-size-7'))].map(textOf).find((text) => /^Submitted/.test(text));
  return paperOf({
    ids: [id, doiId(addressOf(find(card, '.is-marginless a[href*="doi.org/"]')) ?? '')],
    title: dd ? unlabelled(title) : mathText(title),
    authors: textsOf(body, '.list-authors a, p.authors a'),
    abstract: mathText(abstract).replace(/^Abstract:\s*|\s*△ Less$/g, '') || undefined,
    // A replaced paper was first submitted on the day of its v1.
    published: isoDate(/v1 submitted ([^;]+)/.exec(submitted ?? '')?.[1] ?? submitted) ?? monthOf(id),
    venue: unlabelled(find(body, '.list-journal-ref')) || undefined,
    url: `https://arxiv.org/abs/${id.slice(6)}`,
    links: linksOf({ pdf: addressOf(find(card, 'a[href*="/pdf/"]')) }),
  });
}

/** The abstract page (2026-04). */
function readAbstractPage(card: Element) {
  const id = idIn(card.ownerDocument.URL);
  return paperOf({
    ids: [id, doiId(textOf(find(card, '.tablecell.doi')))],
    title: unlabelled(find(card, 'h1.title')),
    authors: textsOf(card, '.authors a'),
    abstract: unlabelled(find(card, 'blockquote.abstract')) || undefined,
    published: isoDate(textOf(find(card, '.dateline'))),
    venue: textOf(find(card, '.tablecell.jref')) || undefined,
    url: id && `https://arxiv.org/abs/${id.slice(6)}`,
    links: id && { pdf: `https://arxiv.org/pdf/${id.slice(6)}` },
  });
}

/** arXiv: lists, catch-up, search, author pages and abstract pages (saved pages of 2023 to 2026-10). */
export default {
  name: 'arXiv',
  matches: ['arxiv.org', 'www.arxiv.org', 'export.arxiv.org'].flatMap((host) =>
    PATHS.map((path) => `*://${host}/${path}`),
  ),
  least: 1,
  cards: 'dl > dt:has(a[href*="/abs/"]), li.arxiv-result, #abs',
  served: 'dt, li',
  read: (card) => (card.id === 'abs' ? readAbstractPage(card) : readEntry(card)),
  place(card) {
    const dd = card.matches('dt') && card.nextElementSibling;
    const title = find(dd || card, TITLE);
    const line = endOf(dd ? card : find(card, card.id === 'abs' ? '.dateline' : '.is-marginless'));
    const or: Place | undefined = dd ? { element: dd, where: 'afterbegin', fit: 'gutter', title } : undefined;
    return line && { ...line, title, or };
  },
  parts(card) {
    const dd = card.nextElementSibling;
    return card.matches('dt') && dd?.matches('dd') ? [card, dd] : [card];
  },
} satisfies Site;
