import { MoreHorizontal } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import { lazily } from '@/components/lazily';
import { figure } from '@/components/print';
import { inOrder } from '@/papers/lists';
import { foldTag } from '@/papers/paper';
import { formatQuery, withTerm } from '@/papers/query';
import type { TagRow } from '@/papers/rows';
import { addressOf, PLAIN } from './address';

const TagDialog = lazily(() => import('./TagDialog').then((part) => part.TagDialog));

export interface TagTreeProps {
  tags: ReadonlyMap<string, TagRow>;
  /** Names of the tags that the list is filtered by. */
  chosen: string[];
  /** Whether the papers of a tag are to be shown as a table. */
  table: boolean;
  /** Filters by this tag too. */
  add(name: string): void;
}

/** The names of which a nested name could be part, the widest first: of `a/b/c` they are `a` and `a/b`. */
function ancestorsOf(name: string): string[] {
  const parts = name.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
}

/** All tags, nested by `/`, with their counts, and a menu for each. */
export function TagTree({ tags, chosen, table, add }: TagTreeProps) {
  const [edited, setEdited] = useState<string>();
  const sorted = useMemo(() => inOrder([...tags.values()]), [tags]);
  const folded = new Set(chosen.map(foldTag));
  const names = new Set(sorted.map((tag) => tag.folded));
  const tag = edited === undefined ? undefined : tags.get(edited);
  if (tags.size === 0) return null;
  return (
    <>
      <h2>Tags</h2>
      <ul class="tag-tree">
        {sorted.map((tag) => {
          const above = ancestorsOf(tag.folded).filter((name) => names.has(name));
          const depth = above.length;
          const parent = above.at(-1) ?? '';
          return (
            <li key={tag.id} class="way" data-depth={Math.min(depth, 3)}>
              <a
                href={addressOf({ ...PLAIN, table, q: formatQuery(withTerm([], 'tag', [tag.name])) })}
                aria-current={folded.has(tag.folded) ? 'page' : undefined}
                onClick={(event) => {
                  if (!event.shiftKey) return;
                  event.preventDefault();
                  add(tag.name);
                }}
              >
                <span class="dot" data-colour={tag.colour} aria-hidden="true" />
                <span class="name">{depth ? tag.name.slice(parent.length + 1) : tag.name}</span>
                <span class="uses">{figure(tag.uses)}</span>
              </a>
              <button
                type="button"
                class="quiet"
                aria-label={`Change the tag ${tag.name}`}
                title="Rename, merge, recolour, export, delete"
                onClick={() => setEdited(tag.id)}
              >
                <MoreHorizontal size={14} aria-hidden="true" />
              </button>
            </li>
          );
        })}
      </ul>
      {tag && <TagDialog tag={tag} tags={sorted} close={() => setEdited(undefined)} />}
    </>
  );
}
