import type { PageCount } from '@/papers/messages';
import type { Mark, Paper, PaperId } from '@/papers/paper';
import type { TroubleName } from '@/papers/trouble';
import { findCards, type Search, type Site } from '@/sites/site';
import { isSaved } from './acts';
import type { Strip } from './strip';

/** One card of the page and what is known of it. */
export interface Card {
  element: Element;
  /** The identifiers of its paper; `undefined` until they are read, `null` when it cannot be. */
  ids?: PaperId[] | null | undefined;
  /** What it says, once it was read. */
  paper?: Paper | undefined;
  mark?: Mark | undefined;
  /** Whether the background has been asked about this paper. */
  asked?: boolean | undefined;
  /** The revision of which its mark tells. */
  asOf: number;
  strip?: Strip | undefined;
  /** Never shown by any page before this one. */
  fresh: boolean;
  selected?: boolean | undefined;
  /** The one that keys act on. */
  current?: boolean | undefined;
  /** How often the page has thrown the strip out; after some times it gets its way. */
  expelled: number;
  /** What has just happened and can be undone. */
  said?: { text: string; rev?: number | undefined } | undefined;
  trouble?: TroubleName | undefined;
}

/** For how long cards are searched for, or those that nobody is near read, without a pause, in ms. */
const SLICE = 8;

/** Whether more of the page is on its way from the server. */
export function isLoading(): boolean {
  return document.readyState === 'loading';
}

async function inSlices(search: Search): Promise<Element[]> {
  for (let end = performance.now() + SLICE; ; ) {
    const { done, value } = search.next();
    if (done) return value;
    if (performance.now() < end) continue;
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 100 }));
    end = performance.now() + SLICE;
  }
}

/** The page's cards: found, read, and looked up by element or identifier. */
export class Cards {
  private byElement = new Map<Element, Card>();
  private reading = false;
  private byId = new Map<PaperId, Card[]>();

  constructor(readonly site: Site) {}

  all(): Iterable<Card> {
    return this.byElement.values();
  }

  of(element: Element): Card | undefined {
    return this.byElement.get(element);
  }

  /** The card that an element of the page lies in. */
  around(element: Element): Card | undefined {
    for (let at: Element | null = element; at; at = at.parentElement) {
      const card = this.byElement.get(at);
      if (card) return card;
    }
    return undefined;
  }

  with(id: PaperId): Card[] {
    return this.byId.get(id) ?? [];
  }

  /** What the page at this address holds, for the popup and the toolbar. */
  count(address: string): PageCount {
    const cards = [...this.all()];
    const number = (holds: (card: Card) => unknown) => cards.filter(holds).length;
    return {
      site: this.site.name,
      address,
      cards: cards.length,
      papers: number(({ ids }) => ids),
      saved: number(isSaved),
      unread: number(({ ids }) => ids === null),
    };
  }

  /** All identifiers that have been read so far. */
  ids(): PaperId[] {
    return [...this.byId.keys()];
  }

  /** The elements that are cards by now; a search that takes long is made in slices. */
  find(): Element[] | Promise<Element[]> {
    const found = findCards(document, this.site);
    if (!Array.isArray(found)) return inSlices(found);
    // The last one may not be all there yet.
    return isLoading() ? found.filter((one) => one.matches(this.site.served ?? '_')).slice(0, -1) : found;
  }

  /** Takes what was found. Gives cards that have come since the last time, and those whose element has left the page. */
  take(elements: Element[]): { came: Card[]; went: Card[] } {
    const found = new Set(elements);
    const went = [...this.byElement.values()].filter(({ element }) => !found.has(element));
    for (const card of went) this.forget(card);
    const came: Card[] = [];
    for (const element of found) {
      if (this.byElement.has(element)) continue;
      const card = this.make(element);
      this.byElement.set(element, card);
      came.push(card);
    }
    return { came, went };
  }

  protected make(element: Element): Card {
    return { element, asOf: 0, fresh: false, expelled: 0 };
  }

  /** Reads a card; again when its element may show another paper by now. Gives whether the paper is another one. */
  read(card: Card): boolean {
    const before = String(card.ids);
    this.unlist(card);
    card.ids = this.tried(() => this.idsOf(card)) ?? null;
    for (const id of card.ids ?? []) this.byId.set(id, [...this.with(id), card]);
    return before !== String(card.ids);
  }

  /** A site that throws is a bug of ours; one strange card must not take the others' marks away. */
  protected tried<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      console.error('Dogear', error);
      return undefined;
    }
  }

  /** Reads what a card says. Gives its identifiers, none where it is no paper. */
  protected idsOf(card: Card): PaperId[] | undefined {
    card.paper = this.site.read(card.element);
    return card.paper?.ids;
  }

  /** Reads the cards that nobody is near, when the page has time, so that counts are right; then calls. */
  readRest(done: () => void, deadline?: IdleDeadline): void {
    if (this.reading && !deadline) return;
    this.reading = true;
    const end = performance.now() + Math.min(SLICE, (deadline?.timeRemaining() ?? 0) - 2);
    for (const card of this.all()) {
      if (card.ids !== undefined) continue;
      if (deadline) this.read(card);
      if (performance.now() < end) continue;
      requestIdleCallback((next) => this.readRest(done, next), { timeout: 1_000 });
      return;
    }
    this.reading = false;
    done();
  }

  private forget(card: Card): void {
    this.byElement.delete(card.element);
    this.unlist(card);
  }

  private unlist(card: Card): void {
    for (const id of card.ids ?? []) {
      const cards = this.with(id).filter((one) => one !== card);
      if (cards.length) this.byId.set(id, cards);
      else this.byId.delete(id);
    }
  }
}
