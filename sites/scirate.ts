import { idOfUrl } from '@/papers/identity';
import { addressOf, endOf, firstOf, isoDate, monthOf, readFields, textsOf } from './reading';
import { type Site, textOf } from './site';

/** SciRate: the day's papers, search, a user's scites. After public readers (`li.paper` with `.title`, `.uid`; 2021). */
export default {
  name: 'SciRate',
  least: 1,
  matches: ['https://scirate.com/*'],
  cards: 'li.paper:has(.title a[href*="/arxiv/"])',
  read(card) {
    const id = idOfUrl(addressOf(card.querySelector('.title a[href*="/arxiv/"]')) ?? '');
    return readFields(
      card,
      { title: '.title a[href*="/arxiv/"]', abstract: '.abstract' },
      {
        authors: textsOf(card, '.authors a'),
        published: isoDate(textOf(card.querySelector('.uid'))) ?? (id && monthOf(id)),
      },
    );
  },
  place: (card) => endOf(firstOf(card, '.uid', '.authors', '.title')),
} satisfies Site;
