import { defineContentScript } from '#imports';
import { isLoading } from '@/entrypoints/listing.content/cards';
import { FrugalCards, SparseNearing } from '@/entrypoints/listing.content/frugal';
import { Listing } from '@/entrypoints/listing.content/listing';
import { current, isAtWork, takeOver } from '@/entrypoints/listing.content/one';
import { listen } from '@/papers/remote';
import { optional, sites } from '@/sites';
import { anywhere } from '@/sites/anywhere';
import { matches, siteAt } from '@/sites/matching';
import { cardsOn, type Site } from '@/sites/site';

/** How long a page that has come may take to show its papers before they are looked for in another way, in ms. */
const PATIENCE = 4_000;

/**
 * Runs where its user has asked for it: on the sites that were switched on, and on any page that is to be searched for
 * papers or always is. Also on listings of the sites that are read from the start, once their own script has found nothing.
 */
export default defineContentScript({
  matches: Object.values(optional).flatMap((site) => site.matches),
  registration: 'runtime',
  runAt: 'document_idle',
  main(ctx) {
    const finder: [string, Site] = ['anywhere', anywhere(location.hostname)];
    // A page of no known site is here because it was asked for; elsewhere the finder waits until it is.
    let searching = siteAt(location.href, sites) === undefined;
    const siteHere = (address: string) => (searching ? finder : siteAt(address, sites));

    /** Looks in another way where the site's own file finds nothing. */
    const search = (): boolean => {
      if (isAtWork(current())) return false;
      searching = true;
      return begin();
    };
    const begin = (): boolean => {
      const listing = new Listing(siteHere, FrugalCards, SparseNearing);
      if (!takeOver(listing)) return false;
      listing.start();
      return true;
    };

    // The script may be put into a page twice: by its registration, and by its user.
    if (!current()) begin();
    let late: ReturnType<typeof setTimeout> | undefined;
    const lookLate = () => {
      late = setTimeout(() => {
        const site = siteAt(location.href, sites)?.[1];
        if (searching || !site?.least || isAtWork(current())) return;
        if (cardsOn(document, finder[1]).length >= Math.max(2, site.least)) search();
      }, PATIENCE);
    };
    if (isLoading()) document.addEventListener('DOMContentLoaded', lookLate, { once: true });
    else lookLate();
    const stop = listen((notice) => {
      if (notice.notice === 'find') search();
      else if (notice.notice === 'off' && notice.origins.some((origin) => matches(origin, location.href))) end();
    });
    const end = () => {
      clearTimeout(late);
      document.removeEventListener('DOMContentLoaded', lookLate);
      stop();
      current()?.end();
    };
    ctx.onInvalidated(end);
  },
});
