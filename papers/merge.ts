import type { DraftPaper } from './draft';
import { draftedTitle } from './identity';
import type { Paper } from './paper';

/** Between two texts of one note that both stay. */
const BOTH = '\n\n———\n\n';

/** Both texts, unless one already holds the other. */
export function joinNotes(first: string, second: string): string {
  if (first.includes(second)) return first;
  if (second.includes(first)) return second;
  return `${first.trimEnd()}${BOTH}${second.trimStart()}`;
}

/** Adds to a stored paper what a page or file knows and it does not; what it has, it keeps. */
export function learn(paper: DraftPaper, facts: Paper): void {
  // Saved from a link, it was called by its identifier until somebody knew better.
  if (isUntitled(paper) && !isUntitled(facts)) {
    paper.title = facts.title;
    paper.url = facts.url;
  }
  paper.ids = [...new Set([...paper.ids, ...facts.ids])];
  if (paper.authors.length === 0 && facts.authors) paper.authors = facts.authors;
  for (const field of ['organisation', 'abstract', 'published', 'venue'] as const) {
    const fact = facts[field];
    // "2024" gives way to "2024-05-17".
    const sharper = field === 'published' && fact && paper.published && fact.startsWith(paper.published);
    if (fact && (!paper[field] || sharper)) paper[field] = fact;
  }
  if (facts.links) paper.links = { ...facts.links, ...paper.links };
}

/**
 * Makes one paper of two that share an identifier: `into` keeps its place and gains everything that `from` has.
 * The status is the one that was set last; both notes stay.
 */
export function mergeInto(into: DraftPaper, from: DraftPaper): void {
  const { key: _key, ...facts } = from;
  learn(into, facts);
  const live = [into, from].filter((paper) => paper.removedAt === undefined);
  const latest = (live.length ? live : [into, from]).reduce((a, b) => (b.updatedAt > a.updatedAt ? b : a));
  into.status = latest.status;
  if (live.length) delete into.removedAt;
  into.tagIds = [...new Set([...into.tagIds, ...from.tagIds])];
  into.note = joinNotes(into.note, from.note);
  into.savedAt = Math.min(into.savedAt, from.savedAt);
  for (const field of ['rating', 'reviewAt'] as const) {
    const value = into[field] ?? from[field];
    if (value !== undefined) into[field] = value;
  }
}

function isUntitled({ ids, title }: Pick<Paper, 'ids' | 'title'>): boolean {
  return ids.some((id) => draftedTitle(id) === title);
}
