import type { MarksActs } from '@/components/Marks';
import type { Place } from '@/sites/site';
import type { Card } from './cards';
import { Covers } from './covers';
import type { Ground } from './ground';
import { HOST, Strip } from './strip';

/** A page that throws a strip out this often is left alone. */
const PATIENCE = 30;
/** How long a window keeps its width until strips are fitted to it, in ms. */
const REST = 150;

/** What drawing needs of the listing around it. */
interface Around {
  readonly ground: Ground;
  all(): Card[];
  actsOn(card: Card): MarksActs;
  /** Whether a card holds a name or phrase that its user looks out for. */
  watched(card: Card): boolean;
  placeFor(card: Card): Place | undefined;
  /** All elements of a card. */
  partsOf(card: { element: Element }): Element[];
  /** What a card begins with, where that is not the first of them. */
  headOf(element: Element): Element | null | undefined;
}

/** Puts strips on cards, draws them, and takes them away. */
export class Drawing {
  private covers = new Covers(
    (element) => this.around.partsOf({ element }),
    (element) => this.around.headOf(element),
  );
  /** Cards whose strips and covers are to be fitted to the page before it is painted. */
  private unfitted = new Set<Card>();
  /** For which width of the window strips were put where they are, if it has changed before. */
  private width = 0;
  private resting = 0;

  /** Tells when the page is laid out: whatever is observed is told of once then. */
  private laidOut = new ResizeObserver(() => {
    this.laidOut.disconnect();
    this.fitAll();
  });

  constructor(private around: Around) {}

  /** Draws these cards as they now are; a card that is no paper has no strip. */
  draw(cards: Card[]): void {
    for (const card of cards) {
      const { paper, mark, said, trouble } = card;
      if (!paper) {
        this.take(card);
        continue;
      }
      const strip = card.strip ?? this.place(card);
      const props = { title: paper.title, mark, said, trouble, acts: this.around.actsOn(card) };
      strip?.draw(props, this.around.ground, { ...card, watched: this.around.watched(card) });
    }
    this.fitSoon(cards);
  }

  /** Once a frame, when the browser has laid the page out: asked for before, all of it would be laid out for us alone. */
  private fitSoon(cards: Card[]): void {
    for (const card of cards) if (card.strip) this.unfitted.add(card);
    if (this.unfitted.size) this.laidOut.observe(document.documentElement);
  }

  /** Gives strips the room that there is, or another place. All boxes are read before any is changed. */
  private fitAll(): void {
    const cards = [...this.unfitted];
    this.unfitted.clear();
    const placed = cards.flatMap(({ strip }) => (strip?.unfitted ? [{ strip, place: strip.unfitted }] : []));
    const full = placed.filter(({ strip, place }) => place.or && !strip.moved && strip.crowds());
    for (const { strip, place } of full) strip.put(place.or ?? place);
    const still = full.filter(({ strip }) => strip.crowds());
    for (const { strip, place } of still) strip.put(place);
    const rooms = placed.map(({ strip }) => [strip, strip.room()] as const);
    // What lies over the cards is measured before strips take their room, which does not move them.
    this.covers.lay(cards, () => {
      for (const [strip, room] of rooms) if (room !== undefined) strip.take(room);
    });
    // With the next picture, when the page is laid out. Observed from here, the root would be told of too late for this
    // one, which browsers report to the page as an error.
    const moved = cards.filter(({ strip }) => strip?.moved);
    if (moved.length) requestAnimationFrame(() => this.fitSoon(moved));
  }

  /** Puts strips where they belong in a window of another width: rows and lines may be full by now, or have room. */
  private resized = () => {
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => {
      if (this.width === innerWidth) return;
      this.width = innerWidth;
      const cards = this.around.all().filter(({ strip }) => strip);
      const places = cards.map((card) => this.around.placeFor(card));
      for (const card of cards) this.putBack(card, places.shift());
    }, REST);
  };

  /** Puts a strip back that the page has thrown out. */
  restore(card: Card): void {
    this.putBack(card, card.expelled++ < PATIENCE ? this.around.placeFor(card) : undefined);
  }

  private putBack(card: Card, place: Place | undefined): void {
    if (place) card.strip?.put(place);
    this.fitSoon([card]);
  }

  take(card: Card): void {
    this.covers.drop(card);
    this.unfitted.delete(card);
    card.strip?.remove();
    card.strip = undefined;
  }

  end(): void {
    removeEventListener('resize', this.resized);
    this.laidOut.disconnect();
    this.covers.end();
  }

  private place(card: Card): Strip | undefined {
    const place = this.around.placeFor(card);
    if (!place) return undefined;
    addEventListener('resize', this.resized);
    // Copies that a page has made of our hosts are empty shells.
    for (const shell of card.element.querySelectorAll(HOST)) shell.remove();
    const strip = new Strip();
    strip.put(place);
    card.strip = strip;
    return strip;
  }
}
