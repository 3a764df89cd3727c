import type { Library } from './database';
import type { Draft } from './draft';
import { range, removedOnes } from './lists';
import { foldTag, TAG_COLOURS } from './paper';
import { tagFits } from './query';
import { Trouble } from './trouble';

/** One act on a tag: a new name, a new colour, into another one, or away. */
export interface TagAct {
  act: string;
  id: string;
  /** Tags nested in it follow: `ml` to `ai` makes `ml/rl` `ai/rl`. A name that is taken merges the two. */
  rename?: string | undefined;
  colour?: number | undefined;
  /** Papers keep this tag in its place. */
  into?: string | undefined;
  remove?: true | undefined;
}

/** Carries out an act on a tag, and on the papers that carry it where that is needed. @throws {Trouble} */
export async function changeTag(
  library: Library,
  draft: Draft,
  { id, rename, colour, into, remove }: TagAct,
): Promise<void> {
  const tag = await draft.tag(id);
  if (!tag) throw new Trouble('UnknownTag');
  if (colour !== undefined) tag.colour = colour % TAG_COLOURS;
  if (rename !== undefined) await renameTag(library, draft, tag.folded, tag.name, rename);
  if (into !== undefined && into !== id) await replaceTag(library, draft, id, into);
  if (remove) await replaceTag(library, draft, id);
}

async function renameTag(library: Library, draft: Draft, folded: string, old: string, to: string): Promise<void> {
  const clean = to.replace(/\s+/g, ' ').trim();
  const meant = (await library.tags.toArray()).filter((tag) => tagFits(tag.folded, folded));
  const moved = new Set(meant.map(({ id }) => id));
  for (const { id } of meant) {
    const tag = await draft.tag(id);
    if (!tag) continue;
    const name = `${clean}${tag.name.slice(old.length)}`;
    const taken = await library.tags.where('folded').equals(foldTag(name)).first();
    if (taken && !moved.has(taken.id)) {
      await replaceTag(library, draft, id, taken.id);
      continue;
    }
    tag.name = name;
    tag.folded = foldTag(name);
  }
}

/** Keys of all papers with a tag, dismissed ones and those in the trash among them. */
async function carriers(library: Library, id: string): Promise<string[]> {
  const [kept, dismissed, removed] = await Promise.all([
    range(library, { tag: id }).primaryKeys(),
    range(library, { tag: id, status: 'dismissed' }).primaryKeys(),
    removedOnes(library)
      .filter((row) => row.tagIds.includes(id))
      .primaryKeys(),
  ]);
  return [...kept, ...dismissed, ...removed];
}

async function replaceTag(library: Library, draft: Draft, id: string, into?: string): Promise<void> {
  if (into !== undefined && !(await draft.tag(into))) throw new Trouble('UnknownTag');
  const keys = await carriers(library, id);
  await draft.load(keys, false);
  for (const key of keys) {
    const paper = draft.held(key);
    if (!paper) continue;
    const kept = paper.tagIds.map((tag) => (tag === id ? into : tag)).filter((tag) => tag !== undefined);
    paper.tagIds = [...new Set(kept)];
  }
  await draft.putTag(id, undefined);
}
