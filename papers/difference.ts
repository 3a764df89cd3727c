import type { DraftPaper } from './draft';
import type { PaperChange, Remembered } from './rows';

/** Whether two values read the same when written down; enough for rows, which hold plain data only. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return Array.isArray(a) === Array.isArray(b) && [...keys].every((key) => same(left[key], right[key]));
}

function remembered(paper: DraftPaper): Remembered {
  const { key: _key, updatedAt: _updatedAt, ...rest } = paper;
  return rest;
}

/** What the journal keeps of a change: whole papers that came or went, else only the fields that differ. */
export function difference(
  key: string,
  before: DraftPaper | undefined,
  after: DraftPaper | undefined,
): PaperChange | undefined {
  if (!before || !after) {
    if (!before && !after) return undefined;
    return { key, before: before ? remembered(before) : null, after: after ? remembered(after) : null };
  }
  const [was, is] = [remembered(before), remembered(after)] as Record<string, unknown>[];
  const fields = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])].filter(
    (field) => !same(was?.[field], is?.[field]),
  );
  if (fields.length === 0) return undefined;
  const pick = (from: Record<string, unknown> | undefined) =>
    Object.fromEntries(fields.map((field) => [field, from?.[field]])) as Partial<Remembered>;
  return { key, before: pick(was), after: pick(is) };
}
