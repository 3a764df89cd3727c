import { idOfUrl } from '@/papers/identity';
import { endOf, find, idsIn, readFields, textsOf } from './reading';
import { type Site, textOf } from './site';

const TITLE = 'cite .title';

/** DBLP: authors, venues, tables of contents, search and single records (2023-08). */
export default {
  name: 'DBLP',
  least: 1,
  matches: ['dblp.org', 'dblp.uni-trier.de', 'dblp.dagstuhl.de'].flatMap((host) =>
    ['db/*', 'pid/*', 'search*', 'rec/*'].map((path) => `https://${host}/${path}`),
  ),
  cards: 'li.entry[id]:has(cite .title)',
  served: 'li',
  read(card) {
    return readFields(
      card,
      {
        title: TITLE,
        venue: 'cite [itemprop="isPartOf"] [itemprop="name"]',
        published: 'cite [itemprop="datePublished"]',
      },
      {
        ids: idsOf(card),
        // Namesakes are told apart by four digits.
        authors: textsOf(card, 'cite [itemprop="author"] [itemprop="name"]').map((name) => name.replace(/ \d{4}$/, '')),
        title: textOf(find(card, TITLE)).replace(/\.$/, ''),
        url: addressFor(card),
      },
    );
  },
  ids: (card) => (textOf(find(card, TITLE)) ? idsOf(card) : []),
  place: (card) => endOf(find(card, 'cite')),
} satisfies Site;

const addressFor = ({ id }: Element) => `https://dblp.org/rec/${id}`;

/** Of the thirty links of an entry only the electronic editions are the paper. */
function idsOf(card: Element) {
  return [`dblp:${card.id}` as const, ...idsIn(card, 'li.ee > a[itemprop="url"]'), idOfUrl(addressFor(card))];
}
