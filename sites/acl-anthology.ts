import { endOf, find, idsIn, mathText, readFields, readPage } from './reading';
import { type Site, textOf } from './site';

const TITLE = 'strong > a.align-middle';

/** ACL Anthology: events, volumes, authors and papers, also where others run its code (2021-02 to 2026-02). */
export default {
  name: 'ACL Anthology',
  least: 2,
  matches: ['https://aclanthology.org/*', 'https://www.aclanthology.org/*', 'https://gwf-uwaterloo.github.io/gwf-*'],
  cards: '.d-sm-flex:has(strong > a.align-middle), :root:has(meta[name="citation_title"]) #main',
  served: '.d-sm-flex',
  read(card) {
    if (card.id === 'main') {
      return readPage(card.ownerDocument, mathText(find(card, '#title')), {
        abstract: mathText(find(card, '.acl-abstract > span')) || undefined,
      });
    }
    return readFields(
      card,
      {
        title: TITLE,
        authors: 'span > a[href*="/people/"]',
        venue: 'span > a[href*="/volumes/"]',
        pdf: '.list-button-row a[href$=".pdf"]',
      },
      {
        ids: idsIn(card, TITLE),
        abstract: textOf(abstractOf(card)) || undefined,
      },
    );
  },
  ids: (card) => (card.id === 'main' ? undefined : textOf(find(card, TITLE)) ? idsIn(card, TITLE) : []),
  place(card) {
    if (card.id === 'main') return endOf(find(card, '.lead'));
    const place = endOf(find(card, 'span:has(> strong)'));
    // The entry of a volume itself has no authors below its title.
    const title = find(card, 'strong:has(> a.align-middle)');
    return place && (title ? { ...place, or: { element: title, where: 'afterend', fit: 'line' } } : place);
  },
  parts: (card) => [card, abstractOf(card)].filter((part) => part !== undefined),
} satisfies Site;

/** The folded abstract, which follows its entry. */
function abstractOf(card: Element): Element | undefined {
  const next = card.nextElementSibling;
  return next?.matches('.abstract-collapse') ? next : undefined;
}
