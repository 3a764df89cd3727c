import type { Paper, PaperId } from '@/papers/paper';

/** One website: which of its pages list papers, which elements are the cards, and how to read one. */
export interface Site {
  /** As its users call it: "Hugging Face". */
  name: string;
  /**
   * Match patterns of the pages that list papers or show one; the manifest is made of them. Only the sites in
   * `granted.ts` are read from the start; every other one is switched on by its user.
   */
  matches: string[];
  /**
   * Selects the cards, or finds them; where that may take long, in steps, between which the page has its turn. A card is
   * the smallest element that holds everything the site says of one paper.
   */
  cards: string | ((document: Document) => Element[] | Search);
  /**
   * Selects the cards that stay as the server has sent them. They are marked while the rest of a long page is still on
   * its way; where scripts of the site take cards over, that has to wait.
   */
  served?: string;
  /**
   * Reads one card. Gives every identifier that the card shows. For a card that is no paper, or one that lacks a
   * title or an identifier, `undefined`; never throws.
   */
  read(card: Element): Paper | undefined;
  /**
   * Reads the identifiers of a card alone, the same as `read` gives, where a page may list a thousand papers: of those
   * that nobody is near nothing else is asked. None for what is no paper; `undefined` where it has to be read as a whole.
   */
  ids?(card: Element): (PaperId | undefined)[] | undefined;
  /** Where the strip goes: a row of the card that has room, and on which side of it. */
  place(card: Element): Place | undefined;
  /**
   * How many papers a listing of this site shows at the least when it is not empty: where fewer are found, the site has
   * probably changed. Absent where a page of one paper is all there is, or where a list may be of any length.
   */
  least?: number;
  /**
   * Keys that the site says are its own, and of which it might not tell when it uses them (it does where it calls off
   * the event or moves the focus, and then comes first anyway).
   */
  keys?: string[];
  /** All elements that belong to the card where it is not one element (arXiv: a `dt` and its `dd`). */
  parts?(card: Element): Element[];
  /** What the card begins with, where blank lines stand above that: what lies over the card begins there. */
  head?(card: Element): Element | null;
}

/** A search for cards that can be interrupted, and gives them in the end. */
export type Search = Generator<undefined, Element[]>;

/** A spot for the strip: before or after an element, or as the first or last thing inside it. */
export interface Place {
  element: Element;
  where: 'beforebegin' | 'afterbegin' | 'beforeend' | 'afterend';
  /**
   * `row`: takes the room that is left in a flex row; `line`: follows text in a line of it;
   * `edge`: lies in the empty bottom edge of a card that is positioned; `over`: lies on a picture that is;
   * `text`: stands within running text; `gutter`: in the empty margin before what it is put into.
   */
  fit: 'row' | 'line' | 'edge' | 'over' | 'text' | 'gutter';
  /** The title, where the strip stands above it: what is opened from the strip must not cover it. */
  title?: Element | null | undefined;
  /** Taken instead where the row or line is full, so that nothing in it has to give way and the page does not grow. */
  or?: Place | undefined;
}

/** Text of an element with white space folded, at most 25,000 characters; empty where there is none. */
export function textOf(element: Element | null | undefined): string {
  // More than any abstract holds: a page must not be able to keep us busy with endless text.
  return (
    element?.textContent
      ?.slice(0, 25_000)
      .replace(/[^\S ]\s*| \s+/g, ' ')
      .trim() ?? ''
  );
}

/** The cards of a site on a page, in its order, or the search for them. */
export function findCards(document: Document, { cards }: Site): Element[] | Search {
  return typeof cards === 'string' ? [...document.querySelectorAll(cards)] : cards(document);
}

/** The cards of a site on a page, in its order, found in one go. */
export function cardsOn(document: Document, site: Site): Element[] {
  const found = findCards(document, site);
  if (Array.isArray(found)) return found;
  for (;;) {
    const { done, value } = found.next();
    if (done) return value;
  }
}
