import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { CopyChoices } from '@/components/CopyMenu';
import { Title } from '@/components/Formula';
import { Ring } from '@/components/icons';
import { Marked } from '@/components/Marked';
import { printOf } from '@/components/print';
import { STATUS_WORDS } from '@/components/words';
import { copiesOf } from '@/formats/copies';
import type { Keys } from '@/papers/finder';
import { entriesOf } from '@/papers/live';
import { fold, lineOfNote, type Status } from '@/papers/paper';
import type { PaperRow, TagRow } from '@/papers/rows';
import { useActs } from './acts';
import { TableRow } from './PaperTable';
import { ROW, useRows, useWindow } from './use-window';

export interface PaperListProps {
  keys: Keys;
  first?: PaperRow[] | undefined;
  /** From here on papers are found by their abstracts only. */
  abstracts: number;
  tags: Map<string, TagRow>;
  /** Words to mark, folded. */
  sought: string[];
  /** What the keys are an answer to. */
  list: string;
  table: boolean;
  /** Key of the open paper, where the keys begin. */
  open: string | undefined;
  selected: Set<string>;
  select(selected: Set<string>): void;
  /** Opens a paper; `along`: one moved to it by key. */
  show(key: string, along: boolean): void;
  /** A key that is none of the list's own. */
  onKey(event: KeyboardEvent, keys: string[]): void;
}

/** The papers of a view, however many: only what is in sight is drawn. */
export function PaperList(props: PaperListProps) {
  const { keys, table, open, selected, select, show } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef<number>();
  const acts = useActs();
  const [copied, setCopied] = useState<{ keys: string[]; at: DOMRect }>();
  const height = table ? ROW.table : ROW.list;
  const { from, to, show: scrollTo } = useWindow(scroller, keys, height, props.list);
  const rows = useRows(keys, from, to, props.first);
  const at = useMemo(() => (open ? keys.indexOf(open) : -1), [keys, open]);
  useEffect(() => {
    if (at >= 0) scrollTo(at);
  }, [open, at >= 0]);

  const range = (one: number, other: number) => keys.slice(Math.min(one, other), Math.max(one, other) + 1);
  const toggle = (index: number) => {
    const key = keys.at(index);
    if (key === undefined) return;
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    anchor.current = index;
    select(next);
  };
  /** Offers to copy papers, under the place where that was asked for. */
  const copy = (keys: string[], place: Element | null | undefined) => {
    const at = place?.getBoundingClientRect();
    if (keys.length && at) setCopied({ keys, at });
  };
  const onClick = (event: MouseEvent, index: number) => {
    const box = (event.target as Element).closest('.box');
    const sign = (event.target as Element).closest('.copy');
    if (sign) return copy([keys.at(index) ?? ''], sign);
    if (event.shiftKey) select(new Set([...selected, ...range(anchor.current ?? Math.max(at, 0), index)]));
    else if (box || event.ctrlKey || event.metaKey) toggle(index);
    else show(keys.at(index) ?? '', false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1);
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page }[event.key];
    const ends = { Home: 0, End: keys.length - 1 }[event.key];
    const target = step === undefined ? ends : Math.max(0, Math.min(keys.length - 1, at + step));
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (target !== undefined && plain && keys.length) {
      if (event.shiftKey) {
        anchor.current ??= Math.max(at, 0);
        select(new Set([...selected, ...range(anchor.current, target)]));
      }
      show(keys.at(target) ?? '', true);
    } else if ((event.key === ' ' || event.key === 'x') && plain) toggle(at);
    else if (event.key === 'c' && plain) {
      copy(
        selected.size ? [...selected] : open ? [open] : [],
        document.getElementById(`row-${at}`) ?? scroller.current,
      );
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) select(new Set(keys.slice()));
    else if (event.key === 'Escape' && selected.size) select(new Set());
    else return props.onKey(event, selected.size ? [...selected] : open ? [open] : []);
    event.preventDefault();
  };
  // Keys that nothing else has the focus for are the list's.
  useLayoutEffect(() => {
    const onAnyKey = (event: KeyboardEvent) => {
      // Tab goes from where one is, which is the top of the page.
      if (event.target !== document.body || event.key === 'Tab' || document.querySelector('dialog[open]')) return;
      scroller.current?.focus({ preventScroll: true });
      onKeyDown(event);
    };
    addEventListener('keydown', onAnyKey);
    return () => removeEventListener('keydown', onAnyKey);
  });

  const drawn = [];
  for (let index = from; index < to; index++) {
    const key = keys.at(index) ?? '';
    drawn.push({ index, key, row: rows.get(key) });
  }
  return (
    <>
      <div
        ref={scroller}
        class={`scroller ${table ? 'as-table' : 'as-list'}${selected.size ? ' selecting' : ''}`}
        role="listbox"
        aria-multiselectable="true"
        aria-label="Papers"
        aria-activedescendant={at >= from && at < to ? `row-${at}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div class="runway" role="presentation" style={{ blockSize: `${keys.length * height}px` }}>
          {drawn.map(({ index, key, row }) => {
            const state = { index, row, open: key === open, selected: selected.has(key), onClick };
            const last = { tags: props.tags, sought: props.sought, abstract: index >= props.abstracts };
            return table ? (
              <TableRow key={index % 128} {...state} {...last} top={index * height} total={keys.length} />
            ) : (
              <Item key={index % 128} {...state} {...last} top={index * height} total={keys.length} />
            );
          })}
        </div>
      </div>
      {copied && (
        <CopyChoices
          at={copied.at}
          offers={copiesOf(() => entriesOf(copied.keys))}
          say={acts.say}
          close={() => {
            setCopied(undefined);
            scroller.current?.focus({ preventScroll: true });
          }}
        />
      )}
    </>
  );
}

export interface RowProps {
  index: number;
  /** Absent while it is being read. */
  row: PaperRow | undefined;
  top: number;
  /** How many rows the list has. */
  total: number;
  open: boolean;
  selected: boolean;
  tags: Map<string, TagRow>;
  sought: string[];
  /** Whether it was found by its abstract only. */
  abstract: boolean;
  onClick(event: MouseEvent, index: number): void;
}

function Item({ index, row, top, total, open, selected, tags, sought, abstract, onClick }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself hears the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active option
    <div
      id={`row-${index}`}
      role="option"
      aria-selected={selected}
      aria-setsize={total}
      aria-posinset={index + 1}
      class={`item ${row?.status ?? 'coming'}${open ? ' open' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => onClick(event, index)}
    >
      {row && (
        <>
          <StatusSign status={row.status} />
          <span class="sign check box" aria-hidden="true" />
          <CopySign />
          <div class="what">
            <div class="title">
              {sought.length ? <Marked text={row.title} sought={sought} /> : <Title text={row.title} />}
            </div>
            <div class="print">
              <span class="by">
                <Marked text={printOf(row).join(' · ')} sought={sought} />
              </span>
              {row.rating && <span class="rated">{'★'.repeat(row.rating)}</span>}
              {row.tagIds.slice(0, 4).map((id) => (
                <TagChip key={id} tag={tags.get(id)} />
              ))}
              {abstract ? <em class="line">in the abstract</em> : <em class="line">{lineOf(row.note, sought)}</em>}
            </div>
          </div>
        </>
      )}
    </div>
  );
}

/** The ring of a row; a menu of it is in the paper's own view. */
export function StatusSign({ status }: { status: Status }) {
  return (
    <span class="ring" role="img" aria-label={STATUS_WORDS[status]} title={STATUS_WORDS[status]}>
      <Ring status={status} />
    </span>
  );
}

/** Where a press copies the row's paper; by key it is `c`, for an option of a list may hold no button. */
export function CopySign() {
  return <span class="sign copy" title="Copy (c)" aria-hidden="true" />;
}

/** A tag as lists show it. */
export function TagChip({ tag }: { tag: TagRow | undefined }) {
  return tag ? (
    <span class="chip" data-colour={tag.colour}>
      <span>{tag.name}</span>
    </span>
  ) : null;
}

/** The line of the note that has what is sought in it, else the first. */
function lineOf(note: string, sought: string[]) {
  if (note === '') return null;
  const lines = note.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((one) => sought.some((words) => fold(one).includes(words))) ?? lines[0] ?? '';
  return <Marked text={lineOfNote(line, 160)} sought={sought} />;
}
