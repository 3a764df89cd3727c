import { Download, Menu as MenuIcon, Rows3, Table2 } from 'lucide-preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { lazily } from '@/components/lazily';
import { NoHits } from '@/components/PaperItem';
import { papers } from '@/components/print';
import { useEvent } from '@/components/use-event';
import { STATUS_WORDS } from '@/components/words';
import { type Order, SORTS } from '@/papers/lists';
import { STATUSES, type Status } from '@/papers/paper';
import { parseQuery, soughtIn } from '@/papers/query';
import type { TagRow } from '@/papers/rows';
import { useActs } from './acts';
import { sortOf } from './address';
import { Filters } from './Filters';
import { ChooseOne, NothingSaved, SearchHelp } from './Hints';
import { PaperList } from './PaperList';
import { TableHead } from './PaperTable';
import type { Shared } from './shared';
import { useList } from './use-list';

const BatchBar = lazily(() => import('./BatchBar').then((part) => part.BatchBar));
const ExportDialog = lazily(() => import('./data/ExportDialog').then((part) => part.ExportDialog));
const PaperPane = lazily(() => import('./PaperPane').then((part) => part.PaperPane));

const SORT_WORDS: Record<Order['by'], [falling: string, rising: string]> = {
  saved: ['Newest first', 'Oldest first'],
  published: ['Published last', 'Published first'],
  title: ['Title, Z to A', 'Title, A to Z'],
  rating: ['Best rated', 'Least rated'],
  review: ['Review date, last', 'Review date, first'],
};

/** The list of papers, what filters and orders it, and the paper that is open. */
export function Papers({
  place,
  go,
  tags,
  settings,
  known,
  openMenu,
  drawn,
}: Shared & { known: TagRow[] | undefined; openMenu(): void; drawn(): void }) {
  const acts = useActs();
  const search = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLElement>(null);
  const [selected, setSelected] = useState(new Set<string>());
  const list = useList(place.q, place.order, known);
  const keys = useMemo(() => list.keys ?? list.first?.map(({ key }) => key), [list.keys, list.first]);
  const complete = list.keys !== undefined;
  useEffect(() => {
    if (complete) drawn();
  }, [complete]);
  const sort = place.order ? sortOf(place.order) : '';
  const asked = useMemo(
    () => ({ sought: soughtIn(parseQuery(place.q)), list: `${place.q}\n${sort}` }),
    [place.q, sort],
  );
  // What is marked in the rows is what they were found by; new words mark nothing in the hits of those before.
  const foundBy = useRef(asked);
  if (list.current) foundBy.current = asked;

  useEffect(() => setSelected((last) => (last.size ? new Set() : last)), [place.q]);
  const onKey = useEvent((event: KeyboardEvent, chosen: string[]) => {
    const status: Status | undefined = STATUSES[Number(event.key) - 1];
    const focus = { t: '.tag-field input', n: '.note-field textarea, .note-view' }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '/') search.current?.focus();
    else if (status && chosen.length) void acts.change(STATUS_WORDS[status], chosen, { status });
    else if ((event.key === 'Delete' || event.key === 'Backspace') && chosen.length) {
      void acts.change('Removed', chosen, { remove: true });
      setSelected(new Set());
    } else if (focus) pane.current?.querySelector<HTMLElement>(focus)?.focus();
    else if (event.key === 'Enter' || event.key === 'o')
      pane.current?.querySelector<HTMLElement>('header h2 a')?.click();
    else if (event.key === 'Escape' && place.paper) go({ paper: undefined });
    else return;
    event.preventDefault();
  });

  const total = keys?.length ?? 0;
  const bare = keys?.length === 0 && !place.q.trim();
  const show = useEvent((paper: string, along: boolean) => go({ paper }, along));
  // Neither list nor paper is drawn with every letter that is typed, but when it is another one.
  const rows = useMemo(
    () =>
      keys && (
        <PaperList
          keys={keys}
          first={list.first}
          abstracts={list.abstracts}
          tags={tags}
          {...foundBy.current}
          table={place.table}
          open={place.paper}
          selected={selected}
          select={setSelected}
          show={show}
          onKey={onKey}
        />
      ),
    [keys, list.first, list.abstracts, tags, foundBy.current, place.table, place.paper, selected],
  );
  const some = total > 0;
  const none = keys?.length === 0 && !list.searching;
  const paperPane = useMemo(
    () =>
      place.paper ? (
        <PaperPane key={place.paper} paperKey={place.paper} go={go} tags={tags} settings={settings} />
      ) : (
        (some && <ChooseOne />) || (none && <SearchHelp />)
      ),
    [place.paper, tags, settings, some, none],
  );
  return (
    <div
      class={`papers-page${place.paper ? ' with-paper' : ''}${place.table ? ' with-table' : ''}${bare && !place.paper ? ' bare' : ''}`}
    >
      <h1 class="said">Papers</h1>
      <section class="list-pane" aria-label="List" aria-busy={!list.current}>
        <header class="bar">
          <button type="button" class="quiet menu-button" aria-label="Menu" onClick={openMenu}>
            <MenuIcon size={18} aria-hidden="true" />
          </button>
          <input
            ref={search}
            type="search"
            aria-label="Search"
            placeholder="Search: words, tag:name, author:name, year:2024.."
            spellcheck={false}
            value={place.q}
            onInput={(event) => go({ q: event.currentTarget.value }, true)}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
              event.preventDefault();
              document.querySelector<HTMLElement>('.scroller')?.focus();
              if (keys?.length && !place.paper) go({ paper: keys.at(0) }, true);
            }}
          />
          <Filters place={place} go={go} tags={tags} settings={settings} />
        </header>
        <div class="bar small-bar">
          <span class="total" role="status">
            {/* The first rows are not all there are. */}
            {keys && (complete || list.searching) && `${papers(total)}${list.searching ? ' so far' : ''}`}
          </span>
          <label>
            <span class="said">Sort</span>
            <select
              value={sort}
              onChange={({ currentTarget: { value } }) =>
                go({
                  order: value
                    ? { by: SORTS.find((by) => value.endsWith(by)) ?? 'saved', rising: !value.startsWith('-') }
                    : undefined,
                })
              }
            >
              <option value="">{asked.sought.length ? 'Best match' : 'Newest first'}</option>
              {SORTS.flatMap((by) =>
                [false, true].map((rising) => (
                  <option key={`${by}${rising}`} value={sortOf({ by, rising })}>
                    {SORT_WORDS[by][rising ? 1 : 0]}
                  </option>
                )),
              )}
            </select>
          </label>
          {total > 0 && (
            <button
              type="button"
              class="quiet"
              aria-label={`Export ${papers(total)}`}
              title={`Export ${total === 1 ? 'this paper' : `these ${papers(total)}`}`}
              onClick={() => go({ exporting: true })}
            >
              <Download size={16} aria-hidden="true" />
            </button>
          )}
          <button
            type="button"
            class="quiet"
            aria-pressed={place.table}
            aria-label="Table"
            title={place.table ? 'Show as a list' : 'Show as a table'}
            onClick={() => go({ table: !place.table })}
          >
            {place.table ? <Rows3 size={16} aria-hidden="true" /> : <Table2 size={16} aria-hidden="true" />}
          </button>
        </div>
        {selected.size > 0 && (
          <BatchBar
            keys={[...selected]}
            tags={tags}
            total={total}
            all={() => setSelected(new Set(keys?.slice()))}
            clear={() => setSelected(new Set())}
          />
        )}
        {place.table && total > 0 && <TableHead order={place.order} sort={(order) => go({ order })} />}
        {total > 0 && rows}
        {place.exporting && list.keys && !list.searching && (
          <ExportDialog
            what={papers(total)}
            choice={{ keys: list.keys.slice() }}
            close={() => go({ exporting: undefined }, true)}
          />
        )}
        {keys &&
          total === 0 &&
          (bare ? <NothingSaved /> : <NoHits searching={list.searching} all={() => go({ q: '' })} />)}
      </section>
      <section class="paper-pane" aria-label="Paper" ref={pane}>
        {paperPane}
      </section>
    </div>
  );
}
