import type { Entry } from '@/papers/paper';
import { markdownLink, plainCitation } from './citation';

/** The ways to copy one paper, in the order in which a menu offers them. */
export const COPIES: readonly { name: string; label: string; text(entry: Entry): string | Promise<string> }[] = [
  { name: 'citation', label: 'Citation', text: plainCitation },
  { name: 'link', label: 'Markdown link', text: markdownLink },
  // Loaded when it is asked for: escaping for LaTeX needs its table of signs.
  { name: 'bibtex', label: 'BibTeX', text: async (entry) => (await import('./bibtex-write')).bibtexOf(entry) },
];
