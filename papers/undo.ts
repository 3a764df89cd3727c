import { same } from './difference';
import type { Draft, DraftPaper } from './draft';
import type { JournalRow, PaperChange, Remembered } from './rows';

/** Words for what stays because it was changed again after the act that is being undone. */
const FIELDS: Partial<Record<keyof Remembered, string>> = {
  note: 'the note',
  status: 'the status',
  rating: 'the rating',
  removedAt: 'whether it is in the trash',
  reviewAt: 'the review date',
  memory: 'how well it is remembered',
};

/** Puts back what the act has changed, field by field. Gives, in words, what was changed again since and so stays. */
export async function revert(draft: Draft, row: JournalRow): Promise<string[]> {
  const kept: string[] = [];
  await draft.load(row.keys);
  // Tags first: papers may carry one that has to come back.
  for (const { id, before } of row.tags) {
    if (before || !(await stillCarried(draft, id, row))) await draft.putTag(id, before ?? undefined);
  }
  for (const change of row.papers) revertPaper(draft, change, kept);
  return kept;
}

/** A tag that the act made stays when papers of other acts carry it by now. */
async function stillCarried(draft: Draft, id: string, row: JournalRow): Promise<boolean> {
  const given = row.papers.filter((change) => change.after?.tagIds?.includes(id)).length;
  return ((await draft.tag(id))?.uses ?? 0) > given;
}

function revertPaper(draft: Draft, { key, before, after }: PaperChange, kept: string[]): void {
  const paper = draft.held(key);
  if (before === null) {
    if (!paper || !after) return;
    if (untouched(paper, after)) draft.erase(key);
    // Somebody has worked on it since: it leaves the lists, and nothing of that work is lost.
    else paper.removedAt ??= draft.at;
    return;
  }
  if (after === null) {
    if (!paper) draft.create({ ...(before as Remembered), key, updatedAt: draft.at });
    return;
  }
  if (!paper) return;
  const fields = paper as unknown as Record<string, unknown>;
  for (const [field, was] of Object.entries(before)) {
    const is = after[field as keyof Remembered];
    if (field === 'noteRev') continue;
    if (same(fields[field], is)) {
      if (was === undefined) delete fields[field];
      else fields[field] = was;
      if (field === 'note') paper.noteRev = draft.rev;
    } else if (field === 'tagIds' || field === 'ids') {
      fields[field] = withoutStep(fields[field] as string[], was as string[], is as string[]);
    } else {
      kept.push(`${FIELDS[field as keyof Remembered] ?? field} of “${paper.title}”`);
    }
  }
}

/** Takes back only this act's share of a list that others have changed too. */
function withoutStep(now: string[], was: string[], is: string[]): string[] {
  const added = new Set(is.filter((id) => !was.includes(id)));
  const removed = was.filter((id) => !is.includes(id));
  return [...new Set([...now.filter((id) => !added.has(id)), ...removed])];
}

function untouched(paper: DraftPaper, after: Partial<Remembered>): boolean {
  return (['note', 'tagIds', 'rating', 'status'] as const).every((field) => same(paper[field], after[field]));
}
