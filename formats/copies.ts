import type { Entry } from '@/papers/paper';

/** One way to copy a paper as text. */
export interface Copies {
  name: string;
  label: string;
  text(entry: Entry): Promise<string>;
}

// Loaded when one is asked for: the table of LaTeX signs is longer than a page that only offers it.
const citation = () => import('./citation');

/** The ways to copy one paper, in the order in which a menu offers them. */
export const COPIES: readonly Copies[] = [
  { name: 'citation', label: 'Citation', text: async (entry) => (await citation()).plainCitation(entry) },
  { name: 'link', label: 'Markdown link', text: async (entry) => (await citation()).markdownLink(entry) },
  { name: 'bibtex', label: 'BibTeX', text: async (entry) => (await citation()).bibtexCitation(entry) },
];
