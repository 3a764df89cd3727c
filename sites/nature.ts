import { endOf, mathText, readFields, readPage } from './reading';
import type { Site } from './site';

/** Nature and its sister journals: search, volumes, journal pages and articles. After public readers of 2025 and 2026. */
export default {
  name: 'Nature',
  least: 1,
  matches: ['https://www.nature.com/*'],
  cards: 'article.c-card:has(.c-card__title a[href*="/articles/"]), .c-article-header:has(h1.c-article-title)',
  read(card) {
    if (!card.matches('.c-card')) return readPage(card.ownerDocument, mathText(card.querySelector('h1')));
    // The text below the title is an editor's teaser, not the abstract.
    return readFields(card, {
      title: '.c-card__title a',
      authors: '[data-test="author-list"] [itemprop="name"]',
      venue: '[data-test="journal-title-and-link"]',
      published: 'time',
    });
  },
  place: (card) => endOf(card.querySelector('.c-card__title, h1')),
} satisfies Site;
