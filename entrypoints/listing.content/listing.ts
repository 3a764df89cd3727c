import type { MarksActs } from '@/components/Marks';
import type { KnownPaper, Notice, PageCount } from '@/papers/messages';
import type { PaperId } from '@/papers/paper';
import { ask, isCutOff, listen } from '@/papers/remote';
import type { TroubleName } from '@/papers/trouble';
import type { Place, Site } from '@/sites/site';
import { Acts } from './acts';
import { type Card, Cards, isLoading } from './cards';
import { Drawing } from './drawing';
import { EditorFrame } from './editor-frame';
import { type Ground, groundBehind, onSchemeChange } from './ground';
import { Lookup } from './lookup';
import { Nearing } from './nearing';
import { Pass } from './pass';
import { isOurs } from './sealed';
import { Turns } from './turns';

/** How many cards are marked before the page's first layout. */
const AT_ONCE = 8;
/** For how long a page is held up when many of its cards have changed, in ms. */
const ENOUGH = 12;
/** How often a page is looked at that is still on its way and has shown its first cards, in ms. */
const LATER = 50;

/** A listing page with its marks: follows the page as it lives, and the library as it changes. */
export class Listing {
  private cards: Cards | undefined;
  ground: Ground = { colour: '#ffffff', scheme: 'light' };
  private address = '';
  /** The count that the toolbar shows. */
  private told = 0;
  readonly editor: EditorFrame = new EditorFrame(() => this.acts.taken());
  readonly acts = new Acts(this);
  private pass: Pass | undefined;
  lookup: Lookup | undefined;
  /** Cards that the page has changed since the last look. */
  private touched = new Set<Card>();
  private turns = new Turns(() => this.look());
  private drawing = new Drawing(this);
  private grounded = false;
  /** The site on which we are and which its user has switched off. */
  private off: string | undefined;
  private ending = new AbortController();
  private nearing: Nearing;
  private changes = new MutationObserver((records) => this.mutated(records));

  /** `siteAt` gives the site of an address, with the name of its file. */
  constructor(
    private siteAt: (address: string) => [name: string, site: Site] | undefined,
    private Held = Cards,
    Near = Nearing,
  ) {
    this.nearing = new Near((came) => this.prepare(came.flatMap((element) => this.cards?.of(element) ?? [])));
  }

  all(): Card[] {
    return [...(this.cards?.all() ?? [])];
  }

  /** All elements of a card. */
  partsOf = ({ element }: Pick<Card, 'element'>): Element[] => this.cards?.site.parts?.(element) ?? [element];

  say(words: string | undefined, trouble?: TroubleName): void {
    this.pass?.say(words, trouble);
  }

  start(): void {
    const { signal } = this.ending;
    const returned = (event: PageTransitionEvent) => event.persisted && void this.lookup?.sync();
    addEventListener('pageshow', returned, { signal });
    document.addEventListener('visibilitychange', () => document.hidden || this.lookup?.again(), { signal });
    signal.onabort = listen((notice) => this.hear(notice));
    document.addEventListener('DOMContentLoaded', () => this.follow(), { signal });
    if (!isLoading()) this.follow();
    else {
      // What its user has set is asked for while the page is on its way: a background that sleeps takes long to wake.
      this.arrive();
      if (this.cards?.site.served) this.turns.plan();
    }
  }

  /** Follows the page once all of it is there: before, an observer would be told of everything that the parser adds. */
  private follow(): void {
    const kinds = { childList: true, characterData: true, attributes: true, attributeFilter: ['href'] };
    this.changes.observe(document, { subtree: true, ...kinds });
    onSchemeChange(() => this.turnScheme(), this.ending.signal);
    // Its scripts may have changed cards while nobody was told.
    for (const card of this.all()) if (card.strip) this.touched.add(card);
    // With the next picture: before it a page may still lack its style, and would be laid out twice.
    this.turns.plan();
  }

  get ended(): boolean {
    return this.ending.signal.aborted;
  }

  end(): void {
    this.ending.abort();
    this.changes.disconnect();
    this.leave();
    this.editor.remove();
  }

  private leave(): void {
    this.nearing.end();
    this.pass?.end();
    this.pass = undefined;
    for (const card of this.all()) this.drawing.take(card);
    this.drawing.end();
    this.cards = this.lookup = undefined;
    this.touched.clear();
  }

  /** Asks how its user wants listings of this site: not at all, or with which keys, words and filter. */
  private async settle(name: string | undefined): Promise<void> {
    if (!name) return;
    try {
      const settings = await ask('listing.settings', { site: name });
      if (this.ended || name !== (this.pass?.site ?? this.off)) return;
      this.off = settings.off ? name : undefined;
      if (settings.off) this.leave();
      else if (this.pass) this.pass.settle(settings);
      else {
        this.address = '';
        this.turns.plan();
      }
    } catch {} // The cards say that the library does not answer; without it there is nothing to pass over.
  }

  /** The page is at another address: what was another site's goes, and what is this one's begins. */
  private arrive(): void {
    this.address = location.href;
    const [name, site] = this.siteAt(this.address) ?? [];
    if (site !== this.cards?.site) this.leave();
    if (name !== this.off) this.off = undefined;
    if (!site || !name || this.cards || this.off) return;
    this.cards = new this.Held(site);
    this.lookup = new Lookup(this.cards, this);
    this.grounded = false;
    this.pass = new Pass(this, name, site.keys);
    void this.settle(name);
  }

  /** Brings the cards in step with the page. */
  private async look(): Promise<number | undefined> {
    if (isCutOff()) this.end(); // A newer one has taken this page over.
    if (this.ended) return undefined;
    if (this.address !== location.href) this.arrive();
    const { cards } = this;
    const found = cards?.find() ?? [];
    const elements = Array.isArray(found) ? found : await found;
    // While they were searched for, the page may have become another one.
    if (cards && cards === this.cards) this.take(cards, elements);
    if (isLoading()) return this.grounded ? LATER : 0;
    // Cards that are left may show another paper's marks.
    return this.touched.size ? ENOUGH : undefined;
  }

  private take(cards: Cards, elements: Element[]): void {
    const { came, went } = cards.take(elements);
    for (const card of went) {
      this.nearing.leave(card.element);
      this.drawing.take(card);
    }
    const first = came[0];
    if (first && !this.grounded) {
      this.grounded = true;
      this.ground = groundBehind(first.element);
      // Before the browser has laid the page out nobody knows what is in sight; the first cards most likely are.
      this.prepare(came.slice(0, AT_ONCE));
    }
    const others: Card[] = [];
    const end = performance.now() + ENOUGH;
    for (const card of this.touched) {
      if (performance.now() > end) break;
      this.touched.delete(card);
      if (card.ids !== undefined && card.element.isConnected && this.reread(card)) others.push(card);
    }
    this.redraw(others);
    this.prepare(others.filter((card) => this.isNear(card)));
    for (const card of came) this.nearing.watch(card.element);
    for (const card of cards.all()) if (card.strip && !card.strip.host.isConnected) this.drawing.restore(card);
    if (came.length || went.length) this.pass?.refresh();
    if (came.length && !isLoading()) cards.readRest(() => void this.lookup?.askAbout(this.all()));
  }

  private mutated(records: MutationRecord[]): void {
    this.editor.check();
    for (const { target, addedNodes, removedNodes } of records) {
      if (addedNodes.length === 1 && isOurs(addedNodes[0] as Node)) continue;
      const thrownOut = removedNodes.length === 1 && isOurs(removedNodes[0] as Node);
      const element = target instanceof Element ? target : target.parentElement;
      const card = !thrownOut && element && this.cards?.around(element);
      if (card) this.touched.add(card);
      this.turns.plan();
    }
  }

  /** The element may show another paper by now: then it loses its marks. Gives whether it does. */
  private reread(card: Card): boolean {
    if (!this.cards?.read(card)) return false;
    card.mark = card.said = card.trouble = undefined;
    card.asked = card.fresh = false;
    card.asOf = 0;
    return true;
  }

  /** Whether a card is in the viewport or close to it. */
  isNear = (card: Card) => this.nearing.has(card.element);

  /** Reads, draws and asks about cards that somebody is about to see. */
  prepare(cards: Card[]): void {
    for (const card of cards) if (card.ids === undefined) this.cards?.read(card);
    const readable = cards.filter((card) => card.ids);
    this.draw(readable);
    this.lookup?.shown(readable);
    void this.lookup?.askAbout(readable);
  }

  /** The toolbar shows how many papers of this page are saved. */
  private tellCount(): void {
    const count = this.count();
    if (!count || count.saved === this.told) return;
    this.told = count.saved;
    ask('page.count', { saved: count.saved }).catch(() => {}); // The cards say what is wrong.
  }

  actsOn(card: Card): MarksActs {
    return {
      save: () => void this.acts.toggle(card),
      status: (status) => void this.acts.set([card], status),
      edit: (focus) => void this.acts.edit([card], focus),
      copy: (as) => void this.acts.copy([card], as),
      select: (range) => this.pass?.select(card, range),
      undo: () => void this.acts.undo(card),
    };
  }

  draw(cards: Card[]): void {
    this.drawing.draw(cards);
  }

  /** Draws those of them anew that have marks. */
  redraw(cards = this.all()): void {
    this.draw(cards.filter((card) => card.strip));
  }

  headOf = (element: Element) => this.cards?.site.head?.(element);
  placeFor = ({ element }: Card): Place | undefined => this.cards?.site.place(element);

  watched(card: Card): boolean {
    return this.pass?.watched(card) ?? false;
  }

  /** The marks of these cards are other ones now. */
  changed(cards: Card[]): void {
    this.redraw(cards);
    this.pass?.refresh();
    this.tellCount();
  }

  private hear(notice: Notice): PageCount | KnownPaper | boolean | undefined {
    // They are other ones now, or were not to be had when this page came.
    if (notice.notice === 'settings' || (this.pass && !this.pass.settings))
      void this.settle(this.pass?.site ?? this.off);
    if (notice.notice === 'editor') {
      if (notice.words !== undefined) this.pass?.setWords(notice.words);
      this.editor.hear(notice);
    } else if (notice.notice === 'changed') this.lookup?.hear(notice.rev);
    else if (notice.notice === 'left') return this.editor.left();
    else if (notice.notice === 'count') return this.count();
    else if (notice.notice === 'paper') return this.know(notice.id, notice.note);
    return undefined;
  }

  count(): PageCount | undefined {
    return this.cards?.count(this.address);
  }

  /** The paper with this identifier; with `note`, the editor opens on its card. */
  private know(id: PaperId, note?: true): KnownPaper | undefined {
    const [card] = this.cards?.with(id) ?? [];
    if (!card?.paper) return undefined;
    const opened = note === true && card.strip !== undefined;
    if (opened) void this.acts.edit([card], 'note');
    return { paper: card.paper, opened };
  }

  private turnScheme(): void {
    const [first] = this.all();
    if (!first) return;
    const ground = groundBehind(first.element);
    if (ground.colour === this.ground.colour && ground.scheme === this.ground.scheme) return;
    this.ground = ground;
    this.pass?.refresh();
    this.redraw();
  }
}
