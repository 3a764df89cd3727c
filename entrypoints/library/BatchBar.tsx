import { Download, X } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { CopyMenu } from '@/components/CopyMenu';
import { figure, papers } from '@/components/print';
import { TagField } from '@/components/TagField';
import { STATUS_WORDS } from '@/components/words';
import { copiesOf } from '@/formats/copies';
import { entriesOf } from '@/papers/live';
import { STATUSES } from '@/papers/paper';
import type { TagRow } from '@/papers/rows';
import { useActs } from './acts';
import { ExportDialog } from './data/ExportDialog';
import { useRowsOf } from './finder';

export interface BatchBarProps {
  keys: string[];
  tags: Map<string, TagRow>;
  /** How many papers the list holds. */
  total: number;
  all(): void;
  clear(): void;
}

/** What can be done with the selected papers, each as one act that can be undone. */
export function BatchBar({ keys, tags, total, all, clear }: BatchBarProps) {
  const acts = useActs();
  const [tagging, setTagging] = useState<'add' | 'remove'>();
  const [exporting, setExporting] = useState(false);
  const known = [...tags.values()].sort((a, b) => b.uses - a.uses);
  return (
    <section class="batch" aria-label="Selected papers">
      <strong>{figure(keys.length)} selected</strong>
      {keys.length < total && (
        <button type="button" class="link" onClick={all}>
          Select all {figure(total)}
        </button>
      )}
      <span class="acts-row">
        <select
          aria-label="Status"
          value=""
          onChange={({ currentTarget }) => {
            const status = STATUSES.find((one) => one === currentTarget.value);
            currentTarget.value = '';
            if (status) void acts.change(STATUS_WORDS[status], keys, { status });
          }}
        >
          <option value="">Status</option>
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {STATUS_WORDS[status]}
            </option>
          ))}
        </select>
        <select
          aria-label="Rating"
          value=""
          onChange={({ currentTarget }) => {
            const { value } = currentTarget;
            currentTarget.value = '';
            if (value) void acts.change('Rated', keys, { rating: Number(value) || null });
          }}
        >
          <option value="">Rating</option>
          {[5, 4, 3, 2, 1].map((rating) => (
            <option key={rating} value={rating}>
              {'★'.repeat(rating)}
            </option>
          ))}
          <option value="0">None</option>
        </select>
        <button
          type="button"
          class="plain"
          aria-expanded={tagging === 'add'}
          onClick={() => setTagging(tagging === 'add' ? undefined : 'add')}
        >
          Add tags
        </button>
        <button
          type="button"
          class="plain"
          aria-expanded={tagging === 'remove'}
          onClick={() => setTagging(tagging === 'remove' ? undefined : 'remove')}
        >
          Take tags away
        </button>
        <button
          type="button"
          class="plain"
          onClick={() => {
            clear();
            void acts.change('Removed', keys, { remove: true });
          }}
        >
          Remove
        </button>
        <CopyMenu title={papers(keys.length)} offers={copiesOf(() => entriesOf(keys))} />
        <button
          type="button"
          class="quiet"
          aria-label={`Export ${papers(keys.length)}`}
          title="Export"
          onClick={() => setExporting(true)}
        >
          <Download size={15} aria-hidden="true" />
        </button>
        <button type="button" class="quiet" aria-label="Clear the selection" title="Clear (Esc)" onClick={clear}>
          <X size={15} aria-hidden="true" />
        </button>
      </span>
      {exporting && <ExportDialog what={papers(keys.length)} choice={{ keys }} close={() => setExporting(false)} />}
      {tagging === 'add' && (
        <div class="batch-tags">
          <TagField
            tags={[]}
            known={known}
            add={(names) => acts.change(`Tagged ${names.join(', ')}`, keys, { addTags: names })}
            remove={() => {}}
            autofocus
            many={papers(keys.length)}
          />
        </div>
      )}
      {tagging === 'remove' && (
        <TagsToTake
          keys={keys}
          known={known}
          take={(tag) => void acts.change(`Took ${tag.name} away`, keys, { removeTags: [tag.id] })}
        />
      )}
    </section>
  );
}

/** Up to so many selected papers are asked which tags they have; of more, every tag that is in use is offered. */
const MOST_ASKED = 1_000;

interface TagsToTakeProps {
  keys: string[];
  known: TagRow[];
  take(tag: TagRow): void;
}

/** The tags that the selected papers have, each with how many of them have it; a press takes it from all. */
function TagsToTake({ keys, known, take }: TagsToTakeProps) {
  const few = keys.length <= MOST_ASKED;
  const rows = useRowsOf(few ? keys : undefined);
  if (few && !rows) return null;
  const has = new Map<string, number>();
  for (const id of rows?.flatMap(({ tagIds }) => tagIds) ?? []) has.set(id, (has.get(id) ?? 0) + 1);
  const offered = known.filter(({ id, uses }) => (few ? has.has(id) : uses > 0));
  return (
    <div class="batch-tags chips">
      {offered.length === 0 && <p class="hint">They have no tags.</p>}
      {offered.map((tag) => (
        <button key={tag.id} type="button" class="chip" data-colour={tag.colour} onClick={() => take(tag)}>
          <span>{tag.name}</span>
          {few && <span aria-hidden="true">{has.get(tag.id)}</span>}
        </button>
      ))}
    </div>
  );
}
