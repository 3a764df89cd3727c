import { defineContentScript } from '#imports';
import gutterCss from '@/entrypoints/listing.content/gutter.css?inline';
import { begin } from '@/entrypoints/listing.content/one';
import { wear } from '@/entrypoints/listing.content/strip';
import arxiv from '@/sites/arxiv';

/** Runs on the listing pages of arXiv, from the start, and marks their cards. */
export default defineContentScript({
  matches: arxiv.matches,
  // Its pages stay as they are served: the first cards are marked while others are still on their way.
  runAt: 'document_start',
  main(ctx) {
    wear(gutterCss);
    begin(ctx, 'arxiv', arxiv);
  },
});
