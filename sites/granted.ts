import arxiv from './arxiv';
import huggingface from './huggingface';
import type { Site } from './site';

/** The sites that Dogear reads from the start, by the names of their files; kept few, since each is a permission. */
export const granted: Record<string, Site> = { arxiv, huggingface };
