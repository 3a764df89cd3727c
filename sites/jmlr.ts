import { idOfUrl } from '@/papers/identity';
import { addressOf, endOf, isoDate, linksOf, mathText, namesIn, paperOf, readPage } from './reading';
import { type Site, textOf } from './site';

const VENUE = 'Journal of Machine Learning Research';

/** JMLR: volumes and papers. After descriptions of its pages ("stable for years", 2026): a `dt` and its `dd`. */
export default {
  name: 'JMLR',
  least: 2,
  matches: ['*://www.jmlr.org/papers/*', '*://jmlr.org/papers/*'],
  cards: 'dl > dt:has(+ dd a[href$=".html"]), :root:has(meta[name="citation_title"]) #content',
  read(card) {
    const dd = card.nextElementSibling;
    if (card.id === 'content') {
      return readPage(card.ownerDocument, mathText(card.querySelector('h2')), {
        venue: VENUE,
        abstract: mathText(card.querySelector('p.abstract')) || undefined,
      });
    }
    const url = addressOf(dd?.querySelector('a[href$=".html"]'));
    return paperOf({
      ids: [idOfUrl(url ?? '')],
      title: mathText(card),
      authors: namesIn(textOf(dd?.querySelector('i'))),
      venue: VENUE,
      published: isoDate(/, (\d{4})\./.exec(textOf(dd))?.[1]),
      url,
      links: linksOf({ pdf: addressOf(dd?.querySelector('a[href$=".pdf"]')) }),
    });
  },
  place: (card) => endOf(card.id === 'content' ? card.querySelector('h2') : card.nextElementSibling),
  parts: (card) => [card, ...(card.id !== 'content' && card.nextElementSibling ? [card.nextElementSibling] : [])],
} satisfies Site;
