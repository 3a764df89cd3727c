import { cleanIds, type Paper, type PaperId } from '@/papers/paper';
import { type Card, Cards, isLoading } from './cards';
import { Nearing } from './nearing';

/** So many cards are watched one by one; of more, one in so many, until it is near. */
const ALONE = 60;
const GROUP = 8;

/**
 * Watches one of several cards of a long page, and those around it while it is near: Chromium works out for each picture
 * of a page that is scrolled where everything is that is watched, which takes 3 of its 16 ms with 1,466 cards.
 */
export class SparseNearing extends Nearing {
  /** Cards that are always watched, and in groups those around each. */
  private stands = new Map<Element, Element[][]>();
  /** What the last of them stands for. */
  private group: Element[] = [];
  /** What is watched beside them. */
  private more = new Set<Element>();
  /** What holds the cards: it is of another size when the page has hidden many of them, and others have come near. */
  private lists = new Set<Element>();
  private sizes = new ResizeObserver(() => isLoading() || this.moved([]));

  override watch(card: Element): void {
    if (this.stands.size < ALONE || this.group.length === GROUP) {
      const before = this.group;
      this.group = [];
      this.stands.set(card, [before, this.group]);
      super.watch(card);
      const list = card.parentElement;
      if (list && !this.lists.has(list)) this.sizes.observe(list);
      if (list) this.lists.add(list);
    }
    this.group.push(card);
  }

  override leave(card: Element): void {
    super.leave(card);
    this.stands.delete(card);
    this.more.delete(card);
  }

  override end(): void {
    super.end();
    this.sizes.disconnect();
    this.lists.clear();
    this.stands.clear();
    this.group = [];
    this.more.clear();
  }

  /** Watches what is around the cards that are near, and around those that are not displayed, of which nobody can tell. */
  protected override moved(entries: IntersectionObserverEntry[]): void {
    // Before anything is drawn: afterwards the browser would have to work it out anew.
    const hidden = [...this.stands.keys()].filter((card) => !card.checkVisibility());
    super.moved(entries);
    const wanted = new Set(this.near);
    for (const card of [...this.near, ...hidden])
      for (const one of this.stands.get(card)?.flat() ?? []) wanted.add(one);
    for (const card of wanted) this.observer.observe(card);
    for (const card of this.more) if (!wanted.has(card) && !this.stands.has(card)) this.observer.unobserve(card);
    this.more = wanted;
  }
}

/** A card of which the page keeps what it says until somebody asks. */
class FarCard implements Card {
  ids: Card['ids'] = undefined;
  asOf = 0;
  fresh = false;
  expelled = 0;
  private kept: Paper | undefined = undefined;

  constructor(
    readonly element: Element,
    private cards: FrugalCards,
  ) {}

  get paper(): Paper | undefined {
    if (this.ids) this.kept ??= this.cards.paperIn(this.element);
    return this.kept;
  }

  set paper(paper: Paper | undefined) {
    this.kept = paper;
  }
}

/** Reads of cards that nobody is near only their identifiers: the page keeps the rest, and a page may be long. */
export class FrugalCards extends Cards {
  protected override make(element: Element): Card {
    return new FarCard(element, this);
  }

  /** What a card says, whenever somebody asks. */
  paperIn(element: Element): Paper | undefined {
    return this.tried(() => this.site.read(element));
  }

  protected override idsOf(card: Card): PaperId[] | undefined {
    const alone = this.site.ids?.(card.element);
    const ids = alone ? cleanIds(alone) : super.idsOf(card);
    card.paper = undefined;
    return ids?.length ? ids : undefined;
  }
}
