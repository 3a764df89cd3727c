import { defineContentScript } from '#imports';
import { granted } from '@/sites/granted';
import { siteAt } from '@/sites/matching';
import { Listing } from './listing';
import { takeOver } from './one';

/** Runs on the listing pages that Dogear reads from the start, and marks their cards. */
export default defineContentScript({
  matches: Object.values(granted).flatMap((site) => site.matches),
  runAt: 'document_end',
  main(ctx) {
    const listing = new Listing((address) => siteAt(address, granted));
    if (takeOver(listing)) listing.start();
    ctx.onInvalidated(() => listing.end());
  },
});
