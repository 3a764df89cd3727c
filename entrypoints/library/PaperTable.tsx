import { ArrowDown, ArrowUp } from 'lucide-preact';
import { Title } from '@/components/Formula';
import { Marked } from '@/components/Marked';
import { dayOf } from '@/components/print';
import type { Order } from '@/papers/lists';
import { CopySign, type RowProps, StatusSign, TagChip } from './PaperList';

const COLUMNS: { name: string; by?: Order['by']; rising?: boolean }[] = [
  { name: 'Status' },
  { name: 'Title', by: 'title', rising: true },
  { name: 'Authors' },
  { name: 'Published', by: 'published' },
  { name: 'Tags' },
  { name: 'Rating', by: 'rating' },
  { name: 'Review', by: 'review', rising: true },
  { name: 'Saved', by: 'saved' },
];

/** More have no room to be read in a column. */
const SHOWN_TAGS = 1;

/** The heads of the columns; a press sorts, a second one turns the order round. */
export function TableHead({ order, sort }: { order: Order | undefined; sort(order: Order): void }) {
  const { by, rising } = order ?? { by: 'saved', rising: false };
  return (
    <div class="table-head">
      {COLUMNS.map((column) => {
        const sorted = column.by === by;
        return (
          <div key={column.name}>
            {column.by ? (
              <button
                type="button"
                aria-pressed={sorted}
                onClick={() =>
                  column.by && sort({ by: column.by, rising: sorted ? !rising : (column.rising ?? false) })
                }
              >
                {column.name}
                {sorted &&
                  (rising ? <ArrowUp size={12} aria-label="rising" /> : <ArrowDown size={12} aria-label="falling" />)}
              </button>
            ) : (
              <span class={column.name === 'Status' ? 'said' : ''}>{column.name}</span>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** One paper as a line of the table. */
export function TableRow({ index, row, top, total, open, selected, tags, sought, onClick }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself hears the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active option
    <div
      id={`row-${index}`}
      role="option"
      aria-setsize={total}
      aria-posinset={index + 1}
      aria-selected={selected}
      class={`item ${row?.status ?? 'coming'}${open ? ' open' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => onClick(event, index)}
    >
      {row && (
        <>
          <div class="cell signs">
            <StatusSign status={row.status} />
            <span class="sign check box" aria-hidden="true" />
          </div>
          <div class="cell title">
            {sought.length ? <Marked text={row.title} sought={sought} /> : <Title text={row.title} />}
            <CopySign />
          </div>
          <div class="cell">
            <Marked text={row.authors.slice(0, 3).join(', ') || (row.organisation ?? '')} sought={sought} />
          </div>
          <div class="cell">{row.published ?? ''}</div>
          <div class="cell tags">
            {row.tagIds.slice(0, SHOWN_TAGS).map((id) => (
              <TagChip key={id} tag={tags.get(id)} />
            ))}
            {row.tagIds.length > SHOWN_TAGS && <span class="more">+{row.tagIds.length - SHOWN_TAGS}</span>}
          </div>
          <div class="cell rated">{row.rating ? '★'.repeat(row.rating) : ''}</div>
          <div class="cell">{row.reviewAt ? dayOf(row.reviewAt) : ''}</div>
          <div class="cell">{dayOf(row.savedAt)}</div>
        </>
      )}
    </div>
  );
}
