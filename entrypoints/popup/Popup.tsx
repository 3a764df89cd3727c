import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { LostLine } from '@/components/LostNotice';
import { lazily } from '@/components/lazily';
import { Empty, NoHits } from '@/components/PaperItem';
import { figure, shortFigure } from '@/components/print';
import { TroubleNotice } from '@/components/TroubleNotice';
import { STATUS_WORDS } from '@/components/words';
import { useLater } from '@/papers/drawn';
import { countsOf, type Filter, inUse, newest, tagsInUse } from '@/papers/lists';
import { useFirst, useLive } from '@/papers/live';
import { useLost } from '@/papers/lost';
import { STATUSES, type Status, type Tag } from '@/papers/paper';
import { ask, newAct, UNHURRIED } from '@/papers/remote';
import type { PaperRow } from '@/papers/rows';
import { asTrouble, type TroubleName } from '@/papers/trouble';
import { Foot } from './Foot';
import { Row } from './Row';
import { useSearch } from './use-search';

const LastChanges = lazily(() => import('./LastChanges').then((part) => part.LastChanges));
const PageHere = lazily(() => import('./PageHere').then((part) => part.PageHere));

/** Rows drawn with each page of the list. */
const PAGE = 30;
/** Rows drawn before everything else: as many as are seen. */
const SEEN = 8;

/** The reading list, one click away. */
export function Popup() {
  const [text, setText] = useState('');
  const [filter, setFilter] = useState<Filter>({});
  const [limit, setLimit] = useState(PAGE);
  const [opened, setOpened] = useState<string>();
  const [said, setSaid] = useState<{ text: string; rev?: number }>();
  const [trouble, setTrouble] = useState<TroubleName>();
  const [changes, setChanges] = useState(false);

  const lost = useLost();
  const list = useLive((library) => newest(library, filter, limit), [filter, limit]);
  const live = useLive(tagsInUse, []);
  const first = useFirst();
  const drawn = list.value !== undefined;
  const found = useSearch(text, filter);
  const early = list.value || isFiltered(text, filter) ? undefined : first?.rows.slice(0, SEEN);
  // That there is nothing is for the library to say.
  const rows = text.trim() ? found.hits : (list.value ?? (early?.length ? early : undefined));
  const tags = useMemo(() => live.value ?? inUse(first?.tags ?? []), [live.value, first]);

  const show = (chosen: Filter) => {
    setChanges(false);
    setFilter((now) => ({ ...now, ...chosen }));
    setLimit(PAGE);
  };
  const search = (now: string) => {
    setChanges(false);
    setText(now);
  };
  const all = () => {
    search('');
    setFilter({});
  };
  /** Carries out an act and says so, or says what stood in the way. */
  const act = async (words: string, what: object, row: PaperRow) => {
    try {
      const { rev } = await ask('papers.change', { act: newAct(), targets: [{ key: row.key }], ...what });
      setTrouble(undefined);
      setSaid({ text: words, rev });
    } catch (error) {
      setTrouble(asTrouble(error).name);
    }
  };
  const undo = async (rev: number) => {
    try {
      const { kept } = await ask('acts.undo', { act: newAct(), rev }, UNHURRIED);
      setTrouble(undefined);
      setSaid({ text: kept ? `Undone, but changed since: ${kept[0]}` : 'Undone' });
    } catch (error) {
      setTrouble(asTrouble(error).name);
    }
  };

  const wrong = trouble ?? list.trouble?.name ?? live.trouble?.name;
  return (
    <>
      <Head text={text} setText={search} filter={filter} show={show} tags={tags} />
      <Filters filter={filter} show={show} ready={drawn} />
      {lost && <LostLine papers={lost.papers} href="/library.html#data" />}
      {wrong && <TroubleNotice name={wrong} />}
      {changes ? (
        <section class="list last" aria-label="Last changes">
          <LastChanges undo={(rev) => void undo(rev)} />
        </section>
      ) : (
        <section class="list" aria-label="Papers" aria-busy={!rows}>
          {rows?.length === 0 &&
            (isFiltered(text, filter) ? (
              <NoHits searching={text.trim() !== '' && !found.done} all={all} />
            ) : (
              <Nothing />
            ))}
          <ul class="papers">
            {rows?.map((row) => (
              <Row
                key={row.key}
                row={row}
                tags={tags}
                open={opened === row.key}
                toggle={() => setOpened(opened === row.key ? undefined : row.key)}
                act={act}
                fail={(error) => setTrouble(asTrouble(error).name)}
              />
            ))}
          </ul>
          {!text.trim() && rows?.length === limit && <More more={() => setLimit((now) => now + PAGE)} />}
        </section>
      )}
      {drawn && <PageHere />}
      <Foot
        said={said}
        undo={(rev) => void undo(rev)}
        found={text.trim() ? found : undefined}
        changes={changes}
        showChanges={setChanges}
        query={queryOf(text, filter, tags)}
      />
    </>
  );
}

interface HeadProps {
  text: string;
  setText(text: string): void;
  filter: Filter;
  show(filter: Filter): void;
  tags: Tag[];
}

function Head({ text, setText, filter, show, tags }: HeadProps) {
  const field = useRef<HTMLInputElement>(null);
  const [framed, setFramed] = useState(false);
  useEffect(() => field.current?.focus(), []);
  // There may be hundreds of tags, which nobody sees before the first papers.
  useLater(() => setFramed(true), []);
  return (
    <header>
      <h1 class="said">Dogear: your papers</h1>
      <input
        ref={field}
        type="search"
        aria-label="Search titles, authors, tags and notes"
        placeholder="Search titles, authors, tags, notes"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          document.querySelector<HTMLElement>('.paper a')?.focus();
        }}
      />
      {tags.length > 0 && (
        <select
          aria-label="Tag"
          value={filter.tag ?? ''}
          onChange={(event) => show({ tag: event.currentTarget.value || undefined })}
        >
          <option value="">Any tag</option>
          {framed &&
            tags.map((tag) => (
              <option key={tag.id} value={tag.id}>
                {tag.name} ({figure(tag.uses)})
              </option>
            ))}
        </select>
      )}
    </header>
  );
}

interface FiltersProps {
  filter: Filter;
  show(filter: Filter): void;
  /** Counting waits until the first rows are drawn. */
  ready: boolean;
}

function Filters({ filter, show, ready }: FiltersProps) {
  const counts = useLive(async (library) => (ready ? countsOf(library) : undefined), [ready]);
  const usesOf = (status: Status | undefined) => {
    const { value } = counts;
    return value && (status ? value[status] : value.unread + value.reading + value.read);
  };
  return (
    <nav aria-label="Filters">
      {[undefined, ...STATUSES].map((status) => (
        <button
          key={status ?? 'all'}
          type="button"
          class="filter"
          aria-pressed={filter.status === status}
          onClick={() => show({ status })}
        >
          {status ? STATUS_WORDS[status] : 'All'}
          {counts.value && <span class="uses">{shortFigure(usesOf(status) ?? 0)}</span>}
        </button>
      ))}
    </nav>
  );
}

/** Draws the next page when it comes into view; a button for those who do not scroll. */
function More({ more }: { more(): void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && more(), { rootMargin: '300px' });
    if (button.current) watch.observe(button.current);
    return () => watch.disconnect();
  });
  return (
    <button ref={button} type="button" class="plain more" onClick={more}>
      Show more
    </button>
  );
}

function Nothing() {
  return (
    <Empty>
      <strong>Nothing saved yet</strong>
      <span>
        Open{' '}
        <a href="https://huggingface.co/papers" target="_blank" rel="noreferrer">
          Hugging Face Daily Papers
        </a>{' '}
        or an{' '}
        <a href="https://arxiv.org/list/cs.CL/recent" target="_blank" rel="noreferrer">
          arXiv listing
        </a>
        , and press the folded corner on a paper. It is kept here, in this browser only.
      </span>
      <a href="/library.html#welcome" target="_blank" rel="noreferrer">
        First steps
      </a>
    </Empty>
  );
}

/** The search and the filters of the popup as one query, as it would be typed into the library. */
function queryOf(text: string, { status, tag }: Filter, tags: Tag[]): string {
  const name = tags.find(({ id }) => id === tag)?.name.replaceAll('"', '');
  return [text.trim(), status && `status:${status}`, name && `tag:"${name}"`].filter(Boolean).join(' ');
}

function isFiltered(text: string, { status, tag }: Filter): boolean {
  return text.trim() !== '' || status !== undefined || tag !== undefined;
}
