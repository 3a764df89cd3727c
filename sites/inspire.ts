import { endOf, isoDate, readFields, textsOf } from './reading';
import { type Site, textOf } from './site';

/** INSPIRE-HEP: search, authors, citations. After its own source (inspirehep/inspirehep, `LiteratureItem`, 2022). */
export default {
  name: 'INSPIRE-HEP',
  least: 1,
  matches: ['literature*', 'authors/*', 'conferences/*'].map((path) => `https://inspirehep.net/${path}`),
  cards: '[data-test-id="literature-result-item"]',
  read(card) {
    const title = card.querySelector('[data-test-id="literature-result-title-link"]');
    const line = textOf(title?.closest('.flex')?.nextElementSibling);
    return readFields(
      card,
      {
        title: '[data-test-id="literature-result-title-link"]',
        ids: 'a[href*="arxiv.org/abs/"], a[href*="doi.org/"]',
      },
      {
        authors: /\bet al\b/.test(line) ? undefined : textsOf(card, 'a[href*="/authors/"]'),
        published: isoDate(/\(([^()]*\d{4})\)/.exec(line)?.[1]),
      },
    );
  },
  place: (card) => endOf(card.querySelector('.mt1:last-of-type') ?? card),
} satisfies Site;
