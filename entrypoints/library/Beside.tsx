import { useEffect, useState } from 'preact/hooks';
import { browser } from '#imports';
import { Title } from '@/components/Formula';
import { useEvent } from '@/components/use-event';
import { onPageInFront, openInFront, type PaperInFront } from '@/papers/in-front';
import { paperWith } from '@/papers/lists';
import { useLive } from '@/papers/live';
import { ask } from '@/papers/remote';
import { useActs } from './acts';
import type { Go, PageName } from './address';

/**
 * In the side panel: whenever the page beside it is that of a paper, the list makes room for that paper with its note, or
 * it is offered to save it; the other pages, a review that is under way, stay and offer the way there. Where the page is
 * none of a paper, what is shown stays. What is opened from here opens in the page's own tab, beside its note.
 */
export function Beside({ page, go }: { page: PageName; go: Go }) {
  const acts = useActs();
  const [beside, setBeside] = useState(false);
  const [front, setFront] = useState<PaperInFront>();
  useEffect(() => {
    // Only what stands beside the tabs is in none.
    browser.tabs.getCurrent().then(
      (tab) => setBeside(tab === undefined),
      () => {},
    );
  }, []);
  useEffect(() => (beside ? onPageInFront(setFront) : undefined), [beside]);
  useEffect(() => {
    if (!beside) return;
    addEventListener('click', openBeside);
    return () => removeEventListener('click', openBeside);
  }, [beside]);
  const { value } = useLive(async (library) => front && { front, row: await paperWith(library, [front.id]) }, [front]);
  const known = value?.front === front ? value : undefined;
  const row = known?.row;
  const show = (replace: boolean) => row && go({ page: 'papers', paper: row.key }, replace);
  // Only another page or paper leads there, not the way back to the list.
  const follow = useEvent(() => page === 'papers' && show(true));
  useEffect(() => {
    follow();
  }, [front, row?.key]);
  if (row) {
    return page === 'papers' ? null : (
      <p class="notice beside">
        <span>
          <Title text={row.title} />
        </span>
        <button type="button" class="plain" onClick={() => show(false)}>
          Show its note
        </button>
      </p>
    );
  }
  const paper = front?.paper;
  if (!paper || !known) return null;
  const save = () =>
    void acts.run('Saved', (act) => ask('papers.change', { act, targets: [{ paper }], status: 'unread' }));
  return (
    <p class="notice beside">
      <span>
        <Title text={paper.title} /> is not in your library.
      </span>
      <button type="button" class="plain" onClick={save}>
        Save
      </button>
    </p>
  );
}

/** A plain press on what leads out of the library: elsewhere it opens a tab of its own, as it does here with a key held. */
function openBeside(event: MouseEvent): void {
  const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>('a[target="_blank"]');
  if (!link || !/^https?:/.test(link.href) || event.defaultPrevented || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  void openInFront(link.href);
}
