import type { PageBarProps, PageCounts } from '@/components/PageBar';
import type { BarPlace, Command, ListingSettings, PageFilter } from '@/papers/listing';
import { ask } from '@/papers/remote';
import { nameOf, type TroubleName } from '@/papers/trouble';
import { Bar } from './bar';
import type { Card } from './cards';
import { Hiding, isFiltering, passes } from './filter';
import { Keyboard } from './keyboard';
import type { Listing } from './listing';

const CALM = matchMedia('(prefers-reduced-motion: reduce)');

/** A user's pass over a listing: the card one is at, what is selected, what is filtered, and the bar that says so. */
export class Pass {
  private current: Card | undefined;
  private anchor: Card | undefined;
  /** What its user has set; absent until the library has answered. */
  settings: ListingSettings | undefined;
  /** What its user looks out for. */
  private watch: RegExp | undefined;
  private bar: Bar | undefined;
  private hiding = new Hiding();
  private hidden = 0;
  private help = false;
  private planned = false;
  private ended = false;
  private keyboard = new Keyboard((command) => this.run(command));

  /** `site` is the name of the site's file, `taken` what keys the site itself is known to use. */
  constructor(
    private listing: Listing,
    readonly site: string,
    private taken: string[] = [],
  ) {}

  /** Takes what its user has set, at first and whenever that is changed; filter and bar stay as they are here. */
  settle(settings: ListingSettings): void {
    if (this.ended) return;
    const { filter, bar, watchWords } = this.settings ?? { ...settings, watchWords: [] };
    this.settings = { ...settings, filter, bar };
    this.keyboard.use(settings.keysOff ? {} : settings.keys, this.taken);
    if (String(watchWords) !== String(settings.watchWords)) {
      this.watch = wholeWords(settings.watchWords);
      this.listing.redraw();
    }
    this.refresh();
  }

  end(): void {
    this.ended = true;
    this.keyboard.end();
    this.bar?.end();
    for (const card of this.listing.all()) this.hiding.show(this.listing.partsOf(card));
  }

  /** Names and phrases to look out for. */
  watched(card: Card): boolean {
    if (!this.watch || !card.paper) return false;
    const { title, abstract, authors = [], organisation } = card.paper;
    return this.watch.test([title, abstract, organisation, ...authors].join('\n'));
  }

  /** Something about the cards has changed: filters and counts follow, once a frame. */
  refresh(): void {
    if (this.planned || !this.settings) return;
    this.planned = true;
    requestAnimationFrame(() => {
      this.planned = false;
      if (this.ended) return;
      this.filterCards();
      this.draw();
    });
  }

  say(words: string | undefined, trouble?: TroubleName): void {
    this.bar?.say(words, trouble);
  }

  /** Chooses a card with the pointer; `range`: everything from the last chosen one to it. */
  select(card: Card, range: boolean): void {
    const cards = this.shown();
    const [from, to] = [cards.indexOf(this.anchor ?? card), cards.indexOf(card)];
    if (range && from >= 0) {
      this.anchor = card;
      for (const one of cards.slice(Math.min(from, to), Math.max(from, to) + 1)) one.selected = true;
      this.listing.redraw(cards);
    } else {
      card.selected = !card.selected;
      this.anchor = card;
      this.listing.draw([card]);
    }
    this.refresh();
  }

  setWords(words: string): void {
    this.setFilter({ ...this.filter, words });
  }

  /** A page of one paper has nothing to filter, count or choose from: it would be hidden as a whole. */
  private get alone(): boolean {
    return this.listing.all().filter(({ ids }) => ids).length < 2;
  }

  private get filter(): PageFilter {
    return (!this.alone && this.settings?.filter) || {};
  }

  private setFilter(filter: PageFilter): void {
    if (!this.settings) return;
    const set = Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as PageFilter;
    this.settings = { ...this.settings, filter: set };
    this.refresh();
    this.remember({ filter: set });
  }

  private setPlace(bar: BarPlace): void {
    if (!this.settings) return;
    this.settings = { ...this.settings, bar };
    this.refresh();
    this.remember({ bar });
  }

  private remember(what: { bar?: BarPlace; filter?: PageFilter; keysOff?: boolean }): void {
    ask('listing.remember', { site: this.site, ...what }).catch((error) => this.say(undefined, nameOf(error)));
  }

  private filterCards(): void {
    const { filter } = this;
    if (!isFiltering(filter) && this.hidden === 0) return;
    this.hidden = 0;
    for (const card of this.listing.all()) {
      const parts = this.listing.partsOf(card);
      if (passes(card, filter)) this.hiding.show(parts);
      else {
        this.hiding.hide(parts);
        this.hidden++;
      }
    }
  }

  private shown(): Card[] {
    const { filter } = this;
    return this.listing.all().filter((card) => card.ids !== null && passes(card, filter));
  }

  private selected(): Card[] {
    return this.listing.all().filter((card) => card.selected);
  }

  private clearSelection(): void {
    const cards = this.selected();
    for (const card of cards) card.selected = false;
    this.listing.draw(cards);
    this.refresh();
  }

  /** Carries out a command on what is selected, else on the current card. Gives whether there was anything to do. */
  private run(command: Command): boolean {
    const { acts } = this.listing;
    const selected = this.selected();
    const cards = selected.length ? selected : this.current?.element.isConnected ? [this.current] : [];
    const [card] = cards;
    if (command === 'next' || command === 'previous') return this.go(command === 'next' ? 1 : -1);
    if (command === 'undo') void acts.undoLast();
    else if (command === 'filter') void this.openWords();
    else if (command === 'help') this.showHelp(!this.help);
    else if (!card) return false;
    else if (command === 'save') void (selected.length ? acts.set(cards, 'unread') : acts.toggle(card));
    else if (command === 'read') void acts.set(cards, 'read');
    else if (command === 'dismiss') void acts.set(cards, 'dismissed');
    else if (command === 'tags') void acts.edit(cards, 'tags');
    else if (command === 'note') void acts.edit([card], 'note');
    else if (command === 'copy') void acts.copy(cards);
    else if (command === 'open') window.open(card.paper?.url, '_blank', 'noopener');
    else if (this.current) this.select(this.current, false);
    return true;
  }

  private go(step: 1 | -1): boolean {
    const cards = this.shown();
    if (cards.length === 0) return false;
    const at = this.current ? cards.indexOf(this.current) : -1;
    // From nowhere one begins at what is in sight.
    const first = Math.max(
      0,
      cards.findIndex((card) => card.element.getBoundingClientRect().bottom > 0),
    );
    const next = cards[at < 0 ? first : Math.max(0, Math.min(cards.length - 1, at + step))];
    if (!next) return false;
    const last = this.current;
    this.current = next;
    if (last) last.current = false;
    next.current = true;
    const [element = next.element] = this.listing.partsOf(next);
    element.scrollIntoView({ block: 'center', behavior: CALM.matches ? 'auto' : 'smooth' });
    this.listing.prepare([next]);
    if (last) this.listing.draw([last]);
    next.strip?.focusGroup();
    return true;
  }

  private showHelp(help: boolean): void {
    this.help = help;
    if (help && this.settings?.bar.collapsed) this.setPlace({ ...this.settings.bar, collapsed: false });
    this.refresh();
  }

  private async openWords(): Promise<void> {
    if (!this.bar) return;
    try {
      const { scheme } = this.listing.ground;
      const words = { papers: [], focus: 'words' as const, words: this.filter.words ?? '', scheme };
      const { ticket } = await ask('editor.ticket', words);
      this.listing.editor.open(ticket, this.bar.mount, scheme, () => this.current?.strip?.focusGroup());
    } catch (error) {
      this.say(undefined, nameOf(error));
    }
  }

  private counts(): PageCounts {
    const cards = this.listing.all();
    const count = (holds: (card: Card) => unknown) => cards.filter(holds).length;
    const { papers = 0, saved = 0, unread: strange = 0 } = this.listing.count() ?? {};
    return {
      papers,
      saved,
      read: count(({ mark }) => mark?.status === 'read'),
      dismissed: count(({ mark }) => mark?.status === 'dismissed'),
      fresh: count(({ fresh }) => fresh),
      selected: count(({ selected }) => selected),
      hidden: this.hidden,
      strange,
    };
  }

  private draw(): void {
    if (!this.settings) return;
    if (this.alone) {
      this.bar?.end();
      this.bar = undefined;
      return;
    }
    const counts = this.counts();
    this.bar ??= new Bar(() => this.refresh());
    const { bar: place, keys, keysOff, filter, trouble } = this.settings;
    const tags = [
      ...new Set(this.listing.all().flatMap(({ mark }) => mark?.tags.map(({ name }) => name) ?? [])),
    ].sort();
    const { taken, help, barActs: acts } = this;
    this.bar.draw(
      { counts, filter, tags, place, keys, keysOff, taken, help, acts, trouble },
      this.listing.ground.scheme,
    );
  }

  private barActs: PageBarProps['acts'] = {
    filter: (changed) => this.setFilter(changed),
    words: () => void this.openWords(),
    place: (changed) => this.setPlace(changed),
    selectShown: () => {
      const shown = this.shown();
      for (const card of shown) card.selected = true;
      this.listing.redraw(shown);
      this.refresh();
    },
    clear: () => this.clearSelection(),
    set: (status) => void this.listing.acts.set(this.selected(), status),
    tags: () => void this.listing.acts.edit(this.selected(), 'tags'),
    undo: () => void this.listing.acts.undoLast(),
    help: (open) => this.showHelp(open),
    keysOff: (keysOff) => this.remember({ keysOff }),
  };
}

/** Finds any of these words and phrases, also with a plural's ending, but none within a longer word of Latin letters. */
function wholeWords(words: string[]): RegExp | undefined {
  const any = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return any ? new RegExp(`(?<![\\p{sc=Latn}\\d])(${any})(e?s)?(?![\\p{sc=Latn}\\d])`, 'iu') : undefined;
}
