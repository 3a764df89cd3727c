import { idOfUrl } from '@/papers/identity';
import { addressOf, endOf, mathText, namesIn, paperOf } from './reading';
import { type Site, textOf } from './site';

/**
 * Connected Papers: the graph of a paper. Its list (`.list-group-item-mod`, read by rank extensions of 2023) shows no
 * identifier but on the paper that the graph is of, which the address names by its Semantic Scholar id.
 */
export default {
  name: 'Connected Papers',
  matches: ['https://www.connectedpapers.com/main/*'],
  cards: '.list-group-item-mod:is(.minilist-main-paper, :has(a[href*="semanticscholar.org/paper/"]))',
  read(card) {
    const link = addressOf(card.querySelector('a[href*="semanticscholar.org/paper/"]'));
    const url = link ?? card.ownerDocument.URL;
    return paperOf({
      ids: [idOfUrl(url)],
      title: mathText(card.querySelector('.searchable-text:not(.authors)')),
      authors: namesIn(textOf(card.querySelector('.searchable-text.authors'))),
      url,
    });
  },
  place: (card) => endOf(card),
} satisfies Site;
