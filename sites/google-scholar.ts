import { addressOf, endOf, find, findAll, idsIn, isoDate, linksOf, namesIn, paperOf, textsOf } from './reading';
import { type Site, textOf } from './site';

const COUNTRIES = `com co.uk de fr es it ca com.au co.jp co.in nl ch at be se no dk fi pl pt com.br com.mx co.kr com.hk
  com.tw com.sg co.nz ie co.il gr com.tr cz hu ro co.za com.ar cl`.split(/\s+/);

/** Google Scholar: search and cited-by (2026-03), and profiles (`gsc_a_tr`, zotero/translators of 2023-06). */
export default {
  name: 'Google Scholar',
  least: 1,
  matches: COUNTRIES.flatMap((end) =>
    ['scholar?*', 'citations?*'].map((path) => `https://scholar.google.${end}/${path}`),
  ),
  cards: '.gs_r.gs_or[data-cid], tr.gsc_a_tr:has(a.gsc_a_at)',
  read: (card) => (card.matches('tr') ? readProfileRow(card) : readResult(card)),
  place: (card) => endOf(find(card, '.gs_ri .gs_fl, .gsc_a_t')),
} satisfies Site;

function readResult(card: Element) {
  const title = find(card, '.gs_rt a') ?? find(card, '.gs_rt');
  const cid = card.getAttribute('data-cid') ?? '';
  const line = textOf(find(card, '.gs_a'));
  const [names = '', where = ''] = line.split(/ [-–] /);
  const pdf = findAll(card, '.gs_or_ggsm a').find((link) => /^\[PDF\]/.test(textOf(link)));
  const venue = where.replace(/,? ?\d{4}$/, '');
  return paperOf({
    ids: [/^[\w-]{6,20}$/.test(cid) ? `scholar:${cid}` : undefined, ...idsIn(card, '.gs_rt a, .gs_or_ggsm a')],
    // Labels such as [BOOK][B], [PDF] or [CITATION] stand before the title.
    title: textOf(title).replace(/^(?:\[[A-Z]+\]\s*)+/, ''),
    // What is cut off with an ellipsis is no fact.
    authors: names.includes('…') ? undefined : namesIn(names),
    venue: venue.includes('…') || /^\d*$/.test(venue) ? undefined : venue,
    published: isoDate(/\b\d{4}$/.exec(where)?.[0]),
    url: addressOf(find(card, '.gs_rt a')) ?? new URL(`/scholar?q=info:${cid}:scholar.google.com/`, card.baseURI).href,
    links: linksOf({ pdf: addressOf(pdf) }),
  });
}

function readProfileRow(card: Element) {
  const link = find(card, 'a.gsc_a_at');
  const url = addressOf(link);
  const id = new URL(url ?? card.baseURI).searchParams.get('citation_for_view');
  const [names = '', venue = ''] = textsOf(card, '.gs_gray');
  return paperOf({
    ids: [id ? `scholar:${id}` : undefined],
    title: textOf(link),
    authors: /…|\.\.\.$/.test(names) ? undefined : namesIn(names),
    venue: venue || undefined,
    published: isoDate(textOf(find(card, '.gsc_a_y'))),
    url,
  });
}
