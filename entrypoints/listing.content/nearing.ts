import { isLoading } from './cards';

/** How far outside the viewport a card is made ready, in CSS pixels. */
const NEAR = 2_000;
/** How many cards are made ready at once. */
const AT_ONCE = 16;
/** How long cards wait for each other and for the page to come to rest, in ms. */
const PATIENCE = 100;
/** Who scrolls farther in that time reads no card, in CSS pixels. */
const FAR = 80;

/**
 * Tells which cards are in sight or close to it. What is in sight comes at once; what is not waits until the page has
 * time, and much of it comes together: a strip that is put into a long page makes the browser go through all of it. For
 * the same reason nothing comes while the page is scrolled fast.
 */
export class Nearing {
  protected near = new Set<Element>();
  private waiting = new Set<Element>();
  private planned = false;
  protected observer = new IntersectionObserver((entries) => this.moved(entries), { rootMargin: `${NEAR}px` });

  constructor(private come: (cards: Element[]) => void) {}

  watch(card: Element): void {
    this.observer.observe(card);
  }

  leave(card: Element): void {
    this.observer.unobserve(card);
    this.near.delete(card);
    this.waiting.delete(card);
  }

  has(card: Element): boolean {
    return this.near.has(card);
  }

  end(): void {
    this.observer.disconnect();
    this.near.clear();
    this.waiting.clear();
  }

  protected moved(entries: IntersectionObserverEntry[]): void {
    const seen: Element[] = [];
    // Where others are waiting, somebody may be scrolling.
    const calm = !this.planned;
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      if (!isIntersecting) {
        this.near.delete(target);
        this.waiting.delete(target);
      } else if (!this.near.has(target)) {
        this.near.add(target);
        if (calm && beside(boundingClientRect) === 0) seen.push(target);
        else this.waiting.add(target);
      }
    }
    if (seen.length) this.come(seen);
    if (this.waiting.size) this.plan(place());
  }

  /** `from`: where the page is. */
  private plan(from: number): void {
    if (this.planned) return;
    this.planned = true;
    setTimeout(() => requestIdleCallback(() => this.giveWaiting(from), { timeout: PATIENCE }), PATIENCE);
  }

  /** `from`: where the page was a moment ago. */
  private giveWaiting(from: number): void {
    this.planned = false;
    // Asked for after cards were made ready, it would have the page laid out at once.
    const now = place();
    if (Math.abs(now - from) < FAR) {
      const next = [...this.waiting]
        .map((card) => [card, isLoading() ? 0 : beside(card.getBoundingClientRect())] as const)
        .sort(([, a], [, b]) => a - b)
        .slice(0, AT_ONCE)
        .map(([card]) => card);
      for (const card of next) this.waiting.delete(card);
      this.come(next);
    }
    if (this.waiting.size) this.plan(now);
  }
}

/** How far down the page is scrolled, in CSS pixels; while it grows, asking would have it laid out each time. */
const place = () => (isLoading() ? 0 : scrollY);

/** How far above or below the visible part of the page something lies, in CSS pixels. */
function beside({ top, bottom }: DOMRectReadOnly): number {
  return Math.max(0, -bottom, top - innerHeight);
}
