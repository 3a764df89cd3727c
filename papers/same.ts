import { fold, type Paper } from './paper';

type Told = Pick<Paper, 'ids' | 'title'> & { authors?: string[] | undefined };

/**
 * Whether two papers are probably one: the same title, but for case, accents, signs and a formula's dress, and an
 * author in common. Only ever offered to the user: preprint and publication may differ, and so may two papers of one name.
 */
export function maybeSame(a: Told, b: Told): boolean {
  const title = titleKey(a.title);
  // "Introduction" and "Discussion" are titles too.
  if (title.length < 13 || title !== titleKey(b.title)) return false;
  const names = new Set((a.authors ?? []).map(nameKey));
  return (b.authors ?? []).some((author) => names.has(nameKey(author)));
}

/** What two titles that are the same have in common; good for an index. */
export function titleKey(title: string): string {
  return fold(title.replace(/\\[a-z]+/gi, '')).replace(/[^\p{L}\d]/gu, '');
}

/** Family name and first initial: all that listings have in common ("Vaswani, Ashish", "A. Vaswani"). */
function nameKey(author: string): string {
  const [family = '', given] = author.includes(',') ? author.split(',') : [];
  const words = author.trim().split(/\s+/);
  const last = given === undefined ? (words.at(-1) ?? '') : family;
  const first = (given ?? (words.length > 1 ? words[0] : '') ?? '').trim();
  return `${fold(last).replace(/[^\p{L}]/gu, '')} ${fold(first).slice(0, 1)}`;
}
