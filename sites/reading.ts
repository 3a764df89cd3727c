import { arxivId, doiId, idOfUrl } from '@/papers/identity';
import { cleanPaper, type Paper, type PaperId } from '@/papers/paper';
import { type Place, textOf } from './site';

// Chromium prepares every search for a selector with a combinator anew, which takes 40 µs, but not for a list of
// selectors (Chromium 156, 2,932 `dd`s: 120 ms or 3 ms). No element is called `_`.
const listed = (selector: string) => `${selector}, _`;

/** The first match inside a card. */
export function find(card: Element, selector: string): Element | null {
  return card.querySelector(listed(selector));
}

/** All matches inside a card. */
export function findAll(card: Element, selector: string): Element[] {
  return [...card.querySelectorAll(listed(selector))];
}

/** What has been read of a card: any part of a paper may be missing. */
export type Parts = { [Part in Exclude<keyof Paper, 'ids'>]?: Paper[Part] | undefined } & {
  ids: (PaperId | undefined)[];
};

/** A paper of the parts that were found; `undefined` without a title, an address or an identifier. */
export function paperOf({ ids, ...parts }: Parts): Paper | undefined {
  return cleanPaper({ title: '', url: '', ...found(parts), ids: ids.filter((id) => id !== undefined) });
}

/** Only what was found, so that it can be laid over something else. */
export function found<T extends object>(parts: T) {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as {
    [Part in keyof T]: Exclude<T[Part], undefined>;
  };
}

/** Where a card holds what, as CSS selectors inside the card. */
export interface Fields {
  title: string;
  /** The link to the paper's page; the one in or around the title where it is not given. */
  link?: string;
  authors?: string;
  abstract?: string;
  venue?: string;
  published?: string;
  /** Links that lead to this very paper elsewhere (never to a cited or related one). */
  ids?: string;
  pdf?: string;
}

/** Reads a card by its fields; `known` are identifiers and parts that the card says in another way, and they win. */
export function readFields(card: Element, fields: Fields, known: Partial<Parts> = {}): Paper | undefined {
  const at = (selector: string | undefined) => (selector ? find(card, selector) : null);
  const title = at(fields.title);
  const link = fields.link ? at(fields.link) : (title?.closest('a[href]') ?? title?.querySelector('a[href]'));
  const url = known.url ?? addressOf(link);
  const venue = textOf(at(fields.venue));
  return paperOf({
    title: mathText(title),
    authors: fields.authors ? textsOf(card, fields.authors) : undefined,
    abstract: mathText(at(fields.abstract)) || undefined,
    // A name cut off with an ellipsis is no name.
    venue: /…$/.test(venue) ? undefined : venue || undefined,
    published: dateIn(at(fields.published)),
    links: linksOf({ pdf: addressOf(at(fields.pdf)) }),
    ...found(known),
    url,
    ids: [...(known.ids ?? []), url ? idOfUrl(url) : undefined, ...(fields.ids ? idsIn(card, fields.ids) : [])],
  });
}

/** The date that an element means: the one for machines where it has one, else the one that is read. */
export function dateIn(element: Element | null | undefined): string | undefined {
  return isoDate(element?.getAttribute('datetime') ?? element?.getAttribute('content')) ?? isoDate(textOf(element));
}

/** The absolute address of a link. */
export function addressOf(link: Element | null | undefined): string | undefined {
  const href = link?.getAttribute('href');
  if (!link || !href || href.length > 2_000) return undefined;
  try {
    return new URL(href, link.baseURI).href;
  } catch {
    return undefined;
  }
}

/** The papers that the selected links lead to. */
export function idsIn(card: Element, selector: string): PaperId[] {
  return findAll(card, selector).flatMap((link) => idOfUrl(addressOf(link) ?? '') ?? []);
}

/** Only the links that are there. */
export function linksOf(links: Record<string, string | undefined>): Record<string, string> | undefined {
  const there = found(links);
  return Object.keys(there).length > 0 ? there : undefined;
}

/** The texts of the selected elements, without the commas, "and"s and footnote signs that lists of names leave. */
export function textsOf(card: Element, selector: string): string[] {
  return findAll(card, selector)
    .map((element) =>
      textOf(element)
        .slice(0, 500)
        .replace(/^(?:and|&)\s+|[\s,;·*†‡]+$/g, ''),
    )
    .filter((text) => text !== '');
}

/** Names out of one line: `A. Author, B. Author and C. Author`. */
export function namesIn(text: string, separator = /\s*[,;]\s*(?:and\s+)?|\s+and\s+/): string[] | undefined {
  const names = text.split(separator).filter((name) => /\p{L}/u.test(name) && !/^(?:et al\.?|…|\.\.\.)$/.test(name));
  return names.length > 0 ? names : undefined;
}

/** Text in which typeset formulas stand as their TeX (`$x^2$`), whatever typeset them. */
export function mathText(element: Element | null | undefined): string {
  if (!element?.querySelector('script[type^="math/tex"], mjx-container, .katex, math')) return textOf(element);
  const copy = element.cloneNode(true) as Element;
  for (const formula of copy.querySelectorAll('[class^="MathJax"], mjx-container, .katex, math')) {
    const tex =
      formula.getAttribute('alttext') ?? formula.querySelector('annotation[encoding="application/x-tex"]')?.textContent;
    const spoken = formula.matches('math') ? formula : formula.querySelector('mjx-assistive-mml');
    formula.replaceWith(tex ? `$${tex}$` : (spoken?.textContent ?? ''));
  }
  for (const tex of copy.querySelectorAll('script[type^="math/tex"]')) tex.replaceWith(`$${tex.textContent}$`);
  return textOf(copy);
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DATES = [
  /\b(?<d>\d{1,2})(?:st|nd|rd|th)?[ -](?<m>[A-Z][a-z]{2})[a-z]*\.?,?[ -](?<y>\d{4})\b/,
  /\b(?<m>[A-Z][a-z]{2})[a-z]*\.? (?<d>\d{1,2})(?:st|nd|rd|th)?,? (?<y>\d{4})\b/,
  /\b(?<y>\d{4}) (?<m>[A-Z][a-z]{2})[a-z]*(?: (?<d>\d{1,2}))?\b/,
  /\b(?<m>[A-Z][a-z]{2})[a-z]*\.?,? (?<y>\d{4})\b/,
  /\b(?<y>(?:19|20)\d\d)(?:[-/](?<m>\d{1,2})(?:[-/](?<d>\d{1,2}))?)?(?!\d)/,
];

/** The first date in a text, as exact as it is given: `2026-04-15` of "15 Apr 2026", `2010-07` of "2010 Jul;136(4)". */
export function isoDate(text: string | null | undefined): string | undefined {
  for (const pattern of DATES) {
    const { y, m, d } = pattern.exec(text?.slice(0, 500) ?? '')?.groups ?? {};
    if (!y) continue;
    const month = m && (/\d/.test(m) ? Number(m) : MONTHS.indexOf(m.toLowerCase()) + 1);
    if (m && (!month || month > 12)) continue;
    const two = (part: number | string) => String(part).padStart(2, '0');
    return month ? (d ? `${y}-${two(month)}-${two(d)}` : `${y}-${two(month)}`) : y;
  }
  return undefined;
}

/** The month that an arXiv identifier names: `2024-01` for `arxiv:2401.00001`, `1999-01` for `arxiv:hep-th/9901001`. */
export function monthOf(id: PaperId): string | undefined {
  const [, year, month] = /^arxiv:(?:[a-z-]+\/)?(\d\d)(\d\d)/.exec(id) ?? [];
  return year && `${Number(year) > 90 ? '19' : '20'}${year}-${month}`;
}

const DUBLIN: Record<string, string> = { title: 'title', author: 'creator', date: 'date', doi: 'identifier' };

/**
 * The paper that a page of one paper tells of in its `citation_*` (or `dc.*`) tags, which publishers write for Google
 * Scholar; `shown` is the title that its reader sees.
 */
export function readPage(document: Document, shown: string, known: Partial<Parts> = {}): Paper | undefined {
  const all = (name: string) => {
    const tags = (full: string) => [...document.querySelectorAll(`meta[name="${full}" i]`)];
    const cited = tags(`citation_${name}`);
    const told = cited.length > 0 || !DUBLIN[name] ? cited : tags(`dc.${DUBLIN[name]}`);
    return told.map((tag) => tag.getAttribute('content')?.trim() ?? '').filter((text) => text !== '');
  };
  const one = (...names: string[]) => names.map((name) => all(name)[0]).find((text) => text);
  const told = one('title') ?? '';
  const here = idOfUrl(document.URL);
  // A page that changes without a load may still carry the tags of the paper before.
  const letters = (text: string) => text.replace(/[^\p{L}\d]/gu, '').toLowerCase();
  const same = shown === '' || told === '' || letters(told).startsWith(letters(shown).slice(0, 30));
  const url = document.URL.replace(/#.*$/, '');
  if (!same) return paperOf({ title: shown, url, ...found(known), ids: [...(known.ids ?? []), here] });
  const authors = all('author').length > 0 ? all('author') : (one('authors')?.split(/\s*;\s*/) ?? []);
  const pmid = one('pmid');
  return paperOf({
    title: shown || told,
    authors: authors.map(givenFirst),
    abstract: one('abstract'),
    published: isoDate(one('publication_date', 'date', 'online_date', 'year')),
    venue: one('journal_title', 'conference_title', 'conference', 'inbook_title'),
    url,
    links: linksOf({ pdf: one('pdf_url') }),
    ...found(known),
    ids: [
      ...(known.ids ?? []),
      here,
      arxivId(one('arxiv_id') ?? ''),
      doiId(one('doi') ?? ''),
      pmid ? `pmid:${pmid}` : undefined,
    ],
  });
}

/** `Family, Given` the other way round. */
export function givenFirst(name: string): string {
  return name.replace(/^([^,]+),\s*([^,]+)$/, '$2 $1');
}

/** What the first selector finds that finds anything, in the order given (a list of selectors finds in page order). */
export function firstOf(card: Element, ...selectors: string[]): Element | undefined {
  return selectors.map((selector) => find(card, selector)).find((element) => element !== null) ?? undefined;
}

/** The end of an element, as the place for the strip; `or` where it is full. */
export function endOf(
  element: Element | null | undefined,
  fit: Place['fit'] = 'line',
  or?: Place | undefined,
): Place | undefined {
  return element ? { element, where: 'beforeend', fit, or } : undefined;
}
