import { idOfUrl } from '@/papers/identity';
import { endOf, givenFirst, isoDate, mathText, paperOf, readPage, textsOf } from './reading';
import { type Site, textOf } from './site';

/** NASA ADS: search, libraries and abstracts. After its own templates (adsabs/bumblebee) and zotero/translators (2021-08). */
export default {
  name: 'NASA ADS',
  least: 1,
  matches: ['search/*', 'abs/*', 'user/*', 'public-libraries/*'].map((path) => `https://ui.adsabs.harvard.edu/${path}`),
  cards: 'li:has(a[href*="abs/"] > h3), h2.s-abstract-title',
  read(card) {
    if (card.matches('h2')) return readPage(card.ownerDocument, mathText(card));
    // `#abs/…` before the page has started, `/abs/…` after.
    const href = card.querySelector('h3')?.closest('a')?.getAttribute('href') ?? '';
    const [, bibcode] = /[#/]abs\/([^/?#]+)/.exec(href) ?? [];
    const url = bibcode && `https://ui.adsabs.harvard.edu/abs/${bibcode}/abstract`;
    const authors = textsOf(card, '.all-authors .article-author');
    return paperOf({
      ids: [
        bibcode && /^[\w.%&]+$/.test(bibcode) ? `ads:${bibcode.replace(/%26/g, '&')}` : undefined,
        idOfUrl(url ?? ''),
      ],
      title: mathText(card.querySelector('h3')),
      authors: (authors.length > 0 ? authors : textsOf(card, '.article-author')).map(givenFirst),
      abstract: mathText(card.querySelector('.full-abstract')).replace(/ less$/, '') || undefined,
      published: isoDate(textOf(card.querySelector('[aria-label="date published"]'))),
      url,
    });
  },
  place: (card) => endOf(card.matches('h2') ? card : card.querySelector('h3')),
} satisfies Site;
