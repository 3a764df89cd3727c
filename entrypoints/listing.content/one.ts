import { matches } from '@/sites/matching';
import type { Site } from '@/sites/site';
import { Listing } from './listing';
import { sweep } from './sealed';

const NAME = Symbol.for('dogear.listing');
/** All our scripts of one page share a world of their own, which the page's scripts cannot reach. */
const world = globalThis as { [NAME]?: Listing | undefined };

/** The listing at work on this page, whichever of our scripts began it. */
export function current(): Listing | undefined {
  const listing = world[NAME];
  return listing?.ended ? undefined : listing;
}

/** Puts this listing in the place of another, unless that one has found papers. Gives whether it may begin. */
export function takeOver(listing: Listing): boolean {
  const other = current();
  if (isAtWork(other)) return false;
  other?.end();
  sweep();
  world[NAME] = listing;
  return true;
}

/** Whether a listing has found cards, and can read them as far as it has tried. */
export function isAtWork(listing: Listing | undefined): boolean {
  const { cards = 0, unread = 0 } = listing?.count() ?? {};
  return cards > unread;
}

/** Marks the cards of a site, by the name of its file, on this page, as long as `ctx` says that we may. */
export function begin(ctx: { onInvalidated(end: () => void): unknown }, name: string, site: Site): void {
  const fits = (address: string) => site.matches.some((pattern) => matches(pattern, address));
  const listing = new Listing((address) => (fits(address) ? [name, site] : undefined));
  if (takeOver(listing)) listing.start();
  ctx.onInvalidated(() => listing.end());
}
