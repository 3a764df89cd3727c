import { useState } from 'preact/hooks';
import { Title } from '@/components/Formula';
import { Empty } from '@/components/PaperItem';
import { ago, papers, printOf } from '@/components/print';
import { removedOnes } from '@/papers/lists';
import { useLive } from '@/papers/live';
import { firstLine } from '@/papers/paper';
import { ask, UNHURRIED } from '@/papers/remote';
import type { TagRow } from '@/papers/rows';
import { useActs } from './acts';
import { TagChip } from './PaperList';

const PAGE = 50;

/** Removed papers, kept for thirty days with all that was made of them. */
export function Trash({ tags }: { tags: Map<string, TagRow> }) {
  const acts = useActs();
  const [limit, setLimit] = useState(PAGE);
  const { value } = useLive(
    async (library) => ({
      rows: await removedOnes(library).limit(limit).toArray(),
      total: await removedOnes(library).count(),
    }),
    [limit],
  );
  if (!value) return null;
  const { rows, total } = value;
  if (total === 0) {
    return (
      <Empty>
        <strong>The trash is empty</strong>
        <span>What you remove stays here for 30 days, with its note and tags, and can be restored.</span>
      </Empty>
    );
  }
  return (
    <>
      <div class="page-bar">
        <span>{papers(total)}. They stay for 30 days.</span>
        <span class="acts-row">
          <button
            type="button"
            class="plain"
            onClick={() =>
              void acts.change(
                'Restored',
                rows.map(({ key }) => key),
                { restore: true },
              )
            }
          >
            Restore {total > rows.length ? `these ${rows.length}` : 'all'}
          </button>
          <button
            type="button"
            class="plain danger"
            onClick={() => void acts.run('Trash emptied', (act) => ask('trash.empty', { act }, UNHURRIED))}
          >
            Empty the trash
          </button>
        </span>
      </div>
      <ul class="plain-list">
        {rows.map((row) => (
          <li key={row.key}>
            <div class="what">
              <strong>
                <Title text={row.title} />
              </strong>
              <div class="print">
                <span>{printOf(row).join(' · ')}</span>
                {row.tagIds.map((id) => (
                  <TagChip key={id} tag={tags.get(id)} />
                ))}
                <em>{firstLine(row.note, 160)}</em>
              </div>
            </div>
            <span class="hint">{ago(row.removedAt ?? 0)}</span>
            <button
              type="button"
              class="plain"
              aria-label={`Restore ${row.title}`}
              onClick={() => void acts.change('Restored', [row.key], { restore: true })}
            >
              Restore
            </button>
          </li>
        ))}
      </ul>
      {rows.length < total && (
        <button type="button" class="plain" onClick={() => setLimit(limit + PAGE)}>
          Show more
        </button>
      )}
    </>
  );
}
