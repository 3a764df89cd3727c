import { idOfUrl } from '@/papers/identity';
import { addressOf, endOf, isoDate, mathText, paperOf } from './reading';
import { type Site, textOf } from './site';

/** OpenAlex: search. After its own source (ourresearch/openalex-gui, `SerpResultsList.vue`, 2024). */
export default {
  name: 'OpenAlex',
  least: 1,
  matches: ['https://openalex.org/works*', 'https://explore.openalex.org/works*'],
  cards: '.v-list-item:is([href*="/works/w" i], [href*="zoom=w" i])',
  read(card) {
    const address = addressOf(card) ?? '';
    const work = new URL(address || card.baseURI).searchParams.get('zoom') ?? '';
    const id = idOfUrl(work ? `https://openalex.org/${work.replace(/^works\//, '')}` : address);
    const subtitle = textOf(card.querySelector('.v-list-item__subtitle, .v-list-item-subtitle'));
    return paperOf({
      ids: [id],
      title: mathText(card.querySelector('.v-list-item__title, .v-list-item-title')),
      venue: textOf(card.querySelector('.font-italic')) || undefined,
      published: isoDate(/^\d{4}\b/.exec(subtitle)?.[0]),
      url: id && `https://openalex.org/${id.slice('openalex:'.length)}`,
    });
  },
  place: (card) => endOf(card.querySelector('.v-list-item__subtitle, .v-list-item-subtitle')),
} satisfies Site;
