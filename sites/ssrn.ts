import { endOf, firstOf, isoDate, mathText, namesIn, readFields, readPage, textsOf } from './reading';
import { type Site, textOf } from './site';

/** SSRN: search, author pages, networks and papers. After public readers of 2020 to 2026, not after saved pages. */
export default {
  name: 'SSRN',
  least: 1,
  matches: ['https://papers.ssrn.com/*', 'https://www.ssrn.com/*'],
  cards: '.trow:has(a.title:is([href*="abstract="], [href*="abstract_id="])), .box-abstract-main:has(h1)',
  read(card) {
    if (card.matches('.box-abstract-main')) return readPage(card.ownerDocument, mathText(card.querySelector('h1')));
    const names = card.querySelector('.authors-list');
    const linked = names ? textsOf(names, 'a') : [];
    const posted = textsOf(card, '.note-list span').find((note) => /^Posted/.test(note));
    return readFields(
      card,
      { title: 'a.title' },
      { authors: linked.length > 0 ? linked : namesIn(textOf(names)), published: isoDate(posted) },
    );
  },
  place: (card) => endOf(firstOf(card, '.note-list', 'h1') ?? card),
} satisfies Site;
