import { addressOf, endOf, find, mathText, readFields, readPage } from './reading';
import type { Site } from './site';

/** Europe PMC: search (2026-08) and articles (not seen; by the `citation_*` tags that it writes for others). */
export default {
  name: 'Europe PMC',
  least: 1,
  matches: ['search*', 'article/*', 'abstract/*', 'articles/*'].map((path) => `https://europepmc.org/${path}`),
  cards: '.citation:has(.citation-title a), h1:is(.article--title, #article--current--title)',
  read(card) {
    if (card.matches('h1')) return readPage(card.ownerDocument, mathText(card));
    const url = addressOf(find(card, '.citation-title a'));
    const [, source] = /\/article\/([A-Z]+\/[\w-]+)/.exec(url ?? '') ?? [];
    return readFields(
      card,
      {
        title: '.citation-title',
        authors: '.citation-author-list a',
        venue: '[id^="citation--publisher--name"]',
        published: '[id^="citation--id--pub-date"]',
      },
      { ids: [source ? `europepmc:${source}` : undefined] },
    );
  },
  place: (card) => endOf(find(card, '[id^="citation--id--"]')?.parentElement ?? card),
} satisfies Site;
