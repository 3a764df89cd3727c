// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { passes } from '@/entrypoints/listing.content/filter';
import { FrugalCards, SparseNearing } from '@/entrypoints/listing.content/frugal';
import type { Paper, PaperId } from '@/papers/paper';
import type { Site } from '@/sites/site';

/** How often cards were read as a whole. */
let read: number;
const idOf = (card: Element): PaperId[] => [`arxiv:${card.id}`];
const site: Site = {
  name: 'Long',
  matches: [],
  cards: 'li',
  ids: idOf,
  read(card): Paper {
    read++;
    return { ids: idOf(card), title: card.textContent ?? '', url: 'https://example.org/' };
  },
  place: () => undefined,
};

function listOf(count: number): Element[] {
  document.body.innerHTML = Array.from({ length: count }, (_, at) => `<li id="2401.${at}">Paper ${at}</li>`).join('');
  return [...document.querySelectorAll('li')];
}

afterEach(() => {
  vi.useRealTimers();
});

beforeEach(() => {
  read = 0;
});

it('of cards that nobody is near only the identifiers are read, and the rest when it is asked for', () => {
  const cards = new FrugalCards(site);
  const { came } = cards.take(listOf(50));
  for (const card of came) cards.read(card);
  expect(cards.count('').papers).toBe(50);
  expect(cards.with('arxiv:2401.7')).toEqual([came[7]]);
  expect(read).toBe(0);
  expect(came[7]?.paper?.title).toBe('Paper 7');
  expect(came.filter((card) => passes(card, { words: 'paper 49' }))).toEqual([came[49]]);
  expect(read).toBe(50);
});

it('a card of which the rest cannot be read takes nothing away from the others', () => {
  const wrong = vi.spyOn(console, 'error').mockImplementation(() => {});
  const strange = (card: Element) => {
    if (card.id === '2401.1') throw new Error('strange');
    return site.read(card);
  };
  const cards = new FrugalCards({ ...site, read: strange });
  const { came } = cards.take(listOf(3));
  for (const card of came) cards.read(card);
  expect(came.filter((card) => passes(card, { words: 'paper' }))).toEqual([came[0], came[2]]);
  expect(came[1]?.paper).toBeUndefined();
  expect(wrong).toHaveBeenCalled();
  wrong.mockRestore();
});

it('a card that shows another paper by now is listed under it, and says what it says now', () => {
  const cards = new FrugalCards(site);
  const [card] = cards.take(listOf(1)).came;
  if (!card) throw new Error('no card');
  cards.read(card);
  expect(card.paper?.title).toBe('Paper 0');
  card.element.id = '2402.1';
  card.element.textContent = 'Another';
  expect(cards.read(card)).toBe(true);
  expect(cards.read(card)).toBe(false);
  expect(cards.ids()).toEqual(['arxiv:2402.1']);
  expect(card.paper?.title).toBe('Another');
});

it('of a long page few cards are watched, and all of them somewhere stand beside one that is', () => {
  const watched = new Set<Element>();
  type Moved = (entries: Partial<IntersectionObserverEntry>[]) => void;
  let tell: Moved = () => {};
  globalThis.IntersectionObserver = class {
    constructor(moved: Moved) {
      tell = moved;
    }
    observe(card: Element) {
      watched.add(card);
    }
    unobserve(card: Element) {
      watched.delete(card);
    }
    disconnect() {}
  } as unknown as typeof IntersectionObserver;
  vi.useFakeTimers();
  const nearing = new SparseNearing(() => {});
  const list = listOf(1_000);
  for (const card of list) {
    card.checkVisibility = () => true;
    nearing.watch(card);
  }
  expect(watched.size).toBeLessThan(200);
  const stands = [...watched];
  const far = { boundingClientRect: new DOMRect(0, 9_000, 10, 10) };
  for (const [at, card] of list.entries()) {
    const [before, after] = [
      stands.findLast((one) => list.indexOf(one) <= at),
      stands.find((one) => list.indexOf(one) > at),
    ];
    for (const target of [before, after]) {
      if (!target) continue;
      tell([{ ...far, target, isIntersecting: true }]);
      expect(watched.has(card)).toBe(true);
      tell([{ ...far, target, isIntersecting: false }]);
    }
  }
  expect(watched).toEqual(new Set(stands));
  const hidden = stands[80] as Element;
  hidden.checkVisibility = () => false;
  tell([]);
  expect(watched.has(hidden.nextElementSibling as Element)).toBe(true);
});
