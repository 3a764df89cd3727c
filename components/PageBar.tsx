import type { ComponentChildren } from 'preact';
import type { BarPlace, Command, PageFilter } from '@/papers/listing';
import type { Status } from '@/papers/paper';
import { inWords, type TroubleName } from '@/papers/trouble';
import { Grip } from './Grip';
import { Corner, Sign } from './icons';
import { KeySheet } from './KeySheet';
import { Painted } from './Painted';
import { trusted } from './trusted';

/** What the bar says of the page. */
export interface PageCounts {
  papers: number;
  saved: number;
  read: number;
  dismissed: number;
  fresh: number;
  hidden: number;
  selected: number;
  /** Cards that could not be read. */
  strange: number;
}

export interface PageBarProps {
  counts: PageCounts;
  filter: PageFilter;
  /** Names of the tags that papers of this page carry. */
  tags: string[];
  place: BarPlace;
  keys: Record<Command, string>;
  /** Whether no key works on this site. */
  keysOff: boolean;
  /** Keys that the site itself uses. */
  taken: string[];
  /** What has just happened and can be undone. */
  said?: string | undefined;
  trouble?: TroubleName | undefined;
  help: boolean;
  acts: {
    filter(filter: PageFilter): void;
    words(): void;
    place(place: BarPlace): void;
    selectShown(): void;
    clear(): void;
    /** On everything that is selected. */
    set(status: Status): void;
    tags(): void;
    undo(): void;
    help(open: boolean): void;
    keysOff(off: boolean): void;
  };
}

const FILTERS = [
  ['hideDismissed', 'Hide dismissed'],
  ['hideRead', 'Hide read'],
  ['onlyNew', 'Only new'],
  ['onlyUnsaved', 'Only unsaved'],
] as const;

/** The small bar of a listing page: what is on it, what of it is shown, what is selected. */
export function PageBar(props: PageBarProps) {
  const { counts, place, acts } = props;
  if (place.collapsed) {
    return (
      <section class="bar small" aria-label="Dogear: this page">
        <button
          type="button"
          aria-expanded="false"
          aria-label={`Dogear: ${counts.papers} papers here, ${counts.saved} saved. Show the bar`}
          onClick={trusted(() => acts.place({ ...place, collapsed: false }))}
        >
          <Corner folded /> <Painted text={`${counts.saved}/${counts.papers}`} />
        </button>
        {counts.selected > 0 && <Selection {...props} />}
        <Notices {...props} />
      </section>
    );
  }
  return (
    <section class="bar" aria-label="Dogear: this page">
      <header>
        <Grip place={place} move={acts.place} />
        <span class="counts">
          {(['papers', 'saved', 'read', 'dismissed', 'fresh'] as const).map((name, at) => (
            <span key={name}>
              <b>
                <Painted text={counts[name]} />
              </b>{' '}
              {name === 'fresh' ? 'new' : name}
              {at < 4 && <>&nbsp;·&nbsp;</>}
            </span>
          ))}
        </span>
        <IconButton label="Keys" pressed={props.help} onClick={() => acts.help(!props.help)}>
          <Sign name="help" />
        </IconButton>
        <IconButton label="Collapse the bar" onClick={() => acts.place({ ...place, collapsed: true })}>
          <Sign name="down" />
        </IconButton>
      </header>
      {props.help ? (
        <KeySheet keys={props.keys} taken={props.taken} off={props.keysOff} switchOff={acts.keysOff} />
      ) : counts.selected > 0 ? (
        <Selection {...props} />
      ) : (
        <Filters {...props} />
      )}
      <Notices {...props} />
      {counts.strange > 0 && <Line text={`${counts.strange} entries could not be read`} />}
    </section>
  );
}

/** What has just happened, or what stood in the way, and how many papers are hidden. */
function Notices({ counts, said, trouble, acts }: PageBarProps) {
  return (
    <>
      {trouble ? (
        <Line kind="trouble" text={inWords(trouble)} />
      ) : (
        said && <Line text={said} words="Undo" act={acts.undo} />
      )}
      {counts.hidden > 0 && <Line text={`${counts.hidden} hidden`} words="Show all" act={() => acts.filter({})} />}
    </>
  );
}

interface LineProps {
  kind?: string;
  text: string;
  /** What can be done about it. */
  words?: string;
  act?: () => void;
}

function Line({ kind = '', text, words = '', act }: LineProps) {
  return (
    <div class={`line ${kind}`}>
      <Painted text={act ? `${text} · ` : text} />
      {act && (
        <button type="button" class="link" aria-label={words} onClick={trusted(act)}>
          <Painted text={words} />
        </button>
      )}
    </div>
  );
}

function Filters({ filter, tags, acts }: PageBarProps) {
  const toggle = (changes: PageFilter) => trusted(() => acts.filter({ ...filter, ...changes }));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a border and a legend
    <div class="chips" role="group" aria-label="Filter this page">
      {FILTERS.map(([name, words]) => (
        <button
          key={name}
          type="button"
          aria-pressed={filter[name] ?? false}
          onClick={toggle({ [name]: !filter[name] })}
        >
          {words}
        </button>
      ))}
      <button
        type="button"
        aria-label={filter.words ? `Only with the words ${filter.words}` : 'Filter by words'}
        aria-pressed={Boolean(filter.words)}
        onClick={trusted(acts.words)}
      >
        <Sign name="filter" /> <Painted text={filter.words || 'Words'} />
      </button>
      {tags.map((tag) => (
        <button
          key={tag}
          type="button"
          class="tag"
          aria-pressed={filter.tag === tag}
          aria-label={`Only with tag ${tag}`}
          onClick={toggle({ tag: filter.tag === tag ? '' : tag })}
        >
          <Painted text={tag} />
        </button>
      ))}
      <button type="button" onClick={trusted(acts.selectShown)}>
        Select all shown
      </button>
    </div>
  );
}

function Selection({ counts, acts }: PageBarProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a border and a legend
    <div class="chips" role="group" aria-label={`${counts.selected} selected`}>
      <b>
        <Painted text={`${counts.selected} selected`} />
      </b>
      {(
        [
          ['Save', () => acts.set('unread')],
          ['Reading', () => acts.set('reading')],
          ['Read', () => acts.set('read')],
          ['Dismiss', () => acts.set('dismissed')],
          ['Tags', acts.tags],
          ['Clear', acts.clear],
        ] as const
      ).map(([words, act]) => (
        <button key={words} type="button" onClick={trusted(act)}>
          {words}
        </button>
      ))}
    </div>
  );
}

interface IconButtonProps {
  label: string;
  pressed?: boolean;
  onClick(): void;
  children: ComponentChildren;
}

function IconButton({ label, pressed, onClick, children }: IconButtonProps) {
  return (
    <button
      type="button"
      class="icon"
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      onClick={trusted(onClick)}
    >
      {children}
    </button>
  );
}
