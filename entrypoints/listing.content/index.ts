import { defineContentScript } from '#imports';
import { siteAt, sites } from '@/sites';
import { Listing } from './listing';

/** Runs on pages that list papers, and marks their cards. */
export default defineContentScript({
  matches: Object.values(sites)
    .filter((site) => site.granted)
    .flatMap((site) => site.matches),
  runAt: 'document_end',
  main(ctx) {
    const listing = new Listing((address) => {
      const site = siteAt(address);
      return Object.entries(sites).find(([, one]) => one === site);
    });
    listing.start();
    ctx.onInvalidated(() => listing.end());
  },
});
