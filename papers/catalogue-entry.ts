import type { PaperId, Status } from './paper';
import { hasOf } from './query';
import { type PaperRow, titleKey } from './rows';

/** What the catalogue keeps of a paper beside its words: all that filters and orders ask about. */
export interface Entry {
  key: string;
  status: Status;
  tags: string[];
  rating: number;
  published: string;
  site: string;
  has: string[];
  savedAt: number;
  reviewAt: number;
  title: string;
}

const NEVER = Number.MAX_VALUE;
const LEVELS = 255;

/** A row as the catalogue keeps it. */
export function entryOf(row: PaperRow): Entry {
  return {
    key: row.key,
    status: row.status,
    tags: row.tagIds,
    rating: row.rating ?? 0,
    published: row.published ?? '',
    site: row.metOn.toLowerCase(),
    has: hasOf(row),
    savedAt: row.savedAt,
    reviewAt: row.reviewAt ?? NEVER,
    title: titleKey(row.title),
  };
}

/** Best first; papers of about the same worth keep their order. */
export function byScore(slots: Uint32Array, scores: Float32Array): number[] {
  let most = 0;
  for (const slot of slots) most = Math.max(most, scores[slot] ?? 0);
  const levels: number[][] = Array.from({ length: LEVELS + 1 }, () => []);
  for (const slot of slots) levels[Math.round(((scores[slot] ?? 0) / (most || 1)) * LEVELS)]?.push(slot);
  return levels.reverse().flat();
}

/** An identifier without its scheme: what is typed to find it. */
export function idValue(id: PaperId): string {
  return id.slice(id.indexOf(':') + 1);
}
