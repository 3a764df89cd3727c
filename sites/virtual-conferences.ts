import { endOf, firstOf, mathText, readFields, readPage } from './reading';
import type { Site } from './site';

const LINK = 'a[href*="/virtual/"]:is([href*="/poster/"], [href*="/oral/"], [href*="/spotlight/"])';

/**
 * The virtual sites of ICLR, ICML and NeurIPS: papers as cards (`.pp-card`), in a list or in a schedule, and the page of
 * one. After public readers of 2024 to 2026, not after saved pages.
 */
export default {
  name: 'ICLR, ICML and NeurIPS virtual sites',
  least: 2,
  matches: ['iclr.cc', 'icml.cc', 'neurips.cc', 'nips.cc'].map((host) => `https://${host}/virtual/*`),
  cards: `:is(.pp-card, .track-schedule-card, .displaycards, li:not(:has(li))):has(${LINK}), h2.card-title.main-title`,
  read(card) {
    if (card.matches('h2')) return readPage(card.ownerDocument, mathText(card));
    return readFields(card, {
      title: `${LINK} .card-title, ${LINK}:not(:has(.card-title, img))`,
      link: LINK,
      authors: '.card-subtitle a',
      ids: 'a[href*="openreview.net/forum"]',
    });
  },
  place: (card) => endOf(card.matches('h2') ? card : (firstOf(card, '.card-subtitle', '.card-header') ?? card)),
} satisfies Site;
