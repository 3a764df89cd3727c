import { addressOf, endOf, find, idsIn, linksOf, mathText, readFields, readPage, textsOf } from './reading';
import { type Site, textOf } from './site';

/** CVF Open Access: a conference's papers (2020-07; later years add arXiv links) and the page of one. */
export default {
  name: 'CVF Open Access',
  least: 10,
  matches: ['*://openaccess.thecvf.com/*'],
  // A selector with `:has(#papertitle)` would go through all of a long page.
  cards(document) {
    const single = document.querySelector('#papertitle')?.closest('#content');
    return [...document.querySelectorAll('dt.ptitle'), ...(single ? [single] : [])];
  },
  served: 'dt.ptitle',
  read(card) {
    if (!card.matches('dt')) return readPage(card.ownerDocument, mathText(find(card, '#papertitle')));
    const rest = descriptions(card);
    const [, venue, year] = /content[_/]([A-Za-z]+)_?(\d{4})/.exec(find(card, 'a')?.getAttribute('href') ?? '') ?? [];
    return readFields(
      card,
      { title: 'a' },
      {
        ids: idsOf(card, rest),
        authors: rest.flatMap((part) => textsOf(part, '.authsearch > a')),
        venue: venue && `${venue.toUpperCase()} ${year}`,
        published: year,
        links: linksOf({ pdf: addressOf(rest.map((part) => part.querySelector('a[href*="/papers/"]')).find(Boolean)) }),
      },
    );
  },
  ids(card) {
    if (!card.matches('dt')) return undefined;
    return textOf(find(card, 'a')) ? idsOf(card, descriptions(card)) : [];
  },
  // Behind the title: what follows may be folded, or lie in blocks of its own.
  place: (card) => endOf(card.matches('dt') ? card : find(card, '#authors')),
  // Each title has a blank line above it.
  head: (card) => (card.matches('dt') ? find(card, 'a') : null),
  parts: (card) => (card.matches('dt') ? [card, ...descriptions(card)] : [card]),
} satisfies Site;

function idsOf(term: Element, rest: Element[]) {
  return [...idsIn(term, 'a'), ...rest.flatMap((part) => idsIn(part, 'a[href*="arxiv.org/"]'))];
}

/** The `dd`s of a `dt`: authors, then links. */
function descriptions(term: Element): Element[] {
  const parts: Element[] = [];
  for (let next = term.nextElementSibling; next?.matches('dd'); next = next.nextElementSibling) parts.push(next);
  return parts;
}
