import { endOf, find, idsIn, isoDate, mathText, namesIn, readFields, readPage } from './reading';
import { type Site, textOf } from './site';

const LINK = '.links a[href$=".html"]';

/** PMLR: volumes (2013, its names still those of today's volumes) and papers. */
export default {
  name: 'PMLR',
  least: 2,
  matches: ['*://proceedings.mlr.press/*'],
  cards: '.paper:has(> .title), :root:has(meta[name="citation_title"]) article:has(h1)',
  served: '.paper',
  read(card) {
    if (card.matches('article')) {
      return readPage(card.ownerDocument, mathText(find(card, 'h1')), {
        abstract: mathText(find(card, '#abstract')) || undefined,
      });
    }
    const info = textOf(find(card, '.info'));
    return readFields(
      card,
      { title: '.title', link: LINK, pdf: '.links a[href$=".pdf"]' },
      {
        authors: namesIn(textOf(find(card, '.authors'))),
        venue: info.split(/(?: ?\(\d+\) ?)?:\d/)[0] || undefined,
        // The pages may look like years.
        published: isoDate(/, (\d{4})\.?$/.exec(info)?.[1]),
      },
    );
  },
  ids: (card) => (card.matches('article') ? undefined : textOf(find(card, '.title')) ? idsIn(card, LINK) : []),
  place: (card) => endOf(find(card, '.links, h1')),
} satisfies Site;
