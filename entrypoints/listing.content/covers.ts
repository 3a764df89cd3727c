import type { Card } from './cards';

/** Keeps what lies over the cards, folds and veils, in step with their sizes. */
export class Covers {
  private laid = new Set<Card>();
  private again = () => this.lay([...this.laid]);
  private sizes = new ResizeObserver(this.again);

  /** `parts` gives all elements of a card, `head` what it begins with where that is not the first of them. */
  constructor(
    private parts: (card: Element) => Element[],
    private head: (card: Element) => Element | null | undefined,
  ) {}

  /** Lays covers over the cards that have any. All boxes are read before any is moved, and before what is done `then`. */
  lay(cards: Card[], then?: () => void): void {
    const boxes = cards.flatMap((card) => {
      const { strip } = card;
      if (!strip?.lies) return [];
      const [first = card.element, ...rest] = this.parts(card.element);
      const all = extent([first, ...rest]);
      const top = this.head(card.element)?.getBoundingClientRect().top ?? all.top;
      const box = new DOMRect(all.x, top, all.width, all.bottom - top);
      const style = getComputedStyle(first);
      const rtl = style.direction === 'rtl';
      const right = document.documentElement.clientWidth - box.right;
      const room: [number, number] = rtl ? [right, box.left] : [box.left, right];
      return [{ card, strip, box, rtl, beyond: isBare(style) ? room : undefined, origin: strip.origin() }];
    });
    then?.();
    for (const { card, strip, box, rtl, beyond, origin } of boxes) {
      strip.lay(box, origin, rtl, beyond);
      if (this.laid.has(card)) continue;
      this.laid.add(card);
      // Pictures and fonts that come late move strips, and with them what hangs on them.
      addEventListener('load', this.again);
      this.sizes.observe(card.element);
    }
  }

  drop(card: Card): void {
    if (this.laid.delete(card)) this.sizes.unobserve(card.element);
  }

  end(): void {
    removeEventListener('load', this.again);
    this.sizes.disconnect();
    this.laid.clear();
  }
}

/** Whether a card's text begins right at its edge, and what lies beside that edge is not cut off. */
function isBare({ borderLeftWidth, paddingLeft, overflowX, contentVisibility }: CSSStyleDeclaration): boolean {
  return (
    parseFloat(borderLeftWidth) + parseFloat(paddingLeft) < 12 && overflowX + contentVisibility === 'visiblevisible'
  );
}

/** The rectangle around those of them that are displayed, in CSS pixels of the viewport. */
export function extent(elements: Element[]): DOMRect {
  // A part that is folded away is at no place, which is said to be the window's corner.
  const rects = elements.flatMap((element) => [...element.getClientRects()]);
  const least = (side: 'left' | 'top') => Math.min(...rects.map((rect) => rect[side]));
  const most = (side: 'right' | 'bottom') => Math.max(...rects.map((rect) => rect[side]));
  const [left, top] = [least('left'), least('top')];
  return new DOMRect(left, top, most('right') - left, most('bottom') - top);
}
