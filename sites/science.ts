import { endOf, firstOf, mathText, readFields, readPage } from './reading';
import type { Site } from './site';

/** Science and its sister journals: issues, search and articles. After public readers of 2026, not after saved pages. */
export default {
  name: 'Science',
  least: 1,
  matches: ['toc/*', 'action/doSearch*', 'doi/*', 'journal/*'].flatMap((path) => [
    `https://www.science.org/${path}`,
    `https://science.org/${path}`,
  ]),
  cards: '.card:has(.article-title a[href*="/doi/"]), article:has(> header h1[property="name"])',
  read(card) {
    if (card.matches('article')) return readPage(card.ownerDocument, mathText(card.querySelector('h1')));
    return readFields(card, {
      title: '.article-title a[href*="/doi/"]',
      authors: 'ul[title="list of authors"] li span',
      published: '.card-meta time',
    });
  },
  place: (card) => endOf(firstOf(card, '.card-meta', '.article-title', 'h1')),
} satisfies Site;
