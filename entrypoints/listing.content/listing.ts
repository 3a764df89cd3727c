import type { MarksActs } from '@/components/Marks';
import type { Notice, PageCount } from '@/papers/messages';
import type { Mark, PaperId } from '@/papers/paper';
import { ask, listen } from '@/papers/remote';
import { asTrouble, type TroubleName } from '@/papers/trouble';
import type { Site } from '@/sites/site';
import { Acts, isSaved } from './acts';
import { type Card, Cards } from './cards';
import { Covers } from './covers';
import { EditorFrame } from './editor-frame';
import { type Ground, groundBehind, onSchemeChange } from './ground';
import { Pass } from './pass';
import { HOST, Strip } from './strip';

/** How far outside the viewport a card is made ready, in CSS pixels. */
const NEAR = '600px';
/** A page that throws a strip out this often is left alone. */
const PATIENCE = 30;

/** A listing page with its marks: follows the page as it lives, and the library as it changes. */
export class Listing {
  private cards: Cards | undefined;
  ground: Ground = { colour: '#ffffff', scheme: 'light' };
  private rev: number | undefined;
  private address = '';
  /** The count that the toolbar shows. */
  private told = 0;
  private planned = 0;
  private syncing: Promise<void> | undefined;
  private ends: (() => void)[] = [];
  private strange = new Set<Card>();
  private firstPage = false;
  /** Shown, and not yet told to the background. */
  private unseen = new Set<PaperId>();
  readonly editor = new EditorFrame();
  readonly acts = new Acts(this);
  private pass: Pass | undefined;
  private covers = new Covers((element) => this.partsOf({ element }));

  private near = new IntersectionObserver((entries) => this.approach(entries), { rootMargin: NEAR });
  private changes = new MutationObserver((records) => this.changed(records));

  /** `siteAt` gives the site of an address, with the name of its file. */
  constructor(private siteAt: (address: string) => [name: string, site: Site] | undefined) {}

  all(): Card[] {
    return [...(this.cards?.all() ?? [])];
  }

  /** All elements of a card. */
  partsOf({ element }: Pick<Card, 'element'>): Element[] {
    return this.cards?.site.parts?.(element) ?? [element];
  }

  say(words: string | undefined, trouble?: TroubleName): void {
    this.pass?.say(words, trouble);
  }

  start(): void {
    const watched = {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['href'],
    };
    this.changes.observe(document, watched);
    const returned = (event: PageTransitionEvent) => event.persisted && this.sync();
    addEventListener('pageshow', returned);
    this.ends.push(
      listen((notice) => this.hear(notice)),
      onSchemeChange(() => this.turnScheme()),
      () => removeEventListener('pageshow', returned),
    );
    this.look();
  }

  end(): void {
    for (const end of this.ends) end();
    this.changes.disconnect();
    this.leave();
    this.editor.remove();
  }

  private leave(): void {
    this.near.disconnect();
    this.pass?.end();
    this.pass = undefined;
    this.covers.end();
    for (const card of this.cards?.all() ?? []) card.strip?.remove();
    this.cards = undefined;
    this.strange.clear();
    this.rev = undefined;
  }

  /** Brings the cards in step with the page. */
  private look(): void {
    this.planned = 0;
    if (this.address !== location.href) {
      this.address = location.href;
      const [name, site] = this.siteAt(this.address) ?? [];
      if (site !== this.cards?.site) this.leave();
      if (site && name && !this.cards) {
        this.cards = new Cards(site);
        this.pass = new Pass(this, name);
        void this.pass.start(site.keys);
      }
    }
    const { cards } = this;
    if (!cards) return;
    const { came, went } = cards.look();
    for (const card of went) {
      this.near.unobserve(card.element);
      this.covers.drop(card);
      this.strange.delete(card);
      card.strip?.remove();
    }
    const first = came[0];
    if (first && this.rev === undefined) this.ground = groundBehind(first.element);
    for (const card of came) this.near.observe(card.element);
    for (const card of cards.all()) if (card.strip && !card.strip.host.isConnected) this.restore(card);
    if (came.length || went.length) this.pass?.refresh();
    if (came.length) requestIdleCallback((deadline) => this.readRest(deadline), { timeout: 1_000 });
  }

  private plan(): void {
    // A hidden page draws no frames, and nobody looks.
    this.planned ||= document.hidden
      ? window.setTimeout(() => this.look(), 200)
      : requestAnimationFrame(() => this.look());
  }

  private changed(records: MutationRecord[]): void {
    const touched = new Set<Card>();
    for (const { target, addedNodes, removedNodes } of records) {
      if (addedNodes.length === 1 && (addedNodes[0] as Element).localName === HOST) continue;
      const thrownOut = removedNodes.length === 1 && (removedNodes[0] as Element).localName === HOST;
      const element = target instanceof Element ? target : target.parentElement;
      const card = !thrownOut && element && this.cards?.around(element);
      if (card) touched.add(card);
      this.plan();
    }
    for (const card of touched) if (card.paper !== undefined && card.element.isConnected) this.reread(card);
  }

  /** The element may show another paper by now: then it gets the other paper's marks. */
  private reread(card: Card): void {
    if (!this.cards?.read(card)) return;
    card.mark = card.said = card.trouble = undefined;
    card.asked = false;
    if (card.paper) this.strange.delete(card);
    if (card.strip) this.draw([card]);
    if (card.near) this.prepare([card]);
  }

  private approach(entries: IntersectionObserverEntry[]): void {
    const came: Card[] = [];
    for (const { target, isIntersecting } of entries) {
      const card = this.cards?.of(target);
      if (!card) continue;
      card.near = isIntersecting;
      if (isIntersecting) came.push(card);
    }
    this.prepare(came);
  }

  /** Reads, draws and asks about cards that somebody is about to see. */
  prepare(cards: Card[]): void {
    for (const card of cards) if (card.paper === undefined) this.read(card);
    const readable = cards.filter((card) => card.paper);
    this.draw(readable);
    this.askAbout(readable);
    const ids = readable.flatMap((card) => card.paper?.ids ?? []);
    for (const id of ids) this.unseen.add(id);
  }

  private read(card: Card): void {
    this.cards?.read(card);
    if (card.paper === null) this.strange.add(card);
  }

  /** Reads the cards that nobody is near, when there is time, so that counts are right. */
  private readRest(deadline: IdleDeadline): void {
    const unread = [...(this.cards?.all() ?? [])].filter((card) => card.paper === undefined);
    let read = 0;
    while (read < unread.length && deadline.timeRemaining() > 2) this.read(unread[read++] as Card);
    if (read < unread.length) requestIdleCallback((next) => this.readRest(next));
    else this.askAbout([...(this.cards?.all() ?? [])]);
  }

  private async askAbout(cards: Card[]): Promise<void> {
    const asked = cards.filter((card) => card.paper && !card.asked);
    if (asked.length === 0) return;
    for (const card of asked) card.asked = true;
    try {
      const ids = asked.flatMap((card) => card.paper?.ids ?? []);
      const { rev, marks, fresh } = await ask('marks.find', { ids, fresh: true });
      this.rev ??= rev;
      // On the first page ever nothing is new, and all of it has been seen.
      this.firstPage ||= fresh === undefined;
      if (this.firstPage) for (const id of ids) this.unseen.add(id);
      const never = new Set(this.firstPage ? [] : fresh);
      for (const card of asked) card.fresh = card.paper?.ids.every((id) => never.has(id)) ?? false;
      this.show(marks, asked);
      this.draw(asked.filter((card) => card.fresh && card.strip));
      void this.tellSeen();
    } catch (error) {
      for (const card of asked) {
        card.trouble = asTrouble(error, 'CannotOpen').name;
        card.asked = false;
      }
      this.draw(asked.filter((card) => card.strip));
    }
  }

  /** What was in sight is not new the next time; said after it was asked whether it is new now. */
  private async tellSeen(): Promise<void> {
    const ids = [...this.unseen];
    this.unseen.clear();
    if (ids.length) await ask('cards.seen', { ids }).catch(() => {}); // It will be new again, no more.
  }

  /** Gives the cards their marks, none where there is none among them, and draws those that look different. */
  private show(marks: Mark[], cards: Iterable<Card>): void {
    const byId = new Map(marks.flatMap((mark) => mark.ids.map((id) => [id, mark] as const)));
    const different: Card[] = [];
    for (const card of cards) {
      const id = card.paper?.ids.find((one) => byId.has(one));
      const mark = id && byId.get(id);
      if (mark === card.mark && !card.trouble) continue;
      card.mark = mark;
      card.trouble = undefined;
      if (card.strip) different.push(card);
    }
    this.draw(different);
    this.pass?.refresh();
    this.tellCount();
  }

  /** The toolbar shows how many papers of this page are saved. */
  private tellCount(): void {
    const count = this.count();
    if (!count || count.saved === this.told) return;
    this.told = count.saved;
    ask('page.count', { papers: count.papers, saved: count.saved }).catch(() => {}); // The cards say what is wrong.
  }

  private actsOn(card: Card): MarksActs {
    return {
      save: () => void this.acts.toggle(card),
      status: (status) => void this.acts.set([card], status),
      edit: (focus) => void this.acts.edit([card], focus),
      select: (range) => this.pass?.select(card, range),
      undo: () => void this.acts.undo(card),
    };
  }

  /** Draws the strips of these cards as they now are. */
  draw(cards: Card[]): void {
    const placed: Strip[] = [];
    for (const card of cards) {
      if (!card.paper) {
        card.strip?.remove();
        card.strip = undefined;
        continue;
      }
      const strip = card.strip ?? this.place(card, placed);
      if (!strip) continue;
      const props = { title: card.paper.title, mark: card.mark, said: card.said?.text, trouble: card.trouble };
      strip.draw({ ...props, acts: this.actsOn(card) }, this.ground, {
        ...card,
        watched: this.pass?.watched(card) ?? false,
      });
    }
    // All boxes are read before any is changed.
    for (const [strip, room] of placed.map((strip) => [strip, strip.room()] as const)) {
      if (room !== undefined) strip.take(room);
    }
    this.covers.lay(cards);
  }

  private place(card: Card, placed: Strip[]): Strip | undefined {
    const place = this.cards?.site.place(card.element);
    if (!place) return undefined;
    // Copies that a page has made of our hosts are empty shells.
    for (const shell of card.element.querySelectorAll(HOST)) shell.remove();
    card.strip = new Strip();
    card.strip.put(place);
    placed.push(card.strip);
    return card.strip;
  }

  private restore(card: Card): void {
    const place = card.expelled++ < PATIENCE ? this.cards?.site.place(card.element) : undefined;
    if (place) card.strip?.put(place);
    this.covers.lay([card]);
  }

  /** Takes the answer to an act of this page: the cards, and others of the same papers, have these marks. */
  answered(rev: number, marks: Mark[], cards: Card[]): void {
    // The notice of it needs no asking then.
    if (rev === (this.rev ?? 0) + 1) this.rev = rev;
    const same = cards.flatMap((card) => card.paper?.ids ?? []).flatMap((id) => [...(this.cards?.with(id) ?? [])]);
    this.show(marks, new Set([...cards, ...same]));
  }

  private hear(notice: Notice): PageCount | undefined {
    if (notice.notice === 'editor') {
      if (notice.words !== undefined) this.pass?.setWords(notice.words);
      this.editor.hear(notice);
    }
    // The answer to an act of this page may be on its way: it makes asking needless.
    else if (notice.notice === 'changed') setTimeout(() => (this.rev ?? 0) < notice.rev && this.sync(), 10);
    else return this.count();
    return undefined;
  }

  /** Asks what has changed since the last answer, once at a time. */
  private sync(): void {
    this.syncing ??= this.catchUp().finally(() => {
      this.syncing = undefined;
    });
  }

  private async catchUp(): Promise<void> {
    const { cards, rev: since } = this;
    if (!cards || since === undefined) return;
    try {
      const { rev, marks, touched } = await ask('marks.find', { ids: cards.ids(), since });
      this.rev = rev;
      this.show(marks, touched ? touched.flatMap((id) => [...cards.with(id)]) : cards.all());
    } catch (error) {
      const trouble = asTrouble(error, 'NoAnswer').name;
      for (const card of cards.all()) if (card.near) card.trouble = trouble;
      this.draw([...cards.all()].filter((card) => card.strip));
    }
  }

  private count(): PageCount | undefined {
    if (!this.cards) return undefined;
    const papers = [...this.cards.all()].filter((card) => card.paper);
    const saved = papers.filter(isSaved).length;
    return { site: this.cards.site.name, papers: papers.length, saved, unread: this.strange.size };
  }

  private turnScheme(): void {
    const [first] = this.cards?.all() ?? [];
    if (!first) return;
    const ground = groundBehind(first.element);
    if (ground.colour === this.ground.colour && ground.scheme === this.ground.scheme) return;
    this.ground = ground;
    this.draw([...(this.cards?.all() ?? [])].filter((card) => card.strip));
  }
}
