import type { PaperId } from '@/papers/paper';
import {
  addressOf,
  dateIn,
  endOf,
  find,
  findAll,
  firstOf,
  isoDate,
  linksOf,
  mathText,
  namesIn,
  paperOf,
  readPage,
  textsOf,
} from './reading';
import { type Site, textOf } from './site';

const TITLE = ':scope > h4 > a[href*="/forum?id="]';

/**
 * OpenReview: groups, venues, search, profiles and forums. The old layout (`li.note`, 2017-12) and the current one
 * (`div.note`, `.forum-note`; openreview/openreview-web of 2024, its lists and search of 2026) name the same things alike.
 */
export default {
  name: 'OpenReview',
  least: 1,
  matches: ['group?*', 'submissions?*', 'search?*', 'profile?*', 'forum?*', 'venue?*', 'venues*'].map(
    (path) => `https://openreview.net/${path}`,
  ),
  // Reviews and comments, which a search finds too, link to their own place in the forum of a paper.
  cards: '.note:has(> h4 > a[href*="/forum?id="]:not([href*="noteId="])), .forum-note:has(h2)',
  // The current layout is taken over by React.
  served: 'li.note',
  read: (card) =>
    card.matches('.forum-note') ? readPage(card.ownerDocument, mathText(find(card, 'h2'))) : readNote(card),
  ids: (card) => (card.matches('.forum-note') ? undefined : [textOf(find(card, TITLE)) ? idOf(card) : undefined]),
  place: (card) => endOf(firstOf(card, '.note-meta-info', '.forum-meta', 'h2')),
} satisfies Site;

function idOf(card: Element): PaperId | undefined {
  const [, id] = /[?&]id=([\w-]+)(?:&|#|$)/.exec(find(card, TITLE)?.getAttribute('href') ?? '') ?? [];
  return id ? `openreview:${id}` : undefined;
}

function readNote(card: Element) {
  const id = idOf(card);
  const linked = textsOf(card, '.note-authors a');
  const names = linked.length > 0 ? linked : namesIn(textOf(find(card, '.note-authors')));
  const [day, venue] = textsOf(card, '.note-meta-info > *:not(.item)');
  const value = (field: string) =>
    findAll(card, '.note-content-field').find((name) => textOf(name) === `${field}:`)?.nextElementSibling;
  return paperOf({
    ids: [id],
    title: mathText(find(card, TITLE)),
    authors: names?.filter((name) => !/^Anonymous/.test(name)),
    abstract: mathText(value('Abstract')) || undefined,
    published: dateIn(find(card, '.note-meta-info .date')) ?? isoDate(day),
    venue,
    url: `https://openreview.net/forum?id=${id?.slice(11)}`,
    links: linksOf({ pdf: addressOf(find(card, 'a.pdf-link')) }),
  });
}
