import { Menu as MenuIcon } from 'lucide-preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { LostLine } from '@/components/LostNotice';
import { lazily } from '@/components/lazily';
import { TroubleNotice } from '@/components/TroubleNotice';
import { useLater } from '@/papers/drawn';
import { useFirst, useLive } from '@/papers/live';
import { applyLook } from '@/papers/look';
import { useLost } from '@/papers/lost';
import type { TagRow } from '@/papers/rows';
import { useSettings } from '@/papers/use-settings';
import { ActsProvider, useMakeActs } from './acts';
import { type PageName, usePlace } from './address';
import { DataPlace } from './DataPlace';
import { Papers } from './Papers';
import { Sidebar } from './Sidebar';
import { useMenu } from './use-menu';

// Only the list of papers is there from the start.
const Beside = lazily(() => import('./Beside').then((part) => part.Beside));
const Changes = lazily(() => import('./Changes').then((part) => part.Changes));
const Duplicates = lazily(() => import('./Duplicates').then((part) => part.Duplicates));
const Pictures = lazily(() => import('./Pictures').then((part) => part.Pictures));
const Review = lazily(() => import('./Review').then((part) => part.Review));
const Settings = lazily(() => import('./Settings').then((part) => part.Settings));
const Trash = lazily(() => import('./Trash').then((part) => part.Trash));
const Welcome = lazily(() => import('./Welcome').then((part) => part.Welcome));

const TITLES: Record<PageName, string> = {
  papers: 'Papers',
  review: 'Review',
  pictures: 'Pictures',
  duplicates: 'Duplicates',
  changes: 'Last changes',
  trash: 'Trash',
  data: 'Import, export, backups',
  settings: 'Settings',
  welcome: 'First steps',
};

/** After which time without another letter the search counts as typed, in ms. */
const AT_REST = 300;

/** The library: where one works in what was saved. */
export function Library() {
  const [place, go] = usePlace();
  const { acts, said, trouble, undone } = useMakeActs();
  const lost = useLost();
  const menu = useMenu();
  const [drawn, setDrawn] = useState(false);
  const [framed, setFramed] = useState(false);
  const live = useLive((library) => library.tags.toArray(), []);
  const { settings, read } = useSettings();
  const first = useFirst();
  const known = live.value ?? first?.tags;
  const tags = useMemo(() => new Map<string, TagRow>(known?.map((tag) => [tag.id, tag])), [known]);

  useLater(() => setFramed(true), []);
  useEffect(() => {
    menu.leave();
    const title = place.page === 'papers' ? place.q || TITLES.papers : TITLES[place.page];
    // Not with every letter that is typed: browsers draw their tabs anew.
    const timer = setTimeout(() => {
      document.title = `${title} · Dogear`;
    }, AT_REST);
    return () => clearTimeout(timer);
  }, [place.page, place.q]);
  useEffect(() => {
    if (read) applyLook(settings.look);
  }, [read, settings.look]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      // In a field this takes back what was typed.
      if ((event.target as Element).closest('input, textarea')) return;
      event.preventDefault();
      void acts.undo(said?.rev);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [said]);

  const shared = { place, go, tags, settings };
  const wrong = trouble ?? live.trouble?.name;
  const head = (page: PageName) => (
    <header class="page-head">
      <button type="button" class="quiet menu-button" aria-label="Menu" onClick={menu.show}>
        <MenuIcon size={18} aria-hidden="true" />
      </button>
      <h1>{TITLES[page]}</h1>
    </header>
  );
  return (
    <ActsProvider value={acts}>
      <div class={`library${menu.open ? ' menu-open' : ''}`}>
        <Sidebar {...shared} framed={framed} ready={drawn || place.page !== 'papers'} close={menu.close} />
        <main>
          {framed && <Beside page={place.page} go={go} />}
          {lost && place.page !== 'data' && <LostLine papers={lost.papers} href="#data" />}
          {wrong && <TroubleNotice name={wrong} />}
          {place.page === 'papers' && (
            <Papers {...shared} known={known} openMenu={menu.show} drawn={() => setDrawn(true)} />
          )}
          <DataPlace shown={place.page === 'data'} go={go}>
            {head('data')}
          </DataPlace>
          {place.page !== 'papers' && place.page !== 'data' && (
            <div class="page">
              {head(place.page)}
              {place.page === 'review' && <Review {...shared} undone={undone} />}
              {place.page === 'pictures' && <Pictures {...shared} />}
              {place.page === 'duplicates' && <Duplicates {...shared} />}
              {place.page === 'changes' && <Changes go={go} />}
              {place.page === 'trash' && <Trash tags={tags} />}
              {place.page === 'settings' && <Settings settings={settings} />}
              {place.page === 'welcome' && <Welcome go={go} tags={tags} />}
            </div>
          )}
          <div class="toast" role="status">
            {said && (
              <p>
                <span>{said.words}</span>
                {said.rev !== undefined && (
                  <button type="button" class="link" onClick={() => void acts.undo(said.rev)}>
                    Undo
                  </button>
                )}
              </p>
            )}
          </div>
        </main>
      </div>
    </ActsProvider>
  );
}
