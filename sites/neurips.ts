import { endOf, firstOf, mathText, namesIn, readFields, readPage } from './reading';
import { type Site, textOf } from './site';

/**
 * NeurIPS Proceedings: a year's papers (`a[title="paper title"]` and `i`, scrapers of 2023 to 2026), search, and the page
 * of one paper (`.paper-detail`, 2026-09).
 */
export default {
  name: 'NeurIPS Proceedings',
  least: 10,
  matches: ['proceedings.neurips.cc', 'papers.nips.cc', 'papers.neurips.cc'].map((host) => `https://${host}/paper*`),
  cards: 'li:has(a[href*="/hash/"][href*="-Abstract"]), :root:has(meta[name="citation_title"]) .container-fluid > .col',
  read(card) {
    if (card.matches('li')) {
      const names = namesIn(textOf(card.querySelector('i, .paper-authors')), /,\s+/);
      return readFields(card, { title: 'a[href*="-Abstract"]' }, { authors: names, published: yearOf(card) });
    }
    return readPage(card.ownerDocument, mathText(card.querySelector('h1, h4')), {
      // The abstract's own `p` stands inside another, which the parser closes first.
      abstract: mathText(card.querySelector('.paper-abstract:empty + p, .paper-abstract:not(:empty)')) || undefined,
    });
  },
  place: (card) => endOf(card.matches('li') ? card : firstOf(card, '.paper-authors', 'h1, h4')),
} satisfies Site;

/** The year of the conference, which stands in every address. */
function yearOf(card: Element): string | undefined {
  return /\/paper\/(\d{4})\//.exec(card.querySelector('a[href*="-Abstract"]')?.getAttribute('href') ?? '')?.[1];
}
