import { defineContentScript } from '#imports';
import { begin } from '@/entrypoints/listing.content/one';
import huggingface from '@/sites/huggingface';

/** Runs on the listing pages of Hugging Face, from the start, and marks their cards. */
export default defineContentScript({
  matches: huggingface.matches,
  // It waits for the whole page, and wakes the background meanwhile.
  runAt: 'document_start',
  main: (ctx) => begin(ctx, 'huggingface', huggingface),
});
