import { arxivId } from '@/papers/identity';
import type { Paper } from '@/papers/paper';
import {
  addressOf,
  endOf,
  find,
  findAll,
  found,
  isoDate,
  linksOf,
  mathText,
  monthOf,
  type Parts,
  paperOf,
} from './reading';
import { type Site, textOf } from './site';

type Told = Omit<Parts, 'ids' | 'url'>;

/** What `data-props` told when it was last read, by arXiv id, and the text that it was read from. */
const toldBy = new WeakMap<Element, { text: string; papers: Map<string, Told> }>();

/**
 * What the page's own data tells of its papers: `dailyPapers[]` and `searchResults[]` on listings (2024-08 to
 * 2026-08), `paper` on the page of one (2026-07). It shows the page as first served, so it is matched by id.
 */
function tellings(card: Element): Map<string, Told> {
  const source = card.closest('[data-props]');
  const text = source?.getAttribute('data-props') ?? '';
  if (!source || text === '') return new Map();
  const before = toldBy.get(source);
  if (before?.text === text) return before.papers;
  const papers = new Map<string, Told>();
  try {
    const props = record(JSON.parse(text));
    for (const entry of [...list(props.searchResults), ...list(props.dailyPapers), props]) {
      const paper = record(record(entry).paper);
      const id = string(paper.id);
      if (id) papers.set(id, { ...papers.get(id), ...toldOf(paper) });
    }
  } catch {
    // Broken data: the cards themselves are enough.
  }
  toldBy.set(source, { text, papers });
  return papers;
}

function toldOf(paper: Record<string, unknown>): Told {
  const authors = list(paper.authors).flatMap((author) => string(record(author).name) ?? []);
  return found({
    title: string(paper.title),
    authors: authors.length > 0 ? authors : undefined,
    organisation: string(record(paper.organization).fullname),
    abstract: string(paper.summary),
    published: string(paper.publishedAt)?.slice(0, 10),
    links: linksOf({ code: string(paper.githubRepo), project: string(paper.projectPage) }),
  });
}

const record = (value: unknown) =>
  (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const string = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const PAPER = 'a[href*="/papers/"]';

const TITLE = `h3 ${PAPER}:not(${['date', 'week', 'month'].map((by) => `[href*="/papers/${by}/"]`)})`;

const CARD = `article:has(${TITLE}):not(article article)`;

/** The site names its papers as arXiv does. */
const idIn = (address = '') => arxivId(/\/papers\/([^/?#]+)/.exec(address)?.[1] ?? '');

function readCard(card: Element): Paper | undefined {
  const title = find(card, TITLE);
  const id = idIn(addressOf(title));
  if (!id) return undefined;
  const told = tellings(card).get(id.slice(6));
  const text = find(card, 'h3 + * p, h3 + p');
  // Of the search's card the whole abstract is a link to the paper; trending shows a summary that a machine may have
  // written, so there it stands in only where the page's data has no abstract (seen 2026-10).
  const whole = text?.closest('a') ? text : undefined;
  return paperOf({
    ids: [id],
    title: mathText(title),
    authors: told?.authors ?? authorsOf(card),
    organisation: textOf(find(card, 'h3 ~ * a:not([href*="/papers/"]) > img[alt] + span')) || told?.organisation,
    abstract: mathText(whole) || told?.abstract || mathText(text) || undefined,
    published: dateOf(text) ?? told?.published ?? monthOf(id),
    url: `https://huggingface.co/papers/${id.slice(6)}`,
    links: linksOf({
      ...told?.links,
      code: addressOf(find(card, 'a[href^="https://github.com/"]')) ?? told?.links?.code,
    }),
  });
}

/** The authors, where the card names them all: it shows five at most, and account names for some (with a picture). */
function authorsOf(card: Element): string[] | undefined {
  const names = findAll(card, 'h3 ~ * ul > li[title]');
  const count = Number(/(\d+) authors?/.exec(textOf(find(card, 'h3 ~ * ul > li:not([title])')))?.[1]);
  if (names.length === 0 || names.length !== count || names.some((name) => name.querySelector('img'))) return undefined;
  return names.map((name) => name.getAttribute('title') ?? '');
}

/** The date in the row below the abstract: "Published on Sep 27, 2026", or "May 29" of the current year. */
function dateOf(text: Element | null): string | undefined {
  const row = rowBelow(text);
  if (!row) return undefined;
  const stated = find(row, 'time')?.getAttribute('datetime') ?? '';
  const shown = [...row.children].map(textOf).find((part) => /\b[A-Z][a-z]{2} \d{1,2}(?:,|$)/.test(part)) ?? '';
  return (
    isoDate(stated) ?? isoDate(/, \d{4}$/.test(shown) || shown === '' ? shown : `${shown}, ${new Date().getFullYear()}`)
  );
}

/** The row of authors and date, which follows the abstract in the cards of search and trending. */
const rowBelow = (text: Element | null) => text?.closest('h3 + *')?.nextElementSibling ?? undefined;

/** The page of one paper: seen only in scrapers' descriptions (2024 to 2026-08), so little is taken for granted. */
function readPaperPage(card: Element): Paper | undefined {
  const id = idIn(card.ownerDocument.URL);
  const title = find(card, ':scope > h1');
  // A comment may hold headings of its own.
  if (!id || card.closest('[data-target]')?.querySelector('h1') !== title) return undefined;
  const told = tellings(card).get(id.slice(6));
  const heading = findAll(card, 'h2').find((part) => textOf(part) === 'Abstract');
  return paperOf({
    ...told,
    ids: [id],
    title: mathText(title),
    abstract: told?.abstract ?? (mathText(heading?.parentElement?.querySelector('p')) || undefined),
    url: `https://huggingface.co/papers/${id.slice(6)}`,
  });
}

/** Hugging Face Papers: daily, weekly, monthly, trending, search (2026-01 to 2026-10), and the page of one paper. */
export default {
  name: 'Hugging Face',
  matches: ['', '?*', '/*'].map((rest) => `https://huggingface.co/papers${rest}`),
  // A selector for the parent of the `h1` would have the browser look at every element of a page.
  cards(document) {
    const pages = [...document.querySelectorAll('[data-target="PaperContent"] h1')].map((title) => title.parentElement);
    return [...document.querySelectorAll(CARD), ...new Set(pages.filter((page) => page !== null))];
  },
  least: 1,
  read: (card) => (card.matches('article') ? readCard(card) : readPaperPage(card)),
  place(card) {
    const heading = find(card, ':scope > h1');
    if (heading && !card.matches('article')) {
      const row = heading.nextElementSibling;
      return /^Published on/.test(textOf(row)) ? endOf(row, 'row', endOf(heading)) : endOf(heading);
    }
    const halves = findAll(card, 'h3').filter((title) => title.querySelector('a'));
    // Trending cards hold everything twice, for wide and narrow windows, and display one half.
    const half = halves.find((title) => title.checkVisibility?.()) ?? halves[0];
    const row = rowBelow(half?.parentElement?.querySelector('h3 + * p, h3 + p') ?? null);
    const edge = endOf(card, 'edge');
    // On a picture the site itself says who submitted it.
    const picture = half?.parentElement?.previousElementSibling?.querySelector(PAPER);
    const over = endOf(picture?.parentElement, 'over');
    return endOf(row, 'row', over ? { ...over, title: half } : edge) ?? edge;
  },
} satisfies Site;
