import type { Card } from './cards';

/** Keeps what lies over the cards, folds and veils, in step with their sizes. */
export class Covers {
  private laid = new Set<Card>();
  private sizes = new ResizeObserver(() => this.lay([...this.laid]));

  /** `parts` gives all elements of a card. */
  constructor(private parts: (card: Element) => Element[]) {}

  /** Lays covers over the cards that have any. All boxes are read before any is moved. */
  lay(cards: Card[]): void {
    const boxes = cards.flatMap((card) => {
      const { strip } = card;
      if (!strip?.lies) return [];
      return [{ card, strip, extent: extent(this.parts(card.element)), origin: strip.origin() }];
    });
    for (const { card, strip, extent, origin } of boxes) {
      strip.lay(extent, origin);
      if (this.laid.has(card)) continue;
      this.laid.add(card);
      this.sizes.observe(card.element);
    }
  }

  drop(card: Card): void {
    if (this.laid.delete(card)) this.sizes.unobserve(card.element);
  }

  end(): void {
    this.sizes.disconnect();
    this.laid.clear();
  }
}

/** The rectangle around all of them, in CSS pixels of the viewport. */
function extent(elements: Element[]): DOMRect {
  const rects = elements.map((element) => element.getBoundingClientRect());
  const left = Math.min(...rects.map((rect) => rect.left));
  const top = Math.min(...rects.map((rect) => rect.top));
  const right = Math.max(...rects.map((rect) => rect.right));
  const bottom = Math.max(...rects.map((rect) => rect.bottom));
  return new DOMRect(left, top, right - left, bottom - top);
}
