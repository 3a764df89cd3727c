import type { ComponentChildren } from 'preact';
import { Empty } from '@/components/PaperItem';

/** What the keys do while the list has the focus. */
const LIST_KEYS: [keys: string[], words: string][] = [
  [['↑', '↓'], 'from paper to paper'],
  [['1', '2', '3', '4'], 'unread, reading, read, dismissed'],
  [['t'], 'tags'],
  [['n'], 'note'],
  [['x'], 'select'],
  [['c'], 'copy'],
  [['/'], 'search'],
];

/** What the search understands beside words. */
const SEARCH_WORDS: [asked: string, words: string][] = [
  ['"exact phrase"', 'these words in this order'],
  ['tag:survey', 'and what is nested in that tag'],
  ['author:lovelace', 'part of a name is enough'],
  ['status:unread', 'or reading, read, dismissed'],
  ['year:2024..2026', 'or one year, or year:2024..'],
  ['site:arxiv.org', 'where it was met'],
  ['has:note', 'only papers with one'],
  ['-word', 'none that hold it; -tag:… too'],
];

/** In the place of a paper, before one is chosen. */
export function ChooseOne() {
  return (
    <Empty>
      <strong>Choose a paper</strong>
      <Pairs pairs={LIST_KEYS.map(([keys, words]) => [keys.map((key) => <kbd key={key}>{key}</kbd>), words])} />
    </Empty>
  );
}

/** In the place of a paper, while the search finds none. */
export function SearchHelp() {
  return (
    <div class="empty search-help">
      <strong>The search understands</strong>
      <Pairs pairs={SEARCH_WORDS.map(([asked, words]) => [<kbd key={asked}>{asked}</kbd>, words])} />
    </div>
  );
}

function Pairs({ pairs }: { pairs: [signs: ComponentChildren, words: string][] }) {
  return (
    <ul class="key-words">
      {pairs.map(([signs, words]) => (
        <li key={words}>
          <span>{signs}</span>
          {words}
        </li>
      ))}
    </ul>
  );
}

/** In the place of the list, before there is any paper. */
export function NothingSaved() {
  return (
    <Empty>
      <strong>Nothing saved yet</strong>
      <span>
        Open a page that lists papers and press the folded corner on one; or try the <a href="#welcome">first steps</a>{' '}
        here, on a listing that is bundled with Dogear. What you have elsewhere, in Zotero or in a file, can be{' '}
        <a href="#data">imported</a>.
      </span>
    </Empty>
  );
}
